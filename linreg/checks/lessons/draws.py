"""What is measured of random answers, for tables of exercises that draw."""

from typing import Any

import numpy as np

from linreg.checks.engine.exercise import Parts


def equal(one: Parts, other: Parts) -> bool:
    """Return whether two results are the same to the last digit, as a seed makes them."""
    return all(np.array_equal(one[name], other[name]) for name in one)


def correlation(one: Any, other: Any) -> float:
    """Return the correlation, 0 where one of them does not vary."""
    if np.std(one) < 1e-9 or np.std(other) < 1e-9:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def look_standard_normal(draws: Any) -> bool:
    """Return whether about 3,000 draws have the mean, spread and shape of that distribution.

    Chance moves the mean of so many by 0.02, the spread by 0.01 and the kurtosis by 0.09. That is
    the mean fourth power in standard units: 3 for normal draws, 1.8 for uniform ones.
    """
    mean, spread = np.mean(draws), np.std(draws)
    kurtosis = np.mean(((draws - mean) / spread) ** 4) if spread else 0.0
    return bool(abs(mean) <= 0.15 and abs(spread - 1) <= 0.1 and abs(kurtosis - 3) <= 0.6)

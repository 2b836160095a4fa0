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
    """Return whether about 3,000 numbers look like independent draws from that distribution.

    Chance moves the mean of so many by 0.02, the spread by 0.01 and the kurtosis by 0.09. That is
    the mean fourth power in standard units: 3 for normal draws, 1.8 for uniform ones. Neighbours
    correlate by 0.02; where numbers are in order, they are nearly alike. No size comes twice, but
    where they are rounded, cut off or used again.
    """
    mean, spread = np.mean(draws), np.std(draws)
    if spread == 0 or len(np.unique(np.abs(draws))) < 0.98 * len(draws):
        return False
    kurtosis = np.mean(((draws - mean) / spread) ** 4)
    neighbours = correlation(draws[:-1], draws[1:])
    distances = np.abs([mean, spread - 1, kurtosis - 3, neighbours])
    return bool(np.all(distances <= [0.15, 0.1, 0.6, 0.15]))

"""Make houses.csv: 200 invented houses whose price is known to depend on area and distance.

In standard units the truth is the one of all lessons, price = 1 + 1·area − 3·distance + noise; here
it is written in m², km and thousands. Run: python data/make_houses.py
"""

from pathlib import Path

import numpy as np

from linreg import generate_examples

HOUSES = Path(__file__).parent.parent / "linreg" / "data" / "houses.csv"
N_HOUSES, NOISE, SEED = 200, 0.5, 2024
AREA_MEAN, AREA_STD = 120, 25  # m²
DISTANCE_MEAN, DISTANCE_STD = 10, 2.5  # km
PRICE_BASE, PRICE_UNIT = 500, 40  # thousands


def houses() -> str:
    """Return the text of houses.csv."""
    X, y = generate_examples(N_HOUSES, [1, -3], 1, NOISE, np.random.default_rng(SEED))
    area = AREA_MEAN + AREA_STD * X[:, 0]
    distance = DISTANCE_MEAN + DISTANCE_STD * X[:, 1]
    price = PRICE_BASE + PRICE_UNIT * y
    rows = (f"{a:.0f},{d:.1f},{p:.1f}" for a, d, p in zip(area, distance, price, strict=True))
    return "\n".join(["area (m²),distance (km),price (thousands)", *rows]) + "\n"


if __name__ == "__main__":
    HOUSES.write_text(houses(), encoding="utf-8", newline="\n")

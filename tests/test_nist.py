import math
from decimal import Context, Decimal
from fractions import Fraction

import numpy as np
import pytest
from nist import FILIP, REFERENCE_SETS

from linreg import normal_equation

each_set = pytest.mark.parametrize("name", REFERENCE_SETS)


def exact_fit(columns, y):
    """Solve AᵀA p = Aᵀy in fractions, where A is the columns and then ones, for the bias."""
    A = [*columns, [Fraction(1)] * len(y)]
    rows = [[sum(map(Fraction.__mul__, a, b)) for b in [*A, y]] for a in A]
    for i, pivot in enumerate(rows):
        rows[i] = pivot = [entry / pivot[i] for entry in pivot]
        for j, row in enumerate(rows):
            if j != i:
                rows[j] = [entry - row[i] * above for entry, above in zip(row, pivot, strict=True)]
    return [row[-1] for row in rows]


def printed(number):
    """Return a fraction with the 15 digits that NIST prints."""
    return Context(prec=15).divide(Decimal(number.numerator), Decimal(number.denominator))


def digits(parameters, certified):
    """Return how many digits of all parameters are right: −log₁₀ of the largest relative error."""
    pairs = zip(parameters, certified, strict=True)
    return min(15, -math.log10(max(1e-15, *(abs(Fraction(p) / c - 1) for p, c in pairs))))


def closed_form(X, y):
    W, b = normal_equation(X, y)
    return [*W, b]


def lstsq(rcond):
    return lambda X, y: np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y, rcond=rcond)[0]


def typical_digits(fit, name):
    """Return the median digits over 100 orders of the rows.

    In one order two good methods differ by up to a digit either way, as the last bits happen to
    fall; so does one method on two processors. The median is what a method is worth.
    """
    X, y = REFERENCE_SETS[name].floats()
    orders = [np.random.default_rng(seed).permutation(len(y)) for seed in range(100)]
    certified = REFERENCE_SETS[name].certified
    return np.median([digits(fit(X[order], y[order]), certified) for order in orders])


@each_set
def test_the_data_typed_in_give_every_certified_digit(name):
    columns, y, certified = REFERENCE_SETS[name]
    assert list(map(printed, exact_fit(columns, y))) == list(map(printed, certified))


@each_set
def test_the_closed_form_has_as_many_digits_as_lstsq_on_the_raw_columns(name):
    # rcond=0 keeps lstsq from dropping columns, as it does by default on Filip. 0.3 is four times
    # the standard error of the difference of two such medians.
    best = max(typical_digits(lstsq(rcond), name) for rcond in (None, 0))
    assert typical_digits(closed_form, name) >= best - 0.3


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("Norris", 13),
        ("Pontius", 12.5),
        ("Longley", 13),
        ("Filip", 7),
        ("Wampler1", 9.5),
        ("Wampler2", 12),
        ("Wampler3", 9),
        ("Wampler4", 7.5),
        ("Wampler5", 5.5),
    ],
)
def test_the_closed_form_typically_has_this_many_certified_digits(name, floor):
    assert typical_digits(closed_form, name) >= floor


def test_filip_loses_half_its_digits_when_its_powers_are_rounded_to_floats():
    # So 7 digits are all that any fit of these floats can have: this one is without rounding.
    X, y = FILIP.floats()
    rounded = [[Fraction(number) for number in column] for column in X.T]
    fit = exact_fit(rounded, [Fraction(number) for number in y])
    assert 7 < digits(fit, FILIP.certified) < 8

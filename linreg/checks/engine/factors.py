"""Multiples of the right answer: a lost 2, a sign, a sum that should be a mean."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from linreg.checks.engine.calls import close
from linreg.checks.engine.exercise import Args, Array, names_with_rows
from linreg.checks.engine.show import show

NAMED = {
    1.0: "",
    -1.0: "minus",
    2.0: "twice",
    -2.0: "minus twice",
    0.5: "half of",
    -0.5: "minus half of",
    4.0: "four times",
    0.25: "a quarter of",
}
# The powers of n and d that mistakes bring, the likeliest first.
_TRIED = [(0, 0), (1, 0), (-1, 0), (2, 0), (-2, 0), (0, 1), (0, -1), (1, -1), (-1, 1)]


class Factor(NamedTuple):
    """constant · nⁱ · dʲ, with n rows and d features."""

    constant: float
    i: int
    j: int

    @property
    def is_typed(self) -> bool:
        """Whether the answer is right for one whole number of rows: 3/n is a typed 3."""
        constant, i, j = self
        # 2/n is a mistake of its own, not a typed number; so only other constants count.
        if constant in NAMED or constant <= 0 or not i or j:
            return False
        rows: float = constant ** (-1 / i)
        return rows > 1.5 and abs(rows - round(rows)) < 1e-3 * rows

    @property
    def words(self) -> str:
        """The factor in words: "minus half of", "2/n times"."""
        if not (self.i or self.j):
            return NAMED.get(self.constant, f"{show(self.constant)} times")
        size = abs(self.constant)
        down = {0.25: "4", 0.5: "2"}.get(size, "")
        up = "" if down or size == 1 else show(size)
        for letter, power in (("n", self.i), ("d", self.j)):
            letters = letter + "²" * (abs(power) == 2) if power else ""
            up, down = (up + letters, down) if power > 0 else (up, down + letters)
        below = f"/({down})" if len(down.rstrip("²")) > 1 else f"/{down}" * bool(down)
        return f"{'−' * (self.constant < 0)}{up or 1}{below} times"

    def told(self, subject: str) -> tuple[str, str]:
        """Return a short name of the mistake, and a sentence about a part of the result or all."""
        if self.constant == 0:
            return "always zero", f"{subject} is 0 in every case that was tried."
        if self == (-1, 0, 0):
            return "opposite sign", f"{subject} has the right size and the opposite sign."
        if self == (1, 0, 0):  # within what measuring allows, which is more than a result may err
            return "inexact", f"{subject} is nearly right, but not exact: is a factor rounded?"
        if self.is_typed:
            return "number of rows typed", (
                f"{subject} is right for one number of rows only: the number of rows must be taken "
                "from the data, not typed."
            )
        meaning = ["n is the number of rows"] * bool(self.i)
        meaning += ["d is the number of features"] * bool(self.j)
        explained = f" ({', '.join(meaning)})" if meaning else ""
        return self.words, f"{subject} is exactly {self.words} the right one{explained}."

    def besides(self, parts: str) -> tuple[str, str]:
        """Return the same of what comes on top of another mistake, in these parts or in all."""
        if self == (-1, 0, 0):
            of_parts = f" of {parts}" if parts else ""
            return "opposite sign", f"And the sign{of_parts} is opposite besides."
        return self.words, f"And {parts or 'the whole'} is {self.words} that."


def common_factor(
    mine: Iterable[Array], others: Iterable[Array], cases: tuple[Args, ...], tolerance: float
) -> Factor | None:
    """Return c, i, j if in every case, with n rows and d features, mine is c nⁱ dʲ times other."""
    ratios = []
    for own, other, args in zip(mine, others, cases, strict=True):
        # The ratio that fits this case best, and whether it fits every entry.
        a, b = own.astype(np.float64).ravel(), other.astype(np.float64).ravel()
        if not (np.isfinite(a).all() and np.isfinite(b).all()):
            return None
        square = float(b @ b)
        ratio = float(a @ b) / square if square > 1e-18 else 0.0  # least squares; 0/0 says nothing
        if abs(ratio) < 1e-12:
            ratio = 0.0  # but for rounding
        if not close(a, ratio * b, tolerance):
            return None
        if square > 1e-18:
            ratios.append((ratio, *_sizes(args)))
    # Two ratios fit many powers by chance; the true ones leave the same constant in all cases.
    for i, j in _TRIED if len(ratios) >= 3 else ():
        constants = np.array([ratio / (n**i * d**j) for ratio, n, d in ratios])
        if np.ptp(constants) <= 1e-4 * np.max(np.abs(constants)):
            return Factor(_nice(float(constants[0])), i, j)
    return None


def _sizes(args: Args) -> tuple[int, int]:
    """Return the number of rows and of features."""
    rows = [len(args[name]) for name in names_with_rows(args)]
    columns = [args[name].shape[-1] for name in ("X", "W", "p") if name in args]
    return rows[0] if rows else 1, columns[0] if columns else 1


def _nice(value: float) -> float:
    """Return the number that was meant, where measuring has left a rounding error."""
    near = (nice for nice in NAMED if abs(value - nice) <= 1e-4 * abs(nice))
    return next(near, float(f"{value:.4g}"))

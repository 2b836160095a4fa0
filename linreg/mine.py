"""The learner's own functions where they are there and right, linreg's where not.

    from linreg.mine import forward, mse_gradient

`check` keeps what is right in `my_linreg.py`, in the folder of the notebook. What is imported from
here comes from that file if its check still says "correct", and from `linreg` otherwise. If there
is a reason that the learner should know, one sentence says it.
"""

from typing import Any

import linreg
from linreg.checks import EXERCISES, Verdict, check, exercise_of, kept
from linreg.checks.engine.exercise import Text
from linreg.checks.engine.kernel import shell
from linreg.checks.own import own_or_reference
from linreg.own_file import MODULE

__all__ = ["keep", "whose"]

_told: list[tuple[str, int | None]] = []


def __getattr__(name: str) -> Any:
    if name in EXERCISES:
        function, reason = own_or_reference(EXERCISES[name])
        _tell(reason)
        return function
    if name in linreg.__all__:
        return getattr(linreg, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _tell(reason: str) -> None:
    """Print a reason, but only once in a cell: one file can be the reason for many names."""
    said = reason, getattr(shell(), "execution_count", None)
    if reason and (shell() is None or said not in _told):
        print(f"linreg's own is used: {reason}")
    _told.append(said)


def __dir__() -> list[str]:
    return sorted({*linreg.__all__, *__all__})


def keep(function: Any, exercise: str | None = None) -> Verdict:
    """Check a function, and write it to `my_linreg.py` if it is right, also in a script.

    In a notebook `check` does the same. The verdict says what became of the function.
    """
    verdict = check(function, exercise)
    return kept(function, verdict) if verdict.state == "correct" else verdict


def whose(*names: str) -> Text:
    """Return which functions are the learner's own, and which are linreg's.

    ValueError if a name is none of the course's.

    >>> whose("forward", "update")
    yours: none · linreg's: forward, update
    """
    homes: dict[str, list[str]] = {"yours": [], "linreg's": []}
    for name in names:
        is_own = own_or_reference(exercise_of(name))[0].__module__ == MODULE
        homes["yours" if is_own else "linreg's"].append(name)
    return Text(" · ".join(f"{who}: {', '.join(each) or 'none'}" for who, each in homes.items()))

"""What the engine judges: something that can be called, wherever it lives.

A learner's function in the notebook is one (`kernel`), a function of linreg that is trusted is
another, and a function in a child process a third: it needs a few lines that send the arguments
over, and `inside` at the other end. The engine sees replies only: numbers, words, and the names
of the arguments that were changed.
"""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from linreg.checks.engine import inside
from linreg.checks.engine.inside import Parameter, Reply

# Seconds, for all calls of one verdict together. In a browser Python is several times slower, and
# each line is looked at, too: there a right loop may need two.
LIMIT = 6.0 if sys.platform == "emscripten" else 2.0


class Callee(Protocol):
    """A function that is to be judged."""

    parameters: tuple[Parameter, ...] | None  # in order; None if it does not tell them
    is_empty: bool  # whether its body computes nothing: a stub
    has_loop: bool  # whether its body has a loop
    outer_variables: tuple[str, ...]  # the names read from outside that hold data

    def guarded(self) -> AbstractContextManager[Any]:
        """Return what holds while a verdict is being found: all calls are made inside it."""

    def call(self, arguments: dict[str, Any], keywords: set[str]) -> Reply:
        """Call it: arguments by name, in order; `keywords` are those that are passed by name.

        Arrays are the callee's own to change. Never raises: a failure is part of the reply, one of
        type TimeLimitError if all calls together took too long.
        """


class Trusted:
    """A function of linreg or of a table, in this process and without a guard."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.parameters = inside.parameters(function)
        self.is_empty = inside.is_empty(function)
        self.has_loop = inside.has_loop(function)
        self.outer_variables = inside.outer_variables(function)

    def guarded(self) -> AbstractContextManager[Any]:
        """Guard nothing."""
        return nullcontext()

    def call(self, arguments: dict[str, Any], keywords: set[str]) -> Reply:
        """Call the function."""
        reply = inside.answer(self.function, arguments, keywords)
        if reply.failure and reply.failure.types[0] == "KeyboardInterrupt":
            raise KeyboardInterrupt  # of the learner's: it is no result, and must not be remembered
        return reply

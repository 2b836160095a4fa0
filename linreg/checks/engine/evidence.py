"""What is known about one answer: how it can be called, and what came of each case."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from linreg.checks.engine.callee import Callee, Trusted
from linreg.checks.engine.calls import Outcome, call_once, close, observe, parts_agree, same
from linreg.checks.engine.exercise import Args, Exercise, Function, Mistake
from linreg.checks.engine.variants import Variant


class Finding(NamedTuple):
    """What a stage found: a mistake's name, a sentence, and whether an example belongs to it.

    `case` is the first that shows it, where smaller ones may not.
    """

    name: str | None
    text: str
    example: bool = True
    state: Literal["todo", "correct", "wrong"] = "wrong"
    remark: str | None = None
    case: int = 0


class TooLateError(Exception):
    """The time for all calls is over."""


def in_time(stage: Callable[["Evidence"], Finding | None], evidence: "Evidence") -> Finding | None:
    """Return what a stage finds, or None if there is no time for its questions."""
    try:
        return stage(evidence)
    except TooLateError:
        return None


# What linreg and the tables give is the same for every answer, so it is computed once.
trusted = cache(Trusted)


@cache
def outcome_of(function: Function, exercise: Exercise, i: int) -> Outcome:
    """Run a trusted function on one case."""
    return observe(trusted(function), exercise, exercise.cases[i])


@dataclass(frozen=True)
class Outcomes(Iterable[Outcome]):
    """What a trusted function gives in each case; most are told apart by the first."""

    function: Function
    exercise: Exercise

    def __iter__(self) -> Iterator[Outcome]:
        """Run it on one case after the other, as they are asked for."""
        for i in range(len(self.exercise.cases)):
            yield outcome_of(self.function, self.exercise, i)


@cache
def right_result(exercise: Exercise, i: int) -> Outcome:
    """Return the right result of a case itself, not what is measured of it."""
    return call_once(trusted(exercise.reference), exercise, exercise.cases[i])


@cache
def varied_outcome(exercise: Exercise, variant: Variant, i: int) -> Outcome:
    """Return the right answer to a slightly different question."""
    return observe(trusted(exercise.reference), exercise, variant.change(exercise.cases[i]))


@dataclass(eq=False)
class Evidence:
    """One answer to one exercise."""

    callee: Callee
    exercise: Exercise
    seed: int = 0  # of the fresh cases
    # Each call is made once. Before Python 3.12 `cached_property` has one lock for all objects:
    # answers that are judged side by side would wait for each other.
    _outcomes: list[Outcome] = field(default_factory=list, init=False)
    _results: list[Outcome] = field(default_factory=list, init=False)

    @property
    def cases(self) -> tuple[Args, ...]:
        """All examples and probes, the smallest first."""
        return self.exercise.cases

    @property
    def outcomes(self) -> list[Outcome]:
        """What came of each case; it ends with the one that took too long."""
        if not self._outcomes:
            for args in self.cases:
                self._outcomes.append(observe(self.callee, self.exercise, args))
                if self._outcomes[-1].is_late:
                    break  # each more would be stopped as well
        return self._outcomes

    @property
    def right(self) -> list[Outcome]:
        """The reference's outcomes."""
        return list(Outcomes(self.exercise.reference, self.exercise))

    @property
    def pairs(self) -> list[tuple[Outcome, Outcome]]:
        """Each outcome with the right one."""
        return list(zip(self.outcomes, self.right, strict=True))

    @property
    def rows(self) -> list[tuple[Mistake, Outcomes]]:
        """The table, each row with what its functions give."""
        return [
            (row, Outcomes(function, self.exercise))
            for row in self.exercise.mistakes
            for function in row.functions
        ]

    @property
    def is_right(self) -> bool:
        """Whether every result is the right one, or one of those that are right too."""
        # All cases must follow one answer: the first half of one and the rest of another is wrong.
        functions = (self.exercise.reference, *self.exercise.also_right)
        return any(map(self.does_as, functions))

    @property
    def wrong_cases(self) -> list[int]:
        """The numbers of the cases with a wrong result, the smallest first."""
        return [i for i, (own, right) in enumerate(self.pairs) if not self.agree(own, right)]

    @property
    def is_compared(self) -> bool:
        """Whether the results themselves are compared, not what is measured of them."""
        return self.exercise.measure is None

    @property
    def wrong_parts(self) -> list[str]:
        """The names of the parts that are not right on every case."""
        names = self.exercise.parts
        return [name for name in names if not self.same_part(name, self.outcomes, self.right)]

    @property
    def changed(self) -> list[str]:
        """The arguments that some call changed."""
        return sorted({name for outcome in self.outcomes for name in outcome.changed})

    @property
    def same_row(self) -> Mistake | None:
        """The row whose function does the same on every probe, side effects included."""
        rows = self.exercise.mistakes
        return next((row for row in rows if any(map(self.is_same_as, row.functions))), None)

    @property
    def results(self) -> list[Outcome]:
        """The result of each case itself, not what is measured of it."""
        if self.is_compared:
            return self.outcomes  # no need to ask again
        if not self._results:
            self._results = [self.call(args) for args in self.cases]
        return self._results

    def call(self, args: Args) -> Outcome:
        """Ask for one more result, whatever is measured; TooLateError if there is no time left."""
        outcome = call_once(self.callee, self.exercise, args)
        if outcome.is_late:
            raise TooLateError
        return outcome

    def close(self, one: Outcome, other: Outcome, name: str) -> bool:
        """Return whether both have this part, and it is the same."""
        return name in one.parts.keys() & other.parts.keys() and close(
            one.parts[name], other.parts[name], self.exercise.tolerance
        )

    def agree(self, one: Outcome, other: Outcome) -> bool:
        """Return whether the numbers are the same; side effects are another question."""
        return not other.trouble and parts_agree(one.parts, other.parts, self.exercise.tolerance)

    def does_as(self, function: Function) -> bool:
        """Return whether the numbers are those of a trusted function on every case."""
        return all(map(self.agree, self.outcomes, Outcomes(function, self.exercise)))

    def is_same_as(self, function: Function) -> bool:
        """Return whether all is as with a trusted function, side effects included."""
        tolerance, numbers = self.exercise.tolerance, self.is_compared
        pairs = zip(self.outcomes, Outcomes(function, self.exercise), strict=True)
        return all(same(own, other, tolerance, numbers=numbers) for own, other in pairs)

    def same_part(self, name: str, ones: Iterable[Outcome], others: Iterable[Outcome]) -> bool:
        """Return whether a part is the same on every case."""
        return all(self.close(*pair, name) for pair in zip(ones, others, strict=True))

    def matches(self, variant: Variant, names: list[str]) -> bool:
        """Return whether these parts are right under the variant; the largest case comes first."""
        return all(
            self.close(self.outcomes[i], varied_outcome(self.exercise, variant, i), name)
            for i in reversed(range(len(self.cases)))
            for name in names
        )

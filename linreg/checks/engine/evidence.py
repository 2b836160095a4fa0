"""What is known about one answer: how it can be called, and what came of each case."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, NamedTuple

from linreg.checks.engine.callee import Callee, Trusted
from linreg.checks.engine.calls import Outcome, call_once, close, observe, same
from linreg.checks.engine.exercise import Args, Exercise, Function, Mistake
from linreg.checks.engine.variants import Variant, variants


class Finding(NamedTuple):
    """What a stage found: a mistake's name, a sentence, and whether an example belongs to it."""

    name: str | None
    text: str
    example: bool = True
    state: Literal["todo", "correct", "wrong"] = "wrong"
    remark: str | None = None


class TooLateError(Exception):
    """The time for all calls is over."""


@cache
def trusted(function: Function) -> Trusted:
    """Return a function of linreg or of a table as a callee."""
    return Trusted(function)


def cases(exercise: Exercise) -> tuple[Args, ...]:
    """Return all probes, the smallest first."""
    return exercise.examples + exercise.probes


@cache
def outcomes_of(function: Function, exercise: Exercise) -> list[Outcome]:
    """Run a trusted function on all probes, once for all verdicts that need it."""
    return [observe(trusted(function), exercise, args) for args in cases(exercise)]


@cache
def right_result(exercise: Exercise, i: int) -> Outcome:
    """Return the right result of a case itself, not what is measured of it."""
    return call_once(trusted(exercise.reference), exercise, cases(exercise)[i])


@cache
def varied_outcome(exercise: Exercise, variant: Variant, i: int) -> Outcome:
    """Return the right answer to a slightly different question."""
    args = variant.change(cases(exercise)[i])
    return observe(trusted(exercise.reference), exercise, args)


@dataclass(eq=False)
class Evidence:
    """One answer to one exercise."""

    callee: Callee
    exercise: Exercise
    seed: int = 0  # of the fresh cases

    @cached_property
    def cases(self) -> tuple[Args, ...]:
        """All probes, the smallest first."""
        return cases(self.exercise)

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """What came of each case; it ends with the one that took too long."""
        found: list[Outcome] = []
        for args in self.cases:
            found.append(observe(self.callee, self.exercise, args))
            if is_late(found[-1]):
                break
        return found

    @cached_property
    def right(self) -> list[Outcome]:
        """The reference's outcomes."""
        return outcomes_of(self.exercise.reference, self.exercise)

    @property
    def rows(self) -> list[tuple[Mistake, list[Outcome]]]:
        """The table, each row with what its function gives."""
        rows = self.exercise.mistakes
        return [(row, outcomes_of(row.function, self.exercise)) for row in rows]

    @cached_property
    def is_right(self) -> bool:
        """Whether every result is the right one, or one of those that are right too."""
        functions = (self.exercise.reference, *self.exercise.also_right)
        return any(self.all_agree(outcomes_of(f, self.exercise)) for f in functions)

    @property
    def is_compared(self) -> bool:
        """Whether the results themselves are compared, not what is measured of them."""
        return self.exercise.measure is None

    @cached_property
    def wrong_parts(self) -> list[str]:
        """The names of the parts that are not right on every case."""
        return [name for name in self.exercise.parts if not self.part_is(name, self.right)]

    @property
    def changed(self) -> list[str]:
        """The arguments that some call changed."""
        return sorted({name for outcome in self.outcomes for name in outcome.changed})

    @cached_property
    def same_row(self) -> Mistake | None:
        """The row whose function does the same on every probe, side effects included."""
        tolerance, numbers = self.exercise.tolerance, self.is_compared
        for row, outcomes in self.rows:
            pairs = zip(self.outcomes, outcomes, strict=True)
            if all(same(own, other, tolerance, numbers=numbers) for own, other in pairs):
                return row
        return None

    @cached_property
    def results(self) -> list[Outcome]:
        """The result of each case itself, not what is measured of it."""
        if self.is_compared:
            return self.outcomes
        return [self.call_once(args) for args in self.cases]

    def call(self, args: Args) -> Outcome:
        """Ask the callee one more question; TooLateError if there is no time left."""
        return _in_time(observe(self.callee, self.exercise, args))

    def call_once(self, args: Args) -> Outcome:
        """Ask for one result, whatever is measured; TooLateError if there is no time left."""
        return _in_time(call_once(self.callee, self.exercise, args))

    def agree(self, one: Outcome, other: Outcome) -> bool:
        """Return whether the numbers are the same; side effects are another question."""
        return (
            one.trouble is None
            and other.trouble is None
            and all(self.close(one, other, name) for name in other.parts)
        )

    def close(self, one: Outcome, other: Outcome, name: str) -> bool:
        """Return whether one part is the same in both."""
        return name in other.parts and close(
            one.parts[name], other.parts[name], self.exercise.tolerance
        )

    def all_agree(self, others: list[Outcome]) -> bool:
        """Return whether the numbers are those of the others on every case."""
        pairs = zip(self.outcomes, others, strict=True)
        return all(self.agree(own, other) for own, other in pairs)

    def part_is(self, name: str, others: list[Outcome]) -> bool:
        """Return whether one part is that of the others on every case."""
        pairs = zip(self.outcomes, others, strict=True)
        return all(self.close(own, other, name) for own, other in pairs)

    def matches(self, variant: Variant, names: list[str]) -> bool:
        """Return whether these parts are right under the variant; the probes are asked first."""
        places = sorted(range(len(self.cases)), key=lambda i: i < len(self.exercise.examples))
        return all(
            self.close(self.outcomes[i], varied_outcome(self.exercise, variant, i), name)
            for i in places
            for name in names
        )

    def variant(self, names: list[str]) -> Variant | None:
        """Return the variant under which these parts are right, if there is one."""
        known = variants(self.exercise)
        return next((one for one in known if self.matches(one, names)), None)


def _in_time(outcome: Outcome) -> Outcome:
    if is_late(outcome):
        raise TooLateError
    return outcome


def is_late(outcome: Outcome) -> bool:
    """Return whether the call was stopped because the time was over."""
    return outcome.failure is not None and outcome.failure.types[0] == "TimeLimitError"

"""Judge a function: say whether it is right, and if not, what is the matter.

The order of diagnosis: not attempted → raises → wrong kind or shape → right → a known mistake → a
multiple of the right answer → the right answer to another question → a broken rule → unknown.
"""

import contextlib
import inspect
import types
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from linreg.checks.engine.calls import Outcome, close, observe, same
from linreg.checks.engine.errors import explain, is_unfinished
from linreg.checks.engine.exercise import (
    Args,
    Example,
    Exercise,
    Function,
    Mistake,
    Parts,
    Seed,
    Stop,
    Verdict,
)
from linreg.checks.engine.factors import (
    NAMED,
    Factor,
    besides,
    common_factor,
    factor_name,
    factor_text,
)
from linreg.checks.engine.sandbox import Sandbox, TimeLimitError
from linreg.checks.engine.show import make_example, show, show_sizes
from linreg.checks.engine.transforms import TRANSFORMS
from linreg.checks.engine.variants import Variant, sizes, variants

NOT_ATTEMPTED = "not attempted yet. Replace `...`, run that cell and then this one."


class Finding(NamedTuple):
    """What is the matter: the mistake's name, a sentence, and whether an example belongs to it."""

    name: str | None
    text: str
    example: bool = True


def cases(exercise: Exercise) -> tuple[Args, ...]:
    """Return all probes, the smallest first."""
    return exercise.examples + exercise.probes


@cache
def right_outcomes(exercise: Exercise) -> list[list[Outcome]]:
    """Run the reference and the other right answers on all probes, once for all verdicts."""
    return [
        [observe(function, exercise, args) for args in cases(exercise)]
        for function in (exercise.reference, *exercise.also_right)
    ]


@cache
def wrong_outcomes(exercise: Exercise) -> list[tuple[Mistake, list[Outcome]]]:
    """Run every row of the table on all probes, once for all verdicts that need it."""
    return [
        (mistake, [observe(mistake.function, exercise, args) for args in cases(exercise)])
        for mistake in exercise.mistakes
    ]


def judge(function: Function, exercise: Exercise) -> Verdict:
    """Return the verdict on a function that may do anything."""
    with Sandbox(function) as sandbox:
        return Judge(function, exercise, sandbox).verdict()


class Judge:
    """One function, one exercise, and what came of the calls."""

    def __init__(self, function: Function, exercise: Exercise, sandbox: Sandbox) -> None:
        self.function = function
        self.exercise = exercise
        self.sandbox = sandbox
        self.cases = cases(exercise)
        self.right = right_outcomes(exercise)[0]
        self.outcomes: list[Outcome] = []

    def verdict(self) -> Verdict:
        """Go through the order of diagnosis until something is found."""
        name = self.exercise.name
        if finding := self.wrong_parameters():
            return Verdict(name, "wrong", finding.text, finding.name)
        for args in self.cases:
            try:
                outcome = self.call(args)
            except TimeLimitError as error:
                text = explain(error, self.function, self.exercise)
                return Verdict(name, "wrong", text, "takes too long")
            if self.is_todo(outcome):
                return Verdict(name, "todo", NOT_ATTEMPTED)
            self.outcomes.append(outcome)
        finding = self.trouble()
        if finding is None and self.is_right():
            finding = self.side_effect()
            if finding is None:
                return self.correct()
        for diagnose in (
            self.unsteady,
            self.mistake,
            self.constant,
            self.parts,
            self.transformed,
            self.offset,
            self.variant,
            self.scaled_mistake,
            self.changed_arguments,
            self.without_effect,
            self.broken_rule,
            self.broken_law,
            self.inexact,
            self.unknown,
        ):
            try:
                finding = finding or diagnose()
            except TimeLimitError:  # slow, so there is no time left for more questions
                finding = self.unknown()
        assert finding is not None
        example = self.example(finding.name) if finding.example else None
        return Verdict(name, "wrong", finding.text, finding.name, example)

    def correct(self) -> Verdict:
        """Return the verdict on a right answer, with a remark if it does other than was asked."""
        plain, args = replace(self.exercise, measure=None), self.cases[-1]

        def call(**changes: Any) -> Parts:
            outcome = self.call(args | changes, plain)
            if outcome.key:
                raise Stop(outcome)
            return outcome.parts

        for remark in self.exercise.remarks:
            with contextlib.suppress(Stop, TimeLimitError):
                if remark.applies(call, args, self):
                    text = f"is correct, with a remark: {remark.text}"
                    return Verdict(self.exercise.name, "correct", text, remark=remark.name)
        return Verdict(self.exercise.name, "correct", "is correct")

    def call(self, args: Args, exercise: Exercise | None = None) -> Outcome:
        """Call the learner's function, safely; TimeLimitError if it must be stopped."""
        outcome = observe(self.function, exercise or self.exercise, args, self.sandbox.run)
        if isinstance(outcome.error, TimeLimitError):
            raise outcome.error
        return outcome

    def right_answer(self, args: Args) -> Outcome:
        """Call the reference."""
        return observe(self.exercise.reference, self.exercise, args)

    # Before the numbers.

    def wrong_parameters(self) -> Finding | None:
        """Compare the parameters by name, order and number; new names alone are no mistake."""
        try:
            signature = inspect.signature(self.function)
        except (TypeError, ValueError):
            return None  # some builtins do not tell
        own, needed = signature.parameters, self.exercise.parameters
        if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in own.values()):
            return None
        keywords = [name for name, p in needed.items() if p.kind is p.KEYWORD_ONLY]
        places = [name for name in needed if name not in keywords]
        try:
            signature.bind(*places, **dict.fromkeys(keywords))
            # The right names in another order would be filled with the wrong values.
            if not set(places) <= set(own) or places == [name for name in own if name in places]:
                return None
        except TypeError:
            pass
        return Finding(
            "other parameters",
            f"Its parameters are {', '.join(own) or 'none'}, but must be {', '.join(needed)}, "
            "in this order.",
        )

    def is_todo(self, outcome: Outcome) -> bool:
        """Return whether the stub is still there: `...`, `pass`, or nothing but a docstring."""
        if outcome.key == ("todo",):
            return True
        if outcome.error is not None:
            return is_unfinished(outcome.error)
        return (
            outcome.trouble is not None
            and outcome.trouble.name == "returns nothing"
            and _is_empty(self.function)
        )

    def trouble(self) -> Finding | None:
        """Explain an exception or a result of the wrong kind."""
        troubled = [o for o in self.outcomes if o.trouble]
        if not troubled:
            return None
        if row := self.matching_row():
            return Finding(row.name, row.message, example=False)
        if unsteady := self.unsteady():
            return unsteady
        raised = [o for o in troubled if o.error is not None]
        # Of a result of the wrong shape a larger case is told: with one row much looks alike.
        general = [o for o in self.outcomes[len(self.exercise.examples) :] if o.trouble]
        first = (raised or (general if len(troubled) == len(self.outcomes) else troubled))[0]
        assert first.trouble is not None
        text = first.trouble.message
        if first.error is not None:
            text = explain(first.error, self.function, self.exercise)
        at = show_sizes(self.cases[next(i for i, o in enumerate(self.outcomes) if o is first)])
        if len(troubled) < len(self.outcomes):
            text += f" This happened with {at}."
        elif first.trouble.name == "wrong shape":
            text += f" Here it was called with {at}."
        return Finding(first.trouble.name, text, example=False)

    def is_right(self) -> bool:
        """Return whether every result is the right one, or one of those that are right too."""
        return any(
            all(self.agree(o, r) for o, r in zip(self.outcomes, right, strict=True))
            for right in right_outcomes(self.exercise)
        )

    def agree(self, one: Outcome, other: Outcome) -> bool:
        """Return whether the numbers are the same; side effects are another question."""
        return (
            not one.key
            and not other.key
            and all(
                close(one.parts[name], other.parts[name], self.exercise.tolerance)
                for name in other.parts
            )
        )

    # Right numbers, and yet.

    def side_effect(self) -> Finding | None:
        """Look for changed arguments, and for results that depend on the calls before."""
        if changed := sorted({name for o in self.outcomes for name in o.changed}):
            if row := self.matching_row():
                return Finding(row.name, row.message, example=False)
            one = changed[0]
            return Finding(
                f"changes {one}",
                f"The numbers are right, but `{one}` is another after the call than before: "
                "it was changed in place. Make a new array, and leave the caller's alone.",
                example=False,
            )
        return self.unsteady()

    def unsteady(self) -> Finding | None:
        """Repeat the first call and the last two."""
        if self.exercise.measure is not None:
            return None
        for i in (0, -2, -1):
            before = self.outcomes[i]
            try:
                again = self.call(self.cases[i])
            except TimeLimitError:
                return None
            alike = type(again.error) is type(before.error) and (
                again.error is not None or same(again, before, self.exercise.tolerance)
            )
            if not alike:
                return Finding(
                    "same call, another result",
                    "The same call gave another result the second time. The result must follow "
                    "from the arguments alone: not from chance, and not from a list or number "
                    "outside the function that earlier calls changed.",
                    example=False,
                )
        return None

    # Wrong numbers.

    def matching_row(self) -> Mistake | None:
        """Return the row whose function does the same on every probe."""
        tolerance = self.exercise.tolerance
        for mistake, outcomes in wrong_outcomes(self.exercise):
            pairs = zip(self.outcomes, outcomes, strict=True)
            if all(same(one, other, tolerance) for one, other in pairs):
                return mistake
        return None

    def mistake(self) -> Finding | None:
        """Look the answer up in the table."""
        if row := self.matching_row():
            return Finding(row.name, row.message)
        for row, outcomes in wrong_outcomes(self.exercise):
            if all(self.agree(o, other) for o, other in zip(self.outcomes, outcomes, strict=True)):
                changed = sorted({name for o in self.outcomes for name in o.changed})
                besides = "".join(f" And `{name}` is changed in place." for name in changed)
                return Finding(row.name, row.message + besides)
        return None

    def constant(self) -> Finding | None:
        """Look for a result that is one and the same number, whatever is given."""
        numbers = np.concatenate([part.ravel() for o in self.outcomes for part in o.parts.values()])
        if self.exercise.measure is None and numbers[0] != 0 and np.all(numbers == numbers[0]):
            return Finding(
                "always the same number",
                f"The result is always {show(numbers[0])}, whatever is given.",
            )
        return None

    def parts(self) -> Finding | None:
        """Explain each part of the result by itself: a multiple, a known mistake, a variant."""
        if self.exercise.measure is not None:
            return None
        names = list(self.exercise.parts)
        wrong = [name for name in names if not self.part_is(name, self.right)]
        factors = [self.factor(name, self.right) for name in wrong]
        if factors[0] is not None and len(set(factors)) == 1 and wrong == names:
            return Finding(factor_name(factors[0]), factor_text(factors[0], ""))
        if len(names) == 1:
            return None
        if wrong == names and not any(factors) and (whole := self.variant()):
            return whole
        found = []
        for name, factor in zip(wrong, factors, strict=True):
            if factor is not None:
                found.append((f"{name}: {factor_name(factor)}", factor_text(factor, name)))
            elif row := self.row_of_part(name):
                subject = "" if f"`{name}`" in row.message else f"`{name}`: "
                found.append((row.name, subject + row.message))
            elif variant := self.variant_of_part(name):
                found.append((f"{name}: {variant.name}", f"`{name}`: {variant.text}"))
            else:
                return None
        text = " ".join(dict.fromkeys(text for _, text in found))
        right = [f"`{name}`" for name in names if name not in wrong]
        if right:
            text += f" {' and '.join(right)} {'is' if len(right) == 1 else 'are'} right."
        return Finding(" + ".join(dict.fromkeys(name for name, _ in found)), text)

    def part_is(self, name: str, others: list[Outcome]) -> bool:
        """Return whether one part of the result is that of the others, on every probe."""
        return all(
            not other.key and close(own.parts[name], other.parts[name], self.exercise.tolerance)
            for own, other in zip(self.outcomes, others, strict=True)
        )

    def row_of_part(self, name: str) -> Mistake | None:
        """Return a row with this part as it is, whose message speaks of no other part."""
        others = [f"`{other}`" for other in self.exercise.parts if other != name]
        for mistake, outcomes in wrong_outcomes(self.exercise):
            if (
                self.part_is(name, outcomes)
                and all(
                    close(outcome.parts[other.strip("`")], right.parts[other.strip("`")], 1e-9)
                    for outcome, right in zip(outcomes, self.right, strict=True)
                    for other in others
                )
                and not any(other in mistake.message for other in others)
            ):
                return mistake
        return None

    def variant_of_part(self, name: str) -> Variant | None:
        """Return a variant whose right answer has this part."""
        for variant in variants(self.exercise):
            if all(
                name in other.parts
                and close(own.parts[name], other.parts[name], self.exercise.tolerance)
                for own, other in self.varied(variant)
            ):
                return variant
        return None

    def varied(self, variant: Variant) -> Iterator[tuple[Outcome, Outcome]]:
        """Give each result with the right answer under the variant, the largest case first."""
        for args, own in zip(reversed(self.cases), reversed(self.outcomes), strict=True):
            yield own, self.right_answer(variant.change(args))

    def factor(self, name: str, others: list[Outcome]) -> Factor | None:
        """Return the factor if this part is always that many times the others'."""
        if any(other.key for other in others):
            return None
        return common_factor(
            [own.parts[name] for own in self.outcomes],
            [other.parts[name] for other in others],
            [sizes(args) for args in self.cases],
            self.exercise.tolerance,
        )

    def scaled_mistake(self) -> Finding | None:
        """Look for a known mistake with the wrong sign, a 2 or an n besides."""
        if self.exercise.measure is not None:
            return None
        for mistake, outcomes in wrong_outcomes(self.exercise):
            if any(o.key for o in outcomes):
                continue
            factors = {self.factor(name, outcomes) for name in self.right[0].parts}
            if len(factors) == 1 and (factor := factors.pop()) and factor.constant in NAMED:
                return Finding(
                    f"{mistake.name} + {factor_name(factor)}",
                    f"{mistake.message} {besides(factor)}",
                )
        return None

    def transformed(self) -> Finding | None:
        """Look for the right answer rounded, reversed, cut, or put through a function."""
        if self.exercise.measure is not None:
            return None
        tolerance = self.exercise.tolerance
        wrong = [name for name in self.exercise.parts if not self.part_is(name, self.right)]
        for transform in TRANSFORMS:
            if all(
                close(own.parts[name], transform.apply(right.parts[name]), tolerance)
                for own, right in zip(self.outcomes, self.right, strict=True)
                for name in wrong
            ):
                subject = "" if wrong == list(self.exercise.parts) else f"`{wrong[0]}`: "
                return Finding(transform.name, subject + transform.text)
        return None

    def offset(self) -> Finding | None:
        """Look for the right answer plus a constant."""
        if len(self.exercise.parts) > 1:
            return None
        name = next(iter(self.exercise.parts))
        gaps = np.concatenate(
            [
                (own.parts[name] - right.parts[name]).ravel()
                for own, right in zip(self.outcomes, self.right, strict=True)
            ]
        )
        if np.isfinite(gaps).all() and np.ptp(gaps) <= 1e-9 * np.max(np.abs(gaps)):
            size, side = show(abs(gaps[0])), "much" if gaps[0] > 0 else "little"
            return Finding(f"{size} too {side}", f"The result is always {size} too {side}.")
        return None

    def variant(self) -> Finding | None:
        """Look for the right answer to a slightly different question."""
        if self.exercise.measure is not None:
            return None
        for variant in variants(self.exercise):
            if all(self.agree(own, other) for own, other in self.varied(variant)):
                return Finding(variant.name, variant.text)
        return None

    def changed_arguments(self) -> Finding | None:
        """Look for arguments that are overwritten before the result is wrong."""
        changed = sorted({name for o in self.outcomes for name in o.changed})
        if not changed:
            return None
        return Finding(
            f"changes {changed[0]}",
            f"`{changed[0]}` is another after the call than before: it was changed in place, and "
            "what is computed after that sees the new numbers. Make a new array.",
        )

    def without_effect(self) -> Finding | None:
        """Look for an argument, a row or a column that may change without any effect."""
        ignored = [
            name
            for name in self.exercise.vital or self.exercise.parameters
            if self.is_ignored(name)
        ]
        if not ignored:
            return self.rows_without_effect()
        names = " and ".join(f"`{name}`" for name in ignored)
        if outer := _outer_variables(self.function):
            return Finding(
                "outer variable",
                f"{names} may be anything, the result stays the same: your function "
                f"reads `{outer[0]}` from outside. Use the arguments.",
            )
        return Finding(
            f"ignores {ignored[0]}",
            f"{names} may be anything, the result stays the same. "
            f"Every argument must matter: where is `{ignored[0]}` used?",
        )

    def is_ignored(self, name: str) -> bool:
        """Return whether other values of an argument, that matter to the right answer, do not."""
        cases = [(i, args) for i, case in enumerate(self.cases) for args in _nudged(case, name)]
        effects = [self.has_effect(i, args) for i, args in cases]
        return False in effects and True not in effects

    def rows_without_effect(self) -> Finding | None:
        """Look for a row that does not count, first or last."""
        for name in ("X", "y", "y_hat"):
            if name not in self.cases[0]:
                continue
            cases = [
                (i, args, len(args[name]))
                for i, args in enumerate(self.cases)
                if len(args[name]) > 1
            ]
            dead = [
                {row for row in range(n) if self.row_has_effect(i, args, name, row) is False}
                for i, args, n in cases
            ]
            lengths = [n for _, _, n in cases]
            for which, rows in (
                ("only the first row", [set(range(1, n)) for n in lengths]),
                ("only the last row", [set(range(n - 1)) for n in lengths]),
            ):
                if dead == rows:
                    return Finding(
                        f"{which} counts",
                        f"Change `{name}` in any other row and nothing moves: {which} counts. "
                        "Is a `return` inside the loop, or an `=` where a sum should grow?",
                    )
            for which, places in (
                ("first", [0 for _ in lengths]),
                ("last", [n - 1 for n in lengths]),
            ):
                if all(place in rows for place, rows in zip(places, dead, strict=True)):
                    return Finding(
                        f"{which} row left out",
                        f"Change `{name}` in the {which} row and nothing moves: "
                        "that row is left out.",
                    )
        return None

    def row_has_effect(self, i: int, args: Args, name: str, row: int) -> bool | None:
        """Return whether the result follows a change of one row."""
        changed = args[name].copy()
        changed[row] += 1.5
        return self.has_effect(i, args | {name: changed})

    def has_effect(self, i: int, args: Args) -> bool | None:
        """Return whether other arguments give another result than case i; None if none should."""
        right, own, exercise = self.right[i], self.outcomes[i], self.exercise
        if exercise.measure is not None:  # the rows themselves tell more than what is measured
            exercise = replace(exercise, measure=None)
            right = observe(exercise.reference, exercise, self.cases[i])
            own = self.call(self.cases[i], exercise)
        if same(observe(exercise.reference, exercise, args), right, 1e-5):
            return None
        return not same(self.call(args, exercise), own, 1e-9)

    def broken_rule(self) -> Finding | None:
        """Look for a law that the right answer obeys and this one does not.

        A result that is no finite number is told last: it may come from a division by zero, and the
        rule does not speak of that.
        """
        not_finite = None
        for rule in self.exercise.rules:
            for args, own in zip(self.cases, self.outcomes, strict=True):
                after = self.call(rule.change(args))
                if not all(np.isfinite(part).all() for part in after.parts.values()):
                    not_finite = not_finite or Finding(rule.name, rule.message)
                    continue
                if after.key or not all(
                    close(after.parts[name], part, 10 * self.exercise.tolerance)
                    for name, part in rule.expect(own.parts, args).items()
                ):
                    return Finding(rule.name, rule.message)
        return not_finite

    def broken_law(self) -> Finding | None:
        """Return the first of the exercise's measurements that is not as it must be."""
        for name, text in self.exercise.laws.items():
            if not all(
                close(own.parts[name], right.parts[name], self.exercise.tolerance)
                for own, right in zip(self.outcomes, self.right, strict=True)
                if name in right.parts
            ):
                return Finding(name, text)
        return None

    def inexact(self) -> Finding | None:
        """Look for results that are nearly right everywhere."""
        if self.exercise.measure is None and all(
            close(own.parts[name], right.parts[name], 0.01)
            for own, right in zip(self.outcomes, self.right, strict=True)
            for name in right.parts
        ):
            return Finding(
                "inexact",
                "It is right within one percent, but not exact. Is a number rounded, or is "
                "something small added?",
            )
        return None

    def unknown(self) -> Finding:
        """Say what can be said of an answer that is wrong in an unknown way."""
        if any(not np.isfinite(p).all() for o in self.outcomes for p in o.parts.values()):
            return Finding(
                "not a finite number",
                "The result has entries that are no finite numbers (nan or inf): something is "
                "divided by zero, or has no root.",
            )
        first = self.first_wrong()
        if first >= len(self.exercise.examples):
            shapes = show_sizes(self.cases[first])
            return Finding(
                "other sizes",
                f"It is right for the smallest examples, but not with {shapes}. "
                "Is a size or an index typed as a number?",
                example=False,
            )
        return Finding(None, "The result is not right yet. The smallest example where it differs:")

    def first_wrong(self) -> int:
        """Return the first case with a wrong result."""
        return next(
            i
            for i, (own, right) in enumerate(zip(self.outcomes, self.right, strict=True))
            if not self.agree(own, right)
        )

    def example(self, found: str | None) -> Example | None:
        """Return the smallest example on which the result is wrong."""
        if self.exercise.measure is not None:
            return self.measured_example(found)
        i = self.first_wrong()
        if i >= len(self.exercise.examples):
            return None
        return make_example(self.cases[i], self.outcomes[i].parts, self.right[i].parts)

    def measured_example(self, found: str | None) -> Example | None:
        """Return what was measured, if it is a number and wrong; a yes or no is 0 when right."""
        for args, own, right in zip(self.cases, self.outcomes, self.right, strict=True):
            for name, part in right.parts.items():
                if found in self.exercise.laws and found != name:
                    continue
                if part.any() and not close(own.parts[name], part, self.exercise.tolerance):
                    example = make_example(args, {name: own.parts[name]}, {name: part})
                    return example._replace(inputs=f"{name}, {example.inputs}")
        return None


def _nudged(args: Args, name: str) -> list[Args]:
    """Return the arguments with one of them a little different, and with it quite different."""
    value = args[name]
    others: list[Any] = []
    if isinstance(value, np.ndarray):
        ramp = np.arange(1.0, value.size + 1).reshape(value.shape)
        nudged = 0.9 * value + 0.1 * ramp + 0.05
        others = [nudged, -nudged]
    elif isinstance(value, int) and not isinstance(value, Seed):
        others = [value + 1]
    elif isinstance(value, float):
        others = [0.5 * value]
    return [args | {name: other} for other in others]


def _outer_variables(function: Function) -> list[str]:
    """Return the global variables that hold data and that the function reads."""
    code, names = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    if code is None:
        return []
    return [
        name
        for name in code.co_names
        if type(names.get(name)) in (int, float, list, tuple, np.ndarray, np.float64)
    ]


def _is_empty(function: Function) -> bool:
    """Return whether nothing is in the function's body but `pass`, `...` or a docstring."""
    code = getattr(function, "__code__", None)

    def stub() -> None:
        pass

    return (
        isinstance(code, types.CodeType)
        and len(code.co_code) <= len(stub.__code__.co_code)
        and not code.co_names
    )

"""What a child process is asked, and what its answers are read as, whatever it says."""

import json

import numpy as np
import pytest

from linreg.checks.engine.inside import Failure, Parameter, Reply, Value
from linreg.classroom.child.start import NUMBERS, pack
from linreg.classroom.process import EndedError, NoFunctionError, Remote

FACTS = {"facts": [None, False, False, []], "kind": ""}
NOTHING = {"reply": [None, None, []], "states": {}}
UNREAD = r"^its answer cannot be read$"
CUT_OFF = [40 * ["t" * 200], "x" * 3000, 7, "s" * 600, 1, "n" * 200, 200 * ["m" * 200]]


class Said:
    """Says one thing after the other, as JSON does, and keeps what it was asked."""

    def __init__(self, *said):
        self.said, self.asked = list(said), []

    def start(self):
        return json.loads(json.dumps(self.said.pop(0)))

    def ask(self, message):
        self.asked.append(json.loads(json.dumps(message)))
        return self.start()


def reply_of(*said, **arguments):
    """Return what comes of one call of a function of whose process this is all that it says."""
    return Remote(Said(FACTS, *said)).call(arguments, set())


def replied(value=None, failure=None, changed=(), states=()):
    return {"reply": [value, failure, list(changed)], "states": dict(states)}


@pytest.mark.parametrize(
    ("parameters", "known"),
    [
        (None, None),
        ([], ()),
        (
            [["x", "KEYWORD_ONLY", True, False], [2, 3, 0, 1]],
            (Parameter("x", "KEYWORD_ONLY", True, False), Parameter("2", "3", False, True)),
        ),
    ],
)
def test_facts_of_a_function_are_known_once_its_process_has_told_them(parameters, known):
    told = [Remote(Said({"facts": [parameters, 1, 0, ["y", 4]], "kind": 5}))]
    told += [Remote(Said({"facts": [parameters, 0, 1, []], "kind": "class"}))]
    assert [one.parameters for one in told] == [known, known]
    assert [one.outer_variables for one in told] == [("y", "4"), ()]
    assert [one.kind for one in told] == ["5", "class"]
    assert [one.is_empty for one in told] == [True, False]
    assert [one.has_loop for one in told] == [False, True]


def test_why_there_is_no_function_is_told_and_cut_off_where_it_is_long():
    with pytest.raises(NoFunctionError) as caught:
        Remote(Said({"failed": ["KeyError" * 300, 9 * "x"]}))
    assert (caught.value.kind, caught.value.text) == (("KeyError" * 300)[:2000], 9 * "x")


@pytest.mark.parametrize(
    "told",
    [
        3,
        None,
        [],
        {},
        {"failed": 3},
        {"failed": ["KeyError"]},
        {"facts": FACTS["facts"]},
        {"facts": [3, 0, 0, []], "kind": ""},
        {"facts": [[["x"]], 0, 0, []], "kind": ""},
        {"facts": [None, 0, 0, 3], "kind": ""},
    ],
)
def test_facts_that_are_none_cannot_be_read(told):
    with pytest.raises(EndedError, match=UNREAD):
        Remote(Said(told))


def test_a_call_is_sent_with_its_arguments_and_with_new_seconds_for_each_verdict():
    child = Said(FACTS, *(4 * [NOTHING]))
    remote = Remote(child)
    array = np.array([[1, 2j]])
    assert remote.call({"X": array, "n": 3, "f": abs}, {"n"}) == Reply(None)
    remote.call({}, set())
    with remote.guarded():
        remote.call({}, set())
        remote.call({}, set())
    sent = {"X": pack(array), "n": 3, "f": {"call back": True}}
    assert child.asked[0] == {"arguments": sent, "keywords": ["n"], "anew": True}
    assert [one["anew"] for one in child.asked] == [True, False, True, False]


def test_a_function_among_the_arguments_answers_until_there_is_a_result():
    def root_of_sum(p):
        if p.ndim != 1:
            raise ValueError("p must be one-dimensional")
        return np.sqrt(p.sum())

    asked = [np.array([1.0, 3.0]), np.array([-4.0 + 0j]), np.eye(2), np.zeros((0, 3))]
    child = Said(FACTS, *({"call back": pack(one)} for one in asked), NOTHING)
    assert Remote(child).call({"x": 1, "f": root_of_sum, "g": abs}, set()) == Reply(None)
    refused = {"error": "ValueError", "text": "p must be one-dimensional"}
    answers = [{"value": pack(np.float64(2))}, {"value": pack(np.complex128(2j))}]
    assert child.asked[1:] == [*answers, refused, refused]


@pytest.mark.parametrize("said", [{"call back": pack(np.ones(1))}, [], 3])
def test_what_is_called_back_where_nothing_can_be_called_cannot_be_read(said):
    with pytest.raises(EndedError, match=UNREAD):
        reply_of(said, x=1)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"reply": [None, None, []]},
        {"reply": [None, None], "states": {}},
        replied(value=3),
        replied(failure=["ValueError"]),
        replied(failure=[[], "", 0, "", False, "", []]),
        replied(states={"w": {}}),
        replied(states={"x": {}}),
        replied(states={"rng": {}}),
        {"reply": [None, None, None], "states": {}},
    ],
)
def test_a_reply_that_is_none_cannot_be_read(said):
    with pytest.raises(EndedError, match=UNREAD):
        reply_of(said, x=1, rng=np.random.default_rng(0))


@pytest.mark.parametrize("kind", NUMBERS)
def test_numbers_come_as_they_were_sent(kind):
    array = np.array([[0, 1, 1], [1, 0, 1]], kind)
    array = array * (1 + 2j) if kind == "complex128" else array
    value = reply_of(replied(["numbers", [2, 3], pack(array), None, False])).value
    assert (value.kind, value.shape, value.items) == ("numbers", (2, 3), None)
    assert value.numbers.dtype == kind
    assert value.numbers.tolist() == array.tolist()


@pytest.mark.parametrize(
    ("shape", "kind", "numbers"),
    [
        ([1], "object", [1.0]),
        ([1], "float32", [1.0]),
        ([1], "float64", [{}]),
        ([2], "float64", [1.0]),
        ([1], "complex128", [1.0, 2.0, 3.0]),
        ([1], "float64", [10**400]),
        (33 * [1], "float64", [1.0]),
        ([-1], "float64", [1.0]),
        (3, "float64", [1.0]),
    ],
)
def test_what_are_no_numbers_of_a_shape_cannot_be_read(shape, kind, numbers):
    value = ["numbers", shape, {"type": kind, "numbers": numbers}, None, False]
    with pytest.raises(EndedError, match=UNREAD):
        reply_of(replied(value))


def test_an_array_may_have_as_many_dimensions_as_numpy_gives_one():
    value = reply_of(replied(["numbers", 32 * [1], pack(np.ones(1)), None, False])).value
    assert value.numbers.shape == 32 * (1,)


def test_an_array_with_too_many_numbers_is_known_by_its_shape():
    value = reply_of(replied(["numbers", [2**63 - 1, 0, 3], None, None, False])).value
    assert value == Value("numbers", (2**63 - 1, 0, 3))


def test_several_results_are_known_one_by_one_but_not_what_is_in_them():
    text, number = ["text", [], None, None, False], ["numbers", [], pack(np.float64(2)), None, True]
    inner = ["a tuple", [2], None, [text, number], False]
    told = ["a list" * 50, [3], None, [number, inner, *(20 * [text])], True]
    value = reply_of(replied(told)).value
    known = (Value("a tuple", (2,)), *(11 * [Value("text")]))
    assert (value.kind, value.shape, value.numbers) == (("a list" * 50)[:200], (3,), None)
    assert (value.items[0].numbers, value.items[1:]) == (np.float64(2), known)
    assert (value.is_list, value.items[0].is_list) == (True, True)


@pytest.mark.parametrize(
    ("told", "failure"),
    [
        (
            [["KeyError", 5], 1, "2", 3, 1, 4, ["x", 6]],
            Failure(("KeyError", "5"), "1", 2, "3", True, "4", ("x", "6")),
        ),
        (
            [["E"], "", 0, "x", 0, "", []],
            Failure(("E",), "", 0, "x", False, "", ()),
        ),
        (
            CUT_OFF,
            Failure(20 * ("t" * 100,), "x" * 2000, 7, "s" * 500, True, "n" * 100,
                    100 * ("m" * 100,)),
        ),
    ],
)  # fmt: skip
def test_a_failure_comes_as_it_was_told_and_is_cut_off_where_it_is_long(told, failure):
    assert reply_of(replied(failure=told)) == Reply(None, failure)


def test_no_argument_is_changed_that_was_not_there():
    said = replied(failure=CUT_OFF, changed=["W", "z", "rng"])
    assert reply_of(said, X=1, W=2, rng=3).changed == {"W", "rng"}


@pytest.mark.parametrize(
    ("types", "text", "late", "refused", "missed"),
    [
        (["TimeLimitError", "BaseException"], "", True, "", set()),
        (["ValueError", "TimeLimitError"], "no", False, "", set()),
        (["Own", "PermissionError"], "no " * 99, False, ("no " * 99)[:200], set()),
        (["OSError"], "can't start new thread.", False, "can't start new thread.", set()),
        (["E"], "module 'linreg.mine' has no attribute 'line'", False, "", {"line"}),
        (["E"], "module 'numpy' has no attribute 'line'", False, "", set()),
    ],
)
def test_what_a_call_may_not_do_is_noted_and_stays_so(types, text, late, refused, missed):
    said = replied(failure=[types, text, 0, "", False, "line", []])
    other = replied(failure=[["E"], "", 0, "", False, "", []])
    remote = Remote(Said(FACTS, NOTHING, said, other))
    told = []
    for _ in range(3):
        remote.call({}, set())
        told.append((remote.was_late, remote.refused, remote.missed.copy()))
    assert told == [(False, "", set()), *(2 * [(late, refused, missed)])]


def test_with_a_secret_a_generator_starts_elsewhere_once_and_goes_on_from_there():
    seeds, child = range(9), Said(FACTS, *(99 * [NOTHING]))
    remote, starts = Remote(child), []
    for remote.secret in (None, 1, 1, 2):
        for seed in seeds:
            remote.call({"rng": np.random.default_rng(seed)}, set())
        starts.append([str(one["arguments"]["rng"]["state"]) for one in child.asked[-9:]])
    known, first, again, other = starts
    assert known == [str(np.random.default_rng(seed).bit_generator.state) for seed in seeds]
    assert first == again
    assert len({*known, *first, *other}) == 27
    rng, left = np.random.default_rng(0), np.random.default_rng(5).bit_generator.state
    child.said[:2] = [replied(states={"rng": left}), NOTHING]
    remote.call({"rng": rng}, set())
    remote.call({"rng": rng}, set())
    assert [one["arguments"]["rng"]["state"] == left for one in child.asked[-2:]] == [False, True]

"""What a call gave, in plain numbers and words: results, exceptions, arguments, models."""

import inspect
import warnings

import numpy as np
import pytest

from linreg.checks.engine.inside import (
    LARGE,
    Model,
    answer,
    describe,
    describe_failure,
    has_loop,
    is_empty,
    outer_variables,
    parameters,
)

# Results


def made_in_a_call():
    return lambda: 0


@pytest.mark.parametrize(
    ("result", "kind", "shape", "numbers"),
    [
        (3, "numbers", (), 3),
        (np.uint8(3), "numbers", (), 3),
        ([1, 2.5], "numbers", (2,), [1, 2.5]),
        (np.array([1, 2], object), "numbers", (2,), [1, 2]),
        (..., "...", (), None),
        (None, "None", (), None),
        (np.array([True]), "True or False", (1,), None),
        (np.array([1j, 2]), "made of complex numbers", (2,), None),
        ("abc", "text", (), None),
        (np.array(["a", "b"]), "made of text", (2,), None),
        ((1, [2, 3]), "a tuple of 2 values", (), None),
        ([1, [2, 3]], "a ragged list", (), None),
        ([len, max], "a list of functions that were not called (add `(…)`)", (), None),
        ([len, [2, 3]], "a list of functions that were not called (add `(…)`)", (), None),
        (len, "a function that was not called (add `()`)", (), None),
        (dict, "a class", (), None),
        (made_in_a_call(), "a function, made in yours and not called", (), None),
        ({1}, "a set", (), None),
        (type("Egg", (), {})(), "an Egg", (), None),
        (type("Xylophone", (), {})(), "a Xylophone", (), None),
        (type("egg", (), {})(), "an egg", (), None),
        (np, "a module", (), None),
    ],
)
def test_a_result_is_numbers_with_a_shape_or_what_it_is_instead(result, kind, shape, numbers):
    value = describe(result)
    assert (value.kind, value.shape) == (kind, shape)
    assert value.numbers is numbers is None or np.array_equal(value.numbers, numbers)
    assert value.numbers is None or value.numbers.dtype.kind in "iuf"


def test_numbers_are_copies_and_of_very_many_there_are_none():
    array = np.zeros(3)
    numbers = describe(array).numbers
    array[0] = 1
    assert numbers[0] == 0
    for size in (LARGE, LARGE + 1):
        value = describe(np.zeros(size))
        assert (value.kind, value.shape) == ("numbers", (size,))
        assert (value.numbers is None) is (size > LARGE)
    assert describe(np.zeros(LARGE, object)).kind == "numbers"
    assert describe(np.zeros(LARGE + 1, object)).kind != "numbers"


@pytest.mark.parametrize("kind", [tuple, list])
def test_the_items_of_a_dozen_are_told_too(kind):
    assert [one.numbers for one in describe(kind(range(12))).items] == list(range(12))
    assert describe(kind(range(13))).items is None
    assert describe(np.arange(3)).items is None
    assert [one.kind for one in describe(kind([1, "a"])).items] == ["numbers", "text"]


def test_what_has_not_been_computed_is_closed():
    async def later():
        return 1

    def numbers():
        yield 1

    coroutine, generator = later(), numbers()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # of a coroutine that was never awaited
        found = [describe(one).kind for one in (coroutine, generator)]
    assert found == [
        f"a {kind}, which has not computed anything yet" for kind in ("coroutine", "generator")
    ]
    assert inspect.getcoroutinestate(coroutine) == inspect.CORO_CLOSED
    assert inspect.getgeneratorstate(generator) == inspect.GEN_CLOSED


# Arguments


@pytest.mark.parametrize(
    ("before", "step", "is_changed"),
    [
        ([0.0, 0.0], 5e-13, False),
        ([0.0, 0.0], 2e-12, True),
        ([1.0, 0.0], 5e-10, False),
        ([1.0, 0.0], 2e-9, True),
        ([1.0, 0.0], 1e-6, True),
        ([0.1, 0.0], 5e-10, True),
        ([-1000.0, 0.0], 5e-7, False),
        ([-1000.0, 0.0], 2e-6, True),
        ([], 1.0, False),
    ],
)
def test_an_argument_is_changed_if_it_is_another_but_for_rounding(before, step, is_changed):
    def adds(W):
        W += step

    reply = answer(adds, {"W": np.array(before)}, set())
    assert reply.changed == ({"W"} if is_changed else set())


def test_an_argument_of_another_shape_is_changed():
    def reshapes(X, y):
        X.shape = (4,)

    arguments = {"X": np.ones((2, 2)), "y": np.ones(2)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the newest NumPy
        assert answer(reshapes, arguments, set()).changed == {"X"}


def test_arguments_are_given_by_place_in_order_and_by_name():
    def takes(a, b, *, c):
        return [a, b, c]

    reply = answer(takes, {"a": 1, "b": 2, "c": 3}, {"c"})
    assert reply.value.numbers.tolist() == [1, 2, 3]
    assert answer(takes, {"a": 1, "b": 2, "c": 3}, set()).failure.types[0] == "TypeError"


# Exceptions


def test_an_exception_is_told_by_its_classes_its_text_and_its_place():
    def looks_up(x):
        half = x // 2
        return [][half]

    failure = answer(looks_up, {"x": 1}, set()).failure
    kinds = ("IndexError", "LookupError", "Exception", "BaseException")
    assert (failure.types, failure.text) == (kinds, "list index out of range")
    assert failure.line == looks_up.__code__.co_firstlineno + 2
    assert failure.source == "return [][half]"
    assert (failure.names, failure.name, failure.unfinished) == (("x", "half"), "", False)


def test_an_exception_from_nowhere_has_no_place_and_a_long_text_is_cut():
    failure = describe_failure(ValueError("a\n b" + 3000 * "c"), len)
    assert (failure.line, failure.source, failure.names) == (0, "", ())
    assert failure.text == "a b" + 1996 * "c"


def test_an_exception_whose_text_fails_has_none():
    class OddError(Exception):
        def __str__(self):
            raise RuntimeError

    assert describe_failure(OddError(), len).text == ""


@pytest.mark.parametrize(
    ("body", "unfinished"),
    [("y = ...\n    return x + y", True), ("return ... + x", True), ("return x / 0", False)],
)
def test_an_ellipsis_among_the_values_says_that_it_is_not_finished(body, unfinished):
    names = {}
    exec(f"def f(x):\n    {body}", names)
    assert answer(names["f"], {"x": 1}, set()).failure.unfinished is unfinished


# What a body reads


def test_parameters_are_told_with_what_is_read():
    def f(a, b=1, *rest, c, d=2, **more):
        return a + c

    found = [(one.name, one.kind, one.optional, one.is_read) for one in parameters(f)]
    assert found == [
        ("a", "POSITIONAL_OR_KEYWORD", False, True),
        ("b", "POSITIONAL_OR_KEYWORD", True, False),
        ("rest", "VAR_POSITIONAL", False, False),
        ("c", "KEYWORD_ONLY", False, True),
        ("d", "KEYWORD_ONLY", True, False),
        ("more", "VAR_KEYWORD", False, False),
    ]
    assert all(one.is_read for one in parameters(lambda a, b: eval("a")))
    assert parameters(dict) is None  # it does not tell


def test_a_constant_and_the_name_of_a_keyword_read_no_argument():
    assert [one.is_read for one in parameters(lambda y, n: LETTERS.format(y=n))] == [False, True]
    assert [one.is_read for one in parameters(lambda y, n: n + len("y"))] == [False, True]
    assert [one.is_read for one in parameters(lambda y, n: [y for _ in range(n)])] == [True, True]


def test_a_body_may_be_empty_and_may_have_a_loop():
    def words():
        """Only words."""

    def loops():
        while True:
            pass

    assert [is_empty(f) for f in (words, lambda: ..., lambda: 1 + 1, lambda x: -x, len)] == [
        *(True, True, True),  # 1 + 1 is 2 already
        *(False, False),
    ]
    assert [has_loop(f) for f in (words, loops, lambda x: [1 for _ in x], len)] == [
        *(False, True, True),
        False,
    ]


DATA, LETTERS = np.ones(3), "abc"


def test_outer_variables_are_those_that_hold_data():
    assert outer_variables(lambda: (DATA, LETTERS, np, LARGE, DATA)) == ("DATA", "LARGE")
    assert outer_variables(len) == ()


def test_a_constant_of_the_formulas_is_nobodys_data():
    known = {"TWO": 2, "HALF": 0.5, "MINUS": -1, "ONE": 1.0, "AB": 2}
    data = {"N": 2, "two": 2, "n": 4, "THREE": 3, "SIZES": [2], "XS": np.ones(1), "ZERO": 0}
    names = known | data
    exec(f"def f():\n    return {', '.join(names)}\n", names)
    assert outer_variables(names["f"]) == tuple(data)


# A class to write

NOT_W = "`model.W` is not the `W` that was handed to `LinearModel(W, b)`"
INIT = "def __init__(self, W, b):\n    self.W, self.b = W, b\n"
FORWARD = "def forward(self, X):\n    return X @ self.W + self.b\n"


@pytest.mark.parametrize(
    ("methods", "text"),
    [
        (INIT + FORWARD, None),
        ("__slots__ = ('W', 'b')\n" + INIT + FORWARD, None),
        (INIT.replace("W, b\n", "list(W), float(b)\n") + FORWARD, None),
        (
            "__slots__ = ('W', 'b')\ndef __init__(self, W, b):\n    self.b = b\n" + FORWARD,
            f"{NOT_W}: write `self.W = W` in `__init__`",
        ),
        (
            "def __init__(self, b, W):\n    self.W, self.b = W, b\n" + FORWARD,
            f"{NOT_W}, but the `b`: is the order that of `def __init__(self, W, b)`?",
        ),
        (
            "def __init__(self, W, b):\n    self.W, self.b = W + 1, b\n" + FORWARD,
            f"{NOT_W}: write `self.W = W` in `__init__`",
        ),
        (
            "def __init__(self, W, b):\n    self.W = W\n" + FORWARD,
            NOT_W.replace("W`", "b`") + ": write `self.b = b` in `__init__`",
        ),
        (
            "def __init__(self, W, b):\n    self.b = b\n    self.W = W,\n" + FORWARD,
            "`self.W` is a tuple: leave out the comma behind `W` in `__init__`",
        ),
        (
            "def __init__(self, W, b):\n    self.W = W\n    b = self.b\n" + FORWARD,
            "`__init__` asks for `self.b` before it is there: write `self.b = b`, with the new "
            "name on the left and one `=`",
        ),
        (INIT, "there is no method `forward`: define it inside the class"),
        (
            INIT + FORWARD.replace("forward", "predict"),
            "there is no method `forward`: is it `predict`?",
        ),
        (
            INIT + "    " + FORWARD.replace("\n", "\n    "),
            "`def forward` stands inside `__init__`: let both begin at the same column",
        ),
        (
            INIT + "forward = 3\n",
            "`self.forward = …` takes the place of the method: use `return`",
        ),
        (
            INIT + FORWARD.replace("return ", "self.forward = "),
            "`self.forward = …` takes the place of the method: use `return`",
        ),
        *(
            (
                f"{INIT}@{kind}\n{FORWARD}",
                "`forward` must be a plain method: leave out the line with `@` above it",
            )
            for kind in ("staticmethod", "classmethod", "property")
        ),
        *(
            (
                f"{INIT}def forward(self, X, {name}):\n    return X @ self.W + self.b\n",
                "`forward` takes `X` alone: its parameters are in `self.W` and `self.b`",
            )
            for name in ("W", "b")
        ),
        (INIT + FORWARD.replace("self.b", "b"), "the model keeps `b` as `self.b`"),
        *(
            (
                INIT + FORWARD.replace("return", f"{change}\n    return"),
                "asked again after other rows, or beside another model, it predicts something "
                "else: it may keep `W` and `b` only, both in `self`, and `forward` must leave them "
                "as they are",
            )
            for change in (
                "self.b = self.b + 1",
                "self.W = self.W + X[0, 0]",
                "X = vars(self).setdefault('first', X)",
            )
        ),
    ],
)
def test_a_class_that_does_not_keep_or_predict_is_told_why(methods, text):
    names = {}
    exec("class LinearModel:\n    " + methods.replace("\n", "\n    "), names)
    X, W = np.array([[1.0, 2.0], [3.0, 5.0], [0.5, 1.0]]), np.array([2.0, -1.0])
    reply = answer(Model(names["LinearModel"]), {"X": X, "W": W, "b": 4.0}, set())
    if text is None:
        np.testing.assert_allclose(reply.value.numbers, X @ W + 4)
    else:
        assert (reply.failure.types[0], reply.failure.text) == ("ModelError", text)


def test_a_model_that_overwrites_its_rows_is_told_so_and_not_that_it_keeps_something():
    class LinearModel:
        def __init__(self, W, b):
            self.W, self.b = W, b

        def forward(self, X):
            X *= self.W
            return X.sum(axis=1) + self.b

    reply = answer(Model(LinearModel), {"X": np.ones((2, 1)), "W": np.ones(1) * 3, "b": 0.0}, set())
    assert reply.value.numbers.tolist() == [3, 3]
    assert reply.changed == {"X"}


def test_a_class_that_is_not_written_yet_is_a_stub():
    class LinearModel:
        def __init__(self, W, b): ...

        def forward(self, X): ...

    arguments = {"X": np.ones((2, 1)), "W": np.ones(1), "b": 0.0}
    assert answer(Model(LinearModel), arguments, set()).failure.types[0] == "NotImplementedError"


def test_a_model_that_keeps_its_numbers_where_others_find_them_is_told():
    kept = {}

    class LinearModel:
        def __init__(self, W, b):
            self.W, self.b = W, b
            kept.update(W=W, b=b)

        def forward(self, X):
            return X @ kept["W"] + kept["b"]

    arguments = {"X": np.ones((2, 1)), "W": np.ones(1), "b": 0.0}
    assert "beside another model" in answer(Model(LinearModel), arguments, set()).failure.text


@pytest.mark.parametrize("line", ["locals()", "vars()", "eval('x')", "exec('x')"])
def test_where_names_are_read_in_other_ways_none_is_called_unread(line):
    names = {}
    exec(f"def read(x, y):\n    return {line}\ndef unread(x, y):\n    return x", names)
    assert [one.is_read for one in parameters(names["read"])] == [True, True]
    assert [one.is_read for one in parameters(names["unread"])] == [True, False]

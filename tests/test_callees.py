"""The engine judges a function in a confined process as it judges one in the notebook."""

import inspect
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from linreg.checks import EXERCISES
from linreg.checks.engine.judge import judge
from linreg.checks.engine.kernel import LIMIT, Kernel
from linreg.classroom.process import INSIDE, Child, Remote, isolation, linreg_without

sys.path.insert(0, str(Path(__file__).parent))
import answers_right
import answers_wrong
from answers import FUNCTIONS, RIGHT, WRONG

pytestmark = pytest.mark.slow
ANSWERS = [
    (name, module, function.__name__)
    for module, answers in ((answers_right, RIGHT), (answers_wrong, WRONG))
    for name in EXERCISES
    for function in answers[name][:3]
]


@contextmanager
def far(source, function, limit=LIMIT, wanted="auto"):
    """Start a child process that runs a module as a whole, and give its function."""
    header = {
        "task": "answer",
        "inside": str(INSIDE),
        "limit": limit,
        "name": function,
        "slice": [[0, 1, source]],
        "texts": {"0": source},
        "linreg": linreg_without(""),
    }
    with Child(isolation(wanted), header) as child:
        yield Remote(child)


def judged_far(source, function, exercise, limit=LIMIT):
    """Return the verdict on a function of such a module."""
    with far(source, function, limit) as remote:
        return judge(remote, exercise)


@pytest.mark.parametrize(
    ("name", "module", "answer"), ANSWERS, ids=[answer for _, _, answer in ANSWERS]
)
def test_a_child_process_gets_the_verdict_of_the_notebook(name, module, answer):
    source = inspect.getsource(module).replace("__module__", "__name__")
    far = judged_far(source, answer, EXERCISES[name])
    near = judge(Kernel(getattr(module, answer)), EXERCISES[name])
    assert (far.state, far.mistake, far.message) == (near.state, near.mistake, near.message)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("body", ["return ...", "return unknown_name", "raise ValueError('no')"])
def test_a_child_process_tells_of_stubs_and_of_exceptions(name, body):
    parameters = ", ".join(EXERCISES[name].parameters)
    verdict = judged_far(f"def {name}({parameters}):\n    {body}\n", name, EXERCISES[name])
    assert verdict.state == ("todo" if "..." in body else "wrong")
    assert verdict.state == "todo" or f"Line 2: `{body}`" in verdict.message


@pytest.mark.parametrize(
    ("result", "state", "words"),
    [
        ("w * x + b", "correct", "is correct"),
        ("w * x + 3 * b * b", "wrong", "yours"),
        ("np.full(len(x), np.nan)", "wrong", "nan"),
        ("np.zeros(99)", "wrong", "must have shape"),
    ],
)
def test_where_no_time_is_left_the_verdict_is_on_the_cases_alone(result, state, words):
    """The function is endless from the first question on that follows the cases."""
    source = (
        "import numpy as np\ncalls = []\ndef line(x, w, b):\n    calls.append(1)\n"
        f"    while len(calls) > {len(EXERCISES['line'].cases)}:\n        pass\n"
        f"    return {result}\n"
    )
    verdict = judged_far(source, "line", EXERCISES["line"], limit=0.3)
    assert (verdict.state, verdict.mistake == "takes too long") == (state, False)
    assert words in verdict.message

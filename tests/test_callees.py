"""The engine judges a function in a child process as it judges one in the notebook."""

import inspect
import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from linreg.checks import EXERCISES
from linreg.checks.engine import inside
from linreg.checks.engine.judge import judge
from linreg.checks.engine.kernel import Kernel

sys.path.insert(0, str(Path(__file__).parent))
import answering_child
import answers_right
import answers_wrong
from answering_child import pack, unpack
from answers import RIGHT, WRONG

ANSWERS = [
    (name, module, function.__name__)
    for module, answers in ((answers_right, RIGHT), (answers_wrong, WRONG))
    for name in EXERCISES
    for function in answers[name][:2]
]


class Child:
    """A function given as source, in a process of its own."""

    def __init__(self, source, name):
        self.process = subprocess.Popen(
            [sys.executable, answering_child.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        message = {"inside": inspect.getsource(inside), "source": source, "name": name}
        parameters, self.is_empty, self.has_loop, outer = self.tell(message)
        self.parameters = tuple(inside.Parameter(*one) for one in parameters)
        self.outer_variables = tuple(outer)

    def tell(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def guarded(self):
        return nullcontext()

    def call(self, arguments, keywords):
        sent = {name: pack(value) for name, value in arguments.items()}
        answer = self.tell({"arguments": sent, "keywords": list(keywords)})
        while "call back" in answer:
            answer = self.tell(pack(arguments["f"](unpack(answer["call back"]))))
        for name, packed in answer["states"].items():
            arguments[name].bit_generator.state = packed["state"]
        value, failure, changed = unpack(answer["reply"])
        failure = failure and inside.Failure(*failure)
        return inside.Reply(value and described(value), failure, frozenset(changed))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate("null\n")


def described(value):
    kind, shape, numbers, items = value
    return inside.Value(kind, shape, numbers, items and tuple(described(one) for one in items))


@pytest.mark.parametrize(
    ("name", "module", "answer"), ANSWERS, ids=[answer for _, _, answer in ANSWERS]
)
def test_a_child_process_gets_the_verdict_of_the_notebook(name, module, answer):
    with Child(inspect.getsource(module).replace("__module__", "__name__"), answer) as child:
        far = judge(child, EXERCISES[name])
    near = judge(Kernel(getattr(module, answer)), EXERCISES[name])
    assert (far.state, far.mistake, far.message) == (near.state, near.mistake, near.message)


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("body", ["return ...", "return unknown_name", "raise ValueError('no')"])
def test_a_child_process_tells_of_stubs_and_of_exceptions(name, body):
    parameters = ", ".join(EXERCISES[name].parameters)
    with Child(f"def {name}({parameters}):\n    {body}\n", name) as child:
        verdict = judge(child, EXERCISES[name])
    assert verdict.state == ("todo" if "..." in body else "wrong")
    assert verdict.state == "todo" or f"Line 2: `{body}`" in verdict.message

import contextlib
import io
import re
from pathlib import Path

import pytest

import linreg

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_names_the_two_commands():
    commands = re.findall(r"^python -m pip install .*$", README, flags=re.MULTILINE)
    assert 'python -m pip install -e ".[test]" && python -m pytest' in commands
    # No `-e`: in a folder with a letter such as Á, Python 3.12 would not start on Windows.
    assert 'python -m pip install ".[lab]" && linreg lab' in commands


def test_lists_the_notebooks_as_a_reading_order():
    listed = re.findall(r"^(\d+)\. \[.+?\]\((notebooks/.+?\.ipynb)\): .+\.$", README, re.MULTILINE)
    stored = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    assert [int(number) for number, _ in listed] == list(range(1, len(stored) + 1))
    assert [ROOT / path for _, path in listed] == stored


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "INSTRUCTORS.md", "data/README.md"]
)
def test_links_lead_to_files_that_exist(document):
    path = ROOT / document
    targets = re.findall(r"\]\((?!http|#)([^)]+)\)", path.read_text(encoding="utf-8"))
    assert targets
    for target in targets:
        assert (path.parent / target.partition("#")[0]).exists(), target


def test_example_prints_what_it_says():
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    said = re.search(r": (\[.*)\.\.\.$", code, flags=re.MULTILINE)[1]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, {})
    assert printed.getvalue().startswith(said)


def test_ci_takes_the_test_command_from_here():
    pattern = re.search(r're\.search\(r"(.*)", text', (ROOT / "noxfile.py").read_text())[1]
    found = re.findall(pattern, README, flags=re.MULTILINE)
    assert found == ['python -m pip install -e ".[test]" && python -m pytest']
    assert " readme " in (ROOT / ".ci" / "run").read_text()


def test_the_citation_names_this_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {linreg.__version__}\n" in citation

#!/usr/bin/env -S uv run --script

# /// script
# dependencies = ["nox"]
# ///
"""What is run before a change lands: `nox` runs it, `nox -s lint` one session, `nox -l` lists all.

Each session makes an environment of its own. `.ci/run` and the workflows call these sessions, so
that nothing is written twice.
"""

import re
from collections import Counter
from pathlib import Path

import nox

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "uv|venv"  # uv, where it is there, takes seconds
nox.options.error_on_missing_interpreters = False  # what is not installed here is left out

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml("pyproject.toml")["project"]
PYTHONS = ["3.11", "3.12", "3.13", "3.14", "3.15"]
# Newer versions of Python may lack wheels of the oldest libraries.
OLDEST_PYTHON = PYTHONS[0]


def in_a_browser(session: nox.Session, mark: str) -> None:
    """Run the tests with a mark. On a busy machine a browser may miss a deadline, but only once."""
    command = ("python", "-m", "pytest", "-m", mark, "--numprocesses=0", *session.posargs)
    try:
        session.run(*command)
    except nox.command.CommandFailed:
        session.run(*command, "--last-failed")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, and the types of the package and of what users and lessons write."""
    session.install("-e", ".[types]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("python", "-m", "pytest", "-m", "types", *session.posargs)


@nox.session
def repository(session: nox.Session) -> None:
    """Check the workflows, the spelling, and the habits that Python projects share."""
    session.install(*PROJECT["optional-dependencies"]["repository"])
    workflows = sorted(str(path) for path in ROOT.glob(".github/workflows/*.yml"))
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)
    session.run("zizmor", "--offline", ".github")
    session.run("sp-repo-review", ".")
    session.run("codespell")


@nox.session(venv_backend="venv")  # the command is for pip
def readme(session: nox.Session) -> None:
    """Run the README's test command as it stands there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"^python -m pip install .* && python -m pytest$", text, re.M)
    assert command, "README.md has no test command"
    session.run("bash", "-c", command[0], external=True)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests and the notebooks on each Python that is installed."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def slow(session: nox.Session) -> None:
    """Attack the grader, put each mistake into its lesson, take the course as learners do."""
    session.install("-e", ".[test]", "-c", "notebooks/constraints.txt")
    session.run("python", "-m", "pytest", "-m", "slow", *session.posargs)


@nox.session(python=OLDEST_PYTHON)
def oldest(session: nox.Session) -> None:
    """Run them with the oldest versions that pyproject.toml allows."""
    extras = PROJECT["optional-dependencies"]
    needed = PROJECT["dependencies"] + extras["scale"] + extras["test"]
    bounds = [re.match(r"([\w-]+)(?:\[.*\])?>=([\d.]+)", one) for one in needed]
    session.install("-e", ".[test]", *(f"{one[1]}=={one[2]}.*" for one in bounds if one))
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def package(session: nox.Session) -> None:
    """Build the wheel and the source distribution, and use them as strangers would."""
    session.install("-e", ".[test]", "build", "twine")
    session.run("python", "-m", "pytest", "-m", "package", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Open the lessons in JupyterLab, in Chromium."""
    session.install("-e", ".[browser]")
    in_a_browser(session, "browser")


@nox.session
def site(session: nox.Session) -> None:
    """Build the website, and read it as files and in Chromium."""
    session.install("-e", ".[site]")
    in_a_browser(session, "site")


@nox.session
def lite(session: nox.Session) -> None:
    """Build the course for the browser, and run it in Node and in Chromium."""
    session.install("-e", ".[site]", "pip")  # pip brings Pyodide's packages
    in_a_browser(session, "lite")


@nox.session(python=OLDEST_PYTHON)
def nbgrader(session: nox.Session) -> None:
    """Run a class through nbgrader."""
    session.install("-e", ".[test,instructor]")
    session.run("python", "-m", "pytest", "tests/test_nbgrader.py", *session.posargs)


@nox.session(default=False)
def nightly(session: nox.Session) -> None:
    """Try each property on 10,000 examples: half an hour, so it is not run with the others."""
    session.install("-e", ".[test]")
    tests = "tests/test_properties.py"
    session.run(
        "python", "-m", "pytest", tests, *session.posargs, env={"HYPOTHESIS_PROFILE": "nightly"}
    )


@nox.session(default=False)
def coverage(session: nox.Session) -> None:
    """Print which branches of the package no test takes, also in the processes that tests start."""
    session.install("-e", ".[coverage]")
    marks = "not (browser or lite or package or site or types)"
    command = ("coverage", "run", "-m", "pytest", "--numprocesses=0", "-m", marks)
    # Each file in a process of its own: the alarm of a check that goes off inside coverage's lock
    # stops all that measures in that process.
    tests = sorted(path.relative_to(ROOT) for path in ROOT.glob("tests/test_*.py"))
    tests.remove(Path("tests/test_settings.py"))  # coverage fails in some of its settings
    for path in ("linreg", "notebooks", *map(str, tests)):
        session.run(*command, path, *session.posargs, success_codes=[0, 5])  # 5: has other marks
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report")


@nox.session(default=False)
def mutation(session: nox.Session) -> None:
    """Print how many of thousands of small changes to the code the tests notice."""
    session.install("-e", ".[mutation]")
    # This makes the changes, measures which tests reach what, and tries one of them.
    session.run("mutmut", "run", "linreg.tables.x__lines__mutmut_1")
    settings = nox.project.load_toml("pyproject.toml")["tool"]["mutmut"]
    tests = settings["pytest_add_cli_args_test_selection"] + settings["pytest_add_cli_args"]
    asked = {"CHANGES": " ".join(session.posargs or "*"), "PYTHONPATH": "tests"}
    with session.chdir("mutants"):
        command = ("python", "-m", "pytest", "-p", "changed_code", "-s", "-q", *tests)
        session.run(*command, env=asked)
    results = session.run("mutmut", "results", "--all", "true", silent=True) or ""
    reasons = (ROOT / "tests" / "survivors.txt").read_text(encoding="utf-8")
    known = {name for line in reasons.splitlines() for name in line.partition(":")[0].split(", ")}
    made, noticed = Counter(), Counter()
    found = re.findall(r"^\s*(linreg[\w.]*)\.x_?(\S+)__mutmut_(\d+): ([\w ]+)$", results, re.M)
    for module, function, number, outcome in found:
        name = f"{module.rpartition('.')[2]}.{function.strip('ǁ').replace('ǁ', '.')}"
        if outcome == "not checked":
            continue
        made.update([module, "all"])
        if outcome in ("killed", "timeout"):
            noticed.update([module, "all"])
        else:
            reason = "" if name in known else ", no reason listed"
            session.log(f"{outcome}{reason}: {name}, change {number} of it")
    for module, count in sorted(made.items()):
        session.log(f"{module}: {noticed[module]} of {count}, {noticed[module] / count:.1%}")


if __name__ == "__main__":
    nox.main()

"""The nine notebooks as files: nbval runs them again, these tests look at how they are made."""

import ast
import importlib.util
import re
from importlib.metadata import version
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

import linreg
from linreg import checks

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"
LESSONS = [path.stem for path in sorted((NOTEBOOKS / "source").glob("[0-9]*.py"))]
APPENDICES = [path.stem for path in sorted((NOTEBOOKS / "source").glob("appendix*.py"))]
EXERCISES = {
    lesson: [name for name, one in checks.EXERCISES.items() if one.lesson == int(lesson[:2])]
    for lesson in LESSONS
}
spec = importlib.util.spec_from_file_location("build", NOTEBOOKS / "build.py")
build = importlib.util.module_from_spec(spec)
spec.loader.exec_module(build)


@pytest.fixture(params=EXERCISES)
def lesson(request):
    return request.param


@pytest.fixture(params=[*LESSONS, *APPENDICES])
def page(request):
    """Return the name of a lesson or an appendix."""
    return request.param


@pytest.fixture
def printed(page):
    return nbformat.read(NOTEBOOKS / f"{page}.ipynb", as_version=4)


@pytest.fixture
def notebook(lesson):
    return nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def headings(notebook):
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return re.findall(r"^##? (.*)$", prose, flags=re.MULTILINE)


def solved(notebook):
    """Return the notebook with each stub replaced by the solution that is folded below it."""
    solution = {cell.id.removesuffix("-solution"): cell.source for cell in notebook.cells}
    for cell in notebook.cells:
        if "exercise" in cell.metadata.get("tags", []):
            cell.source = re.search(r"```python\n(.*?)```", solution[cell.id], flags=re.DOTALL)[1]
    return notebook


def texts(notebook):
    """Return what each code cell puts out as text, without checks, seconds, and whose it is."""
    return {
        cell.id: [
            re.sub(r".*yours: .*\n?", "", output.get("text") or output.data["text/plain"])
            for output in cell.outputs
        ]
        for cell in code_cells(notebook)
        if not {"check", "nbval-ignore-output"} & set(cell.metadata.get("tags", []))
    }


def test_there_is_a_notebook_for_each_source_and_an_exercise_in_each():
    assert len(LESSONS) >= 9
    assert [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))] == LESSONS + APPENDICES
    assert [path.stem for path in build.SOURCES] == LESSONS + APPENDICES


@pytest.mark.parametrize("name", ["5", "05_computeloss"])
def test_a_lesson_that_is_none_is_not_built_in_silence(name):
    with pytest.raises(SystemExit, match=f"no lesson begins with '{name}': 01_introduction, "):
        build.main([name])
    assert all(EXERCISES.values())
    assert [name for names in EXERCISES.values() for name in names] == list(checks.EXERCISES)


def test_is_built_from_its_source(page, printed):
    source = build.read(NOTEBOOKS / "source" / f"{page}.py")
    now = [(cell.id, cell.cell_type, cell.source, cell.metadata) for cell in source.cells]
    stored = [(cell.id, cell.cell_type, cell.source, cell.metadata) for cell in printed.cells]
    assert stored == now


def test_was_run_from_top_to_bottom_without_error_or_warning(printed):
    cells = code_cells(printed)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    assert not [output for output in outputs if output.get("name") == "stderr"]


def test_holds_nothing_of_the_machine_that_built_it(printed):
    assert printed.metadata == {
        "kernelspec": build.KERNEL,
        "language_info": {"name": "python"},
    }
    text = nbformat.writes(printed)
    assert not re.search(
        r"0x[0-9a-f]{6,}|/home/|/root/|/tmp/|C:\\\\|np\.float64\(|widget-view", text
    )


def test_has_the_anatomy_of_a_lesson(notebook):
    title, *sections = headings(notebook)
    number = int(re.match(r"(\d+) · [A-Z]", title)[1])
    first = notebook.cells[0].source
    for promise in ("What you'll do", "What you'll learn", "What you'll need", "Time"):
        assert promise in first
    order = ["Setup", "Your turn", "Use it", "Watch out", "Recap"]
    places = [next(i for i, each in enumerate(sections) if each.startswith(part)) for part in order]
    assert places == sorted(places)
    assert sections[-1].startswith("Recap")
    if number < len(LESSONS):
        assert f"({LESSONS[number]}.ipynb)" in notebook.cells[-1].source
    assert len(notebook.cells) >= 20


def tagged(notebook, tag):
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def questions_in(cell):
    """Return the calls of Question in a cell, each as its choices and its truth, unevaluated."""
    calls = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id == "Question":
            given = {keyword.arg: keyword.value for keyword in call.keywords}
            yield ast.literal_eval(call.args[1]), given.get("truth")


def test_takes_a_prediction_before_the_next_cell_computes_the_answer(notebook):
    asked = [cell for cell in tagged(notebook, "question") if "truth=" not in cell.source]
    assert asked
    cells = code_cells(notebook)
    for cell in asked:
        name = cell.source.split(" = Question(")[0].rsplit("\n", 1)[-1]
        answer = cells[cells.index(cell) + 1]
        assert "answer" in answer.metadata.tags
        assert f"{name}.reveal(" in answer.source
        assert notebook.cells.index(answer) == notebook.cells.index(cell) + 1
        reveals = [
            node
            for node in ast.walk(ast.parse(answer.source))
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "reveal"
        ]
        assert not any(isinstance(call.args[0], ast.Constant) for call in reveals)


def test_ends_with_three_questions_whose_answers_are_computed(notebook):
    *_, end = (i for i, cell in enumerate(notebook.cells) if "### Three questions" in cell.source)
    cells = [cell for cell in notebook.cells[end:] if "question" in cell.metadata.get("tags", [])]
    assert len(cells) == 3
    for cell in cells:
        ((_, truth),) = questions_in(cell)
        assert not isinstance(truth, ast.Constant)


def test_no_question_tells_its_answer_and_each_choice_has_its_sentence(notebook):
    for cell in tagged(notebook, "question"):
        ((choices, _),) = questions_in(cell)
        assert len(choices) >= 3
        assert all(len(meaning.split()) >= 5 for meaning in choices.values())
        (output,) = cell.outputs
        assert not any(meaning in str(output.data) for meaning in choices.values())


def test_folds_code_that_only_draws_and_answers_until_they_are_run(printed):
    for tag, key in [("picture", "source_hidden"), ("question", "source_hidden")]:
        assert all(cell.metadata.jupyter[key] for cell in tagged(printed, tag))
    assert all(cell.metadata.jupyter.outputs_hidden for cell in tagged(printed, "answer"))
    for cell in code_cells(printed):
        if any("image/png" in output.get("data", {}) for output in cell.outputs):
            assert "picture" in cell.metadata.get("tags", []), cell.id


def test_hints_have_a_cell_of_their_own(lesson, notebook):
    ids = [cell.id for cell in notebook.cells]
    for name in EXERCISES[lesson]:
        check, hint = ids.index(f"{name}-check"), ids.index(f"{name}-hint")
        assert hint == check + 1
        assert notebook.cells[check].source == f"check({name})"
        assert notebook.cells[hint].source == f'# hint("{name}")'


def test_a_bug_hunt_is_a_mistake_of_the_table_and_does_not_name_it(notebook):
    for cell in tagged(notebook, "hunt"):
        *definitions, last = ast.parse(cell.source).body
        if last.value.func.id != "check_hunt":
            continue
        names = {"np": np} | {name: getattr(linreg, name) for name in linreg.__all__}
        exec(compile(ast.Module(definitions, []), "hunt", "exec"), names)
        name, exercise = last.value.args[0].id, last.value.args[1].value
        verdict = checks.check(names[name], exercise)
        assert verdict.mistake in {row.name for row in checks.EXERCISES[exercise].mistakes}
        (output,) = cell.outputs
        assert "There is a mistake in it. An example:" in output.data["text/plain"]
        assert verdict.text not in str(output.data)


def test_each_exercise_is_a_stub_that_runs_and_a_folded_solution(lesson, notebook):
    tagged = [cell for cell in notebook.cells if "exercise" in cell.metadata.get("tags", [])]
    assert [cell.id for cell in tagged] == EXERCISES[lesson]
    ids = [cell.id for cell in notebook.cells]
    for stub in tagged:
        (definition,) = ast.parse(stub.source).body
        assert definition.name == stub.id
        assert ast.unparse(definition).splitlines()[-1].strip() == "return ..."
        solution = notebook.cells[ids.index(f"{stub.id}-solution")]
        assert ids.index(solution.id) > ids.index(stub.id)
        assert solution.source.startswith("<details>")
        body = Path(linreg.__file__).parent.joinpath
        module = getattr(linreg, stub.id).__module__.removeprefix("linreg.")
        last_line = solution.source.split("```")[1].rstrip().splitlines()[-1]
        assert last_line in body(f"{module}.py").read_text(encoding="utf-8")


def test_the_taught_function_is_not_imported_before_it_is_written(lesson, notebook):
    for name in EXERCISES[lesson]:
        cells = code_cells(notebook)
        stub = next(i for i, cell in enumerate(cells) if cell.id == name)
        before = "\n".join(cell.source for cell in cells[:stub])
        assert not re.search(rf"import[^\n]*\b{name}\b", before)
        after = "\n".join(cell.source for cell in cells[stub + 1 :])
        assert re.search(rf"from linreg\.mine import [^\n]*\b{name}\b", after)


def test_every_figure_has_its_words(printed):
    figures = [
        output
        for cell in code_cells(printed)
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
    assert figures
    for figure in figures:
        words = figure.data["text/plain"]
        assert len(words.split()) > 8
        assert figure.metadata["image/png"]["alt"] == words


def test_links_lead_to_files_that_exist(printed):
    prose = "\n".join(cell.source for cell in printed.cells if cell.cell_type == "markdown")
    for target in re.findall(r"\]\((?!http|#)([^)#]+)", prose):
        assert (NOTEBOOKS / target).exists(), target


def test_is_small_enough_to_load_at_once(lesson):
    assert (NOTEBOOKS / f"{lesson}.ipynb").stat().st_size <= 600_000
    assert sum(path.stat().st_size for path in NOTEBOOKS.glob("*.ipynb")) <= 3_000_000


@pytest.mark.slow
def test_with_its_solutions_written_in_it_runs_and_prints_the_same(notebook, tmp_path):
    expected = texts(notebook)
    answered = solved(notebook)
    NotebookClient(
        answered,
        timeout=60,
        kernel_name="python3",
        coalesce_streams=True,
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    assert texts(answered) == expected


def pinned():
    lines = (NOTEBOOKS / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


@pytest.mark.slow
@pytest.mark.skipif(
    any(version(name) != wanted for name, wanted in pinned().items()),
    reason="needs the libraries of notebooks/constraints.txt",
)
@pytest.mark.parametrize("name", ["03_initialize_parameters", "08_training_loop"])
def test_a_rebuild_with_the_same_libraries_gives_the_same_bytes(name):
    built = build.run(build.read(NOTEBOOKS / "source" / f"{name}.py"))
    assert nbformat.writes(built) + "\n" == (NOTEBOOKS / f"{name}.ipynb").read_text("utf-8")

"""The page SCALING.md does what it says."""

import io
import re
import tomllib
import warnings
from contextlib import chdir, redirect_stdout
from pathlib import Path

import numpy as np
import pytest

from linreg import DivergenceError, moments, stability_limit, standardize, train, trajectory

for library in ["dask.array", "dask.dataframe", "dask.distributed", "pandas"]:
    pytest.importorskip(library)

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "SCALING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
SAYS = re.compile(r"^ *(?:learn|print)\(.*\)  # (.+)$", flags=re.MULTILINE)
# What the page says that we see, each with the code that makes us see it.
SEEN = re.findall(r"^\| `(.+?)` \|", PAGE, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run the page's blocks, one after the other; return what each printed, and all names."""
    # Named as a script's: what it defines is sent to workers as it is, and its guard is open.
    names = {"__name__": "__main__"}
    printed = []
    with chdir(tmp_path_factory.mktemp("page")), warnings.catch_warnings():
        warnings.simplefilter("error")
        # The page leaves the dashboard's port to Dask, and another cluster may have it.
        warnings.filterwarnings("ignore", message="Port 8787 is already in use")
        for code in BLOCKS:
            with redirect_stdout(io.StringIO()) as out:
                exec(compile(code, "SCALING.md", "exec"), names)
            printed.append(out.getvalue())
        yield printed, names  # still in the folder, where X and y are read


def test_every_block_prints_what_it_says(run):
    printed, _ = run
    for code, out in zip(BLOCKS, printed, strict=True):
        # A progress bar overwrites its line, and ends before the results.
        lines = [line for line in out.splitlines() if line and "Completed" not in line]
        assert lines == SAYS.findall(code)
    assert sum(len(SAYS.findall(code)) for code in BLOCKS) >= 7


def test_a_bar_shows_the_progress(run):
    printed, _ = run
    (out,) = [out for code, out in zip(BLOCKS, printed, strict=True) if "ProgressBar" in code]
    assert "100% Completed" in out


def test_every_way_to_open_rows_is_learned_from_by_the_same_line():
    opened = [code for code in BLOCKS if re.search(r"^ *learn\(X, y\)", code, re.MULTILINE)]
    assert len(opened) == 5
    for words in ['mmap_mode="r"', "dd.read_csv", "LocalCluster", "da.map_blocks"]:
        assert any(words in code for code in opened), words


def test_the_lines_do_what_the_loop_does(run):
    _, names = run
    table = names["table"].to_numpy()
    X, y = table[:, :-1], table[:, -1]
    m = moments(names["X"], names["y"])
    given = {"learning_rate": 0.5 * stability_limit(X), "n_iterations": 100}
    expected, found = train(X, y, [0, 0, 0], 0, **given), trajectory(m, [0, 0, 0], 0, **given)
    np.testing.assert_allclose(found.losses, expected.losses, rtol=1e-10)
    np.testing.assert_allclose([*found.W, found.b], [*expected.W, expected.b], rtol=1e-10)


def test_standardized_moments_are_those_of_standardized_rows(run):
    _, names = run
    rows = names["table"].to_numpy() * [1000, 1, 0.01, 1] + [300, 20, 1, 0]
    scaled, mean, std = names["standardized"](moments(rows[:, :-1], rows[:, -1]))
    X, *expected = standardize(rows[:, :-1])
    np.testing.assert_allclose([mean, std], expected, rtol=1e-12)
    assert scaled.loss([1, -1, 2], 3) == pytest.approx(
        np.mean((X @ [1, -1, 2] + 3 - rows[:, -1]) ** 2), rel=1e-12
    )
    assert stability_limit(scaled) == pytest.approx(stability_limit(X), rel=1e-9)


def test_features_of_different_sizes_are_not_learned_as_they_are(run):
    _, names = run
    m = names["m"]
    rate = 0.5 * stability_limit(m)
    slow = trajectory(m, [0, 0, 0], 0, learning_rate=rate, n_iterations=1000).losses[-1]
    assert slow > 10 * 0.25  # the variance of the noise


def test_the_moments_are_kept_in_a_small_file(run, tmp_path):
    _, names = run
    names["m"].save(tmp_path / "moments.json")
    assert (tmp_path / "moments.json").stat().st_size < 2000


def unstable():
    X = np.array([[-1.0], [1.0]])
    trajectory(moments(X, [1, 2]), [0], 0, learning_rate=2, n_iterations=10_000)


def flat():
    x = np.arange(5.0)
    m = moments(np.column_stack([x, x, x**2]), x)
    trajectory(m, [0, 0, 0], 0, learning_rate=0.01, n_iterations=3)


def missing():
    import dask.array as da

    X = np.ones((60, 3))
    X[31, 2] = np.nan
    moments(da.from_array(X, chunks=(25, 3)), np.ones(60))


def text():
    import dask.dataframe as dd
    import pandas as pd

    table = pd.DataFrame({"street": ["Elm", "Oak"], "price": [1.0, 2.0]}).astype(object)
    rows = dd.from_pandas(table, npartitions=1).to_dask_array()
    moments(rows[:, :-1], rows[:, -1])


def missing_whole_number():
    import dask.dataframe as dd
    import pandas as pd

    table = pd.DataFrame({"rooms": pd.array([1, None], "Int64"), "price": [1.0, 2.0]})
    rows = dd.from_pandas(table, npartitions=1).to_dask_array()
    moments(rows[:, :-1], rows[:, -1])


def split_differently():
    import dask.dataframe as dd
    import pandas as pd

    table = pd.DataFrame({"size": [1.0, 2, 3, 4], "price": [1.0, 2, 3, 4]})
    X = dd.from_pandas(table[["size"]], npartitions=2)
    moments(X, dd.from_pandas(table["price"], npartitions=1))


@pytest.mark.parametrize(
    ("says", "mistake"),
    list(
        zip(
            SEEN,
            [unstable, flat, missing, text, missing_whole_number, split_differently],
            strict=True,
        )
    ),
)
def test_a_mistake_is_seen_as_the_page_says(says, mistake):
    kind, message = says.split(": ", 1)
    errors = {"DivergenceError": DivergenceError, "UserWarning": UserWarning}
    errors |= {"ValueError": ValueError, "TypeError": TypeError}
    with pytest.raises(errors[kind]) as raised:  # warnings are errors here
        mistake()
    for part in message.split("… "):
        assert part in str(raised.value)


def test_lengths_can_be_made_known():
    import dask.dataframe as dd
    import pandas as pd

    table = pd.DataFrame({"size": [1.0, 2, 3, 4], "price": [3.0, 5, 7, 9]})
    X = dd.from_pandas(table[["size"]], npartitions=2).to_dask_array(lengths=True)
    y = dd.from_pandas(table["price"], npartitions=1).to_dask_array(lengths=True)
    assert moments(X, y).loss([2], 1) == pytest.approx(0, abs=1e-20)


def test_the_extra_that_is_installed_exists_and_is_tested():
    (extra,) = re.findall(r'python -m pip install -e "\.\[(\w+)\]"', PAGE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any("dask" in needed for needed in project["optional-dependencies"][extra])

"""Moments of Dask arrays: threads of this process, and real processes of a cluster."""

import contextlib
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from linreg import moments, stability_limit, train, trajectory

dask = pytest.importorskip("dask")
da = pytest.importorskip("dask.array")
dd = pytest.importorskip("dask.dataframe")
distributed = pytest.importorskip("dask.distributed")
pd = pytest.importorskip("pandas")
cloudpickle = pytest.importorskip("cloudpickle")  # comes with Dask

pytestmark = [
    # Dask resets an index in place, which pandas 3.1 says that pandas 4 will not know.
    pytest.mark.filterwarnings("ignore:The inplace keyword in:DeprecationWarning"),
    # Dask of 2024 warns of threads beside a cluster, which is what we compare.
    pytest.mark.filterwarnings("ignore:Running on a single-machine scheduler:UserWarning"),
]


def problem(n_samples=60, n_features=3, seed=0):
    """Return X and y of a noisy plane, with columns that are neither centred nor of one size."""
    rng = np.random.default_rng(seed)
    X = rng.normal(1, 1, (n_samples, n_features)) * np.linspace(1, 2, n_features)
    return X, X @ rng.normal(0, 2, n_features) + 3 + rng.normal(0, 1, n_samples)


def lines(m):
    """Return what SCALING.md does with the moments of three features: 40 steps."""
    rate = 0.5 * stability_limit(m)
    return trajectory(m, W=[1, -1, 0], b=2, learning_rate=rate, n_iterations=40)


def assert_moments_of(m, X, y):
    """Compare with NumPy's count, loss and step-by-step training on the whole of the rows."""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    assert (m.n_samples, m.n_features) == X.shape
    rng = np.random.default_rng(1)
    for W, b in zip(rng.normal(0, 3, (5, X.shape[1])), rng.normal(0, 3, 5), strict=True):
        assert m.loss(W, b) == pytest.approx(np.mean((X @ W + b - y) ** 2), rel=1e-12)
    rate = 0.5 * stability_limit(X)
    start = {"W": [0] * X.shape[1], "b": 0, "learning_rate": rate, "n_iterations": 30}
    expected, found = train(X, y, **start), trajectory(m, **start)
    np.testing.assert_allclose(found.losses, expected.losses, rtol=1e-12)
    np.testing.assert_allclose([*found.W, found.b], [*expected.W, expected.b], rtol=1e-10)


def assert_same_bits(one, other):
    assert one.n_samples == other.n_samples
    for name in ("mean", "cross_products", "offset"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name


def in_chunks(*parts, columns=None):
    """Return a Dask array whose chunks are these arrays, whatever their real shapes."""
    shape = (np.nan,) if columns is None else (np.nan, columns)
    delayed = [dask.delayed(np.asarray)(part) for part in parts]
    return da.concatenate(
        [da.from_delayed(part, shape, dtype=float) for part in delayed],
        allow_unknown_chunksizes=True,
    )


# Chunks of every kind


@pytest.mark.parametrize("rows", [60, 30, 7, 1, (1, 58, 1), (10, 0, 50), (0, 60), (60, 0)])
@pytest.mark.parametrize("columns", [3, 1, (2, 1)])
def test_chunks_change_nothing(rows, columns):
    X, y = problem()
    found = moments(da.from_array(X, chunks=(rows, columns)), da.from_array(y, chunks=rows))
    assert_moments_of(found, X, y)


@pytest.mark.parametrize("rows", [60, 11, (0, 20, 0, 40)])
def test_y_may_be_cut_at_other_places_than_x(rows):
    X, y = problem()
    assert_moments_of(moments(da.from_array(X, chunks=(25, 2)), da.from_array(y, rows)), X, y)


@pytest.mark.parametrize("form", [np.asarray, np.ndarray.tolist, pd.Series, da.asarray])
def test_only_x_need_be_a_dask_array(form):
    X, y = problem()
    assert_moments_of(moments(da.from_array(X, chunks=(25, 3)), form(y)), X, y)


@pytest.mark.parametrize("form", [np.asarray, np.ndarray.tolist, pd.DataFrame, da.asarray])
def test_only_y_need_be_a_dask_array(form):
    X, y = problem()
    assert_moments_of(moments(form(X), da.from_array(y, chunks=25)), X, y)


@pytest.mark.parametrize("dtype", [np.int8, np.uint16, np.int64, np.float16, np.float32, ">f8"])
def test_numbers_of_every_type_become_floats_first(dtype):
    X, y = problem()
    X, y = (10 * np.abs(X)).astype(dtype), (4 * np.abs(y)).astype(dtype)
    assert_moments_of(moments(da.from_array(X, (13, 3)), da.from_array(y, 13)), X, y)


def test_chunks_may_differ_in_type():
    X, y = problem(90)
    types = [np.int16, np.float32, np.float64]
    Xs = [part.astype(dtype) for part, dtype in zip(np.split(100 * X, 3), types, strict=True)]
    ys = [part.astype(dtype) for part, dtype in zip(np.split(100 * y, 3), types[::-1], strict=True)]
    rows, targets = np.vstack([part.astype(float) for part in Xs]), np.hstack(ys)
    assert_moments_of(moments(in_chunks(*Xs, columns=3), in_chunks(*ys)), rows, targets)


def test_chunks_of_unknown_length_will_do():
    X, y = problem()
    rows, targets = da.from_array(X, chunks=(25, 3)), da.from_array(y, chunks=25)
    some, all_but_20 = targets > np.median(y), np.arange(60) >= 25  # the first chunk is then empty
    for chosen in (some, da.from_array(all_but_20, chunks=25)):
        assert np.isnan(rows[chosen].shape[0])
        chosen_here = chosen.compute()
        found = moments(rows[chosen], targets[chosen])
        assert_moments_of(found, X[chosen_here], y[chosen_here])


def test_chunks_of_one_known_and_one_unknown_length_will_do():
    X, y = problem()
    X_known, y_unknown = da.from_array(X, chunks=(20, 3)), in_chunks(*np.split(y, 3))
    assert_moments_of(moments(X_known, y_unknown), X, y)


def test_columns_in_chunks_of_unknown_length_are_put_together():
    X, y = problem()
    rows, targets = da.from_array(X, chunks=(25, 2)), da.from_array(y, chunks=25)
    chosen = targets > np.median(y)
    here = chosen.compute()
    assert_moments_of(moments(rows[chosen], targets[chosen]), X[here], y[here])


def test_one_feature_and_one_row_will_do():
    m = moments(da.ones((1, 1)), da.full(1, 3.0))
    assert m.loss([1], 0) == pytest.approx(4)


def test_digits_far_from_zero_are_kept():
    X, y = problem()
    whole = moments(X + 1e6, y + 1e9)
    found = moments(da.from_array(X + 1e6, (7, 3)), da.from_array(y + 1e9, 7))
    W = np.linalg.lstsq(np.column_stack([X, np.ones(60)]), y, rcond=None)[0][:3]
    b = np.mean(y + 1e9 - (X + 1e6) @ W)
    for m in (whole, found):
        assert m.loss(W, b) == pytest.approx(np.mean((y - y.mean() - (X - X.mean(0)) @ W) ** 2))


def test_moments_of_months_add_up():
    X, y = problem()
    old = moments(da.from_array(X[:37], (10, 3)), da.from_array(y[:37], 10))
    assert_moments_of(old + moments(X[37:], y[37:]), X, y)


def test_the_same_arrays_give_the_same_bits():
    X, y = problem(1000)
    X, y = da.from_array(X, chunks=(7, 3)), da.from_array(y, chunks=7)
    alone = moments(X, y)
    with dask.config.set(scheduler="synchronous"):
        assert_same_bits(moments(X, y), alone)
    with dask.config.set(scheduler="threads", num_workers=8):
        assert_same_bits(moments(X, y), alone)


def test_arguments_are_never_changed():
    X, y = problem()
    X_before, y_before = X.copy(), y.copy()
    moments(da.from_array(X, chunks=(20, 3)), da.from_array(y, chunks=20))
    np.testing.assert_array_equal(X, X_before)
    np.testing.assert_array_equal(y, y_before)


def handed_to_dask(X, y):
    """Return what moments hands to Dask's scheduler: a graph, or what Dask makes one of."""
    seen = []

    def scheduler(graph, keys, **kwargs):
        seen.append(graph)
        return dask.get(graph, keys, **kwargs)

    with dask.config.set(scheduler=scheduler):
        moments(X, y)
    return seen[0]


def test_work_for_dask_grows_with_the_number_of_chunks_no_faster():
    def tasks(n):
        handed = handed_to_dask(da.ones((n, 2), chunks=(1, 2)), da.ones(n, chunks=1))
        return len(getattr(handed, "__dask_graph__", lambda: handed)())

    assert tasks(400) < 2.2 * tasks(200)
    assert tasks(400) < 4 * 400


def test_a_chunk_is_made_once():
    made = []

    def block(block_id):
        made.append(block_id)
        return np.random.default_rng(block_id[0]).normal(size=(10, 4))

    chunks = ((10,) * 6, (4,))
    rows = da.map_blocks(block, chunks=chunks, dtype=float, meta=np.empty((0, 0)))
    m = moments(rows[:, :-1], rows[:, -1])
    assert sorted(made) == [(i, 0) for i in range(6)]
    table = np.vstack([np.random.default_rng(i).normal(size=(10, 4)) for i in range(6)])
    assert_moments_of(m, table[:, :-1], table[:, -1])


# Files


@pytest.fixture
def table():
    X, y = problem(100)
    return pd.DataFrame({"a": X[:, 0], "b": X[:, 1], "c": X[:, 2], "y": y})


def split(rows):
    return rows[:, :-1], rows[:, -1]


@pytest.fixture
def opened(table, tmp_path):
    """Write the table in four ways, and return how to open each with Dask, in five parts."""
    for i in range(5):
        table[20 * i : 20 * (i + 1)].to_csv(tmp_path / f"part-{i}.csv", index=False)
        table[20 * i : 20 * (i + 1)].to_parquet(tmp_path / f"part-{i}.parquet", index=False)
    np.save(tmp_path / "table.npy", table.to_numpy())
    path = str(tmp_path / "table.npy")

    def part(block_info):
        start, stop = block_info[None]["array-location"][0]
        return np.load(path, mmap_mode="r")[start:stop]

    stack = tmp_path / "stack"
    da.to_npy_stack(stack, da.from_array(table.to_numpy(), chunks=(20, 4)))
    chunks = ((20,) * 5, (4,))
    return {
        "csv": lambda: split(dd.read_csv(str(tmp_path / "part-*.csv")).to_dask_array()),
        "parquet": lambda: split(
            dd.read_parquet(sorted(map(str, tmp_path.glob("*.parquet")))).to_dask_array()
        ),
        "memory map": lambda: split(
            da.map_blocks(part, chunks=chunks, dtype=float, meta=np.empty((0, 0)))
        ),
        "stack": lambda: split(da.from_npy_stack(stack)),
    }


FILES = ["csv", "parquet", "memory map", "stack"]


@pytest.mark.parametrize("kind", FILES)
def test_files_give_what_pandas_gives(opened, table, kind):
    X, y = opened[kind]()
    assert X.numblocks[0] == 5
    assert_moments_of(moments(X, y), table[["a", "b", "c"]], table["y"])


@pytest.mark.parametrize("lengths", [None, True])
def test_a_table_may_be_given_as_it_is_or_with_known_lengths(opened, table, tmp_path, lengths):
    parts = dd.read_csv(str(tmp_path / "part-*.csv"))
    X, y = parts[["a", "b", "c"]], parts["y"]
    if lengths:
        X, y = X.to_dask_array(lengths=True), y.to_dask_array(lengths=True)
        assert X.shape == (100, 3)
    assert_moments_of(moments(X, y), table[["a", "b", "c"]], table["y"])


def test_rows_with_missing_values_can_be_dropped(table, tmp_path):
    table.loc[[0, 33, 34], "b"] = np.nan
    table.loc[50, "y"] = np.nan
    table.to_csv(tmp_path / "holes.csv", index=False)
    holes = dd.read_csv(str(tmp_path / "holes.csv"), blocksize=2000)
    assert holes.npartitions > 2
    with pytest.raises(ValueError, match=r"^[Xy]\[.+\] in chunk \d is nan, but must be a finite"):
        moments(*split(holes.to_dask_array()))
    whole = table.dropna()
    assert len(whole) == 96
    found = moments(*split(holes.dropna().to_dask_array()))
    assert_moments_of(found, whole[["a", "b", "c"]], whole["y"])


@pytest.mark.parametrize("kind", FILES)
def test_what_is_sent_to_workers_says_where_the_rows_are_and_holds_none(tmp_path, kind):
    X, y = problem(100_000)
    big = pd.DataFrame(np.column_stack([X, y]), columns=[*"abcy"])  # 3.2 MB
    path = str(tmp_path / "table.npy")
    if kind == "csv":
        big[:10_000].to_csv(tmp_path / "table.csv", index=False)
        rows = dd.read_csv(str(tmp_path / "table.csv"), blocksize=70_000).to_dask_array()
    elif kind == "parquet":
        big.to_parquet(tmp_path / "table.parquet", row_group_size=10_000)
        rows = dd.read_parquet(str(tmp_path / "table.parquet"), split_row_groups=1).to_dask_array()
    elif kind == "stack":
        da.to_npy_stack(tmp_path / "stack", da.from_array(big.to_numpy(), chunks=(10_000, 4)))
        rows = da.from_npy_stack(tmp_path / "stack")
    else:
        np.save(path, big.to_numpy())

        def part(block_info):
            start, stop = block_info[None]["array-location"][0]
            return np.load(path, mmap_mode="r")[start:stop]

        chunks = ((10_000,) * 10, (4,))
        rows = da.map_blocks(part, chunks=chunks, dtype=float, meta=np.empty((0, 0)))
    assert rows.numblocks[0] >= 10
    sent = cloudpickle.dumps(handed_to_dask(*split(rows)))
    assert len(sent) < 3000 * rows.numblocks[0]


# What is refused


GOOD, TARGETS = np.arange(12.0).reshape(4, 3), np.arange(4.0)


def chunk_of(*rows):
    """Return three chunks of four rows, the last of which is this one."""
    return in_chunks(GOOD, GOOD, np.array(rows), columns=3)


@pytest.mark.parametrize(
    ("X", "y", "error", "message"),
    [
        (
            da.ones(5, chunks=2),
            da.ones(5, chunks=2),
            ValueError,
            r"^X has shape \(5,\), but must be \(n_samples, n_features\): one row per example",
        ),
        (
            da.ones((5, 2), chunks=2),
            da.ones((5, 1), chunks=2),
            ValueError,
            r"^y has shape \(5, 1\), but must be \(5,\): one target per row of X",
        ),
        (
            da.ones((5, 2), chunks=2),
            da.ones(4, chunks=2),
            ValueError,
            r"^y has shape \(4,\), but must be \(5,\): one target per row of X",
        ),
        (
            in_chunks(GOOD[0]),
            in_chunks(TARGETS),
            ValueError,
            r"^X has shape \(None,\), but must be \(n_samples, n_features\)",
        ),
        (
            in_chunks(GOOD, columns=3),
            in_chunks(GOOD, columns=3),
            ValueError,
            r"^y has shape \(None, 3\), but must be \(n_samples,\): one target",
        ),
        (
            in_chunks(GOOD, GOOD, columns=3),
            in_chunks(TARGETS),
            ValueError,
            r"^X has 2 chunks and y has 1, some of unknown length.*: call compute_chunk_sizes\(\)",
        ),
        (
            in_chunks(GOOD, GOOD, columns=3),
            np.zeros(8),
            ValueError,
            r"^X has 2 chunks and y has 1, some of unknown length",
        ),
        (
            in_chunks(GOOD, GOOD, columns=3),
            in_chunks(TARGETS, TARGETS[:3]),
            ValueError,
            r"^y in chunk 1 has shape \(3,\), but must be \(4,\): one target per row of X",
        ),
        (
            in_chunks(GOOD, GOOD[:, :2], columns=3),
            in_chunks(TARGETS, TARGETS),
            ValueError,
            r"^X in chunk 1 has shape \(4, 2\), but must be \(n_samples, 3\): .*one column per",
        ),
        (
            da.ones((4, 3), chunks=(2, 3)).map_blocks(lambda X: X[:1], dtype=float),
            da.ones(4, chunks=2),
            ValueError,
            r"^y in chunk [01] has shape \(2,\), but must be \(1,\): one target per row of X",
        ),
        (
            da.from_delayed(dask.delayed(GOOD), (np.nan, np.nan), dtype=float),
            in_chunks(TARGETS),
            ValueError,
            r"^X has shape \(None, None\), but needs a row and a known number of columns",
        ),
        (
            da.ones((5, 0)),
            da.ones(5),
            ValueError,
            r"^X has shape \(5, 0\), but needs a row and a known number of columns",
        ),
        (
            da.ones((0, 3)),
            da.ones(0),
            ValueError,
            r"^X has shape \(0, 3\), but needs a row",
        ),
        (
            in_chunks(GOOD[:0], GOOD[:0], columns=3),
            in_chunks(TARGETS[:0], TARGETS[:0]),
            ValueError,
            r"^X has 2 chunks, but all of them are empty",
        ),
    ],
)
def test_shapes_that_do_not_fit_are_refused(X, y, error, message):
    with pytest.raises(error, match=message):
        moments(X, y)


@pytest.mark.parametrize(
    ("part", "came"),
    [
        (GOOD.astype(str), "text"),
        (np.full(GOOD.shape, None), r"missing values \(None; table\.dropna\(\) leaves [a-z ]+\)"),
        (GOOD + 1j, "complex numbers"),
        (GOOD.astype("datetime64[s]"), r"values of type datetime64\[s\]"),
    ],
)
def test_a_chunk_of_what_is_no_number_is_refused(part, came):
    y = in_chunks(TARGETS, TARGETS, TARGETS)
    message = f"in chunk 2 holds {came}, but must hold real numbers"
    with pytest.raises(TypeError, match=f"^X {message}"):
        moments(chunk_of(*part), y)
    y = in_chunks(TARGETS, TARGETS, part[:, 0])
    with pytest.raises(TypeError, match=f"^y {message}"):
        moments(chunk_of(*GOOD), y)


def test_a_column_of_text_in_a_table_is_refused(tmp_path):
    pd.DataFrame({"a": ["1", "two"], "y": [1, 2]}).to_csv(tmp_path / "text.csv", index=False)
    text = dd.read_csv(str(tmp_path / "text.csv"))
    with pytest.raises(
        TypeError, match=r"^X in chunk 0 holds values of type object, such as '1', but must hold"
    ):
        moments(*split(text.to_dask_array()))


def test_a_column_with_missing_whole_numbers_is_refused_with_the_cure():
    table = pd.DataFrame({"a": pd.array([1, None, 3], "Int64"), "y": [1, 2, 3]})
    with pytest.raises(
        TypeError, match=r"^X in chunk 0 holds missing values \(<NA>; table\.dropna"
    ):
        moments(*split(dd.from_pandas(table, npartitions=1).to_dask_array()))
    dropped = dd.from_pandas(table.dropna(), npartitions=1).to_dask_array()
    assert_moments_of(moments(*split(dropped)), [[1], [3]], [1, 3])


@pytest.mark.parametrize("worth", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_not_finite_is_found_by_chunk_row_and_column(worth):
    X, y = problem()
    X[31, 2] = worth
    rows, targets = da.from_array(X, chunks=(25, 3)), da.from_array(y, chunks=25)
    message = rf"^X\[6, 2\] in chunk 1 is {worth}, but must be a finite number$"
    with pytest.raises(ValueError, match=message):
        moments(rows, targets)


@pytest.mark.parametrize("worth", [np.nan, np.inf, -np.inf])
def test_a_target_that_is_not_finite_is_found_by_chunk_and_row(worth):
    X, y = problem()
    y[59] = worth
    rows, targets = da.from_array(X, chunks=(25, 3)), da.from_array(y, chunks=25)
    with pytest.raises(ValueError, match=rf"^y\[9\] in chunk 2 is {worth}, but must be a finite"):
        moments(rows, targets)


def test_a_masked_chunk_is_refused():
    masked = np.ma.masked_greater(GOOD, 10)
    rows = da.ones((4, 3)).map_blocks(lambda _: masked, dtype=float, meta=np.empty((0, 0)))
    with pytest.raises(ValueError, match=r"^X in chunk 0 has masked entries, but each must be"):
        moments(rows, TARGETS)


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (da.ones((2, 1)), ["one", "two"], "y holds text"),
        ([[1], [None]], da.ones(2), "X holds missing values"),
    ],
)
def test_what_is_given_beside_a_dask_array_must_hold_numbers(X, y, message):
    with pytest.raises(TypeError, match=f"^{message}.*, but must hold real numbers"):
        moments(X, y)


def test_a_mistake_in_reading_is_told_as_it_is():
    def fails(block):
        raise OSError("the disk is gone")

    rows = da.ones((4, 3)).map_blocks(fails, dtype=float, meta=np.empty((0, 0)))
    with pytest.raises(OSError, match=r"^the disk is gone$"):
        moments(rows, TARGETS)


# Processes of a cluster


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    """Start two worker processes that talk over loopback only."""
    settings = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "processes": True,
        "host": "127.0.0.1",
        "dashboard_address": "127.0.0.1:0",
        "local_directory": str(tmp_path_factory.mktemp("workers")),
    }
    with distributed.LocalCluster(**settings) as cluster, distributed.Client(cluster) as client:
        client.wait_for_workers(2, timeout=60)
        yield client


def test_workers_without_linreg_are_named_within_seconds(two_workers):
    rows, targets = (da.from_array(part, chunks=25) for part in problem(100))
    worker = next(iter(two_workers.scheduler_info()["workers"]))

    def lose():
        import sys

        kept = {name: sys.modules[name] for name in sys.modules if name.startswith("linreg")}
        for name in kept:
            del sys.modules[name]
        sys.modules["linreg"] = None  # what cannot be imported

    def find():
        import sys

        sys.modules.pop("linreg", None)

    two_workers.run(lose, workers=[worker])
    try:
        with pytest.raises(ModuleNotFoundError, match=f"missing on 1 of the workers.*{worker}"):
            moments(rows, targets)
    finally:
        two_workers.run(find, workers=[worker])
    assert moments(rows, targets).n_samples == 100


def test_workers_give_the_bits_that_threads_give(two_workers):
    # Chunks so small that linear algebra uses one thread wherever it runs.
    X, y = problem(1000)
    rows, targets = da.from_array(X, chunks=(50, 2)), da.from_array(y, chunks=50)
    with dask.config.set(scheduler="threads"):
        here = moments(rows, targets)
    there = moments(rows, targets)
    assert_same_bits(there, here)
    assert_moments_of(there, X, y)


@pytest.mark.parametrize("kind", FILES)
def test_workers_read_their_own_chunks(two_workers, opened, table, kind):
    found = moments(*opened[kind]())
    assert_moments_of(found, table[["a", "b", "c"]], table["y"])


def test_workers_say_which_number_is_not_finite(two_workers):
    X, y = problem()
    X[31, 2] = np.nan
    with pytest.raises(ValueError, match=r"^X\[6, 2\] in chunk 1 is nan, but must be a finite"):
        moments(da.from_array(X, chunks=(25, 3)), da.from_array(y, chunks=25))


FREE = 4  # so many blocks are made at once, the others only when the file "go" is there


def wait_until(happened, what, seconds=60):
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"in vain we wait for {what}"
        time.sleep(0.01)


def hesitate(block, folder):
    """Return the block, and note who makes it: the first from two workers, most only at "go"."""
    folder, pid, number = Path(folder), os.getpid(), int(block[0, 0])
    ticket = take_ticket(folder, f"{pid} {number}")
    if ticket == 0:
        wait_until(lambda: {p for p, _ in noted(folder, "started")} > {pid}, "the other worker")
    if ticket >= FREE:
        wait_until((folder / "go").exists, "go")
    write(folder / f"finished-{ticket}", f"{pid} {number}")
    return block


def take_ticket(folder, text):
    """Return the lowest number that nobody has taken, in whatever process."""
    for ticket in range(100):
        with contextlib.suppress(FileExistsError):
            (folder / f"ticket-{ticket}").mkdir()
            write(folder / f"started-{ticket}", text)
            return ticket
    raise AssertionError("there are more blocks than tickets")


def write(path, text):
    """Write a file that nobody can see half written."""
    path.with_name(f"new-{path.name}").write_text(text)
    path.with_name(f"new-{path.name}").rename(path)


def noted(folder, event):
    """Return the process and the number of each block that has started, or finished."""
    return [tuple(map(int, path.read_text().split())) for path in folder.glob(f"{event}-*")]


def test_what_a_killed_worker_had_finished_is_computed_again(two_workers, tmp_path):
    client = two_workers
    X, y = problem(8 * 50)
    X[::50, 0] = np.arange(8)  # the first number of a block is its own number
    rows, targets = da.from_array(X, chunks=(50, 3)), da.from_array(y, chunks=50)
    with dask.config.set(scheduler="threads"):
        whole = moments(rows, targets)
    slow = rows.map_blocks(hesitate, str(tmp_path), dtype=float, meta=np.empty((0, 0)))
    client.wait_for_workers(2, timeout=60)
    addresses = {pid: address for address, pid in client.run(os.getpid).items()}
    with ThreadPoolExecutor(1) as other_thread:
        running = other_thread.submit(moments, slow, targets)
        try:
            wait_until(lambda: len(noted(tmp_path, "finished")) == FREE, "the first blocks")
            wait_until(lambda: len(noted(tmp_path, "started")) == FREE + 2, "the next two")
            victim, _ = noted(tmp_path, "finished")[0]
            lost = [block for pid, block in noted(tmp_path, "finished") if pid == victim]
            address = addresses[victim]
            wait_until(lambda: len(client.has_what()[address]) >= len(lost), "what it has finished")
            assert not running.done()
            os.kill(victim, getattr(signal, "SIGKILL", signal.SIGTERM))
            wait_until(lambda: address not in client.scheduler_info()["workers"], "its death")
            assert not running.done()
        finally:
            (tmp_path / "go").touch()
        found = running.result(timeout=60)
    assert_same_bits(found, whole)
    assert_moments_of(found, X, y)
    finished = [block for _, block in noted(tmp_path, "finished")]
    assert sorted(finished) == sorted([*range(8), *lost])


def test_a_chunk_of_a_mixed_table_may_be_left_without_rows():
    """As SCALING.md says of missing values: `dropna()` may empty a whole part."""
    rooms = pd.array([None] * 50 + [3, 4] * 25, "Int64")
    size, price = problem(100, 1)
    table = pd.DataFrame({"rooms": rooms, "size": size[:, 0], "price": price})
    parts = dd.from_pandas(table, npartitions=2).dropna()
    X, y = parts[["rooms", "size"]].to_dask_array(), parts["price"].to_dask_array()
    assert moments(X, y).n_samples == 50

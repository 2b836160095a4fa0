"""Measure the course against its peers, side by side: same data, same start, same rate.

Each contestant does 1000 iterations on all rows, or fits in one shot. The results must agree; then
the times are taken in turn, so that noise hits all alike. Scikit-learn, PyTorch, JAX and Dask are
measured where they are installed. Run: python benchmarks/peers.py (about 15 minutes; it writes
peers.md and, for figures/draw.py, peers.csv) or, to try it, python benchmarks/peers.py --quick
"""

import argparse
import csv
import multiprocessing
import os
import platform
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from linreg import generate_examples, moments, train, trajectory

HERE = Path(__file__).parent
N_ITERATIONS, LEARNING_RATE, SLOW = 1000, 0.1, 10
MOST_SGD = 10**5  # rows: beyond, its thousand passes take minutes
TOLERANCE = 1e-8  # relative, of every loss; absolute, of every parameter
PACKAGES = {"numpy": "numpy", "scikit-learn": "sklearn", "torch": "torch", "jax": "jax"}
PACKAGES |= {"dask": "dask", "distributed": "distributed"}
SIZES = [(10**3, 2), (10**4, 2), (10**5, 2), (10**6, 2), (10**7, 2), (10**6, 20)]
QUICK_SIZES = [(10**3, 2), (10**5, 2)]
OURS, CLASS, FLOOR = "trajectory(moments(X, y))", "NumPy class", "one read of the memory"
TRAIN, TORCH, JAX = "train", "PyTorch loop", "JAX, jitted scan"
FIT, SGD, LSTSQ = "LinearRegression().fit", "SGDRegressor (stochastic)", "np.linalg.lstsq"
Run = Callable[[int], Any]  # takes a number of iterations, returns (W, b, losses or None)


class ClassModel:
    """The model as courses write it: column vectors, and a class with one method per step."""

    def __init__(self, n_features):
        self.W = np.zeros((n_features, 1))
        self.b = 0.0

    def forward(self, X):
        """Predict."""
        return X @ self.W + self.b

    def compute_loss(self, y, y_hat):
        """Return the mean squared error."""
        return np.mean((y_hat - y) ** 2)

    def backward(self, X, y, y_hat):
        """Store the gradient."""
        residual = y_hat - y
        self.dW = 2 / len(y) * (X.T @ residual)
        self.db = 2 / len(y) * np.sum(residual)

    def update(self, learning_rate):
        """Take the step."""
        self.W = self.W - learning_rate * self.dW
        self.b = self.b - learning_rate * self.db

    def fit(self, X, y, learning_rate, n_iterations):
        """Train, with y as a column."""
        losses = []
        for _ in range(n_iterations):
            y_hat = self.forward(X)
            losses.append(self.compute_loss(y, y_hat))
            self.backward(X, y, y_hat)
            self.update(learning_rate)
        return losses


# The contestants: each takes the data, prepares what need not be timed, and returns its Run.


def numpy_class(X, y) -> Run:
    """Train the class."""

    def run(n):
        model = ClassModel(X.shape[1])
        losses = model.fit(X, y[:, None], LEARNING_RATE, n)
        return model.W[:, 0], model.b, losses

    return run


def our_train(X, y) -> Run:
    """Train with our loop."""
    start = np.zeros(X.shape[1])
    return lambda n: train(X, y, start, 0, learning_rate=LEARNING_RATE, n_iterations=n)


def our_trajectory(X, y) -> Run:
    """Take the moments and compute what the loop would return."""
    start, rates = np.zeros(X.shape[1]), {"learning_rate": LEARNING_RATE}
    return lambda n: trajectory(moments(X, y), start, 0, n_iterations=n, **rates)


def torch_loop(X, y) -> Run:
    """Train as PyTorch's tutorials do, in double precision."""
    import torch

    X, y = torch.from_numpy(X), torch.from_numpy(y[:, None])

    def run(n):
        model = torch.nn.Linear(X.shape[1], 1, dtype=torch.float64)
        torch.nn.init.zeros_(model.weight)
        torch.nn.init.zeros_(model.bias)
        loss_function = torch.nn.MSELoss()
        optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
        losses = []
        for _ in range(n):
            optimizer.zero_grad()
            loss = loss_function(model(X), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return model.weight.detach().numpy()[0], model.bias.item(), losses

    return run


def jax_scan(X, y) -> Run:
    """Train in one compiled loop, in double precision; compilation is not timed."""
    import jax

    jax.config.update("jax_enable_x64", True)

    @jax.jit
    def step(X, y, parameters):
        def loss(parameters):
            W, b = parameters
            return jax.numpy.mean((X @ W + b - y) ** 2)

        value, slopes = jax.value_and_grad(loss)(parameters)
        return tuple(
            p - LEARNING_RATE * dp for p, dp in zip(parameters, slopes, strict=True)
        ), value

    def fit(X, y, n):
        start = jax.numpy.zeros(X.shape[1]), jax.numpy.zeros(())
        return jax.lax.scan(lambda parameters, _: step(X, y, parameters), start, length=n)

    X, y, fit = jax.numpy.asarray(X), jax.numpy.asarray(y), jax.jit(fit, static_argnums=2)

    def run(n):
        (W, b), losses = jax.block_until_ready(fit(X, y, n))
        return W, b, losses

    return run


def sgd_regressor(X, y) -> Run:
    """Run scikit-learn's gradient descent: another algorithm, one update per row."""
    from sklearn.linear_model import SGDRegressor

    constant = {"penalty": None, "learning_rate": "constant", "eta0": 0.001, "tol": None}

    def run(n):
        model = SGDRegressor(max_iter=n, random_state=0, **constant).fit(X, y)
        return model.coef_, model.intercept_[0], None

    return run


def linear_regression(X, y) -> Run:
    """Fit with scikit-learn, in one shot."""
    from sklearn.linear_model import LinearRegression

    def run(_):
        model = LinearRegression().fit(X, y)
        return model.coef_, model.intercept_, None

    return run


def numpy_lstsq(X, y) -> Run:
    """Solve with NumPy, in one shot."""

    def run(_):
        *W, b = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y, rcond=None)[0]
        return W, b, None

    return run


def read_once(X, y) -> Run:
    """Read the same memory once, and do no more."""

    def run(_):
        X.sum()
        y.sum()

    return run


class Contestant(NamedTuple):
    """What is measured: how to prepare it, the library it needs, whether it does iterations."""

    prepare: Callable[[Any, Any], Run]
    library: str = "numpy"
    loops: bool = True


CONTESTANTS = {
    CLASS: Contestant(numpy_class),
    TORCH: Contestant(torch_loop, "torch"),
    JAX: Contestant(jax_scan, "jax"),
    TRAIN: Contestant(our_train),
    OURS: Contestant(our_trajectory, loops=False),
    SGD: Contestant(sgd_regressor, "sklearn"),
    FIT: Contestant(linear_regression, "sklearn", loops=False),
    LSTSQ: Contestant(numpy_lstsq, loops=False),
    FLOOR: Contestant(read_once, loops=False),
}


class Measured(NamedTuple):
    """The median seconds of 1000 iterations, from a measurement of that many or of fewer."""

    seconds: float
    n_iterations: int


def seconds(work: Callable[[], object], repeats: int = 1) -> float:
    """Return how long one call takes, on average if it is repeated."""
    start = time.perf_counter()
    for _ in range(repeats):
        work()
    return (time.perf_counter() - start) / repeats


def medians(works: dict[Any, Callable[[], object]], least: int = 3, most: int = 31) -> dict:
    """Return the median seconds of each work, all taken in turn.

    A short one is repeated until it fills 20 ms; a long one drops out after 5 s, but not before
    it has been measured `least` times. The pause lets the threads of the one before come to rest.
    """
    times: dict[Any, list[float]] = {name: [] for name in works}
    repeats = {name: 1 + int(0.02 / seconds(work)) for name, work in works.items()}
    for _ in range(most):
        for name, work in works.items():
            if len(times[name]) < least or sum(times[name]) < 5:
                time.sleep(0.05)
                times[name].append(seconds(work, repeats[name]))
    return {name: median(taken) for name, taken in times.items()}


def check(name: str, result: Any, expected: Any, n_iterations: int) -> None:
    """Refuse a result that is not what our trajectory says, to the tolerance."""
    if name == FLOOR:
        return
    W, b, losses = result
    if losses is not None:
        np.testing.assert_allclose(losses, expected.losses[:n_iterations], TOLERANCE, err_msg=name)
    if n_iterations == N_ITERATIONS:
        atol = 0.1 if name == SGD else TOLERANCE
        np.testing.assert_allclose([*W, b], [*expected.W, expected.b], 0, atol, err_msg=name)


def measure(n: int, d: int, names: list[str], limit: float) -> dict[str, Measured]:
    """Check, then measure, all contestants on n rows of d features."""
    weights = np.linspace(-3, 3, d)
    X, y = generate_examples(n, weights, 1, 0.5, np.random.default_rng(0))
    expected = our_trajectory(X, y)(N_ITERATIONS)
    works, counts = {}, {}
    for name in names:
        if name == SGD and n > MOST_SGD:
            continue
        run, counts[name] = CONTESTANTS[name].prepare(X, y), N_ITERATIONS
        if CONTESTANTS[name].loops:
            check(name, run(SLOW), expected, SLOW)
            if seconds(lambda run=run: run(SLOW)) * N_ITERATIONS / SLOW > limit:
                counts[name] = SLOW
        if counts[name] == N_ITERATIONS:
            check(name, run(N_ITERATIONS), expected, N_ITERATIONS)
        works[name] = lambda run=run, count=counts[name]: run(count)
    return {
        name: Measured(taken * N_ITERATIONS / counts[name], counts[name])
        for name, taken in medians(works).items()
    }


class Ratio(NamedTuple):
    """A number by which two contestants are compared; None if one of them was not measured."""

    name: str
    value: float | None

    def row(self) -> str:
        """Return a row of the table."""
        return f"| {self.name} | {'not measured' if self.value is None else digits(self.value)} |"


def speed_ratios(times: dict[tuple[int, int], dict[str, Measured]]) -> list[Ratio]:
    """Compare contestants at sizes where it matters."""
    small, large, wide = (10**3, 2), (10**7, 2), (10**6, 20)
    rows = []
    for size, one, other, faster in [
        (small, OURS, CLASS, True),
        (small, OURS, JAX, True),
        (small, TRAIN, CLASS, True),
        (small, TRAIN, TORCH, True),
        (large, OURS, FLOOR, False),
        (large, OURS, FIT, True),
        (wide, OURS, FLOOR, False),
    ]:
        taken = times.get(size, {})
        words = "as fast as" if faster else "the time of"
        ratio = None
        if one in taken and other in taken:
            ratio = taken[one].seconds / taken[other].seconds
            ratio = 1 / ratio if faster else ratio
        rows.append(Ratio(f"{size_words(*size)}: {one}, times {words} {other}", ratio))
    return rows


# A file too large to be loaded: cost per row, memory, and Dask workers


def write_table(path: Path, n_rows: int, rng: np.random.Generator) -> None:
    """Write rows [x1, x2, y] of floats to a file, a million at a time."""
    with open(path, "wb") as file:
        for start in range(0, n_rows, 10**6):
            X, y = generate_examples(min(10**6, n_rows - start), [-3, 3], 1, 0.5, rng)
            np.column_stack([X, y]).tofile(file)


def open_table(path: Path) -> tuple[Any, Any]:
    """Return X and y as a memory map, of which nothing has been read."""
    table = np.memmap(path, mode="r").view(np.float64).reshape(-1, 3)
    return table[:, :2], table[:, 2]


def peak_anonymous_memory(path: Path) -> float | None:
    """Return the peak of this process' memory, in MB, while it takes the moments of a file.

    That is all memory but the mapped file, so also Python and NumPy. None where it is not measured.
    """
    status, peaks, done = Path("/proc/self/status"), [], threading.Event()
    if not status.exists():
        return None

    def watch():
        while not done.wait(0.002):
            (size,) = [line for line in status.read_text().splitlines() if "RssAnon" in line]
            peaks.append(int(size.split()[1]) * 1024 / 1e6)

    watcher = threading.Thread(target=watch)
    watcher.start()
    moments(*open_table(path))
    done.set()
    watcher.join()
    return max(peaks)


def file_ratios(n_rows: int) -> list[Ratio]:
    """Measure a file of many rows against one of a hundredth, its memory, and Dask workers."""
    with TemporaryDirectory() as folder:
        long, short = (Path(folder) / name for name in ("long", "short"))
        write_table(long, n_rows, np.random.default_rng(0))
        write_table(short, n_rows // 100, np.random.default_rng(0))
        taken = medians(
            {path: lambda path=path: moments(*open_table(path)) for path in (long, short)}
        )
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            memory = pool.apply(peak_anonymous_memory, [long])
        file = f"{size_words(n_rows, 2)} in a file"
        return [
            Ratio(
                f"{file}: time per row, times that of a hundredth of the rows",
                taken[long] / taken[short] / 100,
            ),
            Ratio(f"{file}: peak memory beyond the file, MB", memory),
            Ratio(f"{file}: two Dask workers, times as fast as one", dask_ratio(long)),
        ]


def dask_ratio(path: Path) -> float | None:
    """Return how much faster two workers, one thread each, take the moments of a file than one."""
    if not find_spec("distributed"):
        return None
    from dask.array import map_blocks
    from distributed import Client, LocalCluster

    n_rows = len(open_table(path)[1])
    chunks = (n_rows // 16,) * 16

    def part(k, block_info=None):
        start, stop = block_info[None]["array-location"][0]
        return open_table(path)[k][start:stop]

    X = map_blocks(part, 0, chunks=(chunks, (2,)), dtype=float)
    y = map_blocks(part, 1, chunks=(chunks,), dtype=float)
    expected = moments(*open_table(path)).loss([0, 0], 0)

    def work(client):
        with client.as_current():
            np.testing.assert_allclose(moments(X, y).loss([0, 0], 0), expected, TOLERANCE)

    options = {"threads_per_worker": 1, "dashboard_address": ":0"}
    with (
        LocalCluster(n_workers=1, **options) as one,
        LocalCluster(n_workers=2, **options) as two,
        Client(one) as client_one,
        Client(two) as client_two,
    ):
        works = {client: lambda client=client: work(client) for client in (client_one, client_two)}
        taken = medians(works, least=5)
    return taken[client_one] / taken[client_two]


# The tables


def digits(value: float) -> str:
    """Return three significant digits, never as a power of ten."""
    return np.format_float_positional(float(f"{value:.3g}"), trim="-")


def size_words(n: int, d: int) -> str:
    """Return a size as it is written: 10³ × 2."""
    return f"10{'⁰¹²³⁴⁵⁶⁷⁸⁹'[round(np.log10(n))]} × {d}"


def machine() -> str:
    """Return the number of cores and the processor's family."""
    names = [platform.processor() or platform.machine()]
    if (info := Path("/proc/cpuinfo")).exists():
        lines = [line.split(":") for line in info.read_text().splitlines()]
        names = [line[1].strip() for line in lines if line[0].strip() == "model name"] or names
    return f"{os.cpu_count()} cores, {names[0]}"


def time_table(times: dict[tuple[int, int], dict[str, Measured]]) -> list[str]:
    """Return the contestants' seconds, and their ratio to ours, as the lines of a table."""
    lines = ["| | " + " | ".join(size_words(*size) for size in times) + " |"]
    lines.append("|---" + "|---:" * len(times) + "|")
    for name in [name for name in CONTESTANTS if any(name in taken for taken in times.values())]:
        cells = []
        for taken in times.values():
            if name not in taken:
                cells.append("–")
                continue
            ratio = digits(taken[name].seconds / taken[OURS].seconds)
            about = "" if taken[name].n_iterations == N_ITERATIONS else "≈ "
            cells.append(f"{about}{digits(taken[name].seconds)} s ({ratio}×)")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


NOTE = """\
Seconds for {count} iterations on all rows (rows × features) from W = 0, b = 0 at the learning rate
{rate}, in double precision, and in brackets how many times those of `{ours}`.
Medians, measured in turn by `python benchmarks/peers.py` on {machine}; each library with
as many threads as it takes by itself. {versions}. Not installed, so left out: {absent}.

First the results were checked: all losses agree to {tolerance:g} (relative), the parameters after
{count} iterations to {tolerance:g} (absolute). The moments are taken within the time, JAX compiles
before it. ≈ marks a loop that would have taken longer than {limit:g} s: {slow} iterations were
measured and scaled. {sgd} is another algorithm: {count} passes with one
update per row at the rate 0.001, checked to 0.1 only, left out (–) beyond {most_sgd} rows.
{fit} and {lstsq} are one shot, without losses.
"""

FILE_NOTE = """\
The file has rows [x₁, x₂, y] of 8-byte floats and is in the page cache; the time is that of opening
it as a memory map and taking its moments. Memory is that of a process of its own, with Python
and NumPy, sampled every 2 ms. A Dask worker is a process with one thread. The workers open the file
themselves: the time is that of reading, of the moments, and of Dask's scheduling of 16 chunks.
"""


def report(times: dict[Any, dict[str, Measured]], ratios: list[Ratio], limit: float) -> str:
    """Return the page with both tables."""
    installed = [name for name in PACKAGES if find_spec(PACKAGES[name])]
    note = NOTE.format(
        count=N_ITERATIONS,
        rate=LEARNING_RATE,
        ours=OURS,
        machine=machine(),
        versions=", ".join(f"{name} {version(name)}" for name in installed),
        absent=", ".join(name for name in PACKAGES if name not in installed) or "none",
        tolerance=TOLERANCE,
        limit=limit,
        slow=SLOW,
        sgd=SGD,
        most_sgd=MOST_SGD,
        fit=FIT,
        lstsq=LSTSQ,
    )
    return (
        "\n".join(
            [
                "# The course and its peers, side by side\n",
                *time_table(times),
                "",
                note,
                "| compared | |",
                "|---|---:|",
                *(one.row() for one in ratios),
                "",
                FILE_NOTE,
            ]
        ).rstrip("\n")
        + "\n"
    )


def main() -> None:
    """Measure, print, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--table", type=Path, default=HERE / "peers.md", help="the file to write")
    parser.add_argument("--quick", action="store_true", help="small sizes; write nothing")
    parser.add_argument("--skip-file", action="store_true", help="leave out the file of 10⁸ rows")
    parser.add_argument(
        "--limit", type=float, default=10, help="s, of a loop that is not shortened"
    )
    options = parser.parse_args()
    names = [name for name, one in CONTESTANTS.items() if find_spec(one.library)]
    times = {}
    for size in QUICK_SIZES if options.quick else SIZES:
        times[size] = measure(*size, names, options.limit)
        print(*time_table({size: times[size]}), "", sep="\n", flush=True)
    ratios = speed_ratios(times)
    if not options.skip_file:
        ratios += file_ratios(10**6 if options.quick else 10**8)
    page = report(times, ratios, options.limit)
    print(page)
    if not options.quick:
        options.table.write_text(page, encoding="utf-8")
        with open(options.table.with_suffix(".csv"), "w", newline="", encoding="utf-8") as file:
            file.write(f"# {machine()}\n")
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["rows", "features", "contestant", "iterations", "seconds"])
            for size, taken in times.items():
                writer.writerows(
                    [*size, name, one.n_iterations, f"{one.seconds:.4g}"]
                    for name, one in taken.items()
                )


if __name__ == "__main__":
    main()

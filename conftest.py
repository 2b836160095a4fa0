"""One thread of linear algebra for each process; and how many cells of notebooks have passed."""

import os

# Each core has a test of its own. Beside busy processes OpenBLAS's threads wait for one another,
# up to a hundred times longer than they compute. Before NumPy is imported, and for kernels, too.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_terminal_summary(terminalreporter):
    """Print the line, where notebooks were among the tests."""
    outcomes = {}
    for outcome, reports in terminalreporter.stats.items():
        for report in reports:
            if getattr(report, "when", "") == "call" and ".ipynb::" in report.nodeid:
                outcomes[outcome] = outcomes.get(outcome, 0) + 1
    if outcomes:
        passed, run = outcomes.get("passed", 0), sum(outcomes.values())
        terminalreporter.write_line(f"cells of notebooks: {passed} passed of {run} run")

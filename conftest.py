"""Say at the end of a test run how many cells of notebooks were run, and how many passed."""


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

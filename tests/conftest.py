import shutil

import pytest

# They need what the tests that use them look for: an extra, or the browser's Python.
collect_ignore = ["accessibility.py", "in_pyodide_lessons.py"]


@pytest.fixture
def house_style():
    """Draw in the house style, and leave Matplotlib as it was."""
    import matplotlib.pyplot as plt

    from linreg.figures import use_house_style

    with plt.rc_context():
        use_house_style()
        yield
    plt.close("all")


@pytest.fixture(scope="session")
def browser():
    """Start Chromium; each page that it opens has an empty profile of its own."""
    needed = "the extra `browser` or `site` is needed"
    sync_api = pytest.importorskip("playwright.sync_api", reason=needed)
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip(f"none of {', '.join(names)} is installed")
    quiet = ["--headless", "--no-first-run", "--disable-background-networking"]
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", *quiet]
        )
        yield chromium
        chromium.close()

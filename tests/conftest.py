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

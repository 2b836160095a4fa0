import pytest

collect_ignore = ["in_pyodide_lessons.py"]  # it runs in the browser's Python


@pytest.fixture
def house_style():
    """Draw in the house style, and leave Matplotlib as it was."""
    import matplotlib.pyplot as plt

    from linreg.figures import use_house_style

    with plt.rc_context():
        use_house_style()
        yield
    plt.close("all")

"""Sliders and buttons: whether there is somebody to move them, and how they are stored."""

from typing import Any


def live() -> Any:
    """Return ipywidgets, or None where it is missing or older than 8, or no notebook runs."""
    try:
        import ipywidgets  # type: ignore[import-untyped, unused-ignore]
        from IPython import get_ipython
    except ImportError:
        return None
    shows_itself = hasattr(ipywidgets.Widget, "_repr_mimebundle_")
    return ipywidgets if shows_itself and hasattr(get_ipython(), "kernel") else None


def view(box: Any) -> dict[str, Any]:
    """Return the widgets' part of an output; its words are those of what is shown."""
    bundle: dict[str, Any] = box._repr_mimebundle_()
    del bundle["text/plain"]
    return bundle

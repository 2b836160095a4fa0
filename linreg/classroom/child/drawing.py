"""What drawing is where nobody looks: nothing happens, and nothing is imported.

A function may draw or show what it has computed. That has no say in its result, and Matplotlib
would want to write files. Left out: results of drawing that are computed with.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from typing import Any

MODULES = (
    "matplotlib",
    "matplotlib.pyplot",
    "seaborn",
    "linreg.figures",
    "IPython",
    "IPython.display",
)


class Nothing:
    """A module, figure or line: whatever is asked of it is another, and does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        pass

    def __call__(self, *_: object, **__: object) -> Any:
        """Do nothing."""
        """Do nothing."""
        return self

    def __getitem__(self, key: object) -> Any:
        return self

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter((self,))  # `line, = plt.plot(y)`

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def subplots(self, nrows: int = 1, ncols: int = 1, **_: object) -> tuple[Any, Any]:
        """Return a figure, and its axes in an array as large as Matplotlib's."""
        import numpy as np

        axes = np.empty((nrows, ncols), dtype=object)
        for place in np.ndindex(axes.shape):
            axes[place] = self
        return self, axes.squeeze()[()]

    def hist(self, *_: object, **__: object) -> tuple[Any, Any, Any]:
        """Return counts, edges and bars."""
        return self, self, self


def offer() -> None:
    """Let the modules be imported, and `display` be called as in a notebook."""
    nothing: Any = Nothing()
    for name in MODULES:
        sys.modules[name] = nothing
    builtins.display = builtins.get_ipython = nothing  # type: ignore[attr-defined]

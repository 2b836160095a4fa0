"""What drawing is where nobody looks: nothing happens, and nothing is imported.

A function may draw or show what it has computed. That has no say in its result, and Matplotlib
would want to write files. Left out: results of drawing that are computed with.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

MODULES = ("matplotlib", "mpl_toolkits", "seaborn", "IPython", "linreg.figures")


class Nothing:
    """A figure, a line, a function that draws: whatever is asked of it is nothing, too."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        pass

    def __call__(self, *_: object, **__: object) -> Any:
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


class Importer:
    """Finds the modules that draw, and whatever is imported from inside of them."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Return how such a module is made, or None if it is another."""
        is_one = name in MODULES or name.startswith(tuple(f"{one}." for one in MODULES))
        return ModuleSpec(name, self, is_package=True) if is_one else None  # type: ignore[arg-type]

    def create_module(self, _: ModuleSpec) -> None:
        """Let it be made as others are."""

    def exec_module(self, module: ModuleType) -> None:
        """Put nothing into it, which is found by every name."""
        nothing = Nothing()
        vars(module)["__getattr__"] = lambda name: getattr(nothing, name)


def offer() -> None:
    """Let the modules be imported, and `display` be called as in a notebook."""
    sys.meta_path.insert(0, Importer())
    builtins.display = builtins.get_ipython = Nothing()  # type: ignore[attr-defined]

"""What drawing is where nobody looks: nothing happens, and nothing is imported.

A function may draw or show what it has computed. That has no say in its result, and Matplotlib
would want to write files. Whoever computes with what was drawn is refused: a human has to look.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

REFUSED = "drawing does nothing where an answer is graded"
MODULES = ("matplotlib", "mpl_toolkits", "seaborn", "IPython", "linreg.figures")


class Nothing:
    """A figure, a line, a function that draws: whatever is asked of it is nothing, too."""

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            raise PermissionError(f"everything of a module that draws is imported: {REFUSED}")
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

    def __bool__(self) -> bool:
        return True

    def __format__(self, _: str) -> str:
        return ""

    def _refuse(self, *_: object) -> Any:
        raise PermissionError(f"something that was drawn is computed with: {REFUSED}")

    __len__ = __int__ = __float__ = __index__ = __array__ = __contains__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __pow__ = __matmul__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = __neg__ = __abs__ = __round__ = _refuse
    __instancecheck__ = __subclasscheck__ = _refuse

    def subplots(
        self, nrows: int = 1, ncols: int = 1, *_: object, squeeze: bool = True, **__: object
    ) -> tuple[Any, Any]:
        """Return a figure, and its axes in an array as large as Matplotlib's."""
        import numpy as np

        axes = np.empty((nrows, ncols), dtype=object)
        for place in np.ndindex(axes.shape):
            axes[place] = self
        return self, axes.squeeze()[()] if squeeze else axes

    def get_fignums(self) -> list[int]:
        """Return the numbers of no figures."""
        return []

    def xlim(self, *_: object, **__: object) -> tuple[Any, Any]:
        """Return two of what is asked for by this name."""
        return self, self

    ylim = get_xlim = get_ylim = get_legend_handles_labels = subplot_mosaic = xlim

    def hist(self, *_: object, **__: object) -> tuple[Any, Any, Any]:
        """Return three of what is asked for by this name."""
        return self, self, self

    stem = hist


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

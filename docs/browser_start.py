"""What Python does first in the browser: make its search for modules short.

The working folder is JupyterLite's own there, and each look into it takes a hundredth of a second;
starting a lesson takes a hundred. So it is looked into last. And when packages have been loaded,
the archive of the standard library is not read anew. The website has this file as
`sitecustomize.py`, which Python imports by itself.
"""

import sys
from importlib.machinery import ModuleSpec, PathFinder
from zipimport import zipimporter


class WorkingFolderLast:
    """Find what is in another folder of `sys.path`; what is not is left to those that follow."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return where a module is, if it is no part of a package."""
        if path is not None:
            return None
        return PathFinder.find_spec(name, [folder for folder in sys.path if folder])


sys.meta_path.insert(sys.meta_path.index(PathFinder), WorkingFolderLast)  # type: ignore[arg-type]
zipimporter.invalidate_caches = lambda self: None  # type: ignore[method-assign]

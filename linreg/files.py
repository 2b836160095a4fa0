"""Write a file so that whoever reads it, now or after a crash, finds the old text or the new one.

Left out: two writers at once. Each writes a whole text, and the later one stays.
"""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")


def write_whole(path: str | PathLike[str], text: str) -> None:
    """Write a text to a file in UTF-8, as it stands: all of it, or nothing.

    It goes to a hidden file beside it that then takes its place. What is there and is no plain
    file, such as a pipe, is written to as it is.

    Raises
    ------
    OSError
        If the file cannot be written; it names the file, which is then as it was.
    """
    path = Path(path).resolve()  # where a link leads
    if path.exists() and not path.is_file():
        path.write_bytes(text.encode())
        return
    # Its name ends as that of the file does: by that, the Python of a browser knows a text.
    beside = path.with_name(f".{path.stem[:50]}.{os.urandom(4).hex()}{path.suffix[:50]}")
    try:
        _write_beside(beside, path, text.encode())
    except OSError as error:  # it would name the file beside
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):  # it is gone already, unless something went wrong
            beside.unlink()


def save(path: str | PathLike[str], numbers: dict[str, Any]) -> None:
    """Write numbers by their names to a JSON file.

    OSError if it cannot be written, ValueError if a number is not finite: `load` would refuse it.
    """
    try:
        text = json.dumps(numbers, allow_nan=False)
    except ValueError:
        raise ValueError("a number is not finite, so that it cannot be saved") from None
    write_whole(path, text)


def load(
    path: str | PathLike[str], kind: str, names: tuple[str, ...], make: Callable[..., Made]
) -> Made:
    """Return what `make` makes of the numbers that `save` wrote.

    ValueError, which names the file, if it holds anything else, such as what a later version saved.
    """
    try:
        saved = json.loads(Path(path).read_text(encoding="utf-8"))
        if not isinstance(saved, dict):
            raise ValueError("it is no table of names")
        if more := sorted(saved.keys() - set(names)):
            raise ValueError(f"it has {', '.join(more)}, which {kind} has not")
        if less := [name for name in names if name not in saved]:
            raise ValueError(f"it has no {less[0]}")
        return make(*(saved[name] for name in names))
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"{path} holds no saved {kind}: {error}") from error


def _write_beside(beside: Path, path: Path, content: bytes) -> None:
    with open(beside, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        if not os.access(path, os.W_OK):  # replacing it would ask the folder alone
            raise PermissionError(13, "Permission denied")
        beside.chmod(path.stat().st_mode & 0o777)
    os.replace(beside, path)

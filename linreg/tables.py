"""Read tables of numbers from CSV files, and say where one is not as it should be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from os import PathLike

import numpy as np

from linreg.arguments import Array

StrPath = str | PathLike[str]

# The columns to read of each file in linreg/data/, target last; None for all of them.
COLUMNS = {
    "houses": None,
    "cricket_chirps": None,
    "penguins": ["flipper length (mm)", "bill length (mm)", "body mass (g)"],
}


def read_table(path: StrPath, columns: Sequence[str] | None) -> tuple[list[str], Array]:
    """Return the names of the columns and the numbers below them; see `linreg.read_csv`."""
    if isinstance(columns, str):
        raise TypeError(f"columns is {columns!r}, but must be a list of names")
    header, *lines = _lines(path)
    names = list(header[1] if columns is None else columns)
    places = range(len(names)) if columns is None else [_place(path, header[1], c) for c in names]
    if len(names) < 2:
        found = f"one column, {names[0]!r}" if names else "no column"
        raise ValueError(f"{path}, line 1: {found}, but a feature and a target are needed")
    pairs = list(zip(places, names, strict=True))
    table = [[_value(path, line, name, row[j]) for j, name in pairs] for line, row in lines]
    return names, np.array(table)


def _place(path: StrPath, header: list[str], column: str) -> int:
    if column not in header:
        raise ValueError(f"{path}, line 1: there is no column {column!r}, only {', '.join(header)}")
    if header.count(column) > 1:
        raise ValueError(f"{path}, line 1: {header.count(column)} columns are called {column!r}")
    return header.index(column)


def _lines(path: StrPath) -> list[tuple[int, list[str]]]:
    """Return each line that is not blank, with its number: at least two, and of equal length."""
    import csv  # only here: whoever reads no file need not wait for it

    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, skipinitialspace=True)
            rows = ((reader.line_num, [cell.strip() for cell in row]) for row in reader)
            lines = [(line, row) for line, row in rows if row not in ([], [""])]
    except FileNotFoundError:
        raise ValueError(f"{path}: there is no such file") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path}: this is no CSV file in UTF-8 ({error})") from error
    if len(lines) < 2:
        end = f"{path}, line {len(lines) + 1}: the file ends"
        raise ValueError(f"{end}, but needs a line of names and a row")
    needed = len(lines[0][1])
    for line, row in lines:
        if len(row) != needed:
            found = f"{len(row)} value{'s' * (len(row) > 1)}, but the first line has {needed}"
            raise ValueError(f"{path}, line {line}: {found}")
    return lines


def _value(path: StrPath, line: int, column: str, text: str) -> float:
    try:
        value = math.nan if "_" in text else float(text)  # 2026_11 is no number in a table
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(
            f"{path}, line {line}: {column!r} is {text!r}, but must be a finite number"
        )
    return value

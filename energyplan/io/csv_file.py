"""How is a CSV file read so that no cell moves and no row is filled up silently?"""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pandas as pd

from energyplan.core.errors import Fault, FaultError, raise_faults
from energyplan.core.messages import phrase
from energyplan.io.text_file import read_text

_MISSING = ("", "nan", "NaN", "NAN")
_LISTED = 20


def read_csv(path: Path, *, maximum_bytes: int) -> pd.DataFrame:
    """Return the cells of a CSV file as text; empty ones and "NaN" are missing.

    Parameters
    ----------
    path : pathlib.Path
        Separated by commas, UTF-8, names in the first line; lines that begin with "#" are comments.
    maximum_bytes : int

    Returns
    -------
    pandas.DataFrame
        Index is the line in the file.

    Raises
    ------
    FaultError
        EP120, EP112, EP203 for the file; EP121 for lines with too many or too few cells; EP217 no rows; EP221 a name
        comes twice.
    """
    text = read_text(path, kind="CSV", maximum_bytes=maximum_bytes)
    lines, rows = _split(text, path)
    if not rows:
        raise FaultError([Fault("EP217", file=str(path), expected=phrase("a_row"))])
    names = [name.strip() for name in rows[0]]
    raise_faults(_check_names(names, path))
    raise_faults(_check_widths(rows, lines, path))
    if len(rows) == 1:
        raise FaultError([Fault("EP217", file=str(path), expected=phrase("a_row"))])
    cells = [[None if cell.strip() in _MISSING else cell.strip() for cell in row] for row in rows[1:]]
    return pd.DataFrame(cells, index=lines[1:], columns=names, dtype=object)


def _split(text: str, path: Path) -> tuple[list[int], list[list[str]]]:
    """Return rows with the lines in which they begin; blank lines and comments are left out."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    lines, rows, line = [], [], 1
    try:
        for row in reader:
            comment = bool(row) and row[0].lstrip().startswith("#")
            if any(cell.strip() for cell in row) and not comment:
                lines.append(line)
                rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        raise FaultError([Fault("EP121", file=str(path), line=line, value=str(error), expected="CSV")]) from None
    return lines, rows


def _check_names(names: list[str], path: Path) -> list[Fault]:
    if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
        return [Fault("EP121", file=str(path), line=1, value=names[0], expected=phrase("comma_separated"))]
    doubled = sorted({name for name in names if names.count(name) > 1})
    return [Fault("EP221", file=str(path), line=1, column=name, expected=phrase("one_column")) for name in doubled]


def _check_widths(rows: list[list[str]], lines: list[int], path: Path) -> list[Fault]:
    width = len(rows[0])
    wrong = [(line, len(row)) for line, row in zip(lines, rows, strict=True) if len(row) != width]
    more = phrase("more_rows", count=len(wrong) - _LISTED) if len(wrong) > _LISTED else ""
    expected = phrase("cells", count=width) + more
    return [
        Fault("EP121", file=str(path), line=line, value=phrase("cells", count=count), expected=expected)
        for line, count in wrong[:_LISTED]
    ]

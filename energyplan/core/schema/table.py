"""How is a table described, and which faults does a given one have?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from energyplan.core.errors import Fault, nearest
from energyplan.core.messages import Said, joined, phrase
from energyplan.core.vocabulary import is_quantity, names, quantity

MAXIMUM_ROWS_LISTED = 20


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        Internal name; a quantity of the vocabulary unless `kind` says otherwise.
    kind : {"number", "integer", "text", "boolean"}
    required : bool
        The column must be there.
    complete : bool
        No value may be missing.
    allowed : tuple of str
        Valid values of a text column; empty for any.
    positive : bool
        Zero is not allowed.
    description : str
    """

    name: str
    kind: str = "number"
    required: bool = False
    complete: bool = False
    allowed: tuple[str, ...] = ()
    positive: bool = False
    description: str = ""

    @property
    def border_name(self) -> str:
        """The name of the column in files."""
        is_number = self.kind in ("number", "integer") and is_quantity(self.name)
        return quantity(self.name).border_name if is_number else self.name


@dataclass(frozen=True)
class Schema:
    """One table or layer: its id, its geometry and its columns.

    Attributes
    ----------
    name : str
    key : str
        The id column, which becomes the index.
    geometry : tuple of str
        Allowed geometry types; empty for a table without geometry.
    columns : tuple of Column
    required : bool
        The layer must be there.
    references : dict of str to tuple of str
        Column → (layer, column) whose values it must name.
    """

    name: str
    key: str
    columns: tuple[Column, ...]
    geometry: tuple[str, ...] = ()
    required: bool = False
    references: dict[str, tuple[str, str]] = field(default_factory=dict)
    description: str = ""

    def column(self, name: str) -> Column | None:
        """Return the column called `name` (inside or at the border), or None."""
        return next((column for column in self.columns if name in (column.name, column.border_name)), None)


def from_border(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return `table` with the internal column names of `schema`; columns that it does not know are kept."""
    return table.rename(columns={column.border_name: column.name for column in schema.columns})


def to_border(table: pd.DataFrame, schema: Schema | None = None) -> pd.DataFrame:
    """Return `table` with the unit spelled out in the name of every column that is a quantity."""
    text = {c.name for c in schema.columns if c.kind in ("text", "boolean")} if schema else set()
    known = [c for c in table.columns if isinstance(c, str) and c not in text and is_quantity(c)]
    return table.rename(columns={name: quantity(name).border_name for name in known})


def check_table(table: pd.DataFrame, schema: Schema) -> list[Fault]:
    """Return every fault of `table` against `schema`.

    Parameters
    ----------
    table : pandas.DataFrame
        Internal column names; index is the id.
    schema : Schema

    Returns
    -------
    list of Fault
        Empty if the table keeps to its schema. At most 20 rows are listed per column and fault; the last one
        states how many more there are.
    """
    if table.empty:
        return [Fault("EP217", layer=schema.name, expected=phrase("a_row"))]
    named = table.set_axis(row_names(table.index))
    return [
        *_check_ids(table.index, named.index, schema),
        *(f for column in schema.columns for f in _check_column(named, schema, column)),
    ]


def row_names(index: pd.Index) -> pd.Index:
    """Return the ids of the rows for messages; a row without one is named by its number, from 1."""
    names = [
        phrase("row_number", number=number) if _is_blank(name) else name for number, name in enumerate(index, start=1)
    ]
    return pd.Index(names, dtype=object)


def _is_blank(name: object) -> bool:
    return name is None or name != name or str(name).strip() == ""


def _check_ids(index: pd.Index, names: pd.Index, schema: Schema) -> Iterator[Fault]:
    ids = pd.Series(index, index=names, dtype=object)
    blank = ids.map(_is_blank).to_numpy(dtype=bool)
    yield from _rows(schema, schema.key, "EP318", pd.Series(None, ids.index[blank], dtype=object), phrase("unique"))
    doubled = ids[ids.duplicated(keep="first").to_numpy() & ~blank].drop_duplicates()
    listed = {name: _numbers_of(index, name) for name in doubled[:MAXIMUM_ROWS_LISTED]}
    yield from _rows(schema, schema.key, "EP318", doubled.map(listed), phrase("unique"))


def _numbers_of(index: pd.Index, name: object) -> Said:
    numbers = np.flatnonzero(index == name)[:MAXIMUM_ROWS_LISTED] + 1
    return phrase("row_numbers", numbers=", ".join(map(str, numbers)))


def _check_column(table: pd.DataFrame, schema: Schema, column: Column) -> Iterator[Fault]:
    if column.name not in table.columns:
        if column.required:
            hint = joined([column.border_name, nearest(column.border_name, map(str, table.columns))], "; ")
            yield Fault("EP219", layer=schema.name, column=column.border_name, expected=hint)
        return
    values = table[column.name]
    missing = values.isna()
    if column.complete:
        yield from _rows(schema, column.border_name, "EP211", values[missing], phrase("no_missing"))
    present = values[~missing]
    yield from {"text": _check_text, "boolean": _check_boolean}.get(column.kind, _check_numbers)(
        present, schema, column
    )


def _check_text(values: pd.Series, schema: Schema, column: Column) -> Iterator[Fault]:
    if column.allowed:
        wrong = values[~values.astype(str).isin(column.allowed)]
        for value, rows in list(wrong.groupby(wrong.astype(str), sort=False))[:MAXIMUM_ROWS_LISTED]:
            more = phrase("more_rows", count=len(rows) - 1) if len(rows) > 1 else ""
            expected = " | ".join(column.allowed) + more
            row = str(rows.index[0])
            yield Fault("EP220", layer=schema.name, row=row, column=column.border_name, value=value, expected=expected)


def _check_boolean(values: pd.Series, schema: Schema, column: Column) -> Iterator[Fault]:
    wrong = values[~values.isin([True, False])]
    yield from _rows(schema, column.border_name, "EP106", wrong, phrase("truth"))


def _check_numbers(values: pd.Series, schema: Schema, column: Column) -> Iterator[Fault]:
    if not may_be_numbers(values):
        yield from _rows(schema, column.border_name, "EP106", values, phrase("number"))
        return
    numbers = pd.to_numeric(values, errors="coerce")
    yield from _rows(schema, column.border_name, "EP201", values[numbers.isna()], phrase("decimal_numbers"))
    lower, upper, unit = _bounds(column)
    finite = numbers.dropna()
    outside = finite[(finite < lower) | (finite > upper) | ~np.isfinite(finite) | (column.positive & (finite <= 0))]
    shown = "" if unit in ("", "1") else f" {unit}"
    name = "positive_range" if column.positive else "range"
    yield from _rows(
        schema, column.border_name, "EP212", outside, phrase(name, lower=f"{lower:g}", upper=f"{upper:g}", unit=shown)
    )
    if column.kind == "integer":
        yield from _rows(schema, column.border_name, "EP106", finite[finite % 1 != 0], phrase("whole_number"))


def may_be_numbers(values: pd.Series) -> bool:
    """Tell whether a column holds numbers, or text that may be some: no dates, no true and false."""
    return pd.api.types.infer_dtype(values, skipna=True) not in (
        "boolean", "datetime64", "datetime", "date", "timedelta64", "timedelta", "time", "period", "bytes", "categorical",
    )  # fmt: skip


def _bounds(column: Column) -> tuple[float, float, str]:
    if not is_quantity(column.name):
        return -np.inf, np.inf, ""
    found = quantity(column.name)
    return found.lower, found.upper, found.unit


def _rows(schema: Schema, column: str, code: str, values: pd.Series, expected: str) -> Iterator[Fault]:
    rest = len(values) - MAXIMUM_ROWS_LISTED
    for number, (row, value) in enumerate(values.iloc[:MAXIMUM_ROWS_LISTED].items(), start=1):
        more = phrase("more_rows", count=rest) if rest > 0 and number == MAXIMUM_ROWS_LISTED else ""
        name = row if isinstance(row, str) else str(row)
        shown: Any = None if pd.isna(value) else value
        yield Fault(code, layer=schema.name, row=name, column=column, value=shown, expected=expected + more)


def strip_units(table: pd.DataFrame) -> pd.DataFrame:
    """Return `table` with every column that is a quantity with its unit spelled out under its internal name again."""
    border = {quantity(name).border_name: name for name in names()}
    return table.rename(columns={c: border[c] for c in table.columns if c in border})

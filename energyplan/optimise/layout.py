"""Where does each column and row of the hour stand in the program of the year?

Columns: the shared ones (sizes) first, then the columns of the first step, of the second, and so on. Rows: those of
the first step, of the second, …, then the rows of the year in which only shared columns stand, then the annual limits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from energyplan.optimise.hour import CompiledHour, Key

IntArray = NDArray[np.int_]


@dataclass(frozen=True)
class Layout:
    """The order of things.

    Attributes
    ----------
    shared, hourly, lagged : mapping of int to int
        Number of a column of the hour → its place among the shared, among those of a step, or (lagged) the place of the
        column that it is the step before of.
    hourly_rows, yearly_rows : mapping of int to int
        Number of a row of the hour → its place among those of a step, or of the year.
    columns, rows : mapping of Key to int
        Number in the hour.
    limits : tuple of str
        Names of the annual limits, in the order of their rows.
    """

    shared: dict[int, int]
    hourly: dict[int, int]
    lagged: dict[int, int]
    hourly_rows: dict[int, int]
    yearly_rows: dict[int, int]
    columns: dict[Key, int]
    rows: dict[Key, int]
    limits: tuple[str, ...]

    def column_numbers(self, key: Key, steps: int) -> IntArray:
        """Return the columns of a variable: one per step, one for a shared one, none for one that is not used."""
        number = self.columns.get(key)
        if number is None:
            return np.arange(0)
        if number in self.shared:
            return np.array([self.shared[number]])
        return len(self.shared) + np.arange(steps) * len(self.hourly) + self.hourly[number]

    def row_numbers(self, key: Key, steps: int) -> IntArray:
        """Return the rows of a constraint: one per step, or one for those of the year and the annual limits."""
        behind_steps = steps * len(self.hourly_rows)
        if key.kind == "limit":
            return np.array([behind_steps + len(self.yearly_rows) + self.limits.index(key.name)])
        number = self.rows.get(key)
        if number is None:
            return np.arange(0)
        if number in self.yearly_rows:
            return np.array([behind_steps + self.yearly_rows[number]])
        return np.arange(steps) * len(self.hourly_rows) + self.hourly_rows[number]


def lay_out(compiled: CompiledHour) -> Layout:
    """Return the places of the columns and rows of a compiled hour."""
    numbered = list(enumerate(compiled.columns))
    shared = _places(number for number, column in numbered if column.shared)
    hourly = _places(number for number, column in numbered if not column.shared and column.lag_of is None)
    columns = {column.key: number for number, column in numbered if column.lag_of is None}
    lagged = {number: hourly[columns[column.lag_of]] for number, column in numbered if column.lag_of is not None}
    with_hourly = {entry.row for entry in compiled.entries if entry.column not in shared}
    rows = range(len(compiled.rows))
    return Layout(
        shared,
        hourly,
        lagged,
        _places(row for row in rows if row in with_hourly),
        _places(row for row in rows if row not in with_hourly),
        columns,
        {key: number for number, key in enumerate(compiled.rows)},
        tuple(limit.name for limit in compiled.limits),
    )


def _places(numbers: Iterable[int]) -> dict[int, int]:
    return {number: place for place, number in enumerate(numbers)}

"""What is row 17,204 of the program called?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from energyplan.optimise.hour import CompiledHour, Key
from energyplan.optimise.layout import Layout


@dataclass(frozen=True, eq=False)
class Names:
    """Names of rows and columns for messages, made only when one is needed.

    Attributes
    ----------
    compiled : CompiledHour
    layout : Layout
    time : pandas.DatetimeIndex
        Beginning of each step.
    """

    compiled: CompiledHour
    layout: Layout
    time: pd.DatetimeIndex

    def column(self, number: int) -> str:
        """Return the name of a column."""
        shared, hourly = len(self.layout.shared), len(self.layout.hourly)
        if number < shared:
            return str(self.shared(number))
        step, place = divmod(number - shared, hourly)
        key = self.compiled.columns[_item(self.layout.hourly, place)].key
        return f"{key} at {self.time[step]:%d %b %H:%M}"

    def shared(self, number: int) -> Key:
        """Return the variable of a shared column."""
        return self.compiled.columns[_item(self.layout.shared, number)].key

    def row(self, number: int) -> str:
        """Return the name of a row."""
        key, time = self.row_key(number)
        return str(key) if time is None else f"{key} at {time:%d %b %H:%M}"

    def row_key(self, number: int) -> tuple[Key, pd.Timestamp | None]:
        """Return constraint and time of a row; no time for those of the year."""
        hourly = max(len(self.layout.hourly_rows), 1)
        step, place = divmod(number, hourly)
        if step < len(self.time) and self.layout.hourly_rows:
            return self.compiled.rows[_item(self.layout.hourly_rows, place)], self.time[step]
        behind = number - len(self.layout.hourly_rows) * len(self.time)
        if behind < len(self.layout.yearly_rows):
            return self.compiled.rows[_item(self.layout.yearly_rows, behind)], None
        return Key("limit", self.layout.limits[behind - len(self.layout.yearly_rows)]), None


def _item(places: Mapping[int, int], place: int) -> int:
    return next(number for number, at in places.items() if at == place)

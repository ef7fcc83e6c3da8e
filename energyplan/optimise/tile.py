"""How do the coefficients of one hour become the matrix of a year?

Each coefficient is a number or an array over the steps; it is written as a block of the matrix at once, in the order
in which the solver wants the columns. The lagged copy of a store's content falls onto the content of the step before.
Powers are counted in a unit that brings the demand between 5 and 50, whatever the size of the town; the annual limits
are divided by their largest coefficient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from energyplan.optimise.hour import CompiledHour, Entry, Key, evaluate
from energyplan.optimise.layout import Layout, lay_out
from energyplan.optimise.names import Names
from energyplan.optimise.steps import Steps
from energyplan.solve import LinearProgram
from energyplan.solve.problem import SMALLEST_COEFFICIENT

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int_]


@dataclass(frozen=True, eq=False)
class TiledYear:
    """The linear program of a year, and where everything stands in it.

    Attributes
    ----------
    layout : Layout
    steps : Steps
    unit : float
        One unit of power in the program [kW], of energy [kWh].
    program : LinearProgram
        Still without cost.
    quantities : mapping of str to (numpy.ndarray, float)
        Annual costs [EUR/a] and emissions [t/a] per unit of each column, and what is there in any case.
    limit_scale : numpy.ndarray
        What the rows of the annual limits were divided by.
    names : Names
    """

    layout: Layout
    steps: Steps
    unit: float
    program: LinearProgram
    quantities: Mapping[str, tuple[FloatArray, float]]
    limit_scale: FloatArray
    names: Names

    def cost(self, co2_price: float) -> tuple[FloatArray, float]:
        """Return the cost vector [EUR/a per unit] and constant [EUR/a] at a CO₂ price [EUR/t]."""
        weights = {"capital": 1.0, "fixed": 1.0, "energy": 1.0, "charged_emissions": co2_price}
        vector, constant = np.zeros(self.program.shape[1]), 0.0
        for name, weight in weights.items():
            vector += weight * self.quantities[name][0]
            constant += weight * self.quantities[name][1]
        return vector, constant

    def priced(self, co2_price: float) -> LinearProgram:
        """Return the program with its costs at a CO₂ price [EUR/t]."""
        return self.program.with_cost(*self.cost(co2_price))

    def columns(self, kind: str, name: str) -> IntArray:
        """Return the columns of a variable: one per step, one for a shared one, none for one that is not used."""
        return self.layout.column_numbers(Key(kind, name), len(self.steps))

    def rows(self, kind: str, name: str) -> IntArray:
        """Return the rows of a constraint: one per step, or one of the year."""
        return self.layout.row_numbers(Key(kind, name), len(self.steps))

    def values(self, solution: FloatArray, kind: str, name: str) -> FloatArray:
        """Return the values of a variable [kW], [kWh]."""
        return np.asarray(solution[self.columns(kind, name)] * self.unit)


def tile(compiled: CompiledHour, steps: Steps, *, unit: float, time: pd.DatetimeIndex) -> TiledYear:
    """Tile a compiled hour over the steps of a year.

    Parameters
    ----------
    compiled : CompiledHour
    steps : Steps
    unit : float
        Unit of power [kW].
    time : pandas.DatetimeIndex
        Hours, for the names of rows and columns.

    Returns
    -------
    TiledYear
    """
    compiled.fill(steps)
    layout = lay_out(compiled)
    quantities = _quantities(compiled, layout, steps, unit)
    matrix = _matrix(compiled, layout, steps)
    row_lower, row_upper = _row_bounds(compiled, layout, steps, unit)
    limits, limit_lower, limit_upper, scale = _limit_rows(compiled, quantities)
    if limits is not None:
        matrix = sparse.vstack([matrix, limits], format="csc")
    column_lower, column_upper = _column_bounds(compiled, layout, steps, unit)
    names = Names(compiled, layout, time[steps.start])
    program = LinearProgram(
        np.zeros(matrix.shape[1]),
        matrix,
        np.concatenate([row_lower, limit_lower]),
        np.concatenate([row_upper, limit_upper]),
        column_lower,
        column_upper,
        row_name=names.row,
        column_name=names.column,
    )
    costs = {key.kind: value for key, value in quantities.items() if key.kind != "limit"}
    return TiledYear(layout, steps, unit, program, costs, scale, names)


def _matrix(compiled: CompiledHour, layout: Layout, steps: Steps) -> sparse.csc_matrix:
    """Return the matrix without the annual limits, column by column."""
    count, per_step = len(steps), len(layout.hourly_rows)
    shape = (count * per_step + len(layout.yearly_rows), len(layout.shared) + count * len(layout.hourly))
    parts = [_shared_columns(compiled, layout, count), _hourly_columns(compiled, layout, count)]
    data = np.concatenate([part[0] for part in parts])
    rows = np.concatenate([part[1] for part in parts])
    counts = np.concatenate([part[2] for part in parts])
    ends = np.concatenate([[0], np.cumsum(counts)])
    # Rounding noise of the series (an availability of 1e-17 at dusk) is nothing.
    present = ~(np.abs(data) < SMALLEST_COEFFICIENT)
    if not present.all():
        data, rows, ends = data[present], rows[present], np.concatenate([[0], np.cumsum(present)])[ends]
    matrix = sparse.csc_matrix((data, rows.astype(np.int32), ends.astype(np.int32)), shape=shape)
    if count == 1:
        # The only step is its own step before.
        matrix.sum_duplicates()
    return matrix


_Part = tuple[FloatArray, IntArray, IntArray]


def _shared_columns(compiled: CompiledHour, layout: Layout, steps: int) -> _Part:
    """Return data, rows and entries per column of the columns that belong to the whole year."""
    data: list[list[FloatArray]] = [[] for _ in layout.shared]
    rows: list[list[IntArray]] = [[] for _ in layout.shared]
    for entry in compiled.entries:
        if entry.column in layout.shared:
            where = layout.row_numbers(compiled.rows[entry.row], steps)
            rows[layout.shared[entry.column]].append(where)
            data[layout.shared[entry.column]].append(np.broadcast_to(entry.evaluate(), where.shape))
    counts = np.array([sum(map(len, column)) for column in data], dtype=int)
    flat_data = [block for column in data for block in column]
    flat_rows = [block for column in rows for block in column]
    return np.concatenate([np.zeros(0), *flat_data]), np.concatenate([np.zeros(0, int), *flat_rows]), counts


def _hourly_columns(compiled: CompiledHour, layout: Layout, steps: int) -> _Part:
    """Return data, rows and entries per column of the columns that come in every step."""
    entries = sorted(
        (entry for entry in compiled.entries if entry.column not in layout.shared),
        key=lambda entry: _place(entry, layout),
    )
    data = np.empty((steps, len(entries)))
    rows = np.empty((steps, len(entries)), dtype=np.int64)
    for position, entry in enumerate(entries):
        values = np.broadcast_to(entry.evaluate(), steps)
        where = layout.row_numbers(compiled.rows[entry.row], steps)
        if entry.column in layout.lagged:
            values, where = _seen_from_before(values, compiled.columns[entry.column].cyclic), np.roll(where, -1)
        data[:, position], rows[:, position] = values, where
    places = [_place(entry, layout) for entry in entries]
    counts = np.bincount(np.array(places, dtype=int), minlength=len(layout.hourly))
    return data.ravel(), rows.ravel(), np.tile(counts, steps)


def _place(entry: Entry, layout: Layout) -> int:
    return layout.lagged[entry.column] if entry.column in layout.lagged else layout.hourly[entry.column]


def _seen_from_before(values: FloatArray, cyclic: bool) -> FloatArray:
    """Return the coefficients of "the step before" in the order of the columns that these steps are."""
    shifted = np.roll(values, -1)
    if not cyclic:
        shifted[-1] = 0.0
    return shifted


def _quantities(
    compiled: CompiledHour, layout: Layout, steps: Steps, unit: float
) -> dict[Key, tuple[FloatArray, float]]:
    """Return each annual quantity per unit of each column; sizes count once, flows by the hours of their step."""
    shared, hourly = len(layout.shared), len(layout.hourly)
    vectors = np.zeros((len(compiled.quantities), shared + len(steps) * hourly))
    for entry in compiled.quantity_entries:
        value = entry.evaluate()
        if entry.column in layout.shared:
            vectors[entry.row, layout.shared[entry.column]] = float(value) * unit
        else:
            first = shared + layout.hourly[entry.column]
            vectors[entry.row, first::hourly] = value * steps.hours_of_year * unit
    return dict(zip(compiled.quantities, zip(vectors, compiled.quantity_offsets, strict=True), strict=True))


def _limit_rows(
    compiled: CompiledHour, quantities: Mapping[Key, tuple[FloatArray, float]]
) -> tuple[sparse.csc_matrix | None, FloatArray, FloatArray, FloatArray]:
    """Return the rows of the annual limits, their bounds, and what both were divided by."""
    if not compiled.limits:
        return None, np.zeros(0), np.zeros(0), np.ones(0)
    vectors, offsets = zip(*(quantities[Key("limit", limit.name)] for limit in compiled.limits), strict=True)
    rows, offset = np.array(vectors), np.array(offsets)
    scale = np.abs(rows).max(axis=1, initial=0.0)
    scale[scale == 0.0] = 1.0
    lower = np.array([limit.lower for limit in compiled.limits])
    upper = np.array([limit.upper for limit in compiled.limits])
    rows = np.where(np.abs(rows) < 1e-9 * scale[:, None], 0.0, rows)
    return (
        sparse.csc_matrix(rows / scale[:, None]),
        (lower - offset) / scale,
        (upper - offset) / scale,
        scale,
    )


def _row_bounds(compiled: CompiledHour, layout: Layout, steps: Steps, unit: float) -> tuple[FloatArray, FloatArray]:
    count = len(steps) * len(layout.hourly_rows) + len(layout.yearly_rows)
    lower, upper = np.full(count, -np.inf), np.full(count, np.inf)
    for key, sense, expression in zip(compiled.rows, compiled.senses, compiled.right_hand_sides, strict=True):
        rows, value = layout.row_numbers(key, len(steps)), np.asarray(evaluate(expression)) / unit
        if sense <= 0:
            lower[rows] = value
        if sense >= 0:
            upper[rows] = value
    return lower, upper


def _column_bounds(compiled: CompiledHour, layout: Layout, steps: Steps, unit: float) -> tuple[FloatArray, FloatArray]:
    count = len(layout.shared) + len(steps) * len(layout.hourly)
    lower, upper = np.empty(count), np.empty(count)
    for column in compiled.columns:
        if column.lag_of is None:
            numbers = layout.column_numbers(column.key, len(steps))
            lower[numbers], upper[numbers] = column.lower / unit, column.upper / unit
    return lower, upper

"""What is a linear program, and which numbers may it not contain?

Minimise cost · x + offset subject to row_lower ≤ A x ≤ row_upper and column_lower ≤ x ≤ column_upper. HiGHS
calls a problem with a NaN cost "optimal" and silently drops matrix entries below 1e-9, so such numbers are
refused here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from energyplan.core.errors import Fault, raise_faults

FloatArray = NDArray[np.float64]

# Numbers near 1 can be solved to the tolerances of the solver (1e-7); far outside of these they cannot.
SMALLEST_COEFFICIENT = 1e-9
LARGEST_COEFFICIENT = 1e9
LARGEST_NUMBER = 1e12

# A fault that strikes every hour would fill the screen; the first ones name the culprit well enough.
_FAULTS_SHOWN = 20


def _row(index: int) -> str:
    return f"row {index}"


def _column(index: int) -> str:
    return f"column {index}"


@dataclass(frozen=True, eq=False)
class LinearProgram:
    """A linear (or mixed-integer) program as arrays.

    Parameters
    ----------
    cost : numpy.ndarray
        One number per column, minimised.
    matrix : scipy.sparse.csc_matrix
        Rows × columns.
    row_lower, row_upper, column_lower, column_upper : numpy.ndarray
        Infinite where there is no bound.
    integrality : numpy.ndarray of bool, optional
        Which columns are whole numbers.
    offset : float
        Added to the objective.
    row_name, column_name : callable
        Return the name of a row or column by its number; called only when a message needs it.

    Raises
    ------
    FaultError
        EP413 for NaN, infinite or absurd numbers, EP119 for bounds that contradict each other; names the
        columns and rows.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> least = LinearProgram(np.ones(1), sparse.csc_matrix([[2.0]]), np.array([6.0]), np.array([np.inf]),
    ...                       np.zeros(1), np.array([np.inf]))
    >>> least.shape
    (1, 1)
    """

    cost: FloatArray
    matrix: sparse.csc_matrix
    row_lower: FloatArray
    row_upper: FloatArray
    column_lower: FloatArray
    column_upper: FloatArray
    integrality: NDArray[np.bool_] | None = None
    offset: float = 0.0
    row_name: Callable[[int], str] = _row
    column_name: Callable[[int], str] = _column

    def __post_init__(self) -> None:
        _require_shapes(self)
        raise_faults(list(_faults(self)))

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and columns."""
        rows, columns = self.matrix.shape
        return int(rows), int(columns)

    def with_cost(self, cost: FloatArray, offset: float | None = None) -> LinearProgram:
        """Return the program with another cost vector (the matrix is shared, not copied)."""
        return replace(self, cost=cost, offset=self.offset if offset is None else offset)

    def with_column_bounds(self, columns: NDArray[np.int_], lower: FloatArray, upper: FloatArray) -> LinearProgram:
        """Return the program with other bounds on some columns."""
        column_lower, column_upper = self.column_lower.copy(), self.column_upper.copy()
        column_lower[columns], column_upper[columns] = lower, upper
        return replace(self, column_lower=column_lower, column_upper=column_upper)

    def with_row_bounds(self, rows: NDArray[np.int_], lower: FloatArray, upper: FloatArray) -> LinearProgram:
        """Return the program with other bounds on some rows."""
        row_lower, row_upper = self.row_lower.copy(), self.row_upper.copy()
        row_lower[rows], row_upper[rows] = lower, upper
        return replace(self, row_lower=row_lower, row_upper=row_upper)


def _require_shapes(problem: LinearProgram) -> None:
    rows, columns = problem.shape
    for name, length in {
        "cost": columns, "column_lower": columns, "column_upper": columns, "row_lower": rows, "row_upper": rows,
    }.items():  # fmt: skip
        found = np.shape(getattr(problem, name))
        if found != (length,):
            raise ValueError(f"{name} has the shape {found}, expected ({length},) for a matrix of {rows} × {columns}")


def _faults(problem: LinearProgram) -> Iterator[Fault]:
    yield from _cost_faults(problem)
    yield from _coefficient_faults(problem)
    yield from _bound_faults(problem.column_lower, problem.column_upper, problem.column_name)
    yield from _bound_faults(problem.row_lower, problem.row_upper, problem.row_name)


def _cost_faults(problem: LinearProgram) -> Iterator[Fault]:
    wrong = np.flatnonzero(~(np.abs(problem.cost) <= LARGEST_NUMBER))
    for column in wrong[:_FAULTS_SHOWN]:
        name = f"cost of {problem.column_name(int(column))}"
        yield Fault("EP413", key=name, value=problem.cost[column], expected=f"at most {LARGEST_NUMBER:g} in size")


def _coefficient_faults(problem: LinearProgram) -> Iterator[Fault]:
    size = np.abs(problem.matrix.data)
    wrong = np.flatnonzero(~((size <= LARGEST_COEFFICIENT) & ((size >= SMALLEST_COEFFICIENT) | (size == 0.0))))
    columns = np.searchsorted(problem.matrix.indptr, wrong, side="right") - 1
    expected = f"0 or {SMALLEST_COEFFICIENT:g} to {LARGEST_COEFFICIENT:g} in size"
    for entry, column in zip(wrong[:_FAULTS_SHOWN], columns, strict=False):
        row = problem.row_name(int(problem.matrix.indices[entry]))
        name = f"coefficient of {problem.column_name(int(column))} in {row}"
        yield Fault("EP413", key=name, value=problem.matrix.data[entry], expected=expected)


def _bound_faults(lower: FloatArray, upper: FloatArray, name: Callable[[int], str]) -> Iterator[Fault]:
    def absurd(bound: FloatArray) -> NDArray[np.bool_]:
        return np.isnan(bound) | (np.isfinite(bound) & (np.abs(bound) > LARGEST_NUMBER))

    numbers = absurd(lower) | absurd(upper) | (lower == np.inf) | (upper == -np.inf)
    for index in np.flatnonzero(numbers)[:_FAULTS_SHOWN]:
        found = f"{lower[index]:g} to {upper[index]:g}"
        yield Fault("EP413", key=f"bounds of {name(int(index))}", value=found, expected="numbers, lower to upper")
    for index in np.flatnonzero((lower > upper) & ~numbers)[:_FAULTS_SHOWN]:
        found = f"{lower[index]:g} to {upper[index]:g}"
        yield Fault("EP119", key=f"bounds of {name(int(index))}", value=found, expected="lower ≤ upper")

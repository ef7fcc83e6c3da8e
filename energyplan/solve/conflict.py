"""Why is there no solution: which limits would have to give, and by how much?

The elastic problem lets every row give at a price per unit and finds the cheapest total concession,

    minimise Σ w_i (s_i⁺ + s_i⁻)  subject to  row_lower ≤ A x + s⁺ − s⁻ ≤ row_upper ,

which is zero exactly where the problem is feasible (Chinneck, Feasibility and Infeasibility in Optimization,
2008, chapter 6). The rows with s > 0 are a relaxation that repairs the problem; they are not the only one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from energyplan.solve.highs import SolverOptions, solve
from energyplan.solve.problem import LinearProgram

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Relaxation:
    """One row that must give.

    Attributes
    ----------
    row : int
    name : str
    amount : float
        Added to the row's activity so that it holds: positive where the row demands more than there is,
        negative where it allows less than there must be.
    """

    row: int
    name: str
    amount: float


def explain_conflict(
    problem: LinearProgram,
    *,
    relaxable: NDArray[np.bool_] | None = None,
    weights: FloatArray | None = None,
    options: SolverOptions | None = None,
) -> list[Relaxation]:
    """Return the rows that must give so that the problem has a solution, the largest concession first.

    Parameters
    ----------
    problem : LinearProgram
        Infeasible; a feasible one gives an empty list.
    relaxable : numpy.ndarray of bool, optional
        Rows that may give; all by default. Physics (the balance of a store) should not.
    weights : numpy.ndarray, optional
        Price of a unit per row; 1 by default.
    options : SolverOptions, optional

    Returns
    -------
    list of Relaxation

    Raises
    ------
    InfeasibleError
        If the rows that may not give contradict each other or the bounds of the columns.

    Examples
    --------
    A source of at most 2 cannot cover a demand of 3:

    >>> import numpy as np
    >>> from scipy import sparse
    >>> problem = LinearProgram(np.ones(1), sparse.csc_matrix([[1.0]]), np.array([3.0]), np.array([np.inf]),
    ...                         np.zeros(1), np.array([2.0]), row_name=lambda i: "heat of area Nord")
    >>> explain_conflict(problem)
    [Relaxation(row=0, name='heat of area Nord', amount=1.0)]
    """
    rows, columns = problem.shape
    may_give = np.flatnonzero(np.ones(rows, dtype=bool) if relaxable is None else relaxable)
    price = np.ones(rows) if weights is None else weights
    solution = solve(_elastic(problem, may_give, price), options)
    slack = solution.values[columns:].reshape(2, -1)
    amounts = slack[0] - slack[1]
    order = np.argsort(-np.abs(amounts))
    smallest = 1e-6 * max(1.0, float(np.abs(amounts).max(initial=0.0)))
    return [
        Relaxation(int(may_give[k]), problem.row_name(int(may_give[k])), float(amounts[k]))
        for k in order
        if abs(amounts[k]) > smallest
    ]


def _elastic(problem: LinearProgram, rows: NDArray[np.int_], price: FloatArray) -> LinearProgram:
    """Return the problem with two slack columns per row in `rows`, and only these in its cost."""
    count, columns = len(rows), problem.shape[1]
    unit = sparse.csc_matrix((np.ones(count), (rows, np.arange(count))), shape=(problem.shape[0], count))
    zeros, unlimited = np.zeros(2 * count), np.full(2 * count, np.inf)

    def name(column: int) -> str:
        return problem.column_name(column) if column < columns else f"slack {column - columns}"

    return replace(
        problem,
        cost=np.concatenate([np.zeros(columns), price[rows], price[rows]]),
        matrix=sparse.hstack([problem.matrix, unit, -unit], format="csc"),
        column_lower=np.concatenate([problem.column_lower, zeros]),
        column_upper=np.concatenate([problem.column_upper, unlimited]),
        integrality=None,
        offset=0.0,
        column_name=name,
    )

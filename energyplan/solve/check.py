"""Is the solution that a solver calls optimal really feasible, and really the best?

Everything is recomputed with numpy from the problem's own arrays; nothing that the solver says about its own
tolerances is believed. Weak duality does the proof: for any row duals y, the bound

    D(y) = Σ_i min over [row bounds] of y_i a_i + Σ_j min over [column bounds] of d_j x_j ,   d = c − Aᵀ y

lies below every feasible cost; so a feasible x with cost ≤ D(y) (1 + ε) is optimal to ε. The gap is the sum
of the complementary slacknesses, which names the row or column that breaks it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from energyplan.core.errors import CheckError
from energyplan.solve.problem import LinearProgram
from energyplan.solve.solution import Solution

FloatArray = NDArray[np.float64]
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Certificate:
    """What the checker measured; every number is relative.

    Attributes
    ----------
    primal_violation : float
        Worst violation of a row or bound, relative to the size of the terms in it.
    dual_violation : float
        Worst reduced cost (or row dual) that points to a bound which is not there; NaN without duals.
    gap : float
        Cost minus dual bound, over the sum of all cost terms in size; NaN without duals.
    objective : float
        Recomputed.
    """

    primal_violation: float
    dual_violation: float
    gap: float
    objective: float


def check_solution(problem: LinearProgram, solution: Solution, *, tolerance: float = TOLERANCE) -> Certificate:
    """Prove a solution again, independently of the solver.

    Parameters
    ----------
    problem : LinearProgram
    solution : Solution
    tolerance : float
        Relative, for feasibility, gap and objective alike.

    Returns
    -------
    Certificate

    Raises
    ------
    CheckError
        Names the worst row or column and by how much it fails.
    """
    values = np.asarray(solution.values, dtype=float)
    if values.shape != problem.cost.shape or not np.isfinite(values).all():
        raise CheckError("the solver returned values that are missing or not finite")
    primal = _check_primal(problem, values, tolerance)
    _check_integrality(problem, values, tolerance)
    objective = _check_objective(problem, values, solution.objective, tolerance)
    if solution.row_duals is None:
        return Certificate(primal, np.nan, np.nan, objective)
    dual, gap = _check_dual(problem, values, np.asarray(solution.row_duals, dtype=float), tolerance)
    return Certificate(primal, dual, gap, objective)


def _violation(values: FloatArray, lower: FloatArray, upper: FloatArray, size: FloatArray) -> FloatArray:
    """Return how far `values` lie outside of their bounds, relative to `size` (at least 1)."""
    outside = np.maximum(np.maximum(lower - values, values - upper), 0.0)
    return outside / np.maximum(size, 1.0)


def _check_primal(problem: LinearProgram, values: FloatArray, tolerance: float) -> float:
    columns = _violation(values, problem.column_lower, problem.column_upper, np.abs(values))
    activity, size = problem.matrix @ values, abs(problem.matrix) @ np.abs(values)
    rows = _violation(activity, problem.row_lower, problem.row_upper, size)
    for found, name in ((columns, problem.column_name), (rows, problem.row_name)):
        worst = int(np.argmax(found)) if len(found) else 0
        if len(found) and found[worst] > tolerance:
            raise CheckError(f"the solution violates {name(worst)} by {found[worst]:.2g} (relative)")
    return float(max(columns.max(initial=0.0), rows.max(initial=0.0)))


def _check_integrality(problem: LinearProgram, values: FloatArray, tolerance: float) -> None:
    if problem.integrality is None:
        return
    away = np.where(problem.integrality, np.abs(values - np.round(values)), 0.0)
    worst = int(np.argmax(away))
    if away[worst] > tolerance:
        raise CheckError(f"{problem.column_name(worst)} must be a whole number and is {values[worst]:.9g}")


def _check_objective(problem: LinearProgram, values: FloatArray, stated: float, tolerance: float) -> float:
    objective = float(problem.cost @ values + problem.offset)
    # Costs may cancel out (revenue against expense): the size of the terms is the yardstick.
    size = max(float(np.abs(problem.cost) @ np.abs(values)), abs(objective), 1e-12)
    if not abs(objective - stated) <= tolerance * size:
        raise CheckError(f"the solver states an objective of {stated:.9g}, the values cost {objective:.9g}")
    return objective


def _check_dual(
    problem: LinearProgram, values: FloatArray, row_duals: FloatArray, tolerance: float
) -> tuple[float, float]:
    if row_duals.shape != problem.row_lower.shape or not np.isfinite(row_duals).all():
        raise CheckError("the solver returned duals that are missing or not finite")
    transposed = problem.matrix.T
    reduced = problem.cost - transposed @ row_duals
    size = np.abs(problem.cost) + abs(transposed) @ np.abs(row_duals)
    scale = max(float(np.abs(problem.cost) @ np.abs(values)), 1e-12)
    columns = _complementarity(reduced, values, problem.column_lower, problem.column_upper, size)
    rows = _complementarity(row_duals, problem.matrix @ values, problem.row_lower, problem.row_upper, np.abs(row_duals))
    checked = ((columns, problem.column_name), (rows, problem.row_name))
    for (wrong_sign, _), name in checked:
        _refuse(wrong_sign, tolerance, "the dual of {name} points to a bound that is not there", name)
    for (_, slackness), name in checked:
        _refuse(slackness / scale, tolerance, "{name} is neither at its bound nor without dual value", name)
    gap = float(columns[1].sum() + rows[1].sum()) / scale
    if abs(gap) > tolerance:
        raise CheckError(f"the solution is not proven optimal: the duality gap is {gap:.2g} (relative)")
    return float(max(columns[0].max(initial=0.0), rows[0].max(initial=0.0))), gap


def _complementarity(
    dual: FloatArray, values: FloatArray, lower: FloatArray, upper: FloatArray, size: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return per item the dual of wrong sign (relative) and dual × distance to the bound it points to."""
    bound = np.where(dual > 0.0, lower, upper)
    missing = ~np.isfinite(bound)
    wrong_sign = np.where(missing, np.abs(dual) / np.maximum(size, 1.0), 0.0)
    slackness = np.where(missing, 0.0, dual * (values - np.where(missing, 0.0, bound)))
    return wrong_sign, slackness


def _refuse(found: FloatArray, tolerance: float, sentence: str, name: Callable[[int], str]) -> None:
    if not len(found):
        return
    worst = int(np.argmax(np.abs(found)))
    if abs(found[worst]) > tolerance:
        raise CheckError(f"{sentence.format(name=name(worst))} ({found[worst]:.2g} relative)")

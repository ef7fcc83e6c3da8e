"""The checker catches every kind of tampering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from energyplan.core.errors import CheckError
from energyplan.solve import LinearProgram, Solution, check_solution, solve


@pytest.fixture
def solution(merit_order: LinearProgram) -> Solution:
    return solve(merit_order)


def test_accepts_the_optimum(merit_order: LinearProgram, solution: Solution) -> None:
    certificate = check_solution(merit_order, solution)
    assert certificate.primal_violation == 0.0
    assert abs(certificate.gap) < 1e-12
    assert certificate.objective == 7.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"values": np.array([2.5, 0.5])}, "violates cheap"),
        ({"values": np.array([2.0, 0.9])}, "violates heat of Nord"),
        ({"values": np.array([2.0, -1.0])}, "violates dear"),
        ({"values": np.array([2.0, np.nan])}, "not finite"),
        ({"values": np.array([2.0])}, "missing"),
        ({"objective": 6.9}, "the solver states an objective of 6.9"),
        ({"values": np.array([1.0, 2.0]), "objective": 11.0}, "cheap is neither at its bound nor without dual"),
        ({"row_duals": np.array([4.0])}, "dear"),
        ({"row_duals": np.array([6.0])}, "dear"),
        ({"row_duals": np.array([np.nan])}, "duals that are missing"),
    ],
)
def test_catches_tampering(merit_order: LinearProgram, solution: Solution, change: dict, message: str) -> None:
    with pytest.raises(CheckError, match=message):
        check_solution(merit_order, replace(solution, **change))


def test_catches_a_dual_beyond_a_missing_bound(merit_order: LinearProgram, solution: Solution) -> None:
    at_least = replace(merit_order, row_upper=np.array([np.inf]))
    check_solution(at_least, solution)
    with pytest.raises(CheckError, match="heat of Nord"):
        check_solution(at_least, replace(solution, row_duals=np.array([-5.0])))


def test_catches_fractions(merit_order: LinearProgram) -> None:
    whole = replace(merit_order, integrality=np.array([True, True]))
    tampered = Solution(np.array([1.5, 1.5]), None, 9.0, "Optimal", 0.0, 0, "")
    with pytest.raises(CheckError, match="cheap must be a whole number"):
        check_solution(whole, tampered)


def test_catches_small_tampering_anywhere(random_program: Callable[[int], LinearProgram]) -> None:
    """One value moved by 1e-3 is found for every column: infeasible, or costing more than the bound."""
    problem = random_program(7)
    optimum = solve(problem)
    for column in range(len(problem.cost)):
        for step in (1e-3, -1e-3):
            values = optimum.values.copy()
            values[column] += step
            tampered = replace(optimum, values=values, objective=float(problem.cost @ values))
            if abs(problem.cost[column] - (problem.matrix.T @ optimum.row_duals)[column]) < 1e-9 and step > 0:
                continue  # another optimum, if it is feasible at all
            with pytest.raises(CheckError):
                check_solution(problem, tampered)

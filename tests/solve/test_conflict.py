"""What must give when there is no solution, and does it then have one?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from energyplan.solve import InfeasibleError, LinearProgram, explain_conflict, solve


def two_rows(demand: float, cap: float) -> LinearProgram:
    """x ≥ demand against x ≤ cap."""
    return LinearProgram(
        np.ones(1),
        sparse.csc_matrix([[1.0], [1.0]]),
        np.array([demand, -np.inf]),
        np.array([np.inf, cap]),
        np.zeros(1),
        np.full(1, np.inf),
        row_name=lambda row: ("demand", "cap")[row],
    )


def test_a_feasible_problem_has_no_conflict(merit_order: LinearProgram) -> None:
    assert explain_conflict(merit_order) == []


@pytest.mark.parametrize(
    ("relaxable", "name", "amount"), [([True, False], "demand", 3.0), ([False, True], "cap", -3.0)]
)
def test_names_who_must_give_and_by_how_much(relaxable: list[bool], name: str, amount: float) -> None:
    (found,) = explain_conflict(two_rows(5.0, 2.0), relaxable=np.array(relaxable))
    assert found.name == name
    assert found.amount == pytest.approx(amount)


def test_weights_decide_who_gives() -> None:
    (found,) = explain_conflict(two_rows(5.0, 2.0), weights=np.array([10.0, 1.0]))
    assert found.name == "cap"


def test_bounds_that_may_not_give(merit_order: LinearProgram) -> None:
    with pytest.raises(InfeasibleError):
        explain_conflict(replace(merit_order, column_upper=np.zeros(2)), relaxable=np.array([False]))


@settings(max_examples=25, deadline=None)
@given(demand=st.floats(1.0, 100.0), cap=st.floats(0.0, 100.0))
def test_the_relaxation_repairs_the_problem(demand: float, cap: float) -> None:
    problem = two_rows(demand, cap)
    rows = explain_conflict(problem)
    lower, upper = problem.row_lower.copy(), problem.row_upper.copy()
    for relaxation in rows:
        lower[relaxation.row] -= relaxation.amount
        upper[relaxation.row] -= relaxation.amount
    solve(replace(problem, row_lower=lower - 1e-7, row_upper=upper + 1e-7))
    assert sum(abs(relaxation.amount) for relaxation in rows) == pytest.approx(max(demand - cap, 0.0), abs=1e-5)

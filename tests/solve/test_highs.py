"""Optima known by hand, statuses in plain words, hot starts that equal cold ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from energyplan.core.errors import SolveError
from energyplan.solve import (
    InfeasibleError,
    LinearProgram,
    Session,
    SolverOptions,
    TimeLimitError,
    UnboundedError,
    solve,
)


@pytest.mark.parametrize("solver", ["choose", "simplex", "ipm"])
def test_known_optimum(merit_order: LinearProgram, solver: str) -> None:
    solution = solve(replace(merit_order, offset=10.0), SolverOptions(solver=solver))
    assert solution.values == pytest.approx([2.0, 1.0])
    assert solution.objective == pytest.approx(17.0)
    assert solution.row_duals == pytest.approx([5.0])


def test_infeasible(merit_order: LinearProgram) -> None:
    with pytest.raises(InfeasibleError, match="no values satisfy all limits") as error:
        solve(replace(merit_order, column_upper=np.array([2.0, 0.5])))
    assert isinstance(error.value, SolveError)


def test_unbounded_names_what_grows(merit_order: LinearProgram) -> None:
    falling = replace(merit_order, cost=np.array([1.0, -5.0]), row_upper=np.array([np.inf]))
    with pytest.raises(UnboundedError, match="nothing limits dear") as error:
        solve(falling)
    assert error.value.columns == ("dear",)


def test_time_limit(random_program: Callable[..., LinearProgram]) -> None:
    with pytest.raises(TimeLimitError, match="allow more time"):
        solve(random_program(1, 300, 400), SolverOptions(time_limit=0.0, presolve=False))


def test_time_limit_counts_for_each_run(random_program: Callable[..., LinearProgram]) -> None:
    session = Session(random_program(2, 60, 80), SolverOptions(time_limit=5.0))
    for factor in np.linspace(1.0, 2.0, 20):
        session.change_cost(session.problem.cost * factor)
        session.run()


def test_whole_numbers_have_no_duals() -> None:
    knapsack = LinearProgram(
        -np.array([5.0, 4.0]),
        sparse.csc_matrix([[3.0, 2.0]]),
        np.array([-np.inf]),
        np.array([4.0]),
        np.zeros(2),
        np.full(2, 5.0),
        integrality=np.array([True, True]),
    )
    solution = solve(knapsack)
    assert solution.values == pytest.approx([0.0, 2.0])
    assert solution.row_duals is None


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), factor=st.floats(0.5, 2.0))
def test_hot_start_equals_cold(random_program: Callable[[int], LinearProgram], seed: int, factor: float) -> None:
    problem = random_program(seed)
    session = Session(problem)
    session.run()
    cost = problem.cost * np.linspace(1.0, factor, len(problem.cost))
    session.change_cost(cost, 3.0)
    session.change_bounds(np.array([0, 3]), np.array([0.1, 0.0]), np.array([0.1, 50.0]))
    session.change_row_bounds(np.array([2]), np.array([1.0]), np.array([np.inf]))
    hot, cold = session.run(), solve(session.problem)
    assert session.problem.offset == 3.0
    assert hot.objective == pytest.approx(cold.objective, rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_simplex_equals_interior_point(random_program: Callable[[int], LinearProgram], seed: int) -> None:
    problem = random_program(seed)
    objectives = [solve(problem, SolverOptions(solver=solver)).objective for solver in ("simplex", "ipm")]
    assert objectives[0] == pytest.approx(objectives[1], rel=1e-8)

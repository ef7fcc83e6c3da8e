"""Numbers that no solver should see are refused before it sees them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from energyplan.core.errors import FaultError
from energyplan.solve import LinearProgram


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"cost": np.array([np.nan, 1.0])}, "EP413", "cost of cheap"),
        ({"cost": np.array([1.0, np.inf])}, "EP413", "cost of dear"),
        ({"cost": np.array([1.0, 1e15])}, "EP413", "cost of dear"),
        ({"row_lower": np.array([np.nan])}, "EP413", "heat of Nord"),
        ({"column_upper": np.array([np.nan, 1.0])}, "EP413", "bounds of cheap"),
        ({"column_lower": np.array([np.inf, 0.0]), "column_upper": np.array([np.inf, 1.0])}, "EP413", "cheap"),
        ({"column_lower": np.array([3.0, 0.0])}, "EP119", "bounds of cheap"),
        ({"row_lower": np.array([4.0])}, "EP119", "heat of Nord"),
    ],
)
def test_refuses_absurd_numbers(merit_order: LinearProgram, change: dict, code: str, named: str) -> None:
    with pytest.raises(FaultError) as error:
        replace(merit_order, **change)
    assert error.value.faults[0].code == code
    assert named in str(error.value)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e-12, 1e11])
def test_refuses_absurd_coefficients(merit_order: LinearProgram, value: float) -> None:
    matrix = merit_order.matrix.copy()
    matrix.data[1] = value
    with pytest.raises(FaultError, match="coefficient of dear in heat of Nord"):
        replace(merit_order, matrix=matrix)


def test_refuses_vectors_of_wrong_length(merit_order: LinearProgram) -> None:
    with pytest.raises(ValueError, match="cost"):
        replace(merit_order, cost=np.ones(3))


def test_names_at_most_a_screenful(merit_order: LinearProgram) -> None:
    from scipy import sparse

    many = 1000
    with pytest.raises(FaultError) as error:
        LinearProgram(
            np.full(many, np.nan), sparse.csc_matrix((1, many)), np.zeros(1), np.zeros(1), np.zeros(many), np.ones(many)
        )
    assert len(error.value.faults) <= 20

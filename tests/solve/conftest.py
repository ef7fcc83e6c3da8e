"""Small linear programs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import sparse

from energyplan.solve import LinearProgram


@pytest.fixture(scope="session")
def merit_order() -> LinearProgram:
    """Demand 3 from a source of at most 2 at cost 1 and one without bound at cost 5: the optimum costs 7."""
    return LinearProgram(
        np.array([1.0, 5.0]),
        sparse.csc_matrix([[1.0, 1.0]]),
        np.array([3.0]),
        np.array([3.0]),
        np.zeros(2),
        np.array([2.0, np.inf]),
        row_name=lambda _: "heat of Nord",
        column_name=lambda column: ("cheap", "dear")[column],
    )


@pytest.fixture(scope="session")
def random_program() -> Callable[[int], LinearProgram]:
    """Return feasible, bounded programs: covering problems with positive numbers."""

    def build(seed: int, rows: int = 12, columns: int = 20) -> LinearProgram:
        rng = np.random.default_rng(seed)
        matrix = sparse.csc_matrix(rng.random((rows, columns)) * (rng.random((rows, columns)) < 0.5))
        matrix = sparse.csc_matrix(matrix + sparse.eye(rows, columns))
        return LinearProgram(
            rng.random(columns) + 0.1,
            matrix,
            rng.random(rows) * 5,
            np.full(rows, np.inf),
            np.zeros(columns),
            np.full(columns, 100.0),
        )

    return build

"""What comes back from a solver: values and duals with a certificate, or a plain reason why not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from energyplan.core.errors import SolveError

FloatArray = NDArray[np.float64]


class InfeasibleError(SolveError):
    """No values satisfy all rows and bounds."""


class UnboundedError(SolveError):
    """The cost can fall without end; `columns` names what grows."""

    def __init__(self, message: str, columns: tuple[str, ...] = ()):
        super().__init__(message)
        self.columns = columns


class TimeLimitError(SolveError):
    """The time was over before the optimum was proven; `incumbent` holds the best feasible values, if any."""

    def __init__(self, message: str, incumbent: FloatArray | None = None):
        super().__init__(message)
        self.incumbent = incumbent


class NumericalError(SolveError):
    """The solver lost its way in rounding errors or ended in a state that proves nothing."""


@dataclass(frozen=True, eq=False)
class Solution:
    """A solution that the solver calls optimal.

    Attributes
    ----------
    values : numpy.ndarray
        One per column.
    row_duals : numpy.ndarray or None
        How the objective moves per unit of each row's bound; None for mixed-integer programs, which have
        none.
    objective : float
        With offset.
    status : str
        In the solver's words.
    seconds : float
        Time of this run.
    iterations : int
    solver : str
        Name and version.
    """

    values: FloatArray
    row_duals: FloatArray | None
    objective: float
    status: str
    seconds: float
    iterations: int
    solver: str

"""Is there a best plan, and who vouches for it?

Matrices go in, certified solutions come out. A :class:`LinearProgram` refuses numbers that no solver should
see; HiGHS (the only place that knows it is :mod:`energyplan.solve.highs`) solves it; an independent checker
written in numpy re-proves every answer before it is returned; where there is none, the conflict says which
rows must give and by how much.

===============================  ====================================================================
:func:`solve`, :class:`Session`  solve once; keep the handle and solve again after a change (hot start)
:class:`LinearProgram`           the problem as arrays
:class:`Solution`                values, duals, objective, certificate
:func:`check_solution`           feasibility, duality gap and objective, recomputed
:func:`explain_conflict`         the smallest total relaxation that makes an infeasible problem feasible
===============================  ====================================================================
"""

from energyplan.solve.check import Certificate, check_solution
from energyplan.solve.conflict import Relaxation, explain_conflict
from energyplan.solve.highs import Session, SolverOptions, solve
from energyplan.solve.problem import LinearProgram
from energyplan.solve.solution import (
    InfeasibleError,
    NumericalError,
    Solution,
    TimeLimitError,
    UnboundedError,
)

__all__ = [
    "Certificate",
    "InfeasibleError",
    "LinearProgram",
    "NumericalError",
    "Relaxation",
    "Session",
    "Solution",
    "SolverOptions",
    "TimeLimitError",
    "UnboundedError",
    "check_solution",
    "explain_conflict",
    "solve",
]

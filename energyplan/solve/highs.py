"""How does HiGHS solve a linear program, again after a change, and what do its answers mean in plain words?

The only place that imports highspy, and only when something is solved. Every solution passes the independent
checker before it is returned; a hot start that fails it is repeated cold (HiGHS #3294: a hot start sometimes
reports a wrong objective).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from energyplan.core.errors import CheckError
from energyplan.solve.check import TOLERANCE, check_solution
from energyplan.solve.problem import LinearProgram
from energyplan.solve.solution import (
    InfeasibleError,
    NumericalError,
    Solution,
    TimeLimitError,
    UnboundedError,
)

if TYPE_CHECKING:
    import highspy

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int_]


@dataclass(frozen=True)
class SolverOptions:
    """How to solve.

    Attributes
    ----------
    solver : {"choose", "simplex", "ipm"}
        Interior point is followed by a crossover, so that the duals are exact.
    time_limit : float
        [s] for each run, not over the life of the handle.
    threads : int
        0 lets HiGHS choose.
    presolve : bool
    tolerance : float
        Of the checker, relative.
    log : bool
        Print what HiGHS says.
    """

    solver: Literal["choose", "simplex", "ipm"] = "choose"
    time_limit: float = np.inf
    threads: int = 1
    presolve: bool = True
    tolerance: float = TOLERANCE
    log: bool = False


def solve(problem: LinearProgram, options: SolverOptions | None = None) -> Solution:
    """Solve a problem once.

    Parameters
    ----------
    problem : LinearProgram
    options : SolverOptions, optional

    Returns
    -------
    Solution
        Checked by :func:`energyplan.solve.check.check_solution`.

    Raises
    ------
    InfeasibleError, UnboundedError, TimeLimitError, NumericalError
        All of them are :class:`energyplan.core.errors.SolveError`.
    CheckError
        If what HiGHS calls optimal does not survive the checker.

    Examples
    --------
    Cover a demand of 3 from two sources of which the cheap one gives at most 2:

    >>> import numpy as np
    >>> from scipy import sparse
    >>> problem = LinearProgram(np.array([1.0, 5.0]), sparse.csc_matrix([[1.0, 1.0]]), np.array([3.0]),
    ...                         np.array([3.0]), np.zeros(2), np.array([2.0, np.inf]))
    >>> solution = solve(problem)
    >>> solution.values.tolist(), solution.objective, solution.row_duals.tolist()
    ([2.0, 1.0], 7.0, [5.0])
    """
    return Session(problem, options).run()


class Session:
    """A problem held by HiGHS, solved again after each change from where the last run ended.

    Parameters
    ----------
    problem : LinearProgram
    options : SolverOptions, optional

    Attributes
    ----------
    problem : LinearProgram
        As it stands after the changes.
    """

    def __init__(self, problem: LinearProgram, options: SolverOptions | None = None):
        self.problem = problem
        self.options = options or SolverOptions()
        self._handle = _handle(problem, self.options)
        self._hot = False

    def change_cost(self, cost: FloatArray, offset: float | None = None) -> None:
        """Replace the whole cost vector, and the offset where one is given."""
        self.problem = self.problem.with_cost(np.asarray(cost, dtype=float), offset)
        columns = np.arange(len(cost), dtype=np.int32)
        self._handle.changeColsCost(len(columns), columns, self.problem.cost)
        self._handle.changeObjectiveOffset(self.problem.offset)

    def change_bounds(self, columns: IntArray, lower: FloatArray, upper: FloatArray) -> None:
        """Replace the bounds of some columns."""
        self.problem = self.problem.with_column_bounds(columns, lower, upper)
        self._handle.changeColsBounds(len(columns), *_bounds(columns, lower, upper))

    def change_row_bounds(self, rows: IntArray, lower: FloatArray, upper: FloatArray) -> None:
        """Replace the bounds of some rows."""
        self.problem = self.problem.with_row_bounds(rows, lower, upper)
        # highspy has this method, its type stubs have not.
        handle: Any = self._handle
        handle.changeRowsBounds(len(rows), *_bounds(rows, lower, upper))

    def run(self) -> Solution:
        """Solve from the last basis if there is one, and prove the result.

        Raises
        ------
        SolveError
            As :func:`solve`.
        CheckError
            If the result fails the checker cold as well.
        """
        was_hot, self._hot = self._hot, True
        try:
            return self._run()
        except (CheckError, NumericalError):
            if not was_hot:
                raise
            self._handle.clearSolver()
            return self._run()

    def _run(self) -> Solution:
        # The time limit of HiGHS counts over the life of the handle.
        self._handle.setOptionValue("time_limit", self.options.time_limit + self._handle.getRunTime())
        start = time.perf_counter()
        self._handle.run()
        solution = _solution(self._handle, self.problem, time.perf_counter() - start, self.options)
        check_solution(self.problem, solution, tolerance=self.options.tolerance)
        return solution


def _bounds(
    indices: IntArray, lower: FloatArray, upper: FloatArray
) -> tuple[NDArray[np.int32], FloatArray, FloatArray]:
    return np.asarray(indices, dtype=np.int32), np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)


def _handle(problem: LinearProgram, options: SolverOptions) -> highspy.Highs:
    import highspy

    handle = highspy.Highs()
    handle.setOptionValue("output_flag", options.log)
    handle.setOptionValue("solver", options.solver)
    handle.setOptionValue("presolve", "choose" if options.presolve else "off")
    # The number of threads belongs to the process, not to the handle.
    highspy.Highs.resetGlobalScheduler(True)
    handle.setOptionValue("threads", options.threads)
    # "infeasible or unbounded" is no answer that helps anybody.
    handle.setOptionValue("allow_unbounded_or_infeasible", False)
    arrays = _arrays(problem)
    status = handle.passModel(*arrays)
    if status == highspy.HighsStatus.kError:
        raise NumericalError("the solver refused the problem; its arrays contradict each other")
    return handle


def _arrays(problem: LinearProgram) -> tuple[Any, ...]:
    """Return the arguments of `passModel` for a column-wise linear program."""
    import highspy

    rows, columns = problem.shape
    matrix, integrality = problem.matrix, np.zeros(columns, dtype=np.int32)
    if problem.integrality is not None:
        integrality[problem.integrality] = int(highspy.HighsVarType.kInteger)
    return (
        columns, rows, matrix.nnz, int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize),
        problem.offset, problem.cost, problem.column_lower, problem.column_upper,
        problem.row_lower, problem.row_upper, matrix.indptr.astype(np.int32, copy=False),
        matrix.indices.astype(np.int32, copy=False), matrix.data, integrality,
    )  # fmt: skip


def _solution(handle: highspy.Highs, problem: LinearProgram, seconds: float, options: SolverOptions) -> Solution:
    import highspy

    status = handle.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        _raise_status(handle, problem, options)
    found, info = handle.getSolution(), handle.getInfo()
    whole = problem.integrality is not None and bool(problem.integrality.any())
    return Solution(
        values=np.array(found.col_value, dtype=float),
        row_duals=None if whole else np.array(found.row_dual, dtype=float),
        objective=float(info.objective_function_value),
        status=handle.modelStatusToString(status),
        seconds=seconds,
        iterations=int(max(info.simplex_iteration_count, info.ipm_iteration_count, 0)),
        solver=f"HiGHS {handle.version()}",
    )


def _raise_status(handle: highspy.Highs, problem: LinearProgram, options: SolverOptions) -> None:
    import highspy

    status, name = handle.getModelStatus(), handle.modelStatusToString(handle.getModelStatus())
    known = highspy.HighsModelStatus
    if status == known.kInfeasible:
        raise InfeasibleError("the problem has no solution: no values satisfy all limits at once")
    if status in (known.kUnbounded, known.kUnboundedOrInfeasible):
        raise _unbounded(problem, options)
    if status in (known.kTimeLimit, known.kIterationLimit, known.kInterrupt):
        raise TimeLimitError(
            f"no proven optimum after {options.time_limit:g} s ({name}); allow more time or use fewer segments",
            _incumbent(handle),
        )
    raise NumericalError(f"the solver ended without an answer ({name}); check the scale of the numbers")


def _incumbent(handle: highspy.Highs) -> FloatArray | None:
    import highspy

    feasible = handle.getInfo().primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    return np.array(handle.getSolution().col_value, dtype=float) if feasible else None


def _unbounded(problem: LinearProgram, options: SolverOptions, largest: float = 1e6, shown: int = 5) -> UnboundedError:
    """Say which columns grow: put a fence around the problem and look who stands at it."""
    fenced = replace(
        problem,
        column_lower=np.maximum(problem.column_lower, np.minimum(-largest, problem.column_upper)),
        column_upper=np.minimum(problem.column_upper, np.maximum(largest, problem.column_lower)),
        integrality=None,
    )
    try:
        values = Session(fenced, replace(options, tolerance=1e-4)).run().values
    except InfeasibleError as error:
        return UnboundedError(f"the problem is unbounded, or {error}")
    at_fence = np.flatnonzero(np.abs(values) >= 0.999 * largest)
    falling = at_fence[np.argsort(problem.cost[at_fence] * np.sign(values[at_fence]))][:shown]
    names = tuple(problem.column_name(int(column)) for column in falling)
    return UnboundedError(f"the cost falls without end; nothing limits {', '.join(names) or 'the problem'}", names)

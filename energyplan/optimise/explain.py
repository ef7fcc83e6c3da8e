"""Why is there no plan, in words of the town?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from energyplan.core.errors import SolveError
from energyplan.optimise.system import System
from energyplan.optimise.tile import TiledYear
from energyplan.solve import InfeasibleError, LinearProgram, Relaxation, SolverOptions, explain_conflict

_SHOWN = 5
_UNITS = {"energy": "kWh/a", "size": "kW"}
_LIMIT_WEIGHT = 1e-3


def conflict_error(system: System, year: TiledYear, program: LinearProgram, options: SolverOptions) -> InfeasibleError:
    """Return an error that says which demands and limits would have to give, and by how much.

    Parameters
    ----------
    system : System
    year : TiledYear
    program : LinearProgram
        The infeasible one.
    options : SolverOptions

    Returns
    -------
    InfeasibleError
    """
    sentences = [_sentence(system, year, relaxation) for relaxation in _relaxations(system, year, program, options)]
    shown = "; ".join(sentences[:_SHOWN])
    more = f"; and {len(sentences) - _SHOWN} more" if len(sentences) > _SHOWN else ""
    return InfeasibleError(f"no supply meets all demands within all limits. Least change: {shown}{more}")


def _relaxations(system: System, year: TiledYear, program: LinearProgram, options: SolverOptions) -> list[Relaxation]:
    """Relax annual limits and demands first, limits rather than demands; everything where that does not help."""
    limits = [year.rows("limit", name) for name in year.layout.limits]
    balances = [year.rows("balance", bus.name) for bus in system.buses]
    giving, weights = np.zeros(program.shape[0], dtype=bool), np.ones(program.shape[0])
    giving[np.concatenate([*limits, *balances])] = True
    weights[np.concatenate([*limits, np.zeros(0, dtype=int)])] = _LIMIT_WEIGHT
    relaxed = replace(program, cost=np.zeros(program.shape[1]), offset=0.0)
    try:
        return explain_conflict(relaxed, relaxable=giving, weights=weights, options=options)
    except SolveError:
        return explain_conflict(relaxed, options=options)


def _sentence(system: System, year: TiledYear, relaxation: Relaxation) -> str:
    key, time = year.names.row_key(relaxation.row)
    if key.kind == "limit":
        limit = next(limit for limit in system.limits if limit.name == key.name)
        amount = abs(relaxation.amount) * year.limit_scale[system.limits.index(limit)]
        return f'the limit "{limit.name}" must give by {amount:.4g} {_UNITS.get(limit.quantity, "t/a")}'
    amount = relaxation.amount * year.unit
    if key.kind == "balance":
        word = "more is needed than can be given" if amount > 0 else "more is given than can be taken"
        return f"{key.name} at {time:%d %b %H:%M}: {abs(amount):.4g} kW {word}"
    return f"{relaxation.name} must give by {abs(amount):.4g} kW"

"""Does the plan hold: balance of every bus and hour, every capacity, every store, and the cost itself?

Computed in numpy from the dataset and the components, without the matrix, the solver or the equations in Pyomo.
Deviations are relative to the largest power of the bus or component, or to the unit of the town where that is
larger: the solver knows no smaller numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from energyplan.core.errors import CheckError
from energyplan.optimise.plan import Plan
from energyplan.optimise.scale import power_unit
from energyplan.optimise.system import System

if TYPE_CHECKING:
    import xarray as xr

FloatArray = NDArray[np.float64]
TOLERANCE = 1e-6


def verify_plan(
    system: System, plan: Plan, dataset: xr.Dataset, objective: float, *, tolerance: float = TOLERANCE
) -> dict[str, float]:
    """Check a plan and return the largest relative deviation of each check.

    Parameters
    ----------
    system : System
    plan : Plan
    dataset : xarray.Dataset
    objective : float
        As the solver states it [EUR/a].
    tolerance : float

    Returns
    -------
    dict
        Keys balance, capacity, storage, cost.

    Raises
    ------
    CheckError
        Names bus, component and hour.
    """
    return {
        "balance": _check_balance(system, dataset, tolerance),
        "capacity": _check_capacity(system, plan, tolerance),
        "storage": _check_storage(system, plan, tolerance),
        "cost": _check_cost(dataset, objective, tolerance),
    }


def _worst(residual: FloatArray, size: float, tolerance: float, what: str, system: System) -> float:
    relative = np.abs(residual) / max(size, power_unit(system))
    hour = int(np.argmax(relative))
    if relative[hour] > tolerance:
        raise CheckError(
            f"{what} at {system.time[hour]:%d %b %H:%M}: off by {residual[hour]:.4g} ({relative[hour]:.1e})"
        )
    return float(relative[hour])


def _check_balance(system: System, dataset: xr.Dataset, tolerance: float) -> float:
    power, buses = dataset["power"].to_numpy(), dataset["flow_bus"].to_numpy()
    worst = [0.0]
    for bus in system.buses:
        of_bus = power[buses == bus.name]
        if len(of_bus):
            size = float(np.abs(of_bus).max())
            worst.append(
                _worst(of_bus.sum(axis=0), size, tolerance, f"the balance of {bus.name} does not close", system)
            )
    return max(worst)


def _check_capacity(system: System, plan: Plan, tolerance: float) -> float:
    limits: list[tuple[str, FloatArray, FloatArray]] = []
    for plant in system.plants:
        size = plan.sizes[plant.name]
        most = np.minimum(np.asarray(plant.availability) * size, plant.limit)
        limits.append((plant.name, plan.activity[plant.name], most))
    limits += [(m.name, plan.buy[m.name], np.asarray(plan.sizes[m.name])) for m in system.markets]
    for store in system.stores:
        limits.append((store.name, plan.content[store.name], np.asarray(plan.sizes[store.name])))
        for flow in (plan.charge[store.name], plan.discharge[store.name]):
            limits.append((store.name, flow, np.asarray(plan.powers[store.name])))
    worst = [0.0]
    for name, used, most in limits:
        excess = np.maximum(np.maximum(used - most, -used), 0.0)
        size = max(float(np.max(most)), float(np.max(used)))
        worst.append(_worst(excess, size, tolerance, f"{name} gives more than it can", system))
    return max(worst)


def _check_storage(system: System, plan: Plan, tolerance: float) -> float:
    worst = [0.0]
    for store in system.stores:
        content = plan.content[store.name]
        before = np.roll(content, 1)
        if not store.cyclic:
            before[0] = 0.0
        stored = store.charge_efficiency * plan.charge[store.name]
        stored = stored - plan.discharge[store.name] / store.discharge_efficiency
        residual = content - store.keep * before - stored
        size = max(float(content.max()), float(np.abs(stored).max()))
        worst.append(_worst(residual, size, tolerance, f"the content of {store.name} does not follow", system))
    return max(worst)


def _check_cost(dataset: xr.Dataset, objective: float, tolerance: float) -> float:
    costs = dataset["annual_cost"].to_numpy()
    size = max(float(np.abs(costs).sum()), 1e-9)
    relative = abs(float(costs.sum()) - objective) / size
    if relative > tolerance:
        raise CheckError(
            f"the costs of the components sum to {costs.sum():.9g} EUR/a, the solver states {objective:.9g} EUR/a"
        )
    return relative

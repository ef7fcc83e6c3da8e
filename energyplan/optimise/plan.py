"""Which sizes and hourly flows do the values of a solution stand for?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from energyplan.optimise.archetypes import Component, Demand, Market, Plant, Sized, Storage
from energyplan.optimise.constraints import net_factors
from energyplan.optimise.system import System

if TYPE_CHECKING:
    from energyplan.optimise.tile import TiledYear

FloatArray = NDArray[np.float64]
UNSERVED = "unserved:"


@dataclass(frozen=True, eq=False)
class Plan:
    """The values of one solution over all hours [kW], [kWh].

    Attributes
    ----------
    sizes, powers : mapping of str to float
        Size of each component (content of a store); power of each store.
    activity, buy, sell, charge, discharge, content, unserved : mapping of str to numpy.ndarray
        By component, `unserved` by bus.
    """

    sizes: dict[str, float]
    powers: dict[str, float]
    activity: dict[str, FloatArray]
    buy: dict[str, FloatArray]
    sell: dict[str, FloatArray]
    charge: dict[str, FloatArray]
    discharge: dict[str, FloatArray]
    content: dict[str, FloatArray]
    unserved: dict[str, FloatArray]


def read_plan(system: System, year: TiledYear, values: FloatArray) -> Plan:
    """Return the plan that the values of a solution stand for; `year` has one step per hour."""

    def hourly(kind: str, name: str) -> FloatArray:
        found = year.values(values, kind, name)
        # A column that the solver does not know is never used.
        return found if len(found) else np.zeros(len(year.steps))

    def charged(store: Storage, sign: int) -> FloatArray:
        if store.is_lossless:
            return np.maximum(sign * hourly("give", store.name), 0.0)
        return hourly("charge" if sign < 0 else "discharge", store.name)

    stores, plants, markets = system.stores, system.plants, system.markets
    charge = {store.name: charged(store, -1) for store in stores}
    discharge = {store.name: charged(store, 1) for store in stores}
    activity = {plant.name: hourly("activity", plant.name) for plant in plants}
    buy = {market.name: hourly("buy", market.name) for market in markets}
    content = {store.name: hourly("content", store.name) for store in stores}
    flow = {name: np.maximum(charge[name], discharge[name]) for name in charge}
    # Where content and power are coupled, the power asks for content too.
    coupled = {s.name: np.maximum(content[s.name], (s.hours or 0.0) * flow[s.name]) for s in stores}
    used = activity | buy | coupled
    sizes = {c.name: _size(year, values, c, used[c.name]) for c in system.sized}
    return Plan(
        sizes=sizes,
        powers={s.name: _power(year, values, s, sizes[s.name], flow[s.name]) for s in stores},
        activity=activity,
        buy=buy,
        sell={market.name: hourly("sell", market.name) for market in markets},
        charge=charge,
        discharge=discharge,
        content=content,
        unserved={bus.name: hourly("unserved", bus.name) for bus in system.buses if bus.unserved_price is not None},
    )


def _size(year: TiledYear, values: FloatArray, component: Sized, used: FloatArray) -> float:
    """Return existing plus new size; what use asks for at least where the size costs nothing and says nothing."""
    new = year.values(values, "new_size", component.name)
    charged = isinstance(component, Market) and component.peak_charge > 0.0
    if len(new) and (component.size.has_cost or charged):
        return component.size.existing + float(new[0])
    return max(component.size.existing, component.size.minimum, _needed(component, used))


def _needed(component: Sized, used: FloatArray) -> float:
    """Return the size that `used` needs."""
    if isinstance(component, Plant):
        availability = np.broadcast_to(np.asarray(component.availability, dtype=float), used.shape)
        used = np.divide(used, availability, out=np.zeros_like(used), where=availability > 0.0)
    return float(used.max(initial=0.0))


def _power(year: TiledYear, values: FloatArray, store: Storage, size: float, used: FloatArray) -> float:
    if store.hours is not None:
        return size / store.hours
    new = year.values(values, "new_power", store.name)
    if store.power is not None and len(new) and store.power.has_cost:
        return store.power.existing + float(new[0])
    least = 0.0 if store.power is None else max(store.power.existing, store.power.minimum)
    return max(least, float(used.max(initial=0.0)))


@dataclass(frozen=True, eq=False)
class Flow:
    """What one component gives to one bus; negative where it takes [kW]."""

    name: str
    component: str
    bus: str
    power: FloatArray


def flows_of(system: System, plan: Plan) -> list[Flow]:
    """Return every flow between components and buses."""
    flows = []
    for component in system.components:
        for bus, power, suffix in _powers(component, plan, system.hours):
            flows.append(Flow(f"{component.name}>{bus}{suffix}", component.name, bus, power))
    for bus, power in plan.unserved.items():
        flows.append(Flow(f"{UNSERVED}{bus}>{bus}", f"{UNSERVED}{bus}", bus, power))
    return flows


def _powers(component: Component, plan: Plan, hours: int) -> list[tuple[str, FloatArray, str]]:
    name = component.name
    if isinstance(component, Demand):
        return [(component.bus, -np.broadcast_to(np.asarray(component.power, dtype=float), hours), "")]
    if isinstance(component, Storage):
        return [(component.bus, plan.discharge[name] - plan.charge[name], "")]
    if isinstance(component, Market):
        bought = [(component.bus, plan.buy[name], "")] if component.buy_price is not None else []
        return bought + ([(component.bus, -plan.sell[name], ":sale")] if component.sell_price is not None else [])
    if isinstance(component, Plant):
        return [(bus, np.asarray(factor) * plan.activity[name], "") for bus, factor in net_factors(component)]
    return []

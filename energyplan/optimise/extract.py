"""What does the plan say, in the words of the planner: sizes, hourly flows, costs, emissions, prices?

Values of the solver become a dataset. Costs and emissions are computed anew from the flows and the components' own
prices, not taken from the solver; :mod:`energyplan.optimise.verify` then holds them against its objective.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from energyplan.core.vocabulary import annotate
from energyplan.optimise.archetypes import Component, Market, Plant, Profile, Storage
from energyplan.optimise.plan import UNSERVED, Plan, flows_of
from energyplan.optimise.quantities import CHARGED, EMISSION_FIELD, THOUSAND
from energyplan.optimise.system import System

if TYPE_CHECKING:
    import xarray as xr

    from energyplan.optimise.tile import TiledYear

FloatArray = NDArray[np.float64]
COST_GROUPS = ("capital", "fixed", "energy", "co2")


def annual_costs(system: System, plan: Plan, co2_price: float) -> Mapping[str, tuple[float, ...]]:
    """Return the annual cost of each component by group [EUR/a], in the order of `COST_GROUPS`."""
    return {
        c.name: (
            *_standing(c, plan),
            _energy(c, plan, system),
            co2_price * emitted(c, plan, system, CHARGED),
        )
        for c in system.components
    } | {
        f"{UNSERVED}{bus.name}": (0.0, 0.0, _paid(system, bus.unserved_price, plan.unserved[bus.name]), 0.0)
        for bus in system.buses
        if bus.unserved_price is not None
    }


def _standing(component: Component, plan: Plan) -> tuple[float, float]:
    """Return capital and upkeep."""
    if not isinstance(component, Plant | Storage | Market):
        return 0.0, 0.0
    known = [(component.size, plan.sizes[component.name])]
    if isinstance(component, Storage) and component.power is not None:
        known.append((component.power, plan.powers[component.name]))
    capital = sum(size.capital_cost * (value - size.existing) for size, value in known)
    return capital, sum(size.fixed_cost * value for size, value in known)


def _energy(component: Component, plan: Plan, system: System) -> float:
    name = component.name
    if isinstance(component, Plant):
        return _paid(system, component.variable_cost, plan.activity[name])
    if isinstance(component, Storage):
        return _paid(system, component.variable_cost, plan.discharge[name])
    if isinstance(component, Market):
        bought = _paid(system, component.buy_price, plan.buy[name])
        sold = _paid(system, component.sell_price, plan.sell[name])
        return bought - sold + component.peak_charge * plan.sizes[name]
    return 0.0


def emitted(component: Component, plan: Plan, system: System, quantity: str) -> float:
    """Return the annual emissions of a component in one convention [t/a]."""
    if not isinstance(component, Plant | Market):
        return 0.0
    turnover = (plan.buy if isinstance(component, Market) else plan.activity)[component.name]
    return _paid(system, getattr(component.emissions, EMISSION_FIELD.get(quantity, quantity)), turnover)


def _paid(system: System, price: Profile | None, power: FloatArray) -> float:
    """Return Σ price × power over the year, price per thousand."""
    if price is None:
        return 0.0
    return float(np.sum(np.asarray(price) * power)) * system.weight / THOUSAND


def to_dataset(
    system: System, year: TiledYear, plan: Plan, *, co2_price: float, row_duals: FloatArray | None
) -> xr.Dataset:
    """Return the plan as a dataset.

    Parameters
    ----------
    system : System
    year : TiledYear
        With one step per hour.
    plan : Plan
    co2_price : float
        [EUR/t]
    row_duals : numpy.ndarray, optional

    Returns
    -------
    xarray.Dataset
        Dims component, cost_group, flow, storage, bus, time; see :func:`energyplan.optimise.study.design`.
    """
    import xarray as xr

    components, flows, costs = _described(system), flows_of(system, plan), annual_costs(system, plan, co2_price)
    power = np.array([flow.power for flow in flows]).reshape(len(flows), system.hours)
    hourly_sums = power.sum(axis=1) * system.weight
    stores = [store.name for store in system.stores]
    emissions = {
        quantity: ("component", [emitted(c, plan, system, quantity) for c in components]) for quantity in EMISSION_FIELD
    }
    dataset = xr.Dataset(
        {
            "capacity": ("component", [_capacity(c, plan) for c in components]),
            "storage_capacity": ("component", [_stored(c, plan) for c in components]),
            "annual_cost": (("component", "cost_group"), [costs[c.name] for c in components]),
            **emissions,
            "power": (("flow", "time"), power),
            "annual_energy": ("flow", hourly_sums),
            "storage_level": (("storage", "time"), _rows(plan.content, stores, system.hours)),
            "shadow_price": (("bus", "time"), _prices(system, year, row_duals)),
        },
        coords={
            "component": [c.name for c in components],
            "cost_group": list(COST_GROUPS),
            "flow": [flow.name for flow in flows],
            "storage": stores,
            "bus": [bus.name for bus in system.buses],
            "time": system.time.to_numpy(),
            "flow_component": ("flow", [flow.component for flow in flows]),
            "flow_bus": ("flow", [flow.bus for flow in flows]),
            "bus_carrier": ("bus", [bus.carrier for bus in system.buses]),
            **{name: ("component", [_text(c, name) for c in components]) for name in _TEXTS},
        },
    )
    dataset["annuity"] = dataset["annual_cost"].sel(cost_group="capital", drop=True)
    return annotate(dataset)


_TEXTS = ("technology", "area", "label_de", "label_en", "colour", "archetype")


@dataclass(frozen=True, eq=False)
class Unserved(Component):
    """Demand of a bus that nothing serves, shown as a component so that costs and balances are whole."""


def _described(system: System) -> list[Component]:
    """Return the components and, for every bus where it is allowed, what is not served."""
    areas = {demand.bus: demand.area for demand in system.demands}
    return [*system.components] + [
        Unserved(
            name=f"{UNSERVED}{bus.name}",
            technology="unserved",
            area=areas.get(bus.name, ""),
            label_de="nicht gedeckt",
            label_en="not served",
            colour="#D55E00",
        )
        for bus in system.buses
        if bus.unserved_price is not None
    ]


def _text(component: Component, name: str) -> str:
    return type(component).__name__.lower() if name == "archetype" else str(getattr(component, name))


def _capacity(component: Component, plan: Plan) -> float:
    return (plan.powers if isinstance(component, Storage) else plan.sizes).get(component.name, np.nan)


def _stored(component: Component, plan: Plan) -> float:
    return plan.sizes[component.name] if isinstance(component, Storage) else np.nan


def _rows(values: dict[str, FloatArray], names: list[str], hours: int) -> FloatArray:
    return np.array([values[name] for name in names]).reshape(len(names), hours)


def _prices(system: System, year: TiledYear, row_duals: FloatArray | None) -> FloatArray:
    """Return what one more MWh would cost on each bus and hour [EUR/MWh]."""
    prices = np.full((len(system.buses), system.hours), np.nan)
    for position, bus in enumerate(system.buses):
        rows = year.rows("balance", bus.name)
        if row_duals is not None and len(rows):
            prices[position] = row_duals[rows] / (year.unit * year.steps.hours_of_year) * THOUSAND
    return prices

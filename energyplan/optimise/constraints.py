"""Which equations hold in every hour?

Each function adds one equation of a generic hour to the Pyomo model; `CONSTRAINTS` lists them in order. To add one:
a function here (or in your own code), a line in the tuple (or `design(..., constraints=(*CONSTRAINTS, mine))`), a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from energyplan.optimise.archetypes import Plant, Profile, Storage, Supply
from energyplan.optimise.columns import Hour

Constraint = Callable[[Hour], None]


def balance(hour: Hour) -> None:
    """What is given to a bus equals what is taken from it.

    Σ supply + Σ output factor × activity − Σ input factor × activity + stores + bought − sold + unserved = demand.
    """
    import pyomo.environ as pyo

    m, system = hour.model, hour.system
    given: dict[str, list[Any]] = {bus.name: [] for bus in system.buses}
    for plant in system.plants:
        for bus, factor in net_factors(plant):
            given[bus].append(hour.profile(factor) * m.activity[plant.name])
    for store in system.stores:
        given[store.bus].append(hour.given(store))
    for market in system.markets:
        given[market.bus] += [m.buy[n] for n in m.buy if n == market.name]
        given[market.bus] += [-m.sell[n] for n in m.sell if n == market.name]
    for name in m.unserved:
        given[name].append(m.unserved[name])
    buses = [name for name, terms in given.items() if terms]
    taken = {name: hour.profile(_demand(hour, name)) for name in buses}
    m.balance = pyo.Constraint(buses, rule=lambda _, name: sum(given[name]) == taken[name])


def net_factors(plant: Plant) -> Iterator[tuple[str, Profile]]:
    """Yield each bus that a plant touches with the power that it gives there per kW of activity."""
    if isinstance(plant, Supply):
        yield plant.bus, 1.0
    else:
        yield from plant.outputs.items()
        yield from ((bus, -np.asarray(factor, dtype=float)) for bus, factor in plant.inputs.items())


def _demand(hour: Hour, bus: str) -> Any:
    demands = [np.asarray(demand.power, dtype=float) for demand in hour.system.demands if demand.bus == bus]
    return sum(demands, np.zeros(()))


def activity_within_size(hour: Hour) -> None:
    """Activity ≤ availability × size."""
    import pyomo.environ as pyo

    m = hour.model
    plants = {plant.name: plant for plant in hour.system.plants if not _is_unlimited(plant)}
    m.activity_within_size = pyo.Constraint(
        list(plants),
        rule=lambda _, n: m.activity[n] <= hour.profile(plants[n].availability) * hour.size(plants[n]),
    )


def _is_unlimited(plant: Plant) -> bool:
    return plant.size.is_free and bool(np.min(plant.availability) > 0.0)


def activity_within_limit(hour: Hour) -> None:
    """Activity ≤ what the source gives, whatever the size."""
    import pyomo.environ as pyo

    m = hour.model
    plants = {p.name: p for p in hour.system.plants if np.isfinite(p.limit).any()}
    m.activity_within_limit = pyo.Constraint(
        list(plants), rule=lambda _, n: m.activity[n] <= hour.profile(np.minimum(plants[n].limit, _LARGE))
    )


# A limit that is missing in some hours only [kW].
_LARGE = 1e9


def purchase_within_size(hour: Hour) -> None:
    """Bought power ≤ connection, which is also the peak that is charged for."""
    import pyomo.environ as pyo

    m = hour.model
    markets = {market.name: market for market in hour.system.markets if market.has_size}
    m.purchase_within_size = pyo.Constraint(list(markets), rule=lambda _, n: m.buy[n] <= hour.size(markets[n]))


def content_follows_flows(hour: Hour) -> None:
    """Content = kept × content before + hours × (charge efficiency × charge − discharge / discharge efficiency).

    Over a step of n hours with constant power, kept = keepⁿ and hours = Σ keepᵏ (k = 0 … n − 1).
    """
    import pyomo.environ as pyo

    m = hour.model
    stores = {store.name: store for store in hour.system.stores}

    def stored(store: Storage) -> Any:
        if store.is_lossless:
            return -m.give[store.name]
        charge, discharge = m.charge[store.name], m.discharge[store.name]
        return store.charge_efficiency * charge - discharge / store.discharge_efficiency

    def rule(_: Any, name: str) -> Any:
        store = stores[name]
        kept = hour.profile.by_step(lambda steps: steps.kept(store.keep))
        hours = hour.profile.by_step(lambda steps: steps.charged(store.keep))
        return m.content[name] == kept * m.content_before[name] + hours * stored(store)

    m.content_follows_flows = pyo.Constraint(list(stores), rule=rule)


def content_within_size(hour: Hour) -> None:
    """Content ≤ size of the store."""
    import pyomo.environ as pyo

    m = hour.model
    stores = {store.name: store for store in hour.system.stores if not store.size.is_free}
    m.content_within_size = pyo.Constraint(list(stores), rule=lambda _, n: m.content[n] <= hour.size(stores[n]))


def charge_within_power(hour: Hour) -> None:
    """Charge ≤ power of the store."""
    import pyomo.environ as pyo

    m, stores = hour.model, _stores_with_power(hour)

    def rule(_: Any, name: str) -> Any:
        store = stores[name]
        charge = -m.give[name] if store.is_lossless else m.charge[name]
        return charge <= hour.power(store)

    m.charge_within_power = pyo.Constraint(list(stores), rule=rule)


def discharge_within_power(hour: Hour) -> None:
    """Discharge ≤ power of the store."""
    import pyomo.environ as pyo

    m, stores = hour.model, _stores_with_power(hour)

    def rule(_: Any, name: str) -> Any:
        store = stores[name]
        discharge = m.give[name] if store.is_lossless else m.discharge[name]
        return discharge <= hour.power(store)

    m.discharge_within_power = pyo.Constraint(list(stores), rule=rule)


def _stores_with_power(hour: Hour) -> dict[str, Storage]:
    return {s.name: s for s in hour.system.stores if s.power is not None or s.hours is not None}


CONSTRAINTS: tuple[Constraint, ...] = (
    balance,
    activity_within_size,
    activity_within_limit,
    purchase_within_size,
    content_follows_flows,
    content_within_size,
    charge_within_power,
    discharge_within_power,
)

"""Which unknowns does one hour have, and which of them belong to the year?

Sizes are shared: one column for all hours. A store's content before the hour is the lagged copy of its content: the
column of the hour before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from energyplan.optimise.archetypes import Size, Sized, Storage
from energyplan.optimise.profiles import Profiles
from energyplan.optimise.system import System

# Variables of the Pyomo model that exist once a year.
SHARED = frozenset({"new_size", "new_power"})
# Lagged variable → the variable whose value of the step before it is.
LAGGED = {"content_before": "content"}


@dataclass(frozen=True)
class Hour:
    """The Pyomo model of one hour in the making: what each constraint and each annual quantity is written with.

    Attributes
    ----------
    model : pyomo.environ.ConcreteModel
        Its variables, each indexed by component (or bus) name: `new_size`, `new_power` (once a year, beyond what
        exists), `activity` (supply, converter), `buy`, `sell`, `charge`, `discharge`, `give` (signed, lossless store),
        `content`, `content_before`, `unserved`.
    system : System
    profile : Profiles
        Turns an hourly array into a symbol of the model.
    """

    model: Any
    system: System
    profile: Profiles

    def size(self, component: Sized) -> Any:
        """Return the size of a component [kW], or content of a store [kWh]."""
        return component.size.existing + self.model.new_size[component.name]

    def power(self, store: Storage) -> Any:
        """Return the charging and discharging power of a store [kW]; None where nothing limits it."""
        if store.power is not None:
            return store.power.existing + self.model.new_power[store.name]
        return None if store.hours is None else self.size(store) / store.hours

    def given(self, store: Storage) -> Any:
        """Return what a store gives to its bus, net [kW]."""
        m = self.model
        return m.give[store.name] if store.is_lossless else m.discharge[store.name] - m.charge[store.name]


def declare_columns(model: Any, system: System) -> None:
    """Add the variables of one hour to a Pyomo model [kW, kWh]."""
    import pyomo.environ as pyo

    plants, stores, markets = system.plants, system.stores, system.markets
    sized = [*plants, *stores, *(market for market in markets if market.has_size)]
    _sizes(model, "new_size", {component.name: component.size for component in sized})
    _sizes(model, "new_power", {store.name: store.power for store in stores if store.power is not None})
    lossy = [store.name for store in stores if not store.is_lossless]
    names = {
        "activity": [plant.name for plant in plants],
        "buy": [market.name for market in markets if market.buy_price is not None],
        "charge": lossy,
        "discharge": lossy,
        "content": [store.name for store in stores],
        "content_before": [store.name for store in stores],
        "unserved": [bus.name for bus in system.buses if bus.unserved_price is not None],
    }
    for variable, index in names.items():
        setattr(model, variable, pyo.Var(index, bounds=(0.0, None)))
    sales = {market.name: market.maximum_sale for market in markets if market.sell_price is not None}
    model.sell = pyo.Var(list(sales), bounds=lambda _, name: (0.0, sales[name]))
    model.give = pyo.Var([store.name for store in stores if store.is_lossless])


def new_bounds(size: Size) -> tuple[float, float]:
    """Return between which bounds the new part of a size lies."""
    return max(size.minimum - size.existing, 0.0), size.maximum - size.existing


def _sizes(model: Any, variable: str, sizes: dict[str, Size]) -> None:
    import pyomo.environ as pyo

    setattr(model, variable, pyo.Var(list(sizes), bounds=lambda _, name: new_bounds(sizes[name])))

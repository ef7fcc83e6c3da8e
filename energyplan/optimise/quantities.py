"""What is summed over the year: costs by group, emissions by convention, and what the annual limits count?

Each quantity is an objective of the Pyomo model of one hour and becomes one row of coefficients; what the plan
minimises is a sum of these rows, each times a price. So a new CO₂ price changes a cost vector, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from energyplan.optimise.archetypes import (
    Component,
    Converter,
    Limit,
    Market,
    Profile,
    Sized,
    Supply,
)
from energyplan.optimise.columns import Hour
from energyplan.optimise.system import System

AnnualQuantity = Callable[[Hour], Any]

# EUR/MWh → EUR/kWh, kg → t
THOUSAND = 1000.0
CHARGED = "charged"
EMISSION_FIELD = {"emissions": "co2e", "direct_emissions": "direct", "priced_emissions": "priced"}


def capital(hour: Hour) -> Any:
    """Annuities of everything that is built new [EUR/a]."""
    m = hour.model
    sizes = [c.size.capital_cost * m.new_size[c.name] for c in hour.system.sized if c.name in m.new_size]
    powers = [s.power.capital_cost * m.new_power[s.name] for s in hour.system.stores if s.power is not None]
    return sum(sizes) + sum(powers)


def fixed(hour: Hour) -> Any:
    """Upkeep of everything that stands [EUR/a]."""
    m = hour.model
    sizes = [c.size.fixed_cost * hour.size(c) for c in hour.system.sized if c.name in m.new_size]
    powers = [s.power.fixed_cost * hour.power(s) for s in hour.system.stores if s.power is not None]
    return sum(sizes) + sum(powers)


def energy(hour: Hour) -> Any:
    """Purchase less sale, peak charges, variable cost and demand that is not served [EUR/a]."""
    m, system = hour.model, hour.system
    terms = [hour.profile(p.variable_cost) * m.activity[p.name] for p in system.plants]
    terms += [s.variable_cost * m.discharge[s.name] for s in system.stores if not s.is_lossless]
    terms += [hour.profile(k.buy_price) * m.buy[k.name] for k in system.markets if k.buy_price is not None]
    terms += [-hour.profile(k.sell_price) * m.sell[k.name] for k in system.markets if k.sell_price is not None]
    terms += [b.unserved_price * m.unserved[b.name] for b in system.buses if b.unserved_price is not None]
    peaks = [k.peak_charge * hour.size(k) for k in system.markets if k.has_size]
    return sum(terms) / THOUSAND + sum(peaks)


def priced_emissions(hour: Hour) -> Any:
    """Emissions for which the CO₂ price is paid [t/a]."""
    return _emitted(hour, "priced_emissions", None)


def charged_emissions(hour: Hour) -> Any:
    """Priced emissions weighted with the tax on top: times the CO₂ price the cost of CO₂ [t/a]."""
    return _emitted(hour, CHARGED, None)


def emissions(hour: Hour) -> Any:
    """Greenhouse gases with the upstream chain [t/a]."""
    return _emitted(hour, "emissions", None)


def direct_emissions(hour: Hour) -> Any:
    """Direct CO₂ [t/a]."""
    return _emitted(hour, "direct_emissions", None)


QUANTITIES: tuple[AnnualQuantity, ...] = (
    capital,
    fixed,
    energy,
    priced_emissions,
    charged_emissions,
    emissions,
    direct_emissions,
)


def limited(hour: Hour, limit: Limit) -> Any:
    """Return what an annual limit counts."""
    if limit.quantity in EMISSION_FIELD:
        return _emitted(hour, limit.quantity, limit.coefficients)
    factors = _coefficients(hour.system, limit.coefficients)
    if limit.quantity == "size":
        new_size = hour.model.new_size
        return sum(hour.profile(f) * hour.size(c) for c, f in factors if c.name in new_size)
    return sum(hour.profile(f) * _turnover(hour, c) for c, f in factors if _has_turnover(c))


def _emitted(hour: Hour, quantity: str, coefficients: Mapping[str, Profile] | None) -> Any:
    terms = []
    for component, coefficient in _coefficients(hour.system, coefficients):
        if _has_turnover(component):
            factor = getattr(component.emissions, EMISSION_FIELD.get(quantity, quantity))
            terms.append(hour.profile(np.multiply(coefficient, factor)) * _turnover(hour, component))
    return sum(terms) / THOUSAND


def _coefficients(system: System, coefficients: Mapping[str, Profile] | None) -> list[tuple[Any, Profile]]:
    if coefficients is None:
        return [(component, 1.0) for component in system.components if isinstance(component, Sized)]
    return [(c, coefficients[c.name]) for c in system.components if c.name in coefficients]


def _has_turnover(component: Component) -> bool:
    """Whether energy and emissions are counted by a flow of this component: its activity or what it buys."""
    if isinstance(component, Market):
        return component.buy_price is not None
    return isinstance(component, Supply | Converter)


def _turnover(hour: Hour, component: Component) -> Any:
    m = hour.model
    return (m.buy if isinstance(component, Market) else m.activity)[component.name]

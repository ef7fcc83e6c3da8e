"""What is wrong with a system: unknown buses, wrong lengths, missing prices, sizes and limits that contradict?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from energyplan.core.errors import Fault, nearest
from energyplan.optimise.archetypes import (
    Component,
    Demand,
    Limit,
    Market,
    Plant,
    Profile,
    Size,
    Sized,
    Storage,
    buses_of,
    profiles_of,
)

if TYPE_CHECKING:
    from energyplan.optimise.system import System


def find_faults(system: System) -> Iterator[Fault]:
    """Yield everything that is wrong with `system`."""
    yield from _name_faults(system)
    yield from _bus_faults(system)
    for component in system.components:
        for name, profile in profiles_of(component):
            yield from _profile_faults(component.name, name, profile, system.hours)
        for name, size in _sizes_of(component):
            yield from _size_faults(component.name, name, size)
    for store in system.stores:
        yield from _storage_faults(store)
    for market in system.markets:
        yield from _market_faults(market)
    for limit in system.limits:
        yield from _limit_faults(limit, system)


def _sizes_of(component: Component) -> Iterator[tuple[str, Size]]:
    for name in ("size", "power"):
        size = getattr(component, name, None)
        if isinstance(size, Size):
            yield name, size


def _name_faults(system: System) -> Iterator[Fault]:
    for layer, items in (("bus", system.buses), ("component", system.components), ("limit", system.limits)):
        for name, count in Counter(item.name for item in items).items():
            if count > 1 or not name:
                yield Fault("EP318", layer=layer, row=name, value=count, expected="a name of its own")


def _bus_faults(system: System) -> Iterator[Fault]:
    known = [bus.name for bus in system.buses]
    for component in system.components:
        for name in buses_of(component):
            if name not in known:
                yield Fault("EP214", layer="component", row=component.name, column="bus", value=name,
                            expected=nearest(name, known))  # fmt: skip
    for bus in system.buses:
        giving = [c for c in system.components if bus.name in buses_of(c) and not isinstance(c, Demand)]
        taking = [d for d in system.demands if d.bus == bus.name]
        if taking and not giving and bus.unserved_price is None:
            yield Fault("EP409", layer="bus", row=bus.name, expected="something that supplies it")


def _profile_faults(component: str, name: str, profile: Profile, hours: int) -> Iterator[Fault]:
    values = np.asarray(profile, dtype=float)
    where: dict[str, Any] = {"layer": "component", "row": component, "column": name}
    if values.ndim > 1 or (values.ndim == 1 and len(values) != hours):
        yield Fault("EP207", **where, value=values.shape, expected=f"a number or {hours} values")
        return
    is_money = name.endswith(("price", "cost"))
    missing = int(np.isnan(values).sum())
    if missing:
        code = "EP218" if is_money else "EP211"
        yield Fault(code, **where, value=f"{missing} × NaN", expected="a number in every hour")
    may_be_infinite = name in ("limit", "maximum_sale")
    if np.isinf(values).any() and not (may_be_infinite and (values > 0.0).all()):
        yield Fault("EP413", **where, value="infinite", expected="finite numbers")
    if not is_money and (values < 0.0).any():
        yield Fault("EP108", **where, value=float(np.nanmin(values)), expected="0 or more")


def _size_faults(component: str, name: str, size: Size) -> Iterator[Fault]:
    where: dict[str, Any] = {"layer": "component", "row": component, "column": name}
    for each in fields(size):
        value = getattr(size, each.name)
        if not value >= 0.0 or (np.isinf(value) and each.name != "maximum"):
            yield Fault("EP108", **where, key=each.name, value=value, expected="0 or more, finite")
    if size.maximum < max(size.minimum, size.existing):
        found = f"minimum {size.minimum:g}, existing {size.existing:g}, maximum {size.maximum:g}"
        yield Fault("EP119", **where, value=found, expected="minimum and existing below maximum")


def _storage_faults(store: Storage) -> Iterator[Fault]:
    for name in ("keep", "charge_efficiency", "discharge_efficiency"):
        value = getattr(store, name)
        if not 0.0 < value <= 1.0:
            yield Fault("EP108", layer="component", row=store.name, column=name, value=value, expected="(0, 1]")
    if store.hours is not None and store.power is not None:
        yield Fault("EP119", layer="component", row=store.name, column="hours", value=store.hours,
                    expected="either power or hours")  # fmt: skip


def _market_faults(market: Market) -> Iterator[Fault]:
    if market.buy_price is None or market.sell_price is None:
        if market.buy_price is market.sell_price:
            yield Fault("EP118", layer="component", row=market.name, column="buy_price", expected="a price")
        return
    gain = np.asarray(market.sell_price, dtype=float) - np.asarray(market.buy_price, dtype=float)
    if (gain > 0.0).any():
        yield Fault("EP119", layer="component", row=market.name, column="sell_price",
                    value=f"up to {np.nanmax(gain):g} EUR/MWh above the purchase in {int((gain > 0).sum())} hours",
                    expected="no profit from buying and selling in the same hour")  # fmt: skip


def _limit_faults(limit: Limit, system: System) -> Iterator[Fault]:
    names = [component.name for component in system.components]
    where: dict[str, Any] = {"layer": "limit", "row": limit.name}
    counted = {c.name for c in system.components if _is_counted(c, limit)}
    for name, coefficient in (limit.coefficients or {}).items():
        if name not in names:
            yield Fault("EP214", **where, value=name, expected=nearest(name, names))
        elif name not in counted:
            yield Fault("EP119", **where, value=name, expected=f"a component that has {limit.quantity}")
        values = np.asarray(coefficient, dtype=float)
        if not np.isfinite(values).all() or (values.ndim and values.shape != (system.hours,)):
            yield Fault("EP207", **where, column=name, value=values.shape, expected="finite, a value per hour")
    if not limit.lower <= limit.upper:
        yield Fault("EP119", **where, value=f"{limit.lower:g} to {limit.upper:g}", expected="lower ≤ upper")


def _is_counted(component: Component, limit: Limit) -> bool:
    if limit.quantity == "size":
        return isinstance(component, Sized)
    return isinstance(component, Plant | Market)

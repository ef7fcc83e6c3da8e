"""How does a technology of the catalogue become a component of the system?

Its investment becomes an annuity, its upkeep a yearly cost per kW, its performance the factors between its buses. A
technology that draws on a heat source (heat pump, heat exchanger) takes that heat from the bus of the source, so that
several technologies on one source share it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from energyplan.core.errors import Fault, FaultError
from energyplan.optimise.archetypes import Component, Converter, Profile, Size, Storage, Supply
from energyplan.physics.annuity import annuity_factor

if TYPE_CHECKING:
    from energyplan.catalogue import Technology

FloatArray = NDArray[np.float64]


def component_from_technology(
    technology: Technology,
    *,
    year: int,
    interest_rate: float,
    buses: Mapping[str, str],
    performance: Profile = 1.0,
    name: str = "",
    area: str = "",
    source_bus: str | None = None,
    limit: Profile = np.inf,
    follows: FloatArray | None = None,
    minimum: float = 0.0,
    maximum: float | None = None,
    existing: float = 0.0,
    extra_investment: float = 0.0,
) -> Component:
    """Return the component that a technology is in a system.

    Parameters
    ----------
    technology : Technology
    year : int
        Of construction; costs are interpolated to it.
    interest_rate : float
        Real [1].
    buses : mapping of str to str
        Carrier → bus, for every carrier that the technology takes or gives.
    performance : float or numpy.ndarray
        Converter: first output per unit of its first input (efficiency, COP) [1]; supply: power per kW of size, or with
        a `source_bus` the share of the source's power that it can use [1]. Stores need none.
    name, area : str
        The name is that of the technology by default.
    source_bus : str, optional
        Bus of the heat source. A converter takes (1 − 1 / performance) per kW of heat from it.
    limit : float or numpy.ndarray
        Output at most, whatever the size [kW].
    follows : numpy.ndarray, optional
        Output at most per kW of size, hour by hour. For the heaters of single buildings: load over design load, since
        no house borrows its neighbour's heater.
    minimum, maximum, existing : float
        Size [kW], or content of a store [kWh].
    extra_investment : float
        What the source costs to tap, without upkeep [EUR/kW].

    Returns
    -------
    Supply, Converter or Storage

    Raises
    ------
    FaultError
        EP214 if a carrier has no bus, EP108 if a heat pump on a source has a COP below 1.
    KeyError
        If the technology lacks a cost or its lifetime.
    """
    _require_buses(technology, buses)
    size = _size(technology, "investment", year, interest_rate, extra_investment=extra_investment,
                 minimum=minimum, maximum=maximum, existing=existing)  # fmt: skip
    common: dict[str, Any] = {
        "name": name or technology.name, "technology": technology.name, "area": area, "colour": technology.colour,
        "label_de": technology.label.de, "label_en": technology.label.en, "size": size,
        "variable_cost": technology.value("variable_cost", year, default=0.0),
    }  # fmt: skip
    if technology.archetype == "storage":
        return _storage(technology, year, interest_rate, buses, common)
    common |= {"limit": limit, "availability": 1.0 if follows is None else follows}
    if technology.archetype == "converter":
        return _converter(technology, year, buses, performance, source_bus, common)
    return _supply(technology, buses, performance, source_bus, common)


def _require_buses(technology: Technology, buses: Mapping[str, str]) -> None:
    missing = [carrier for carrier in (*technology.inputs, *technology.outputs) if carrier not in buses]
    if missing:
        raise FaultError(
            [Fault("EP214", layer="technology", row=technology.name, column="carrier", value=c) for c in missing]
        )


def _size(
    technology: Technology, investment: str, year: int, interest_rate: float, *, extra_investment: float = 0.0,
    minimum: float = 0.0, maximum: float | None = None, existing: float = 0.0,
) -> Size:  # fmt: skip
    """Return costs and bounds of a size: annuity of the investment, upkeep as a share of it."""
    cost = technology.value(investment, year)
    annuity = annuity_factor(interest_rate, technology.value("lifetime", year))
    return Size(
        capital_cost=(cost + extra_investment) * annuity,
        fixed_cost=cost * technology.value("fixed_cost", year, default=0.0),
        minimum=minimum,
        maximum=np.inf if maximum is None else maximum,
        existing=existing,
    )


def _storage(
    technology: Technology, year: int, interest_rate: float, buses: Mapping[str, str], common: dict[str, Any]
) -> Storage:
    power = None
    if "power_investment" in technology.parameters:
        power = _size(technology, "power_investment", year, interest_rate)
    hours = technology.value("hours", year) if "hours" in technology.parameters else None
    return Storage(
        bus=buses[technology.outputs[0]],
        power=power,
        hours=hours,
        keep=1.0 - technology.value("loss_per_hour", year, default=0.0),
        charge_efficiency=technology.value("charge_efficiency", year, default=1.0),
        discharge_efficiency=technology.value("discharge_efficiency", year, default=1.0),
        **common,
    )


def _converter(
    technology: Technology, year: int, buses: Mapping[str, str], performance: Profile, source_bus: str | None,
    common: dict[str, Any],
) -> Converter:  # fmt: skip
    main, *others = technology.outputs
    drive, *further = technology.inputs
    ratio = np.asarray(performance, dtype=float)
    if not (ratio > 0.0).all() or (source_bus and (ratio < 1.0).any()):
        expected = "a COP of 1 or more" if source_bus else "an efficiency above 0"
        raise FaultError([Fault("EP108", layer="component", row=common["name"], column="performance",
                                value=float(ratio.min()), expected=expected)])  # fmt: skip
    inputs: dict[str, Profile] = {buses[drive]: 1.0 / ratio}
    inputs |= {buses[c]: technology.value(f"input_{c}", year) for c in further}
    if source_bus:
        inputs[source_bus] = 1.0 - 1.0 / ratio
    outputs: dict[str, Profile] = {buses[main]: 1.0}
    outputs |= {buses[c]: technology.value(f"output_{c}", year) for c in others}
    return Converter(inputs=inputs, outputs=outputs, **common)


def _supply(
    technology: Technology, buses: Mapping[str, str], performance: Profile, source_bus: str | None,
    common: dict[str, Any],
) -> Supply | Converter:  # fmt: skip
    share = np.asarray(performance, dtype=float)
    bus = buses[technology.outputs[0]]
    if source_bus is None:
        return Supply(bus=bus, **common | {"availability": common["availability"] * share})
    # Where nothing of the source can be used, the exchanger stands still.
    usable = share > 0.0
    taken = np.divide(1.0, share, out=np.ones_like(share), where=usable)
    return Converter(
        inputs={source_bus: taken}, outputs={bus: 1.0}, **common | {"availability": common["availability"] * usable}
    )

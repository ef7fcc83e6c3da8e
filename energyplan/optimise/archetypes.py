"""Of which few kinds of things does every energy system consist?

Supply, converter, storage, demand, market and limit: each a frozen record of numbers and hourly arrays. Powers are in
kW, energies in kWh, prices in EUR/MWh, sizes' costs in EUR per kW (or kWh) and year, emission factors in kg/kWh.
A "profile" is a number or an array with one value per hour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Profile = float | FloatArray

# More than any plant costs per kW and year when it runs for a single hour, so that nothing is left unserved to save
# money; the price of 1 kWh not served is then 100 EUR.
UNSERVED_PRICE = 100_000.0

Quantity = Literal["energy", "size", "emissions", "direct_emissions", "priced_emissions"]


@dataclass(frozen=True, kw_only=True)
class Size:
    """One decision about a size: what it costs and between which bounds it may lie.

    Attributes
    ----------
    capital_cost : float
        Annuity of what is built new [EUR/(kW a)], or per kWh of a store.
    fixed_cost : float
        Upkeep of everything that stands, new or not [EUR/(kW a)].
    minimum, maximum : float
        Of the total [kW].
    existing : float
        What stands already; it needs no capital and is kept [kW].
    """

    capital_cost: float = 0.0
    fixed_cost: float = 0.0
    minimum: float = 0.0
    maximum: float = np.inf
    existing: float = 0.0

    @property
    def has_cost(self) -> bool:
        """Whether a larger size costs something."""
        return self.capital_cost > 0.0 or self.fixed_cost > 0.0

    @property
    def is_free(self) -> bool:
        """Whether the size neither costs nor limits anything, so that there is nothing to decide."""
        return not self.has_cost and np.isinf(self.maximum) and self.minimum <= self.existing

    @classmethod
    def fixed(cls, value: float, *, capital_cost: float = 0.0, fixed_cost: float = 0.0) -> Size:
        """Return a size that is given; its costs are paid.

        >>> Size.fixed(20.0).maximum
        20.0
        """
        return cls(capital_cost=capital_cost, fixed_cost=fixed_cost, minimum=value, maximum=value)


@dataclass(frozen=True, kw_only=True, eq=False)
class Emissions:
    """Emissions per kWh, in three conventions that are never mixed [kg/kWh].

    Attributes
    ----------
    co2e : float or numpy.ndarray
        Greenhouse gases with the upstream chain.
    direct : float or numpy.ndarray
        CO₂ at the chimney or, for electricity, of the power stations.
    priced : float or numpy.ndarray
        What the CO₂ price is paid for.
    tax : float
        On top of the CO₂ price, such as the VAT of households [1].
    """

    co2e: Profile = 0.0
    direct: Profile = 0.0
    priced: Profile = 0.0
    tax: float = 0.0

    @property
    def charged(self) -> Profile:
        """Priced emissions, weighted with the tax on top: times the CO₂ price it is what is paid [kg/kWh]."""
        return np.multiply(self.priced, 1.0 + self.tax)


@dataclass(frozen=True, kw_only=True, eq=False)
class Bus:
    """A place where a carrier must balance in every hour.

    Attributes
    ----------
    name : str
    carrier : str
        Such as "heat" or "electricity".
    unserved_price : float or None
        Price of demand that is not served [EUR/MWh]; None forbids it, at the risk of having no solution.
    """

    name: str
    carrier: str = ""
    unserved_price: float | None = UNSERVED_PRICE


@dataclass(frozen=True, kw_only=True, eq=False)
class Component:
    """What every component tells about itself; `area` is the supply area that it belongs to."""

    name: str
    technology: str = ""
    label_de: str = ""
    label_en: str = ""
    colour: str = "#888888"
    area: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Supply(Component):
    """Gives power to a bus out of nothing that the system would have to balance (sun, waste heat).

    Attributes
    ----------
    bus : str
    size : Size
        [kW]
    availability : float or numpy.ndarray
        Power per kW of size.
    limit : float or numpy.ndarray
        What the source gives at most, whatever the size [kW].
    variable_cost : float or numpy.ndarray
        [EUR/MWh]
    emissions : Emissions
        Per kWh given.
    """

    bus: str
    size: Size = field(default_factory=Size)
    availability: Profile = 1.0
    limit: Profile = np.inf
    variable_cost: Profile = 0.0
    emissions: Emissions = field(default_factory=Emissions)


@dataclass(frozen=True, kw_only=True, eq=False)
class Converter(Component):
    """Takes from some buses and gives to others in fixed proportions of one activity (boiler, heat pump, CHP, link).

    Attributes
    ----------
    inputs, outputs : mapping of str to float or numpy.ndarray
        Bus → kW per kW of activity. A heat pump counts its heat: inputs {"electricity": 1 / cop}, outputs {"heat": 1}.
    size : Size
        Of the activity [kW].
    availability, limit : float or numpy.ndarray
        Activity at most: availability × size, and limit [kW].
    variable_cost : float or numpy.ndarray
        Per MWh of activity, without what the inputs cost on their buses [EUR/MWh].
    emissions : Emissions
        Per kWh of activity, without what the inputs bring along.
    """

    inputs: Mapping[str, Profile] = field(default_factory=dict)
    outputs: Mapping[str, Profile] = field(default_factory=dict)
    size: Size = field(default_factory=Size)
    availability: Profile = 1.0
    limit: Profile = np.inf
    variable_cost: Profile = 0.0
    emissions: Emissions = field(default_factory=Emissions)


@dataclass(frozen=True, kw_only=True, eq=False)
class Storage(Component):
    """Takes from a bus and gives back later; content and power are sized apart.

    Attributes
    ----------
    bus : str
    size : Size
        Content [kWh]; its costs are per kWh.
    power : Size or None
        Charging and discharging power [kW]; None where `hours` couples it to the content or nothing limits it.
    hours : float or None
        Content over power [h] where the two come together.
    keep : float
        Share of the content that is left after an hour.
    charge_efficiency, discharge_efficiency : float
    cyclic : bool
        The year ends with the content that it began with; otherwise it begins empty.
    variable_cost : float
        Per MWh discharged [EUR/MWh].
    """

    bus: str
    size: Size = field(default_factory=Size)
    power: Size | None = None
    hours: float | None = None
    keep: float = 1.0
    charge_efficiency: float = 1.0
    discharge_efficiency: float = 1.0
    cyclic: bool = True
    variable_cost: float = 0.0

    @property
    def is_lossless(self) -> bool:
        """Whether one signed flow says it all: nothing is lost or paid on the way in and out."""
        return self.charge_efficiency == self.discharge_efficiency == 1.0 and self.variable_cost == 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Demand(Component):
    """Takes a given power from a bus [kW]."""

    bus: str
    power: Profile


@dataclass(frozen=True, kw_only=True, eq=False)
class Market(Component):
    """Buys a carrier for a bus and sells from it (grid, gas supplier, wood).

    Attributes
    ----------
    bus : str
    buy_price, sell_price : float, numpy.ndarray or None
        Without the CO₂ price [EUR/MWh]; None where there is no buying or selling.
    size : Size
        Of the connection for buying [kW].
    peak_charge : float
        Price of the highest purchase of the year [EUR/(kW a)].
    maximum_sale : float
        [kW]
    emissions : Emissions
        Per kWh bought; selling earns none back.
    """

    bus: str
    buy_price: Profile | None = None
    sell_price: Profile | None = None
    size: Size = field(default_factory=Size)
    peak_charge: float = 0.0
    maximum_sale: float = np.inf
    emissions: Emissions = field(default_factory=Emissions)

    @property
    def has_size(self) -> bool:
        """Whether the connection for buying is a decision."""
        return self.buy_price is not None and (self.peak_charge > 0.0 or not self.size.is_free)


@dataclass(frozen=True, kw_only=True, eq=False)
class Limit:
    """An annual limit across all hours: lower ≤ Σ coefficient × quantity ≤ upper.

    Attributes
    ----------
    name : str
    quantity : {"energy", "size", "emissions", "direct_emissions", "priced_emissions"}
        Energy given by a supply, turned over by a converter, bought on a market, discharged from a store [kWh/a];
        size of a supply, converter or market, content of a store [kW, kWh]; emissions [t/a].
    coefficients : mapping of str to float or numpy.ndarray, optional
        Component → factor; all components with factor 1 where none are given.
    lower, upper : float

    Examples
    --------
    At least 30 % of the heat from renewables, a cap on direct emissions, roofs for PV or collectors:

    >>> share = Limit(name="share", coefficients={"heat_pump": 0.7, "boiler": -0.3}, lower=0.0)
    >>> cap = Limit(name="cap", quantity="direct_emissions", upper=2000.0)
    >>> roofs = Limit(name="roofs", quantity="size", coefficients={"pv": 5.5, "collector": 1.4}, upper=9000.0)
    """

    name: str
    quantity: Quantity = "energy"
    coefficients: Mapping[str, Profile] | None = None
    lower: float = -np.inf
    upper: float = np.inf


Plant = Supply | Converter
Sized = Plant | Storage | Market


def buses_of(component: Component) -> list[str]:
    """Return the names of the buses that a component touches."""
    if isinstance(component, Converter):
        return [*component.inputs, *component.outputs]
    if isinstance(component, Supply | Storage | Demand | Market):
        return [component.bus]
    return []


def profiles_of(component: Component) -> Iterator[tuple[str, Profile]]:
    """Yield the name and value of every number or array of a component that may differ by hour."""
    for each in fields(component):
        value = getattr(component, each.name)
        if isinstance(value, Emissions):
            yield from ((f"emissions.{kind}", getattr(value, kind)) for kind in ("co2e", "direct", "priced"))
        elif each.name in ("inputs", "outputs"):
            yield from ((f"{each.name}[{bus}]", factor) for bus, factor in value.items())
        elif isinstance(value, np.ndarray | float | int) and not isinstance(value, bool):
            yield each.name, value

"""What do carriers cost and emit in a planned year, hour by hour where the price has hours?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energyplan.io.series import align_weekdays
from energyplan.optimise import Emissions
from energyplan.pipeline.records import INDIVIDUAL, Inputs

if TYPE_CHECKING:
    import xarray as xr

ELECTRICITY = "electricity"
VAT = 1.19  # UStG §12(1)


@dataclass(frozen=True)
class Tariff:
    """Price and emissions of one carrier for one kind of buyer.

    Attributes
    ----------
    buy_price : float or ndarray
        [EUR/MWh], without the CO₂ price.
    sell_price : float or ndarray or None
        [EUR/MWh]
    emissions : Emissions
        [kg/kWh]
    """

    buy_price: float | np.ndarray
    sell_price: float | np.ndarray | None
    emissions: Emissions


def scope_of(area: str) -> str:
    """Return the kind of buyer of an area: "individual" or "network"."""
    return "individual" if area == INDIVIDUAL else "network"


def tariff(inputs: Inputs, carrier: str, area: str, year: int) -> Tariff:
    """Return price and emissions of a carrier in an area and year.

    Raises
    ------
    KeyError
        If the catalogue has no price for it; the message names the nearest.
    """
    scope = scope_of(area)
    if carrier == ELECTRICITY:
        return _electricity(inputs, scope, year)
    row = inputs.catalogue.table("carriers").loc[carrier]
    direct = float(row["direct_emission_factor"])
    emissions = Emissions(
        co2e=float(row["emission_factor"]),
        direct=direct,
        priced=direct * float(row["bears_co2_price"]),
        tax=VAT - 1.0 if scope == "individual" else 0.0,
    )
    return Tariff(inputs.catalogue.by_year("prices", f"{carrier}/{scope}", "price", year), None, emissions)


def _electricity(inputs: Inputs, scope: str, year: int) -> Tariff:
    """Day-ahead price plus surcharge, VAT included for households; feeding in earns at most what the hour is worth."""
    catalogue = inputs.catalogue
    surcharge = catalogue.by_year("prices", f"electricity_surcharge/{scope}", "price", year)
    market = catalogue.by_year("prices", f"electricity_market/{scope}", "price", year)
    emissions = Emissions(
        co2e=catalogue.by_year("grid_emission_paths", "co2e", "factor", year),
        direct=catalogue.by_year("grid_emission_paths", "direct", "factor", year),
    )
    feed_in = catalogue.by_year("prices", f"electricity_feed_in/{scope}", "price", year)
    hourly = hourly_price(inputs)
    if hourly is None:
        return Tariff(market + surcharge, min(feed_in, market + surcharge), emissions)
    # The series gives the shape; its mean is brought to the price level of the year.
    shape = hourly.to_numpy() - float(hourly.mean())
    # Households pay VAT on the deviation, too, but receive none when they sell.
    buy = market + shape * (VAT if scope == "individual" else 1.0) + surcharge
    return Tariff(buy, np.minimum(np.maximum(feed_in + shape, 0.0), buy), emissions)


def hourly_price(inputs: Inputs) -> xr.DataArray | None:
    """Return the hourly day-ahead price on the run's calendar, or None if the scenario wants averages or has none."""
    series = inputs.town.series.get("electricity_price")
    if series is None or inputs.scenario.prices.electricity == "average":
        return None
    return align_weekdays(series, inputs.calendar_year)


def co2_prices(inputs: Inputs) -> dict[str, dict[int, float]]:
    """Return the CO₂ price paths of the scenario: name → year → EUR/t."""
    years, spec = inputs.scenario.years, inputs.scenario.co2_price
    paths = {
        name: {year: inputs.catalogue.by_year("co2_price_paths", name, "price", year) for year in years}
        for name in spec.paths
    }
    for name, given in spec.own.items():
        known = sorted(given)
        values = [given[year] for year in known]
        paths[name] = {year: float(np.interp(year, known, values)) for year in years}
    for price in spec.constant:
        paths[f"{price:g} EUR/t"] = dict.fromkeys(years, price)
    return paths

"""How much heat do the buildings need, and at which peak?"""

from __future__ import annotations

import xarray as xr

from energyplan.indicators.contract import indicator


@indicator(
    name="useful_heat",
    unit="kWh",
    needs=("heat",),
    label_de="Nutzwärmebedarf im Bezugsjahr",
    label_en="Useful heat demand in the reference year",
    description_de="Summe über alle Gebäude: Raumwärme, Warmwasser und Prozesswärme.",
    description_en="Sum over all buildings: space heat, hot water and process heat.",
)
def useful_heat(tree: xr.DataTree) -> xr.DataArray:
    """Return the useful heat of all buildings [kWh]."""
    return tree["heat"].heat_demand.sum("building")


@indicator(
    name="peak_heat_load",
    unit="kW",
    needs=("heat",),
    label_de="Höchste Wärmelast einer Stunde",
    label_en="Highest heat load of an hour",
    description_de="Summe aller Gebäude; Standardlastprofile mitteln bereits über viele Abnehmer.",
    description_en="All buildings together; standard load profiles already average over many customers.",
)
def peak_heat_load(tree: xr.DataTree) -> xr.DataArray:
    """Return the highest hourly heat load [kW]."""
    return tree["heat"].heat_load.max("time")

"""What does the heat cost, and how much of the sun's electricity stays in town?"""

from __future__ import annotations

import numpy as np
import xarray as xr

from energyplan.indicators.balance import ELECTRICITY, carrier_of_bus
from energyplan.indicators.contract import indicator
from energyplan.indicators.flows import archetypes, on_bus


@indicator(
    name="heat_cost",
    unit="EUR/MWh",
    needs=("supply",),
    label_de="Vollkosten der Nutzwärme",
    label_en="Full cost of useful heat",
    description_de="Annuitäten, Betrieb, Energie und CO₂-Preis je MWh Nutzwärme, je Versorgungsgebiet.",
    description_en="Annuities, operation, energy and CO₂ price per MWh of useful heat, by supply area.",
)
def heat_cost(tree: xr.DataTree) -> xr.DataArray:
    """Return the full cost of heat [EUR/MWh] by bus."""
    return tree["supply"].heat_cost


@indicator(
    name="system_cost",
    unit="EUR/a",
    needs=("supply",),
    label_de="Jahreskosten der Versorgung",
    label_en="Annual cost of supply",
    description_de="Kapital, Betrieb, Energie und CO₂-Preis aller Anlagen im Jahr.",
    description_en="Capital, operation, energy and CO₂ price of all plant per year.",
)
def system_cost(tree: xr.DataTree) -> xr.DataArray:
    """Return the annual cost [EUR/a] by cost group."""
    return tree["supply"].annual_cost.sum("component")


@indicator(
    name="solar_self_consumption",
    unit="1",
    needs=("supply",),
    label_de="Eigenverbrauch des Solarstroms",
    label_en="Self-consumption of solar electricity",
    description_de="Solarstrom, der zeitgleich nicht eingespeist wird, geteilt durch allen Solarstrom.",
    description_en="Solar electricity that is not exported in the same hour over all solar electricity.",
)
def solar_self_consumption(tree: xr.DataTree) -> xr.DataArray:
    """Return 1 − Σ min(PV, export) / Σ PV [1]; NaN without PV."""
    supply = tree["supply"].to_dataset()
    buses = dict.fromkeys(str(bus) for bus in supply.flow_bus.values if carrier_of_bus(str(bus)) == ELECTRICITY)
    made, exported = (sum(parts) for parts in zip(*(_solar_of_bus(supply, bus) for bus in buses), strict=True))
    return 1.0 - exported / made.where(made > 0)


def _solar_of_bus(supply: xr.Dataset, bus: str) -> tuple[xr.DataArray, xr.DataArray]:
    """Return solar electricity and the part of it that is exported in the same hour [kWh]."""
    kinds = archetypes(supply)
    flows = on_bus(supply, bus)
    of_flows = np.array([kinds.get(str(name), "") for name in flows.flow_component.values])
    solar = flows.power.isel(flow=np.flatnonzero(of_flows == "supply")).sum("flow")
    market = flows.power.isel(flow=np.flatnonzero(of_flows == "market")).sum("flow")
    return solar.sum("time"), np.minimum(solar, (-market).clip(min=0.0)).sum("time")

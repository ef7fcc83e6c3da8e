"""Which energy carriers heat the buildings, of which sector, by network or house by house: today and in the
plan?

One table answers most questions of the heat planning act. It counts final energy as the act does: for a
building on a network the heat delivered to it, split by the carriers that made it; for any other building
what its heater takes in, ambient heat included.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.indicators.flows import (
    INDIVIDUAL,
    OFF_GRID,
    PROCESS,
    area_of,
    heat_buses,
    heat_by_producer,
)

if TYPE_CHECKING:
    from energyplan.catalogue import Catalogue

NETWORK_CARRIER = "district_heat"
ELECTRICITY = "electricity"
UNKNOWN_CARRIER = "unknown"
SOURCE_BUS = "source"
SUPPLY = ("network", INDIVIDUAL)


def carrier_of_bus(bus: str) -> str:
    """Return the carrier of a bus, without the area or price group after it.

    >>> carrier_of_bus("natural_gas:individual"), carrier_of_bus("wood/network")
    ('natural_gas', 'wood')
    """
    return re.split(r"[:/@]", bus, maxsplit=1)[0]


def balance_today(tree: xr.DataTree, catalogue: Catalogue) -> xr.Dataset:
    """Return the energy balance of the status quo, from the buildings.

    Parameters
    ----------
    tree : xarray.DataTree
        With the group `heat`.
    catalogue : Catalogue
        Table `carriers` with `emission_factor`.

    Returns
    -------
    xarray.Dataset
        Dims supply, sector, carrier: `final_energy` [kWh], `building_count`; scalar `emissions` [t/a], NaN where the
        carrier of more than half of the energy is unknown; coord `gas_network` (carrier).
    """
    table = carriers_of_buildings(tree)
    groups = table.groupby(["supply", "sector", "carrier"])[["final_energy", "building_count"]].sum()
    balance = groups.to_xarray().fillna(0.0).reindex(supply=list(SUPPLY), fill_value=0.0)
    factors = emission_factors(balance.carrier.values.tolist(), catalogue)
    energy = balance.final_energy.sum(["supply", "sector"])
    emissions = (energy * factors).sum("carrier") / 1000.0
    balance["emissions"] = emissions.where(carriers_are_known(energy))
    return _with_gas_network(balance, catalogue)


def _with_gas_network(balance: xr.Dataset, catalogue: Catalogue) -> xr.Dataset:
    """Return the balance with the coord that says which carriers come through a gas network."""
    flags = catalogue.table("carriers")["gas_network"].reindex(balance.carrier.values) == 1
    return balance.assign_coords(gas_network=("carrier", flags.to_numpy()))


def carriers_are_known(energy: xr.DataArray) -> bool:
    """Tell whether at most half of the energy has an unknown carrier; dim carrier [kWh]."""
    unknown = energy.where(energy.carrier == UNKNOWN_CARRIER).sum()
    return bool(unknown <= 0.5 * energy.sum())


def carriers_of_buildings(tree: xr.DataTree) -> pd.DataFrame:
    """Return what each heated building takes in: purchased carrier, and ambient heat in a row of its own.

    Returns
    -------
    pandas.DataFrame
        Index building; columns carrier, sector, supply, `final_energy` [kWh], `building_count` (1 in the row
        of the purchased carrier).
    """
    heat = tree["heat"].to_dataset()
    names = ["sector", "heating_carrier", "final_energy", "heat_demand", "ambient_heat", "heating_type"]
    table = heat[[name for name in names if name in heat]].to_dataframe()
    table = table[table["heat_demand"] > 0].assign(building_count=1.0).rename(columns={"heating_carrier": "carrier"})
    table["supply"] = np.where(table["carrier"] == NETWORK_CARRIER, SUPPLY[0], SUPPLY[1])
    if "ambient_heat" in table:
        from_ground = table.get("heating_type", pd.Series("", index=table.index)).astype(str).str.contains("ground")
        ambient = table.assign(
            carrier=np.where(from_ground, carrier_of_source("ground"), carrier_of_source("air")),
            final_energy=table["ambient_heat"].fillna(0.0),
            building_count=0.0,
        )
        table = pd.concat([table, ambient[ambient["final_energy"] > 0]])
    return table[["carrier", "sector", "supply", "final_energy", "building_count"]]


def emission_factors(carriers: list[str], catalogue: Catalogue) -> xr.DataArray:
    """Return the emission factor (CO₂e, GEG) of each carrier [kg/kWh]; NaN for a carrier without one."""
    column = catalogue.table("carriers")["emission_factor"].reindex(carriers)
    return xr.DataArray(column.to_numpy(float), dims="carrier", coords={"carrier": carriers})


def balance_planned(tree: xr.DataTree, catalogue: Catalogue) -> xr.Dataset:
    """Return the energy balance of every plan year and CO₂ path, from the optimised supply.

    The buildings of an area share its mix, so that sectors are split by their share in the area's heat demand
    and buildings by the carriers' shares in its heat. Heat sold by a network is the useful heat of its
    buildings.

    Returns
    -------
    xarray.Dataset
        Dims year, co2_path, supply, sector, carrier: `final_energy` [kWh], `building_count`; `emissions`
        [t/a]; coord `gas_network` (carrier).
    """
    supply = tree["supply"].to_dataset()
    parts = [_balance_of_bus(tree, supply, bus, catalogue) for bus in heat_buses(supply)]
    balance = xr.concat(parts, dim="part", join="outer", fill_value=0.0)
    labels = balance.part_supply.values
    merged = [balance.isel(part=np.flatnonzero(labels == name)).sum("part") for name in SUPPLY]
    result = xr.concat([part.drop_vars("part_supply", errors="ignore") for part in merged], dim="supply")
    result = result.assign_coords(supply=list(SUPPLY))
    return _with_gas_network(result.assign(emissions=supply.emissions.sum("component")), catalogue)


def _balance_of_bus(tree: xr.DataTree, supply: xr.Dataset, bus: str, catalogue: Catalogue) -> xr.Dataset:
    area = area_of(bus)
    produced, taken = heat_and_input_by_carrier(supply, bus, catalogue)
    share = produced / produced.sum("carrier").where(lambda total: total > 0, 1.0)
    energy = taken
    if area not in OFF_GRID:
        energy = share * supply.useful_heat.sel(bus=bus, drop=True)
    sectors = sector_shares(tree, area)
    buildings = share * float(sectors.attrs["building_count"])
    part = xr.Dataset({"final_energy": energy * sectors, "building_count": buildings * sectors.building_share})
    part = part.drop_vars("building_share", errors="ignore")
    return part.assign_coords(part_supply=SUPPLY[1] if area in OFF_GRID else SUPPLY[0])


def heat_and_input_by_carrier(supply: xr.Dataset, bus: str, catalogue: Catalogue) -> tuple[xr.DataArray, xr.DataArray]:
    """Return heat brought to `bus`, and energy taken in for it, by carrier [kWh]; dims year, co2_path,
    carrier.

    A heat pump's heat counts as electricity for the part that its drive brings and as its source's carrier
    for the rest; both are input.
    """
    heat: dict[str, xr.DataArray] = {}
    taken: dict[str, xr.DataArray] = {}
    inputs = inputs_by_component(supply)
    output = heat_by_producer(supply, bus)
    for name in output.component.values.tolist():
        made = output.sel(component=name, drop=True)
        for carrier, (used, given) in _split(
            made, inputs.get(name, {}), source_carrier(supply, name, catalogue)
        ).items():
            heat[carrier] = heat.get(carrier, 0.0) + given
            taken[carrier] = taken.get(carrier, 0.0) + used
    return _stack(heat), _stack(taken)


def _split(
    made: xr.DataArray, inputs: dict[str, xr.DataArray], source: str
) -> dict[str, tuple[xr.DataArray, xr.DataArray]]:
    """Return (energy in, heat out) by carrier for one producer."""
    if source:
        used = sum(inputs.values(), start=xr.zeros_like(made))
        parts = {carrier: (energy, energy) for carrier, energy in inputs.items()}
        rest = made - used
        return {**parts, source: (rest, rest)}
    total = sum(inputs.values(), start=xr.zeros_like(made))
    return {c: (energy, made * energy / total.where(total > 0, 1.0)) for c, energy in inputs.items()}


def inputs_by_component(supply: xr.Dataset) -> dict[str, dict[str, xr.DataArray]]:
    """Return the energy that each component takes from the buses of carriers, by carrier [kWh].

    What it takes from a heat source is what its heat exceeds that by.
    """
    found: dict[str, dict[str, xr.DataArray]] = {}
    names, buses = supply.flow_component.values, supply.flow_bus.values
    for position, (name, bus) in enumerate(zip(names.tolist(), buses.tolist(), strict=True)):
        carrier = carrier_of_bus(bus)
        taken = -supply.annual_energy.isel(flow=position, drop=True)
        if carrier in ("heat", SOURCE_BUS) or float(taken.max()) <= 0.0:
            continue
        taken = taken.drop_vars(["flow_component", "flow_bus", "flow"], errors="ignore")
        known = found.setdefault(name, {})
        known[carrier] = known[carrier] + taken if carrier in known else taken
    return found


def source_carrier(supply: xr.Dataset, component: str, catalogue: Catalogue) -> str:
    """Return the carrier that a component draws from its heat source, empty if it burns or converts carriers only."""
    technology = str(supply.technology.sel(component=component).item())
    if technology not in catalogue.technologies:
        return ""
    return carrier_of_source(catalogue.technology(technology).source)


def carrier_of_source(kind: str) -> str:
    """Return the carrier of a kind of heat source, empty for none.

    >>> carrier_of_source("river")
    'river_heat'
    """
    from energyplan.sources import SOURCE_KINDS

    return SOURCE_KINDS[kind].carrier if kind in SOURCE_KINDS else ""


def _stack(parts: dict[str, xr.DataArray]) -> xr.DataArray:
    stacked = xr.concat(list(parts.values()), dim="carrier", coords="minimal", compat="override")
    return stacked.assign_coords(carrier=list(parts))


def sector_shares(tree: xr.DataTree, area: str) -> xr.DataArray:
    """Return each sector's share in the heat demand of an area's buildings.

    The coordinate `building_share` is its share in their number, the attribute `building_count` that number.
    """
    heat = tree["heat"].to_dataset()
    table = heat[["sector", "area_id", "heat_demand", "process_heat"]].to_dataframe()
    building_heat = table["heat_demand"] - table["process_heat"]
    table["heat_demand"] = table["process_heat"] if area == PROCESS else building_heat
    # A building counts once: with its rooms where they are heated, with its process where it has nothing else.
    counted = table["area_id"] == area
    table = table[(table["heat_demand"] > 0) & (counted | (area == PROCESS))]
    counted = counted[table.index]
    if table.empty:
        return xr.DataArray(
            [1.0], dims="sector", coords={"sector": ["residential"], "building_share": ("sector", [1.0])},
            attrs={"building_count": 0.0},
        )  # fmt: skip
    heat_by_sector = table.groupby("sector")["heat_demand"].sum()
    count = counted.groupby(table["sector"]).sum()
    return xr.DataArray(
        (heat_by_sector / heat_by_sector.sum()).to_numpy(),
        dims="sector",
        coords={
            "sector": heat_by_sector.index.tolist(),
            "building_share": ("sector", (count / max(count.sum(), 1)).to_numpy()),
        },
        attrs={"building_count": float(count.sum())},
    )

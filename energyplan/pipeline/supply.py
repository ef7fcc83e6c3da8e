"""How is the heat of every area made at least cost, in each planned year and on each path of the CO₂ price?"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.core.errors import Fault, FaultError
from energyplan.core.notes import Note, german_number
from energyplan.optimise.study import UnservedEnergyWarning, sweep
from energyplan.pipeline.heat import Heat
from energyplan.pipeline.house_heating import house_temperatures
from energyplan.pipeline.network import Networks
from energyplan.pipeline.prices import co2_prices
from energyplan.pipeline.records import INDIVIDUAL, PROCESS, Inputs, StageOutput
from energyplan.pipeline.served import check_served, named_by_scenario
from energyplan.pipeline.supply_system import Area, build_system
from energyplan.solve import InfeasibleError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from energyplan.optimise import System

NETWORK_COMPONENT = "network@"


def supply_stage(inputs: Inputs, done: Mapping[str, StageOutput]) -> StageOutput:
    """Optimise the supply for every year and CO₂ path, and put the answers into one dataset."""
    paths = co2_prices(inputs)
    years = [
        _year(inputs, done, year, {name: prices[year] for name, prices in paths.items()})
        for year in inputs.scenario.years
    ]
    dataset = xr.concat(years, dim=pd.Index(list(inputs.scenario.years), name="year"), **_CONCAT)
    dataset["co2_price"] = (
        ("year", "co2_path"),
        [[prices[y] for prices in paths.values()] for y in inputs.scenario.years],
    )
    return StageOutput(dataset, {"supply": dataset}, notes=tuple(_notes(dataset)))


_CONCAT: dict[str, Any] = {
    "join": "outer",
    "combine_attrs": "drop_conflicts",
    "coords": "minimal",
    "compat": "override",
    "data_vars": "all",
}


def _year(inputs: Inputs, done: Mapping[str, StageOutput], year: int, prices: dict[str, float]) -> xr.Dataset:
    """Return the supply of one planned year, dim co2_path in front."""
    heat: Heat = done["heat"].value
    networks: Networks = done["network"].value
    areas = supply_areas(inputs, heat, networks, year)
    system = build_system(inputs, heat, done["sources"].value, areas, year)
    try:
        plans = _solve(inputs, system, list(prices.values()))
    except InfeasibleError as error:
        limits = ", ".join(named_by_scenario(limit.name for limit in system.limits))
        raise InfeasibleError(f"{year}: {error}" + (f". The scenario limits: {limits}" if limits else "")) from error
    for path, plan in zip(prices, plans, strict=True):
        check_served(plan, areas, inputs.scenario.supply, year=year, path=path)
    plans = [with_heat_cost(with_networks(plan, networks), areas) for plan in plans]
    return xr.concat(plans, dim=pd.Index(list(prices), name="co2_path"), **_CONCAT)


def _solve(inputs: Inputs, system: System, prices: list[float]) -> list[xr.Dataset]:
    supply = inputs.scenario.supply
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnservedEnergyWarning)  # check_served and the report say it
        return sweep(system, co2_prices=prices, segments=supply.segments, time_limit=supply.time_limit)


def supply_areas(inputs: Inputs, heat: Heat, networks: Networks, year: int) -> list[Area]:
    """Return the areas that need heat in a year: each network with its losses, and the buildings without one, process heat.

    Raises
    ------
    FaultError
        EP223 if nothing in the town needs heat.
    """
    members = {name: heat.members(year, name) for name in (*networks.by_area, INDIVIDUAL, PROCESS)}
    members = {name: table for name, table in members.items() if len(table)}
    if not members:
        raise FaultError(
            [Fault("EP223", layer="buildings", value=f"0 kWh in {year}", expected="a heat demand above 0")]
        )
    roofs = _roof_shares(inputs, {name: list(table.index) for name, table in members.items()})
    areas = []
    for name, table in members.items():
        useful, load, pumps, supply, back = _hours(inputs, heat, networks, year, name)
        design_load = float(table["design_load"].sum())
        areas.append(Area(name, useful, load, pumps, supply, back, design_load, roofs[name], _nodes(networks, name)))
    return areas


def _nodes(networks: Networks, name: str) -> BaseGeometry | None:
    network = networks.by_area.get(name)
    return None if network is None else network.layout.nodes.union_all()


def _roof_shares(inputs: Inputs, members: dict[str, list[str]]) -> dict[str, float]:
    """Return each area's share of the town's roofs; those of garages and works go to the single buildings."""
    footprint = inputs.town.buildings.area
    shares = {name: float(footprint[ids].sum() / footprint.sum()) for name, ids in members.items() if name != PROCESS}
    rest = 1.0 - sum(shares.values())
    heir = INDIVIDUAL if INDIVIDUAL in shares else next(iter(shares), PROCESS)
    return {PROCESS: 0.0, **shares, heir: shares.get(heir, 0.0) + rest}


def _hours(inputs: Inputs, heat: Heat, networks: Networks, year: int, name: str) -> tuple[np.ndarray, ...]:
    """Return useful heat, load and pump power [kW], supply and return temperature [degC] of an area."""
    useful = heat.load(year, name).to_numpy()
    if name == PROCESS:
        unknown = np.full_like(useful, np.nan)
        return useful, useful, np.zeros_like(useful), unknown, unknown
    if name == INDIVIDUAL:
        air = inputs.weather["air_temperature"].to_numpy()
        supply, back = house_temperatures(air, heat.space_load(year, name).to_numpy(), useful)
        return useful, useful, np.zeros_like(useful), supply, back
    hours = networks.by_area[name].year(heat.load(year, name))
    names = ("fed_in", "pump_power", "supply_temperature", "return_temperature")
    return useful, *(hours[name].to_numpy() for name in names)


def with_networks(plan: xr.Dataset, networks: Networks) -> xr.Dataset:
    """Return the plan with one more component per network: its annuity and upkeep."""
    rows = []
    for area, network in networks.by_area.items():
        cost = xr.zeros_like(plan["annual_cost"].isel(component=[0]))
        cost.loc[{"cost_group": "capital"}] = network.annuity
        cost.loc[{"cost_group": "fixed"}] = network.upkeep
        labels = {"area": area, "technology": "heat_network", "archetype": "network", "label_de": "Wärmenetz",
                  "label_en": "Heating network", "colour": "#444444"}  # fmt: skip
        coords: dict[str, Any] = {name: ("component", [value]) for name, value in labels.items()}
        rows.append(
            cost.assign_coords(component=[f"{NETWORK_COMPONENT}{area}"], **coords).to_dataset(name="annual_cost")
        )
    if not rows:
        return plan
    return xr.concat(
        [plan, *rows], dim="component", data_vars="minimal", coords="minimal", compat="override", join="outer"
    )


def with_heat_cost(plan: xr.Dataset, areas: list[Area]) -> xr.Dataset:
    """Return the plan with the full cost of useful heat by area [EUR/MWh].

    All annual costs of an area, sales of electricity deducted, divided by its useful heat.
    """
    total = plan["annual_cost"].sum("cost_group").groupby("area").sum()
    cost = [float(total.sel(area=area.id)) / (float(area.useful.sum()) / 1000.0) for area in areas]
    useful = [float(area.useful.sum()) for area in areas]
    names = [area.heat_bus for area in areas]
    added = xr.Dataset({"heat_cost": ("bus", cost), "useful_heat": ("bus", useful)}, coords={"bus": names})
    return plan.merge(added.reindex(bus=plan["bus"]), join="left")


def _notes(dataset: xr.Dataset) -> list[Note]:
    """Return what the reader must know: the gap between reduced and full year, and what the cost of heat contains."""
    gap = float(np.abs(dataset["objective_gap"]).max())
    found = Note(
        "supply", "gap",
        f"Sizes come from a reduced year; the full year with these sizes costs up to {gap:.1%} more or less.",
        f"Die Größen stammen aus einem verkürzten Jahr; das volle Jahr mit diesen Größen kostet bis zu"
        f" {german_number(100 * gap)} % mehr oder weniger.",
        dataset["objective_gap"].size,
    )  # fmt: skip
    solar = dataset["capacity"].where(dataset["technology"] == "pv_roof").max().fillna(0.0)
    if not float(solar) > 0:
        return [found]
    contains = Note(
        "supply", "solar",
        "The cost of heat contains the photovoltaics on the roofs: what they cost is counted, what they sell is deducted.",
        "Die Wärmekosten enthalten die Photovoltaik auf den Dächern: Ihre Kosten zählen mit, ihre Verkäufe sind abgezogen.",
    )  # fmt: skip
    return [found, contains]

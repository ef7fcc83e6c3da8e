"""How much heat does every building need, where does it lie, and when is it needed?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energyplan.core.errors import Fault, FaultError, raise_faults
from energyplan.core.hours import HOURS_PER_YEAR
from energyplan.core.notes import Note
from energyplan.geo.blocks import assign_blocks, blocks_from_streets
from energyplan.geo.cells import hectare_cells
from energyplan.geo.frontage import assign_sections
from energyplan.geo.graph import StreetGraph
from energyplan.geo.streets import build_street_graph
from energyplan.heat import (
    annual_demand,
    block_density,
    cell_density,
    class_profiles,
    demand_in_year,
    dense_area,
    hourly_load,
    section_density,
)
from energyplan.pipeline.records import INDIVIDUAL, PROCESS, UNHEATED, Inputs, StageOutput
from energyplan.scenario import NetworkArea

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import xarray as xr


KEPT = ("construction_year", "age_class", "storeys", "residents", "geometry")
"""Columns of the building layer that go into the map besides the results."""


@dataclass(frozen=True)
class Heat:
    """The heat of the town.

    Attributes
    ----------
    demand : pandas.DataFrame
        By building, of the reference year: the contract table with section, block, cell and area.
    by_year : dict of int to DataFrame
        The same for every planned year.
    profiles : xarray.Dataset
    graph : StreetGraph
    """

    demand: pd.DataFrame
    by_year: dict[int, pd.DataFrame]
    profiles: xr.Dataset
    graph: StreetGraph

    def load(self, year: int, area: str) -> xr.DataArray:
        """Return the heat load of an area in a planned year [kW], dim time."""
        return hourly_load(self.members(year, area), self.profiles)

    def members(self, year: int, area: str) -> pd.DataFrame:
        """Return the demand that an area supplies: its buildings without process heat, or all process heat."""
        demand = self.by_year[year]
        if area == PROCESS:
            return process_heat_only(demand[demand["process_heat"] > 0])
        return building_heat(demand[demand["area_id"] == area])

    def space_load(self, year: int, area: str) -> xr.DataArray:
        """Return the part of the load that heats space [kW], dim time."""
        return hourly_load(self.members(year, area).assign(hot_water=0.0, process_heat=0.0), self.profiles)


def building_heat(demand: pd.DataFrame) -> pd.DataFrame:
    """Return the demand without process heat; buildings that need nothing else fall away."""
    rest = demand["space_heat"] + demand["hot_water"]
    load = demand["design_load"] - demand["process_heat"] / HOURS_PER_YEAR
    part = _scaled(demand, rest).assign(process_heat=0.0, heat_demand=rest, design_load=load)
    return part[rest > 0]


def process_heat_only(demand: pd.DataFrame) -> pd.DataFrame:
    """Return the process heat alone, even over the year."""
    process = demand["process_heat"]
    load = process / HOURS_PER_YEAR
    return _scaled(demand, process).assign(space_heat=0.0, hot_water=0.0, heat_demand=process, design_load=load)


def _scaled(demand: pd.DataFrame, part: pd.Series) -> pd.DataFrame:
    """Return the demand with everything that follows from the useful heat in proportion to a part of it."""
    share = (part / demand["heat_demand"]).where(demand["heat_demand"] > 0, 0.0)
    following = [c for c in ("delivered_heat", "final_energy", "ambient_heat") if c in demand]
    return demand.assign(**{name: demand[name] * share for name in following})


def heat_stage(inputs: Inputs, done: Mapping[str, StageOutput]) -> StageOutput:
    """Calculate demand, levels, areas, profiles and densities."""
    settings, town = inputs.scenario.demand, inputs.town
    demand, notes = annual_demand(town.buildings, inputs.catalogue, typology=settings.typology)
    streets = inputs.scenario.streets
    graph, street_notes = build_street_graph(
        town.streets, excluded_classes=streets.excluded_classes, snap_tolerance=streets.snap_tolerance,
        bridge_gap=streets.bridge_gap,
    )  # fmt: skip
    demand, blocks, cells = _place(demand, inputs, graph)
    sections = section_density(demand, graph.sections, catalogue=inputs.catalogue)
    demand["area_id"], area_notes = _areas(demand, graph, inputs)
    profiles = class_profiles(
        inputs.weather["air_temperature"], sorted(demand["profile_class"].unique()), calendar_year=inputs.calendar_year,
        heating_limit=settings.heating_limit, catalogue=inputs.catalogue,
    )  # fmt: skip
    heat = Heat(demand, _by_year(demand, inputs), profiles, graph)
    maps = {
        "buildings": town.buildings[[c for c in KEPT if c in town.buildings]].join(demand),
        "sections": sections,
        "blocks": block_density(demand, blocks, catalogue=inputs.catalogue),
        "cells": cell_density(demand, cells, catalogue=inputs.catalogue),
        "streets": graph.sections[["class", "surface", "length", "bridge", "geometry"]],
    }
    return StageOutput(heat, {"heat": _dataset(heat)}, maps, tuple([*notes, *street_notes, *area_notes]))


def _place(
    demand: pd.DataFrame, inputs: Inputs, graph: StreetGraph
) -> tuple[pd.DataFrame, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Give every building its section, block and hectare cell."""
    buildings, layers = inputs.town.buildings, inputs.town.layers
    blocks = layers.get("blocks")
    if blocks is None:
        blocks = blocks_from_streets(graph, boundary=layers.get("boundary"), buildings=buildings)
    cell_id, cells = hectare_cells(buildings)
    placed = demand.assign(
        section_id=assign_sections(buildings, graph)["section_id"],
        block_id=assign_blocks(buildings, blocks),
        cell_id=cell_id,
    )
    return placed, blocks, cells


def _areas(demand: pd.DataFrame, graph: StreetGraph, inputs: Inputs) -> tuple[pd.Series, list[Note]]:
    """Return the supply area of every building: a network, "individual", or "unheated"."""
    heated = demand["heat_demand"] > 0
    houses = (demand["space_heat"] + demand["hot_water"]) > 0
    area_id = heated.map({True: INDIVIDUAL, False: UNHEATED}).astype(object).rename("area_id")
    area_id[heated & ~houses] = PROCESS
    notes = []
    for area in inputs.scenario.networks:
        candidates = _candidates(area, demand[area_id == INDIVIDUAL], graph)
        connected = _connected(candidates, demand, area.connection_rate)
        if not len(connected):
            raise FaultError([_empty_area(area, candidates)])
        area_id[connected] = area.id
        notes.append(
            Note(
                "heat", "area", f"Network {area.id}: {len(connected)} of {len(candidates)} heated buildings connect.",
                f"Wärmenetz {area.id}: {len(connected)} von {len(candidates)} beheizten Gebäuden werden angeschlossen.",
                len(connected),
            )
        )  # fmt: skip
    return area_id, notes


def _empty_area(area: NetworkArea, candidates: pd.Index) -> Fault:
    if len(candidates):
        return Fault("EP223", key=f"networks.{area.id}.connection_rate", value=area.connection_rate, expected="> 0")
    return Fault("EP223", key=f"networks.{area.id}", expected="heat in buildings that no network before it connects")


def _candidates(area: NetworkArea, free: pd.DataFrame, graph: StreetGraph) -> pd.Index:
    """Return the heated buildings that `area` may connect.

    Raises
    ------
    FaultError
        EP214 for a building that is not there; EP223 if no section is dense enough.
    """
    if area.select == "list":
        unknown = [b for b in area.buildings if b not in free.index]
        expected = "a heated building that no other network connects"
        raise_faults([Fault("EP214", key=f"networks.{area.id}.buildings", value=b, expected=expected) for b in unknown])
        return free.index[free.index.isin(area.buildings)]
    if area.select == "all" or free.empty:
        return free.index
    return _dense(area, building_heat(free), graph)


def _dense(area: NetworkArea, suited: pd.DataFrame, graph: StreetGraph) -> pd.Index:
    """Return the buildings along the connected dense sections with the most heat, process heat not counted."""
    sections = section_density(suited, graph.sections)
    sets = dense_area(sections, graph, threshold=area.line_density, minimum_heat=area.minimum_heat)
    if not sets:
        best = float(sections["heat_line_density"].max())
        expected = f"line_density below the highest of the town, {best:.0f} kWh/(m a), or a smaller minimum_heat"
        found = f"line_density {area.line_density:g}"
        raise_faults([Fault("EP223", key=f"networks.{area.id}", value=found, expected=expected)])
    return suited.index[suited["section_id"].isin(next(iter(sets.values())))]


def _connected(candidates: pd.Index, demand: pd.DataFrame, rate: float) -> pd.Index:
    """Return the share `rate` of the candidates, those with the largest heat demand first."""
    number = int(np.ceil(rate * len(candidates) - 1e-9))
    order = demand.loc[candidates].sort_values("heat_demand", ascending=False, kind="stable")
    return order.index[:number]


def _by_year(demand: pd.DataFrame, inputs: Inputs) -> dict[int, pd.DataFrame]:
    settings, reference = inputs.scenario.demand, inputs.town.reference_year
    return {
        year: demand_in_year(
            demand, year, reference_year=reference, refurbishment_rate=settings.refurbishment_rate,
            refurbishment_depth=settings.refurbishment_depth,
        )
        for year in inputs.scenario.years
    }  # fmt: skip


def _dataset(heat: Heat) -> xr.Dataset:
    """Return the group `heat` of the result."""
    import xarray as xr

    # `profile_class` is a dimension of the profiles, so that the class of a building needs a name of its own.
    table = heat.demand.rename(columns={"profile_class": "building_profile_class"}).rename_axis("building")
    text = [c for c in table if table[c].dtype == object or str(table[c].dtype) in ("category", "str", "string")]
    dataset = xr.Dataset.from_dataframe(table.assign(**{c: table[c].astype(str) for c in text}))
    dataset = dataset.merge(heat.profiles)
    dataset["heat_load"] = hourly_load(heat.demand, heat.profiles)
    years = list(heat.by_year)
    dataset["heat_demand_in_year"] = ("year", [float(heat.by_year[y]["heat_demand"].sum()) for y in years])
    return dataset.assign_coords(year=years)

"""Does the heat of the real quarter keep its sum through every level and every hour?"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energyplan.catalogue import load_catalogue
from energyplan.core.hours import hours_of_year
from energyplan.geo.blocks import assign_blocks, blocks_from_streets
from energyplan.geo.cells import hectare_cells
from energyplan.geo.frontage import assign_sections
from energyplan.geo.graph import StreetGraph
from energyplan.geo.streets import build_street_graph
from energyplan.heat import (
    aggregate,
    annual_demand,
    block_density,
    cell_density,
    class_profiles,
    dense_area,
    hourly_load,
    section_density,
)

TOTAL = 2_662_995.248436  # kWh/a, sum of the column heat_demand_kwh
REGION = 5  # Essen: the test reference year of the Lower Rhine


@pytest.fixture(scope="module")
def buildings(shared_data: Path) -> gpd.GeoDataFrame:
    layer = gpd.read_file(shared_data / "aachen" / "aachen_quarter.gpkg", layer="buildings")
    return layer.rename(columns={"heat_demand_kwh": "heat_demand"}).set_index("building_id")


@pytest.fixture(scope="module")
def graph(shared_data: Path) -> StreetGraph:
    streets = gpd.read_file(shared_data / "aachen" / "aachen_quarter.gpkg", layer="streets")
    return build_street_graph(streets.set_index(streets.index.map(lambda row: f"w{row}")))[0]


@pytest.fixture(scope="module")
def blocks(graph: StreetGraph, buildings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return blocks_from_streets(graph, buildings=buildings)


@pytest.fixture(scope="module")
def cells(buildings: gpd.GeoDataFrame) -> tuple[pd.Series, gpd.GeoDataFrame]:
    return hectare_cells(buildings)


@pytest.fixture(scope="module")
def demand(buildings, graph, blocks, cells) -> pd.DataFrame:
    found, _ = annual_demand(buildings, load_catalogue())
    return found.assign(
        section_id=assign_sections(buildings, graph)["section_id"],
        block_id=assign_blocks(buildings, blocks),
        cell_id=cells[0],
    )


@pytest.fixture(scope="module")
def air_temperature() -> xr.DataArray:
    """The air temperature of a test reference year that demandlib ships (format: DWD 2011)."""
    from importlib import resources

    name = f"vdi/resources_weather/TRY2010_{REGION:02d}_Jahr.dat"
    lines = resources.files("demandlib").joinpath(name).read_text(encoding="latin-1").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("***")) + 1
    values = [float(line.split()[8]) for line in lines[first:]]
    return xr.DataArray(values, dims="time", coords={"time": hours_of_year(2023)}, name="air_temperature")


def test_buildings_keep_the_given_heat(demand, buildings):
    assert len(demand) == 299 and (demand["heat_demand"] > 0).sum() == 156
    assert (demand["heat_demand"] == buildings["heat_demand"]).all()
    assert demand["heat_demand"].sum() == pytest.approx(TOTAL, rel=1e-12)
    assert demand[["space_heat", "hot_water", "process_heat"]].to_numpy().sum() == pytest.approx(TOTAL, rel=1e-12)
    assert demand["delivered_heat"].sum() == pytest.approx(TOTAL, rel=1e-12)
    assert (demand["origin"] == "given").all()


@pytest.mark.parametrize("level", ["section_id", "block_id", "cell_id", "use", "sector", "heating_carrier"])
def test_every_level_adds_up(demand, level):
    sums = aggregate(demand, level)
    assert sums["heat_demand"].sum() == pytest.approx(TOTAL, rel=1e-9)
    assert sums["building_count"].sum() == 299


def test_maps_add_up(demand, graph, blocks, cells):
    maps = (
        section_density(demand, graph.sections),
        block_density(demand, blocks),
        cell_density(demand, cells[1]),
    )
    for layer in maps:
        assert layer["heat_demand"].sum() == pytest.approx(TOTAL, rel=1e-9)
        assert np.isfinite(layer.select_dtypes("number").drop(index="unassigned", errors="ignore")).all().all()
    sections, _, hectares = maps
    sold = (sections["heat_line_density"] * sections["length"]).sum()
    assert sold == pytest.approx(sections["heat_demand"].drop("unassigned", errors="ignore").sum(), rel=1e-9)
    assert (hectares["heat_density"] * hectares["area"] / 1e4).sum() * 1e3 == pytest.approx(TOTAL, rel=1e-9)
    assert 10 < hectares["heat_density"].max() < 2000, "a quarter of a German city"


def test_every_heated_building_stands_at_a_street(demand):
    assert (demand.loc[demand["heat_demand"] > 0, "section_id"] != "unassigned").all()


def test_every_building_stands_in_one_block(demand, blocks):
    assert (demand["block_id"] != "unassigned").all()
    assert blocks.geometry.area.sum() == pytest.approx(blocks.union_all().area, rel=1e-9), "no overlap"


def test_hours_add_up_and_july_rests(demand, air_temperature):
    profiles = class_profiles(air_temperature, sorted(set(demand["profile_class"])), calendar_year=2023)
    load = hourly_load(demand, profiles)
    assert float(load.sum()) == pytest.approx(TOTAL, rel=1e-9)
    by_block = hourly_load(demand, profiles, by=demand["block_id"])
    assert float(by_block.sum()) == pytest.approx(TOTAL, rel=1e-9)
    np.testing.assert_allclose(by_block.sum("group"), load, rtol=1e-9)
    july = float(profiles["space_heat_profile"].sel(time="2023-07").sum())
    assert july < 0.01, "a few cool days in the north-west, no more"
    assert demand["design_load"].sum() > float(load.max()), "houses are not sized by the mean of many"


def test_dense_area_holds_most_of_the_heat(demand, graph):
    sections = section_density(demand, graph.sections)
    areas = dense_area(sections, graph, threshold=700, minimum_heat=100_000)
    heat = [sections.loc[members, "heat_demand"].sum() for members in areas.values()]
    assert heat == sorted(heat, reverse=True) and 0.5 * TOTAL < sum(heat) <= TOTAL
    assert min(sections.loc[members, "heat_line_density"].min() for members in areas.values()) >= 700

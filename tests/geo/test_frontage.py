"""Does every building get the nearest street section, and only if it is near enough?"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from energyplan.geo.frontage import assign_sections
from energyplan.geo.graph import StreetGraph

CRS = "EPSG:25832"


def graph(**lines: list[tuple[float, float]]) -> StreetGraph:
    geometry = [shapely.LineString(points) for points in lines.values()]
    sections = gpd.GeoDataFrame(
        {"bridge": [name.startswith("bridge") for name in lines]},
        geometry=geometry,
        index=list(lines),
        crs=CRS,
    )
    nodes = gpd.GeoDataFrame({"component": []}, geometry=[], crs=CRS)
    return StreetGraph(nodes, sections.assign(length=sections.length))


def houses(*corners: tuple[float, float]) -> gpd.GeoDataFrame:
    boxes = [shapely.box(x, y, x + 10, y + 10) for x, y in corners]
    return gpd.GeoDataFrame(geometry=boxes, index=[f"h{i}" for i in range(len(boxes))], crs=CRS)


def test_nearest_section_distance_and_position():
    found = assign_sections(houses((20, 5), (20, -40)), graph(north=[(0, 0), (100, 0)], south=[(0, -50), (100, -50)]))
    assert found["section_id"].tolist() == ["north", "south"]
    assert found["distance"].tolist() == pytest.approx([5, 10])
    assert (found["position"] >= 20).all() and (found["position"] <= 30).all()
    assert found.index.name == "building_id"


def test_the_outline_counts_not_the_middle():
    wide = gpd.GeoDataFrame(geometry=[shapely.box(0, 5, 10, 205)], index=["hall"], crs=CRS)
    found = assign_sections(wide, graph(near=[(0, 0), (100, 0)], middle=[(30, 0), (30, 200)]))
    assert found.loc["hall", "section_id"] == "near"


def test_too_far_is_unassigned():
    found = assign_sections(houses((0, 150), (0, 90)), graph(s=[(0, 0), (100, 0)]), maximum_distance=100)
    assert found["section_id"].tolist() == ["unassigned", "s"]
    assert np.isnan(found.loc["h0", ["distance", "position"]].to_numpy(dtype=float)).all()


def test_ties_go_to_the_first_id():
    found = assign_sections(houses((0, -5)), graph(b=[(0, 10), (50, 10)], a=[(0, -10), (50, -10)]))
    assert found["section_id"].tolist() == ["a"]


def test_bridges_are_no_streets():
    found = assign_sections(houses((0, 2)), graph(bridge1=[(0, 0), (50, 0)], s=[(0, 40), (50, 40)]))
    assert found["section_id"].tolist() == ["s"]


def test_street_through_the_building():
    found = assign_sections(houses((20, -5)), graph(s=[(0, 0), (100, 0)]))
    assert found["distance"].tolist() == [0] and 20 <= found["position"].iloc[0] <= 30


def test_no_streets_and_no_geometry():
    found = assign_sections(houses((0, 0)), graph())
    assert found["section_id"].tolist() == ["unassigned"]
    empty = gpd.GeoDataFrame(geometry=[None, shapely.Polygon(), shapely.box(0, 0, 1, 1)], index=list("abc"), crs=CRS)
    assert assign_sections(empty, graph(s=[(0, 0), (9, 0)]))["section_id"].tolist() == [
        "unassigned",
        "unassigned",
        "s",
    ]


def test_same_as_brute_force():
    rng = np.random.default_rng(3)
    lines = {f"s{i}": [tuple(p) for p in rng.uniform(0, 1000, (2, 2))] for i in range(40)}
    streets = graph(**lines)
    boxes = houses(*[tuple(p) for p in rng.uniform(0, 1000, (200, 2))])
    found = assign_sections(boxes, streets)
    distance = pd.DataFrame({name: boxes.distance(line) for name, line in streets.sections.geometry.items()})
    nearest = distance.min(axis=1)
    near = nearest <= 100
    assert (found["section_id"] != "unassigned").eq(near).all()
    np.testing.assert_allclose(found.loc[near, "distance"], nearest[near], atol=1e-9)

"""Do streets enclose the blocks that a map would show?"""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from energyplan.geo.blocks import assign_blocks, blocks_from_streets
from energyplan.geo.graph import StreetGraph

CRS = "EPSG:25832"


def graph(*lines: list[tuple[float, float]]) -> StreetGraph:
    table = {"from_node": [str(line[0]) for line in lines], "to_node": [str(line[-1]) for line in lines]}
    names = [f"s{number}" for number in range(len(lines))]
    shapes = [shapely.LineString(line) for line in lines]
    return StreetGraph(
        gpd.GeoDataFrame(geometry=[], crs=CRS), gpd.GeoDataFrame(table, geometry=shapes, index=names, crs=CRS)
    )


LADDER = graph(
    [(0, 0), (100, 0)],
    [(100, 0), (200, 0)],
    [(0, 100), (100, 100)],
    [(100, 100), (200, 100)],
    [(0, 0), (0, 100)],
    [(100, 0), (100, 100)],
    [(200, 0), (200, 100)],
    [(200, 100), (260, 160)],
)


def test_ladder_has_two_blocks():
    blocks = blocks_from_streets(LADDER)
    assert blocks.index.tolist() == ["block-1", "block-2"] and blocks.index.name == "block_id"
    assert blocks["area"].tolist() == pytest.approx([1e4, 1e4]) and blocks.crs == CRS


def test_boundary_closes_the_rest_and_cuts_off_what_lies_outside():
    boundary = gpd.GeoDataFrame(geometry=[shapely.box(-50, -50, 250, 150)], crs=CRS)
    blocks = blocks_from_streets(LADDER, boundary=boundary)
    assert blocks["area"].sum() == pytest.approx(300 * 200)
    assert len(blocks) == 3


def test_boundary_in_another_reference_system():
    boundary = gpd.GeoDataFrame(geometry=[shapely.box(500000, 5600000, 500300, 5600200)], crs=CRS)
    cross = graph([(500100, 5599900), (500100, 5600300)])
    blocks = blocks_from_streets(cross, boundary=boundary.to_crs("EPSG:4326"))
    assert blocks["area"].sort_values().tolist() == pytest.approx([2e4, 4e4], rel=1e-6)
    assert blocks_from_streets(cross, boundary=boundary.union_all())["area"].sum() == pytest.approx(6e4)


def test_block_within_a_block():
    ring = [(40, 40), (60, 40), (60, 60), (40, 60), (40, 40)]
    outer = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]
    blocks = blocks_from_streets(graph(outer, ring))
    assert blocks["area"].sort_values().tolist() == pytest.approx([400, 9600]), "the island is no part of its frame"


def test_buildings_by_a_point_inside():
    blocks = blocks_from_streets(LADDER)
    shapes = [shapely.box(10, 10, 20, 20), shapely.box(95, 10, 130, 20), shapely.box(300, 10, 310, 20), None]
    buildings = gpd.GeoDataFrame(geometry=shapes, index=list("abcd"), crs=CRS)
    found = assign_blocks(buildings, blocks)
    assert found.to_dict() == {"a": "block-1", "b": "block-2", "c": "unassigned", "d": "unassigned"}
    assert found.name == "block_id"


def test_no_ring_no_block():
    blocks = blocks_from_streets(graph([(0, 0), (100, 0)]))
    buildings = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], index=["a"], crs=CRS)
    assert len(blocks) == 0 and "area" in blocks
    assert assign_blocks(buildings, blocks).tolist() == ["unassigned"]
    assert len(blocks_from_streets(graph())) == 0


COMB = graph(
    [(0, 0), (100, 0)],
    [(100, 0), (200, 0)],
    [(200, 0), (300, 0)],
    [(0, 0), (0, 100)],
    [(100, 0), (100, 80)],
    [(200, 0), (200, 80)],
    [(0, 100), (300, 100)],
)


def test_dead_ends_are_carried_on_to_the_next_street():
    assert len(blocks_from_streets(COMB, extension=0)) == 0
    assert blocks_from_streets(COMB, extension=19)["area"].tolist() == []
    assert blocks_from_streets(COMB, extension=25)["area"].tolist() == pytest.approx([1e4, 1e4])


def test_dead_end_inside_a_block_divides_nothing():
    ring = [[(0, 0), (50, 0)], [(50, 0), (100, 0), (100, 100), (0, 100), (0, 0)], [(50, 0), (50, 80)]]
    assert blocks_from_streets(graph(*ring), extension=60)["area"].tolist() == pytest.approx([1e4])


def test_built_edge_closes_what_streets_leave_open():
    shapes = [shapely.box(10, 10, 20, 20), shapely.box(250, 10, 260, 20), shapely.box(250, -30, 260, -20)]
    buildings = gpd.GeoDataFrame(geometry=shapes, index=list("abc"), crs=CRS)
    blocks = blocks_from_streets(COMB, buildings=buildings, extension=25, margin=30)
    found = assign_blocks(buildings, blocks)
    assert blocks.loc[found["a"], "enclosure"] == "streets"
    assert blocks.loc[found["b"], "enclosure"] == blocks.loc[found["c"], "enclosure"] == "built_edge"
    assert found["b"] != found["c"], "the street lies between them"
    overlap = blocks.geometry.area.sum() - blocks.union_all().area
    assert overlap == pytest.approx(0, abs=1e-6)


def test_built_edge_without_buildings_or_streets():
    buildings = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 10, 10), None], index=["a", "b"], crs=CRS)
    blocks = blocks_from_streets(graph([(500, 0), (600, 0)]), buildings=buildings)
    assert blocks["enclosure"].tolist() == ["built_edge"]
    assert assign_blocks(buildings, blocks).to_dict() == {"a": "block-1", "b": "unassigned"}

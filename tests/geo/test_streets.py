"""Do streets as drawn become a graph, and is every change reported?"""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from energyplan.core.errors import FaultError
from energyplan.geo.lines import cut_line
from energyplan.geo.streets import build_street_graph

CRS = "EPSG:25832"


def streets_of(*lines, **columns):
    geometry = [shapely.LineString(line) for line in lines]
    index = [f"w{i}" for i in range(len(lines))]
    return gpd.GeoDataFrame(columns, geometry=geometry, index=index, crs=CRS)


def topics(notes):
    return {note.topic: note.count for note in notes}


def test_cross_without_common_point_is_noded():
    graph, notes = build_street_graph(streets_of([(0, 0), (100, 0)], [(50, -40), (50, 60)]))
    assert len(graph.nodes) == 5
    assert sorted(graph.sections["length"]) == [40, 50, 50, 60]
    assert notes == []


def test_duplicates_count_once():
    graph, _ = build_street_graph(streets_of([(0, 0), (100, 0)], [(100, 0), (0, 0)], [(20, 0), (60, 0)]))
    assert graph.sections["length"].sum() == pytest.approx(100)


def test_near_miss_is_snapped_and_reported():
    graph, notes = build_street_graph(streets_of([(0, 0), (100, 0)], [(50, 0.3), (50, 60)]))
    assert topics(notes) == {"snapped": 1}
    assert len(graph.sections) == 3
    assert graph.sections["length"].sum() == pytest.approx(160)


def test_overshoot_is_contracted():
    graph, notes = build_street_graph(streets_of([(0, 0), (100, 0)], [(50, -0.2), (50, 60)]))
    assert topics(notes) == {"contracted": 1}
    assert sorted(graph.sections["length"]) == pytest.approx([50, 50, 60])


def test_section_takes_attributes_of_its_longest_street():
    streets = streets_of(
        [(0, 0), (30, 0)],
        [(30, 0), (100, 0)],
        **{"class": ["service", "residential"], "surface": ["sett", None]},
    )
    graph, _ = build_street_graph(streets)
    section = graph.sections.iloc[0]
    assert (len(graph.sections), section["street_id"], section["class"], section["surface"]) == (
        1,
        "w1",
        "residential",
        "unknown",
    )


def test_bridge_joins_the_nearest_points_and_is_reported():
    streets = streets_of([(0, 0), (100, 0)], [(40, 20), (40, 80)], [(500, 0), (500, 10)])
    graph, notes = build_street_graph(streets, bridge_gap=25)
    bridges = graph.sections[graph.sections["bridge"]]
    assert bridges["length"].tolist() == [20]
    assert bridges["class"].tolist() == ["unknown"]
    bridged = next(note for note in notes if note.topic == "bridged")
    assert bridged.ids == (bridges.index[0],)
    assert "20.0 m" in bridged.english and "20,0 m" in bridged.german
    assert topics(notes)["separate"] == 1
    assert graph.sections.groupby("component")["length"].sum().tolist() == [180, 10]


def test_no_bridge_beyond_the_limit():
    graph, _ = build_street_graph(streets_of([(0, 0), (100, 0)], [(40, 20), (40, 80)]), bridge_gap=19)
    assert not graph.sections["bridge"].any()
    assert graph.sections["component"].tolist() == [0, 1]


def test_bridges_are_a_spanning_tree_of_shortest_gaps():
    rows = [[(0, y), (100, y)] for y in (0, 10, 25)]
    graph, _ = build_street_graph(streets_of(*rows), bridge_gap=30)
    assert sorted(graph.sections.loc[graph.sections["bridge"], "length"]) == [10, 15]


def test_excluded_classes_are_left_out():
    streets = streets_of([(0, 0), (100, 0)], [(50, 0), (50, 60)], **{"class": ["residential", "steps"]})
    graph, notes = build_street_graph(streets)
    assert len(graph.sections) == 1
    assert topics(notes) == {"excluded": 1}


def test_multilines_and_streets_without_length():
    geometry = [
        shapely.MultiLineString([[(0, 0), (10, 0)], [(10, 0), (10, 10)]]),
        None,
        shapely.LineString([(5, 5), (5, 5)]),
    ]
    graph, notes = build_street_graph(gpd.GeoDataFrame(geometry=geometry, index=["a", "b", "c"], crs=CRS))
    assert graph.sections["length"].tolist() == [20]
    assert notes[0].topic == "dropped" and notes[0].ids == ("b", "c")


@pytest.mark.parametrize(
    ("streets", "code"),
    [
        (gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (1, 1)])]), "EP301"),
        (gpd.GeoDataFrame(geometry=[shapely.LineString([(6, 50), (6.1, 50)])], crs="EPSG:4326"), "EP303"),
        (gpd.GeoDataFrame(geometry=[shapely.Point(0, 0)], crs=CRS), "EP310"),
        (streets_of([(0, 0), (9, 9)], **{"class": ["steps"]}), "EP217"),
        (streets_of(), "EP217"),
    ],
)
def test_bad_layers_are_refused(streets, code):
    with pytest.raises(FaultError) as raised:
        build_street_graph(streets)
    assert [fault.code for fault in raised.value.faults] == [code]


coordinate = st.integers(0, 40).map(lambda value: value * 5.0)
segment = st.tuples(st.tuples(coordinate, coordinate), st.tuples(coordinate, coordinate)).filter(lambda s: s[0] != s[1])


@settings(max_examples=40, deadline=None)
@given(st.lists(segment, min_size=1, max_size=12), st.randoms())
def test_any_streets_become_a_consistent_graph(lines, random):
    """Length is kept, sections meet at nodes only, the order of the rows does not matter."""
    graph, _ = build_street_graph(streets_of(*lines), bridge_gap=0, snap_tolerance=0.001)
    assert graph.sections["length"].sum() == pytest.approx(
        shapely.union_all([shapely.LineString(line) for line in lines]).length, abs=0.2
    )
    points = graph.nodes.geometry
    for end, column in ((0, "from_node"), (-1, "to_node")):
        found = shapely.get_point(graph.sections.geometry.to_numpy(), end)
        assert np.array_equal(
            shapely.get_coordinates(found), shapely.get_coordinates(points[graph.sections[column]].to_numpy())
        )
    degree = np.unique(graph.sections[["from_node", "to_node"]], return_counts=True)[1]
    loops = (graph.sections["from_node"] == graph.sections["to_node"]).sum()
    assert (degree == 2).sum() <= loops
    shuffled = list(lines)
    random.shuffle(shuffled)
    again, _ = build_street_graph(streets_of(*shuffled), bridge_gap=0, snap_tolerance=0.001)
    assert again.sections.index.equals(graph.sections.index)
    assert again.sections["length"].to_numpy() == pytest.approx(graph.sections["length"].to_numpy())


@given(st.lists(st.floats(-5, 35), max_size=6))
def test_cutting_keeps_the_length(positions):
    line = shapely.LineString([(0, 0), (10, 0), (10, 20)])
    parts = cut_line(line, positions)
    assert sum(part.length for part in parts) == pytest.approx(30, abs=1e-2)
    assert all(a.coords[-1] == b.coords[0] for a, b in pairwise(parts))


@pytest.fixture(scope="module")
def aachen(shared_data):
    path = shared_data / "aachen" / "aachen_quarter.gpkg"
    streets = gpd.read_file(path, layer="streets").rename(columns={"highway": "class"})
    streets.index = [f"w{i:04d}" for i in range(len(streets))]
    buildings = gpd.read_file(path, layer="buildings").set_index("building_id")
    return streets, buildings[buildings["heat_demand_kwh"] > 0]


def test_aachen_falls_into_two_large_parts_without_bridges(aachen):
    """The README of the data: two large parts 24.1 m apart, every heated building at most 48.7 m away."""
    streets, heated = aachen
    graph, _ = build_street_graph(streets, bridge_gap=0, snap_tolerance=0)
    largest, second = (graph.sections[graph.sections["component"] == part].union_all() for part in (0, 1))
    assert largest.distance(second) == pytest.approx(24.1, abs=0.05)
    assert heated.distance(largest).max() == pytest.approx(48.7, abs=0.05)
    total = graph.sections.groupby("component")["length"].sum()
    assert total.iloc[2] < 0.1 * total.iloc[1]


def test_aachen_becomes_one_part_and_every_bridge_is_reported(aachen):
    streets, heated = aachen
    graph, notes = build_street_graph(streets)
    assert (graph.sections["component"] == 0).all()
    bridges = graph.sections[graph.sections["bridge"]]
    assert bridges["length"].max() <= 30
    assert {note.ids[0] for note in notes if note.topic == "bridged"} == set(bridges.index)
    assert heated.distance(graph.sections.union_all()).max() < 48.7
    assert topics(notes)["excluded"] == 24

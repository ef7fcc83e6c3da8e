"""Is every consumer joined with the source, once, along the streets, and what is refused?"""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from energyplan.core.errors import FaultError
from energyplan.geo.streets import build_street_graph
from energyplan.network.layout import lay_out
from energyplan.network.tree import path_matrix

CRS = "EPSG:25832"


def street_graph(*lines, **options):
    geometry = [shapely.LineString(line) for line in lines]
    return build_street_graph(gpd.GeoDataFrame(geometry=geometry, crs=CRS), **options)[0]


def consumers_at(*points, load=10.0):
    names = [f"h{i}" for i in range(len(points))]
    columns = {"connection_load": load, "heat_demand": 20_000.0}
    return gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(*zip(*points, strict=True)), index=names, crs=CRS)


GRID = street_graph(*[[(0, y), (400, y)] for y in (0, 100, 200)], *[[(x, 0), (x, 200)] for x in range(0, 401, 100)])


def test_three_houses_on_one_street():
    graph = street_graph([(0, 0), (100, 0)])
    layout, notes = lay_out(graph, consumers_at((20, 8), (60, -5), (60, 12)), shapely.Point(0, -10))
    mains = layout.pipes[layout.pipes["kind"] == "main"]
    assert mains["length"].tolist() == pytest.approx([10, 20, 40])
    assert layout.pipes.loc[layout.consumers["pipe_id"], "length"].tolist() == pytest.approx([8, 5, 12])
    assert layout.source_node == "source"
    assert layout.trench_length == pytest.approx(95)
    assert layout.consumers["connection_length"].tolist() == pytest.approx([8, 5, 12])
    assert [note.topic for note in notes] == ["layout"]


def test_source_on_the_street_needs_no_pipe():
    layout, _ = lay_out(street_graph([(0, 0), (100, 0)]), consumers_at((20, 8)), shapely.Point(90, 0.2))
    assert layout.nodes.loc[layout.source_node, "kind"] == "source"
    assert layout.trench_length == pytest.approx(70 + 8)


def test_house_at_the_street_gets_the_shortest_pipe():
    layout, notes = lay_out(street_graph([(0, 0), (100, 0)]), consumers_at((50, 0.1)), shapely.Point(0, 0))
    assert layout.pipes.loc[layout.consumers["pipe_id"], "length"].tolist() == [1.0]
    assert [note.topic for note in notes] == ["layout", "lengthened"]


def test_bridges_in_use_are_reported():
    graph = street_graph([(0, 0), (100, 0)], [(120, 0), (200, 0)])
    layout, notes = lay_out(graph, consumers_at((150, 5)), shapely.Point(0, 0))
    assert layout.pipes["bridge"].sum() == 1
    assert "20.0 m" in next(note.english for note in notes if note.topic == "bridged")


def test_unreachable_consumers_are_all_named():
    graph = street_graph([(0, 0), (100, 0)], [(300, 0), (400, 0)])
    with pytest.raises(FaultError) as raised:
        lay_out(graph, consumers_at((50, 5), (350, 5), (50, 80)), shapely.Point(0, 0))
    assert [(fault.code, fault.row) for fault in raised.value.faults] == [("EP313", "h1"), ("EP313", "h2")]


def test_source_off_the_net_and_bad_consumers():
    graph = street_graph([(0, 0), (100, 0)])
    with pytest.raises(FaultError, match="EP314"):
        lay_out(graph, consumers_at((50, 5)), shapely.Point(0, 300))
    bad = consumers_at((50, 5), (60, 5), (70, 5))
    bad["connection_load"] = [np.nan, 0.0, 5.0]
    bad.loc["h2", "geometry"] = None
    with pytest.raises(FaultError) as raised:
        lay_out(graph, bad, shapely.Point(0, 0))
    assert [(f.code, f.row) for f in raised.value.faults] == [
        ("EP401", "h0"),
        ("EP212", "h1"),
        ("EP308", "h2"),
    ]
    with pytest.raises(FaultError, match="EP217"):
        lay_out(graph, bad.iloc[:0], shapely.Point(0, 0))
    with pytest.raises(FaultError, match="EP302"):
        lay_out(graph, consumers_at((50, 5)).to_crs("EPSG:25833"), shapely.Point(0, 0))


coordinate = st.integers(-10, 410).map(float)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(coordinate, coordinate.filter(lambda y: y <= 210)), min_size=1, max_size=12),
    coordinate,
)
def test_any_consumers_on_a_grid_form_one_tree(points, start):
    layout, _ = lay_out(GRID, consumers_at(*points), shapely.Point(start, 0), maximum_connection_length=60)
    pipes = layout.pipes
    assert set(pipes["from_node"]) | set(pipes["to_node"]) == set(layout.nodes.index)
    assert len(pipes) == len(layout.nodes) - 1
    assert pipes["to_node"].is_unique and layout.source_node not in set(pipes["to_node"])
    paths = path_matrix(pipes, layout.consumers["node"], layout.source_node)
    assert (paths.sum(axis=1) > 0).all()
    assert (pipes["length"] >= 0.49).all()
    for column, end in (("from_node", 0), ("to_node", -1)):
        at_node = layout.nodes.geometry[pipes[column]].to_numpy()
        assert shapely.distance(shapely.get_point(pipes.geometry.to_numpy(), end), at_node).max() < 1e-9
    mains = pipes[pipes["kind"] == "main"]
    assert np.allclose(mains["length"], mains.geometry.length)
    ways = paths.T @ pipes["length"].to_numpy()
    straight = layout.nodes.geometry[layout.consumers["node"]].distance(layout.nodes.geometry[layout.source_node])
    assert (ways >= straight.to_numpy() - 1e-6).all()


def test_thousand_consumers_take_seconds():
    import time

    rows = [[(0, y), (2000, y)] for y in range(0, 2001, 100)]
    graph = street_graph(*rows, *[[(x, 0), (x, 2000)] for x in range(0, 2001, 100)])
    random = np.random.default_rng(7)
    points = list(zip(random.uniform(0, 2000, 1000), random.uniform(0, 2000, 1000), strict=True))
    began = time.process_time()
    layout, _ = lay_out(graph, consumers_at(*points), shapely.Point(1000, 1000), maximum_connection_length=60)
    assert time.process_time() - began < 8
    assert len(layout.consumers) == 1000

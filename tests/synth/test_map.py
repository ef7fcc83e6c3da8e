"""Does the map hold: nothing overlaps, everything fronts a street, the streets hang together?"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from energyplan.core.errors import FaultError
from energyplan.core.schema import LAYERS, check_table
from energyplan.geo.streets import build_street_graph
from energyplan.synth import make_town
from energyplan.synth.portrait import portrait


def overlap(shapes: np.ndarray) -> float:
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pair = left < right
    return float(shapely.area(shapely.intersection(shapes[left[pair]], shapes[right[pair]])).sum())


def distance_to_streets(town) -> np.ndarray:
    shapes, lines = town.buildings.geometry.to_numpy(), town.streets.geometry.to_numpy()
    return shapely.distance(shapes, lines[shapely.STRtree(lines).nearest(shapes)])


def test_every_layer_keeps_to_its_schema(town):
    assert [fault for name, layer in town.layers.items() for fault in check_table(layer, LAYERS[name])] == []
    assert set(town.layers) == {
        "buildings", "streets", "boundary", "meters", "gas_areas", "waste_heat", "sewers", "treatment_plants",
        "water_bodies", "protected_areas", "trees", "grid_stations",
    }  # fmt: skip


def test_ids_are_short_strings_in_order(town):
    assert list(town.buildings.index[:2]) == ["b00001", "b00002"]
    assert list(town.streets.index[:2]) == ["st0001", "st0002"]
    assert town.buildings.index.is_unique
    assert town.layers["sewers"].index[0] == "sw0001"


def test_layers_lie_near_essen_in_metres(town):
    assert town.crs == "EPSG:25832"
    middle = town.buildings.to_crs("EPSG:4326").total_bounds
    assert middle[0] == pytest.approx(7.0, abs=0.05)
    assert middle[1] == pytest.approx(51.4, abs=0.05)


def test_footprints_are_valid_and_do_not_overlap(town):
    shapes = town.buildings.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert overlap(shapes) == 0
    assert shapely.area(shapes).min() > 12


def test_buildings_front_the_streets_and_do_not_stand_on_them(town):
    distance = distance_to_streets(town)
    least = min(portrait()["half_width"].values()) - 0.5
    assert distance.min() >= least
    assert distance.max() < 40
    assert np.median(distance) < 15


def test_river_is_crossed_by_bridges_only(town):
    river = town.layers["water_bodies"].geometry.iloc[0]
    assert shapely.distance(town.buildings.geometry.to_numpy(), river).min() > 10
    assert 1 <= town.streets.geometry.crosses(river).sum() <= 3


def test_street_graph_is_connected_without_bridging(town):
    graph, _ = build_street_graph(town.streets)
    assert graph.nodes["component"].nunique() == 1
    assert not graph.sections["bridge"].any()
    assert graph.sections["length"].sum() == pytest.approx(town.streets.length.sum(), rel=1e-3)


def test_it_is_no_chessboard(town):
    points = shapely.get_coordinates(town.streets.geometry.to_numpy())
    assert len(points) > 3 * len(town.streets)
    ends = [np.asarray(line.coords)[[0, -1]] for line in town.streets.geometry]
    bearing = np.degrees([np.arctan2(*(b - a)) for a, b in ends]) % 90
    share = np.histogram(bearing, bins=9, range=(0, 90))[0] / len(bearing)
    assert share.max() < 0.3


def test_everything_lies_inside_the_boundary(town):
    outline = town.layers["boundary"].geometry.iloc[0]
    for layer in ("buildings", "streets", "treatment_plants", "grid_stations"):
        assert town.layers[layer].within(outline.buffer(1)).all(), layer


def test_trees_and_stations_stand_clear_of_houses(town):
    houses = shapely.union_all(town.buildings.geometry.to_numpy())
    assert town.layers["trees"].distance(houses).min() > 1
    assert town.layers["grid_stations"].distance(houses).min() > 0


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(buildings=st.integers(30, 140), seed=st.integers(0, 10_000))
def test_any_town_is_whole(buildings, seed):
    town, _ = make_town(buildings, seed=seed)
    assert len(town.buildings) == buildings
    assert overlap(town.buildings.geometry.to_numpy()) == 0
    assert distance_to_streets(town).max() < 40
    assert len(town.layers["waste_heat"]) >= 1


@pytest.mark.parametrize("buildings", [-1, 29, 20_001])
def test_impossible_sizes_are_refused(buildings):
    with pytest.raises(FaultError, match="EP108"):
        make_town(buildings)

"""Do houses meet the street by the shortest line, and is every id accounted for?"""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from energyplan.geo.connect import connect_to_sections
from energyplan.geo.streets import build_street_graph

CRS = "EPSG:25832"
STREETS = [[(0, 0), (100, 0)], [(0, 200), (60, 200)]]
GRAPH, _ = build_street_graph(
    gpd.GeoDataFrame(geometry=[shapely.LineString(line) for line in STREETS], crs=CRS), bridge_gap=0
)


def series(**geometries):
    return gpd.GeoSeries(geometries, crs=CRS)


def test_shortest_line_from_street_to_outline():
    found, unreached = connect_to_sections(series(a=shapely.box(20, 8, 30, 18)), GRAPH, maximum_length=50)
    row = found.loc["a"]
    assert unreached == []
    assert row["connection_length"] == pytest.approx(8)
    assert 20 <= row["position"] <= 30
    assert row.geometry.coords[0] == pytest.approx((row["position"], 0))


def test_beyond_the_limit_is_named():
    houses = series(near=shapely.Point(5, 10), far=shapely.Point(5, 60))
    found, unreached = connect_to_sections(houses, GRAPH, maximum_length=50)
    assert found.index.tolist() == ["near"]
    assert unreached == ["far"]


def test_only_the_given_part_of_the_net():
    house = series(a=shapely.Point(10, 190))
    assert connect_to_sections(house, GRAPH, maximum_length=50)[1] == ["a"]
    found, _ = connect_to_sections(house, GRAPH, maximum_length=50, component=1)
    assert found.loc["a", "connection_length"] == pytest.approx(10)
    anywhere, _ = connect_to_sections(house, GRAPH, maximum_length=50, component=None)
    assert anywhere.loc["a", "section_id"] == found.loc["a", "section_id"]


def test_house_on_the_street_still_gets_a_length():
    found, _ = connect_to_sections(series(a=shapely.box(20, -4, 30, 12)), GRAPH, maximum_length=50)
    assert found.loc["a", "connection_length"] == pytest.approx(4)


def test_no_houses():
    found, unreached = connect_to_sections(gpd.GeoSeries([], crs=CRS), GRAPH, maximum_length=50)
    assert len(found) == 0 and unreached == []


@given(st.floats(-20, 120), st.floats(-40, 40).filter(lambda y: abs(y) > 1e-3))
def test_length_is_the_distance(x, y):
    found, _ = connect_to_sections(series(a=shapely.Point(x, y)), GRAPH, maximum_length=200)
    row = found.loc["a"]
    section = GRAPH.sections.geometry[row["section_id"]]
    assert row["connection_length"] == pytest.approx(shapely.Point(x, y).distance(section))
    assert section.interpolate(row["position"]).distance(shapely.Point(row.geometry.coords[0])) < 1e-6

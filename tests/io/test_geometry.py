"""Shapes: invalid, empty, of the wrong kind, piled up, astray; what is right in an unusual way is read."""

import time

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from energyplan.core.schema import LAYERS
from energyplan.io.geometry import check_buildings, check_overlaps, check_places, check_shapes, normalise
from tests.io.conftest import X, Y

HOUSE = box(X, Y, X + 10, Y + 10)


def layer(*shapes, crs="EPSG:25832"):
    return gpd.GeoDataFrame(index=[f"h{number}" for number in range(len(shapes))], geometry=list(shapes), crs=crs)


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "EP308"),
        (Polygon(), "EP308"),
        (Polygon([(X, Y), (X + 10, Y + 10), (X + 10, Y), (X, Y + 10)]), "EP307"),
        (Polygon([(X, Y), (np.nan, Y), (X + 1, Y + 1)]), "EP307"),
        (Polygon([(X, Y), (X + 1, Y), (X + 2, Y)]), "EP307"),
        (Polygon(HOUSE.exterior, [box(X + 20, Y, X + 21, Y + 1).exterior]), "EP307"),
        (Point(X, Y), "EP310"),
        (LineString([(X, Y), (X + 1, Y)]), "EP310"),
        (GeometryCollection([HOUSE, Point(X, Y)]), "EP310"),
    ],
)
def test_a_wrong_shape_is_named_with_its_row(shape, code):
    faults = check_shapes(layer(HOUSE, shape), LAYERS["buildings"])
    assert [(fault.code, fault.row, fault.column) for fault in faults] == [(code, "h1", "geometry")]


@pytest.mark.parametrize(
    "shape", [HOUSE, MultiPolygon([HOUSE]), Polygon(HOUSE.exterior, [box(X + 1, Y + 1, X + 2, Y + 2).exterior])]
)
def test_right_shapes(shape):
    assert check_shapes(layer(shape), LAYERS["buildings"]) == []


def test_collections_of_one_kind_are_read_and_counted():
    found, notes = normalise(layer(HOUSE, GeometryCollection([HOUSE]), GeometryCollection([MultiPolygon([HOUSE, HOUSE])])),
                             LAYERS["buildings"])  # fmt: skip
    assert list(found.geom_type) == ["Polygon", "Polygon", "MultiPolygon"]
    assert notes[0].count == 2
    points, _ = normalise(layer(MultiPoint([(X, Y)]), MultiPoint([(X, Y), (X + 1, Y)])), LAYERS["treatment_plants"])
    assert list(points.geom_type) == ["Point", "MultiPoint"]


def test_buildings_that_cannot_be_one():
    faults = check_buildings(layer(HOUSE, box(X, Y, X + 2000, Y + 2000), box(X, Y, X + 0.1, Y + 0.1)))
    assert [(fault.code, fault.row, fault.warning) for fault in faults] == [
        ("EP212", "h1", False),
        ("EP212", "h2", True),
    ]


@pytest.mark.parametrize("offset", [(2e5, 0), (0, -6e4), (3.2e7, 0), (-X, -Y)])
def test_a_building_astray_is_named(offset):
    stray = shapely.affinity.translate(HOUSE, *offset)
    assert [(f.code, f.row) for f in check_buildings(layer(HOUSE, HOUSE, stray, HOUSE))] == [("EP311", "h2")]


def test_overlaps_are_faults_if_equal_and_warnings_if_partial():
    half, touching = shapely.affinity.translate(HOUSE, 5), shapely.affinity.translate(HOUSE, -10)
    turned = Polygon(list(HOUSE.exterior.coords)[::-1])
    faults = check_overlaps(layer(HOUSE, half, touching, turned))
    assert [(f.row, f.value, f.warning) for f in faults] == [("h0 + h3", "100%", False), ("h0 + h1", "50%", True)]


@pytest.mark.parametrize("step", [0.0, 1e-4])
def test_a_pile_of_buildings_is_found_quickly(step):
    started = time.perf_counter()
    faults = check_overlaps(layer(*(shapely.affinity.translate(HOUSE, step * number) for number in range(5000))))
    assert len(faults) == 20 and "more pairs" in faults[0].expected
    assert time.perf_counter() - started < 10


def test_layers_far_away_and_towns_abroad():
    street = LineString([(X, Y), (X + 100, Y)])
    far = shapely.affinity.translate(street, 2e5)
    assert check_places({"buildings": layer(HOUSE), "streets": layer(far, street)}) == []
    assert [f.layer for f in check_places({"buildings": layer(HOUSE), "streets": layer(far)})] == ["streets"]
    abroad = check_places({"buildings": layer(shapely.affinity.translate(HOUSE, 0, -1.2e6))})
    assert [(fault.code, fault.warning) for fault in abroad] == [("EP311", True)]

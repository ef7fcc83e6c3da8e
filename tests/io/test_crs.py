"""Reference systems: whatever is right is read, whatever is wrong is named with what is most likely meant."""

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import box

from energyplan.io.crs import check_crs, check_target, is_true_to_scale, to_metric

ESSEN = gpd.GeoDataFrame(geometry=[box(361_000, 5_702_000, 361_010, 5_702_012)], crs="EPSG:25832")
GOERLITZ = gpd.GeoDataFrame(geometry=[box(500_000, 5_667_000, 500_010, 5_667_012)], crs="EPSG:25833")


def declared(layer, crs):
    return layer.set_crs(crs, allow_override=True)


def swapped(layer):
    shapes = shapely.transform(layer.geometry.values, lambda points: points[:, ::-1])
    return gpd.GeoDataFrame(geometry=shapes, crs=layer.crs)


@pytest.mark.parametrize(
    "crs",
    [25832, 25833, 31466, 31467, 31468, 31469, 3857, 3035, 3034, 4647, 5650, 5652, 4326, 4258, 4314, 4979, 7423, 32632, 2056,
     "+proj=utm +zone=32 +ellps=GRS80 +units=m", "+proj=utm +zone=32 +ellps=GRS80 +units=us-ft"],
)  # fmt: skip
@pytest.mark.parametrize("town", [ESSEN, GOERLITZ], ids=["Essen", "Görlitz"])
def test_every_usual_system_is_read_with_its_true_areas(crs, town):
    layer = town.to_crs(crs)
    assert check_crs(layer, "buildings") == []
    metric, notes = to_metric(layer, "buildings", None)
    assert metric.area.iloc[0] == pytest.approx(120, rel=0.01)
    assert is_true_to_scale(metric.crs, *metric.geometry.iloc[0].centroid.coords[0])
    assert len(notes) == (metric.crs != layer.crs)


@pytest.mark.parametrize(
    ("layer", "code", "said"),
    [
        (declared(ESSEN, None), "EP301", "EPSG:25832"),
        (declared(ESSEN.to_crs(4326), None), "EP301", "EPSG:4326"),
        (declared(ESSEN.to_crs(4326), 25832), "EP302", "EPSG:4326"),
        (declared(ESSEN, 4326), "EP302", "EPSG:25832"),
        (declared(ESSEN, 3857), "EP302", "EPSG:25832"),
        (declared(ESSEN.to_crs(31467), 25832), "EP302", "EPSG:31467"),
        (declared(ESSEN.to_crs(3857), 25832), "EP302", "EPSG:3857"),
        (declared(ESSEN, 31467), "EP302", "EPSG:25832"),
        (declared(ESSEN.to_crs(4647), 25832), "EP304", "EPSG:4647"),
        (declared(GOERLITZ.to_crs(5650), 25833), "EP304", "EPSG:5650"),
        (swapped(ESSEN), "EP305", "EPSG:25832"),
        (swapped(ESSEN.to_crs(4326)), "EP305", "EPSG:4326"),
        (declared(ESSEN, 4978), "EP303", "25832"),
        (ESSEN.set_geometry(ESSEN.scale(1000, 1000, origin=(0, 0))), "EP302", "EPSG:25832"),
        (ESSEN.set_geometry(ESSEN.translate(-361_000, -5_702_000)), "EP302", "EPSG:25832"),
    ],
)
def test_wrong_systems_are_named_with_what_is_meant(layer, code, said):
    faults = check_crs(layer, "buildings")
    assert [fault.code for fault in faults] == [code]
    assert said in faults[0].expected


def test_one_stray_row_does_not_condemn_the_layer():
    layer = gpd.GeoDataFrame(geometry=[*([ESSEN.geometry.iloc[0]] * 4), box(0, 0, 1, 1)], crs=25832)
    assert check_crs(layer, "buildings") == []


def test_a_town_abroad_in_a_system_of_its_own():
    vienna = gpd.GeoDataFrame(geometry=[box(601_000, 5_340_000, 601_010, 5_340_010)], crs="EPSG:25833")
    assert check_crs(vienna, "buildings") == []


def test_gauss_krueger_is_read_with_its_accuracy():
    _, notes = to_metric(ESSEN.to_crs(31466), "buildings", "EPSG:25832")
    assert "±" in notes[0].english or notes[0].english.endswith("EPSG:25832.")


@pytest.mark.parametrize(
    ("crs", "fits"), [("EPSG:25832", True), ("EPSG:31466", True), ("EPSG:25831", True), ("EPSG:3857", False),
                      ("EPSG:4326", False), ("EPSG:32701", False), ("EPSG:2263", False), ("EPSG:4978", False)]
)  # fmt: skip
def test_only_a_system_true_to_scale_is_a_target(crs, fits):
    assert (check_target(crs, ESSEN) == "") == fits

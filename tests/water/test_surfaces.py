"""Surfaces derived from buildings and streets."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import LineString, box

from energyplan.catalogue import load_catalogue
from energyplan.core.errors import FaultError
from energyplan.core.schema.layers import STREET_CLASSES, USES
from energyplan.water.surfaces import area_by_kind, derive_surfaces, describe_derivation

CATALOGUE = load_catalogue()


def buildings(**columns: list) -> gpd.GeoDataFrame:
    table = {"geometry": [box(0, 0, 10, 10), box(20, 0, 40, 10), box(50, 0, 60, 10)]} | columns
    return gpd.GeoDataFrame(table, index=["a", "b", "c"], crs="EPSG:25832")


def streets(**columns: list) -> gpd.GeoDataFrame:
    table = {"geometry": [LineString([(0, -5), (100, -5)]), LineString([(0, -9), (50, -9)])]} | columns
    return gpd.GeoDataFrame(table, index=["s", "t"], crs="EPSG:25832")


def test_roofs_by_use_and_streets_by_class_and_surface():
    town = derive_surfaces(
        buildings(use=["single_family", "retail", None]),
        streets(**{"class": ["residential", "footway"], "surface": ["sett", None]}),
        CATALOGUE,
    )
    assert town["kind"].to_dict() == {
        "roof-a": "roof_pitched", "roof-b": "roof_flat", "roof-c": "roof_pitched",
        "street-s": "paving", "street-t": "paving",
    }  # fmt: skip
    widths = CATALOGUE.table("street_widths")["width"]
    assert town.loc["roof-b", "area"] == 200
    assert town.loc["street-s", "area"] == pytest.approx(100 * widths["residential"])
    assert town.loc["street-t", "street_id"] == "t"
    assert describe_derivation(town)[0].count == 5


def test_large_footprints_have_flat_roofs():
    town = derive_surfaces(buildings(geometry=[box(0, 0, 30, 30)] * 3), streets(), CATALOGUE)
    assert (town.loc[["roof-a", "roof-b", "roof-c"], "kind"] == "roof_flat").all()


def test_layers_without_columns_are_enough():
    town = derive_surfaces(buildings(), streets(), CATALOGUE)
    assert area_by_kind(town, CATALOGUE).sum() == pytest.approx(town["area"].sum(), rel=1e-12)


def test_the_rest_of_the_boundary_is_green():
    boundary = box(-100, -100, 200, 200)
    town = derive_surfaces(buildings(), streets(), CATALOGUE, boundary=boundary)
    assert town["area"].sum() == pytest.approx(boundary.area, rel=1e-12)
    with pytest.raises(FaultError, match="EP119"):
        derive_surfaces(buildings(), streets(), CATALOGUE, boundary=box(0, 0, 10, 10))


def test_every_use_and_class_has_its_row():
    surfaces = CATALOGUE.table("surfaces").index
    assert set(CATALOGUE.table("roof_forms").index) == set(USES)
    assert set(CATALOGUE.table("street_widths").index) == set(STREET_CLASSES)
    assert set(CATALOGUE.table("roof_forms")["form"]) == {"flat", "pitched"}
    for table in ("street_widths", "pavements"):
        assert CATALOGUE.table(table)["surface_kind"].isin(surfaces).all()


def test_mapped_surfaces_take_their_area_from_column_or_polygon():
    layer = gpd.GeoDataFrame(
        {"kind": ["green", "green"], "area": [None, 7.0]}, geometry=[box(0, 0, 2, 2), box(0, 0, 9, 9)],
        index=["x", "y"], crs="EPSG:25832",
    )  # fmt: skip
    assert area_by_kind(layer, CATALOGUE).to_dict() == {"green": 11.0}
    with pytest.raises(FaultError) as caught:
        area_by_kind(layer.assign(kind=["grren", "green"], area=[1.0, -7.0]), CATALOGUE)
    assert {(fault.code, fault.row) for fault in caught.value.faults} == {("EP220", "x"), ("EP212", "y")}


def test_the_aachen_quarter(shared_data):
    path = shared_data / "aachen" / "aachen_quarter.gpkg"
    houses = gpd.read_file(path, layer="buildings")
    ways = gpd.read_file(path, layer="streets")
    town = derive_surfaces(houses, ways, CATALOGUE)
    assert len(town) == len(houses) + len(ways)
    areas = area_by_kind(town, CATALOGUE)
    assert areas["roof_pitched"] + areas.get("roof_flat", 0) == pytest.approx(houses.geometry.area.sum(), rel=1e-9)
    assert areas.get("roof_flat", 0) == pytest.approx(houses.geometry.area[houses.geometry.area > 600].sum(), rel=1e-9)

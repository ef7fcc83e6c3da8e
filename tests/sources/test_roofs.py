"""Roofs: geometry by hand, orientation classes, yields of Essen."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.affinity import rotate
from shapely.geometry import box

from energyplan.sources import roof_sources, roof_surfaces
from energyplan.sources.roof_surfaces import ridge_azimuth


@pytest.mark.parametrize("turn", [0, 20, 45, 90, 135, 170])
def test_ridge_follows_the_longer_side(turn):
    house = rotate(box(0, 0, 12, 8), -turn)
    assert ridge_azimuth(np.array([house]))[0] % 180 == pytest.approx((90 + turn) % 180, abs=1e-6)


def test_surfaces_of_the_town(buildings, catalogue):
    """Houses from west to east have one side to the south, those from south to north one to each side."""
    surfaces = roof_surfaces(buildings, catalogue=catalogue).set_index("building_id")
    side = 96 / np.cos(np.radians(35)) / 2 * 0.5
    assert surfaces.loc["b1", "orientation"] == "south"
    assert surfaces.loc["b1", "roof_area"] == pytest.approx(side)
    assert set(surfaces.loc["b3", "orientation"]) == {"east", "west"}
    assert surfaces.loc["b6", "orientation"] == "flat" and surfaces.loc["b6", "roof_area"] == pytest.approx(800 * 0.4)
    assert "b5" not in surfaces.index, "the shed is too small"


def test_without_uses_every_small_building_has_a_gable_roof(buildings, catalogue):
    surfaces = roof_surfaces(buildings[["geometry"]], catalogue=catalogue)
    forms = surfaces.groupby("building_id")["roof_form"].first()
    assert forms.to_dict() == {
        "b1": "pitched",
        "b2": "pitched",
        "b3": "pitched",
        "b4": "pitched",
        "b6": "flat",
    }


def test_area_power_and_yields(buildings, weather, catalogue):
    found = roof_sources(buildings, weather, catalogue=catalogue, protected=True)
    row = found.table.loc["roofs"]
    side = 96 / np.cos(np.radians(35)) / 2 * 0.5
    assert row["roof_area"] == pytest.approx(6 * side + 320)
    assert row["pv_capacity"] == pytest.approx(0.2 * row["roof_area"])
    assert float(found.dataset["roof_area"].sum()) == pytest.approx(row["roof_area"])
    assert 750 < float(found.dataset["pv_yield"].sum()) < 1000
    heat_per_area = row["annual_heat"] / row["roof_area"]
    assert 250 < heat_per_area < 500, "flat-plate collectors at 50 °C in Essen"
    assert found.dataset["pv_yield"].dims == ("time",)


def test_mean_yield_is_weighted_by_area(buildings, weather, catalogue):
    whole = roof_sources(buildings, weather, catalogue=catalogue, protected=True)
    south, rest = (
        roof_sources(buildings.loc[names], weather, catalogue=catalogue, protected=True)
        for names in (["b1", "b2"], ["b3", "b4", "b5", "b6"])
    )
    energy = [float((one.dataset["pv_yield"] * one.table["pv_capacity"].iloc[0]).sum()) for one in (whole, south, rest)]
    assert energy[0] == pytest.approx(energy[1] + energy[2], rel=1e-9)


def test_listed_buildings_are_left_out_and_said(buildings, weather, catalogue):
    found = roof_sources(buildings, weather, catalogue=catalogue)
    assert [note.ids for note in found.notes if "listed" in note.english] == [("b2",)]


def test_collector_output_is_that_of_its_published_table(weather, catalogue):
    """Solar Keymark, Ebner EMEK202 in Würzburg at 50 °C: 449 of 1244 kWh/m², angle modifier included."""
    house = shapely.box(0, 0, 40, 20)
    one = gpd.GeoDataFrame({"use": ["school"]}, index=["x"], geometry=[house], crs="EPSG:25832").rename_axis(
        "building_id"
    )
    found = roof_sources(one, weather, catalogue=catalogue)
    heat = found.table.loc["roofs", "annual_heat"] / found.table.loc["roofs", "roof_area"]
    sun = float(found.dataset["global_tilted_irradiance"].sum()) / 1000
    assert heat / sun == pytest.approx(449 / 1244, abs=0.04)


def test_no_roof_is_a_valid_answer(buildings, weather, catalogue):
    found = roof_sources(buildings.loc[["b5"]], weather, catalogue=catalogue)
    assert found.table.empty and "pv_yield" not in found.dataset

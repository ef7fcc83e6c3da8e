"""The ground: free area, extraction within its full-load hours, brine that cools with extraction."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import Polygon, box

from energyplan.sources import free_area, ground_source
from energyplan.sources.ground import demand_shape

HECTARE = box(0, 0, 100, 100)


def test_probes_on_a_hectare(weather, catalogue):
    """30 % of 10,000 m² and 10 m between probes: 30 probes of 93.4 m at 45 W/m, 1800 full-load hours."""
    found = ground_source(HECTARE, weather["air_temperature"], catalogue=catalogue)
    row, rated = found.table.loc["ground"], 30 * 93.4 * 0.045
    assert row["annual_heat"] == pytest.approx(rated * 1800, rel=1e-9)
    assert 0.6 * rated < row["peak_power"] <= rated, "the year of Essen has about 2400 full-load hours"


def test_a_peaky_year_reaches_the_rated_power(weather, catalogue):
    cold_snap = weather["air_temperature"].copy(data=np.where(np.arange(8760) < 100 * 24, 5.0, 20.0))
    cold_snap[:24] = -40.0
    found = ground_source(HECTARE, cold_snap, catalogue=catalogue)
    assert found.table.loc["ground", "peak_power"] == pytest.approx(30 * 93.4 * 0.045, rel=1e-9)
    assert found.table.loc["ground", "annual_heat"] == pytest.approx(30 * 93.4 * 0.045 * 1800, rel=1e-9)


def test_collectors_on_a_hectare(weather, catalogue):
    """3000 m² at 25 W/m²; the wave of the ground is damped and comes later than that of the air."""
    found = ground_source(HECTARE, weather["air_temperature"], catalogue=catalogue, system="collector_damp")
    assert found.table.loc["ground", "annual_heat"] == pytest.approx(75.0 * 1800)
    brine = found.dataset["source_temperature"].sel(source="ground")
    assert -3 < float(brine.min()) < 6 < float(brine.max()) < 20
    assert 7 <= int(brine["time"][int(np.argmax(brine.data))].dt.month) <= 9


def test_a_measured_ground_temperature_is_used(weather, catalogue):
    ground = weather["air_temperature"].copy(data=np.full(8760, 9.0))
    found = ground_source(
        HECTARE,
        weather["air_temperature"],
        catalogue=catalogue,
        system="collector_damp",
        undisturbed_temperature=ground,
    )
    assert 9.0 - 0.25 * 25 <= found.table.loc["ground", "temperature_min"] < 9.0


def test_brine_is_coldest_when_most_is_taken(weather, catalogue):
    """At the rated extraction 11 K below the undisturbed ground, still above the −3 °C that permits allow."""
    found = ground_source(HECTARE, weather["air_temperature"], catalogue=catalogue)
    power, brine = (found.dataset[name].sel(source="ground") for name in ("source_power", "source_temperature"))
    undisturbed = float(weather["air_temperature"].mean()) + 1.0 + 0.03 * 93.4 / 2
    np.testing.assert_allclose(brine, undisturbed - 0.25 * 45 * power / (30 * 93.4 * 0.045), atol=1e-6)
    assert float(brine.min()) > -3


def test_shape_has_a_base_in_summer(weather):
    shape = demand_shape(weather["air_temperature"], heating_limit=15.0, base_share=0.15)
    assert shape.sum() == pytest.approx(1.0)
    assert shape.min() == pytest.approx(0.15 / 8760)


def test_too_small_a_plot_is_said(weather, catalogue):
    found = ground_source(box(0, 0, 5, 5), weather["air_temperature"], catalogue=catalogue)
    assert found.table.empty and found.notes[0].topic == "skipped"
    assert ground_source(Polygon(), weather["air_temperature"], catalogue=catalogue).table.empty


def test_free_area_of_one_house(buildings):
    """A ring between 2 m and 10 m around 12 × 8 m: P·(10 − 2) + π·(100 − 4), polygons fall short by 3 %."""
    house = buildings.loc[["b1"]]
    ring = free_area(house, distance=10.0, clearance=2.0)
    exact = 40 * 8 + np.pi * (100 - 4)
    assert 0.94 * exact < ring.area <= exact


def test_overlapping_plots_count_once_and_exclusions_are_left_out(buildings):
    pair = buildings.loc[["b1", "b2"]]
    assert (
        free_area(pair, distance=30.0, clearance=2.0).area
        < 2 * free_area(buildings.loc[["b1"]], distance=30.0, clearance=2.0).area
    )
    street = buildings.geometry.iloc[:1].buffer(100)
    assert free_area(pair.iloc[:1], distance=30.0, clearance=2.0, excluded=street).is_empty

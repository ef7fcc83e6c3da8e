"""Rivers and lakes: the limits of temperature and share, one stream counted once."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from shapely.geometry import LineString, Point

from energyplan.core.errors import FaultError
from energyplan.sources import water_body_sources


@pytest.fixture
def water_bodies() -> gpd.GeoDataFrame:
    lines = [LineString([(x, 0), (x + 100, 0)]) for x in (0, 100, 5000, 0)]
    return gpd.GeoDataFrame(
        {
            "kind": ["river", "river", "stream", "lake"],
            "flow": [500.0, 600.0, 30.0, np.nan],
            "name": ["Wurm", "Wurm", None, "Weiher"],
        },
        index=pd.Index(["r1", "r2", "r3", "l1"], name="water_body_id"),
        geometry=lines,
        crs="EPSG:25832",
    )


def test_one_river_in_two_parts_is_one_source(water_bodies, weather, catalogue):
    found = water_body_sources(water_bodies, weather["air_temperature"], catalogue=catalogue)
    assert list(found.table.index) == ["river_r2", "river_r3"]
    assert found.table.loc["river_r2", "peak_power"] == pytest.approx(4.19 * 0.5 * 600.0 * 1.0)
    assert found.table.loc["river_r2", "geometry"].length == 200
    assert {note.topic for note in found.notes} == {"joined", "skipped"}


def test_water_without_a_flow_is_named_and_not_zero(water_bodies, weather, catalogue):
    found = water_body_sources(water_bodies, weather["air_temperature"], catalogue=catalogue)
    assert [note.ids for note in found.notes if note.topic == "skipped"] == [("l1",)]


def test_cold_hours_give_nothing(water_bodies, weather, catalogue):
    """Outlet at least 1 °C: below that nothing, between 1 and 2 °C the difference, above the full kelvin."""
    temperature = xr.DataArray(np.linspace(0.0, 3.0, 8760), {"time": weather["time"]})
    found = water_body_sources(
        water_bodies.loc[["r1"]],
        weather["air_temperature"],
        catalogue=catalogue,
        water_temperature=temperature,
    )
    power = found.dataset["source_power"].sel(source="river_r1").to_numpy()
    np.testing.assert_allclose(power, 4.19 * 0.5 * 500.0 * np.clip(temperature - 1.0, 0.0, 1.0))
    assert power[temperature < 1.0].max() == 0.0


def test_model_of_the_river_temperature_in_essen(water_bodies, weather, catalogue):
    found = water_body_sources(water_bodies.loc[["r1"]], weather["air_temperature"], catalogue=catalogue)
    temperature = found.dataset["source_temperature"].sel(source="river_r1")
    assert 0 < float(temperature.min()) < 6 and 17 < float(temperature.max()) < 25


def test_far_waters_are_left_out(water_bodies, weather, catalogue):
    found = water_body_sources(
        water_bodies, weather["air_temperature"], catalogue=catalogue, near=Point(0, 0), maximum_distance=500
    )
    assert list(found.table.index) == ["river_r2"]


def test_gaps_in_a_measured_temperature_are_refused(water_bodies, weather, catalogue):
    temperature = weather["air_temperature"].copy(deep=True)
    temperature[7] = np.nan
    with pytest.raises(FaultError):
        water_body_sources(water_bodies, weather["air_temperature"], catalogue=catalogue, water_temperature=temperature)


def test_a_layer_without_any_flow_gives_an_empty_set(water_bodies, weather, catalogue):
    found = water_body_sources(water_bodies.drop(columns="flow"), weather["air_temperature"], catalogue=catalogue)
    assert found.table.empty and found.notes[0].count == 4

"""Sun on tilted planes and photovoltaic yield: limits, symmetry, known annual sums."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energyplan.catalogue import load_catalogue
from energyplan.core.hours import hours_of_year
from energyplan.io.weather import read_test_reference_year
from energyplan.physics.solar import pv_yield, sun_position, tilted_irradiance

KWH = 1e-3


@pytest.fixture(scope="module")
def essen() -> xr.Dataset:
    return read_test_reference_year(5, 2025).assign_attrs(irradiance_minutes=60.0)


@pytest.fixture(scope="module")
def module() -> dict[str, float]:
    row = load_catalogue().table("photovoltaics").loc["roof"]
    names = (
        "temperature_coefficient",
        "heat_transfer",
        "wind_heat_transfer",
        "system_losses",
        "inverter_efficiency",
    )
    return {name: float(row[name]) for name in names}


def test_a_horizontal_plane_gets_the_global_irradiance(essen):
    level = tilted_irradiance(essen, slope=0.0, azimuth=180.0, albedo=0.2)
    whole = essen["direct_horizontal_irradiance"] + essen["diffuse_horizontal_irradiance"]
    assert float(level.sum()) == pytest.approx(float(whole.sum()), rel=1e-6)


def test_annual_sun_of_essen(essen):
    """960 kWh/m² horizontal; 35° to the south 5 to 15 % more, to the north a quarter less."""
    south, north, level = (
        float(tilted_irradiance(essen, slope=slope, azimuth=azimuth, albedo=0.2).sum()) * KWH
        for slope, azimuth in ((35, 180), (35, 0), (0, 180))
    )
    assert level == pytest.approx(960, rel=0.01)
    assert 1.05 < south / level < 1.15
    assert 0.65 < north / level < 0.8


def test_east_and_west_are_alike_when_the_time_of_the_irradiance_is_right(essen):
    east, west = (float(tilted_irradiance(essen, slope=35, azimuth=azimuth, albedo=0.2).sum()) for azimuth in (90, 270))
    assert east == pytest.approx(west, rel=0.02)


def test_the_isotropic_sky_gives_less_to_the_south(essen):
    sums = [
        float(tilted_irradiance(essen, slope=35, azimuth=180, albedo=0.2, sky=sky).sum())
        for sky in ("haydavies", "isotropic")
    ]
    assert 0.95 < sums[1] / sums[0] < 1.0


def test_photovoltaic_yield_of_essen(essen, module):
    """Usual in the region: 850 to 1050 kWh/kWp; performance ratio 0.8 to 0.9 (Fraunhofer ISE 2021)."""
    sun = tilted_irradiance(essen, slope=35, azimuth=180, albedo=0.2)
    output = pv_yield(sun, essen, **module)
    assert 850 <= float(output.sum()) <= 1050
    assert 0.8 <= float(output.sum()) / (float(sun.sum()) * KWH) <= 0.9
    assert float(output.min()) >= 0 and float(output.max()) <= 1


def test_no_beam_is_brighter_than_the_sun_outside_the_atmosphere(essen):
    steep = tilted_irradiance(essen, slope=90, azimuth=180, albedo=0.0)
    assert float(steep.max()) < 1420


def test_position_is_that_of_the_middle_of_the_hour():
    """On the 15th meridian the sun stands in the south at 12:00 local mean time, ± 17 min over the year."""
    hours = pd.DatetimeIndex(hours_of_year(2025))
    sun = sun_position(hours, latitude=51.0, longitude=15.0, minutes=0.0)
    noon = sun[hours.hour == 12]
    assert abs(noon["azimuth"] - 180).max() < 11
    assert abs((noon["azimuth"] - 180).mean()) < 1
    assert pytest.approx(float((90 - noon["zenith"]).max()), abs=0.3) == 90 - 51 + 23.4


def test_night_is_dark(essen, module):
    sun = tilted_irradiance(essen, slope=35, azimuth=180, albedo=0.2)
    midnight = np.asarray(essen.indexes["time"].hour == 0)
    assert float(sun[midnight].max()) == 0.0
    assert float(pv_yield(sun, essen, **module)[midnight].max()) == 0.0

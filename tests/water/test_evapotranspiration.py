"""Reference evapotranspiration against the worked examples of FAO-56 (Allen et al. 1998)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energyplan.core.errors import FaultError
from energyplan.core.hours import hours_of_year
from energyplan.water import evapotranspiration, radiation

# FAO-56, chapter 4, example 19: N'Diaye (Senegal), 16°13' N, 16°15' W, 8 m, 1 October, zone UTC-1
LATITUDE, LONGITUDE, ELEVATION, ZONE = 16 + 13 / 60, -(16 + 15 / 60), 8.0, -1.0
NIGHT = {"hour": 2, "temperature": 28.0, "humidity": 90.0, "wind": 1.9, "solar": 0.0, "ratio": 0.8}
NOON = {"hour": 14, "temperature": 38.0, "humidity": 52.0, "wind": 3.3, "solar": 2.450, "ratio": None}


def example_19(case: dict) -> dict[str, float]:
    hours = pd.DatetimeIndex([pd.Timestamp(2023, 10, 1, case["hour"])])
    angles = radiation.sun_angles(hours, LATITUDE, LONGITUDE, zone=ZONE)
    outside = radiation.extraterrestrial_radiation(angles, LATITUDE)
    clear = radiation.clear_sky_radiation(outside, ELEVATION)
    ratio = np.array([case["ratio"]]) if case["ratio"] else case["solar"] / clear
    temperature = np.array([case["temperature"]])
    vapour = evapotranspiration.saturation_vapour_pressure(temperature) * case["humidity"] / 100
    longwave = radiation.net_longwave_radiation(temperature, vapour, ratio)
    net = 0.77 * case["solar"] - longwave
    result = evapotranspiration.penman_monteith(
        net, temperature, np.array([case["wind"]]), vapour, np.array([101.2]), daylight=outside > 0
    )
    values = {"Ra": outside, "Rso": clear, "Rnl": longwave, "Rn": net, "ea": vapour, "ET": result}
    return {name: float(value[0]) for name, value in values.items()}


def test_fao_56_example_19_by_day():
    published = {"Ra": 3.543, "Rso": 2.658, "Rnl": 0.137, "Rn": 1.749, "ea": 3.445, "ET": 0.63}
    found = example_19(NOON)
    for name, value in published.items():
        assert found[name] == pytest.approx(value, rel=0.01), name


def test_fao_56_example_19_by_night():
    found = example_19(NIGHT)
    assert found["Ra"] == 0
    assert found["Rn"] == pytest.approx(-0.100, abs=0.001)
    assert found["ea"] == pytest.approx(3.402, abs=0.001)
    assert found["ET"] == pytest.approx(0.00, abs=0.005)


def test_fao_56_examples_of_single_terms():
    assert evapotranspiration.saturation_vapour_pressure(24.5) == pytest.approx(3.075, abs=0.001)  # example 3
    # example 8: R_a of 3 September at 20° S is 32.2 MJ/(m² d)
    hours = pd.date_range("2023-09-03", periods=24, freq="h")
    daily = radiation.extraterrestrial_radiation(radiation.sun_angles(hours, -20.0, 0.0, zone=0.0), -20.0).sum()
    assert daily == pytest.approx(32.2, abs=0.1)


def test_fao_56_example_20_hargreaves():
    # Lyon in July: 14.8 to 26.6 °C, R_a = 40.6 MJ/(m² d) gives 5.0 mm/d
    assert evapotranspiration.hargreaves(14.8, 26.6, 40.6) == pytest.approx(5.0, abs=0.05)


def test_daily_sum_of_hours_is_near_the_daily_example_18():
    # Uccle, 6 July: 12.3 to 21.5 °C, 63 to 84 %, 2.78 m/s at 10 m, 22.07 MJ/m²; published daily value 3.88 mm
    hours = pd.date_range("2023-07-06", periods=24, freq="h")
    latitude = 50.8
    sun = radiation.extraterrestrial_radiation(radiation.sun_angles(hours, latitude, 4.35, zone=0.0), latitude)
    wave = -np.cos(2 * np.pi * (np.arange(24) - 3) / 24)
    weather = xr.Dataset(
        {
            "air_temperature": ("time", 16.9 + 4.6 * wave),
            "relative_humidity": ("time", 73.5 - 10.5 * wave),
            "wind_speed": ("time", np.full(24, 2.78)),
            "direct_horizontal_irradiance": ("time", sun / sun.sum() * 22.07 / 0.0036),
            "diffuse_horizontal_irradiance": ("time", np.zeros(24)),
            "air_pressure": ("time", np.full(24, 1001.0)),
        },
        coords={"time": hours},
        attrs={"latitude": latitude, "longitude": 4.35},
    )
    found = evapotranspiration.reference_evapotranspiration(weather, zone=0.0)
    assert float(found.sum()) == pytest.approx(3.88, rel=0.05)


def synthetic_weather() -> xr.Dataset:
    hours = hours_of_year(2025)
    day, hour = hours.dayofyear.to_numpy(), hours.hour.to_numpy()
    temperature = 9.5 - 9 * np.cos(2 * np.pi * (day - 20) / 365) - 3 * np.cos(2 * np.pi * (hour - 3) / 24)
    sun = radiation.extraterrestrial_radiation(radiation.sun_angles(hours, 51.0, 10.0), 51.0) / 0.0036
    return xr.Dataset(
        {
            "air_temperature": ("time", temperature),
            "relative_humidity": ("time", np.full(8760, 76.0)),
            "wind_speed": ("time", np.full(8760, 3.0)),
            "direct_horizontal_irradiance": ("time", 0.18 * sun),
            "diffuse_horizontal_irradiance": ("time", 0.22 * sun),
        },
        coords={"time": hours},
        attrs={"latitude": 51.0, "longitude": 10.0},
    )


def test_a_german_year_evaporates_500_to_750_mm_and_most_of_it_in_summer():
    found = evapotranspiration.reference_evapotranspiration(synthetic_weather())
    assert 450 < float(found.sum()) < 800
    assert (found >= 0).all()
    summer = found.sel(time=found["time"].dt.month.isin([4, 5, 6, 7, 8, 9])).sum()
    assert float(summer / found.sum()) > 0.7
    assert found.attrs["units"] == "mm"


def test_missing_weather_is_listed_at_once():
    weather = synthetic_weather().drop_vars(["wind_speed"])
    weather["relative_humidity"] = weather["relative_humidity"].copy()
    weather["relative_humidity"][5] = np.nan
    weather.attrs.pop("latitude")
    with pytest.raises(FaultError) as caught:
        evapotranspiration.reference_evapotranspiration(weather)
    assert {fault.code for fault in caught.value.faults} == {"EP219", "EP118", "EP211"}

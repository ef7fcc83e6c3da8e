"""Heat of water and temperature of rivers against published numbers and limits."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from energyplan.catalogue import load_catalogue
from energyplan.physics.river import mean_of_last_days, possible_cooling, river_temperature, stream_heat


@pytest.fixture
def parameters() -> dict[str, float]:
    row = load_catalogue().table("river_temperature").loc["triebs_tsatsaronis_2022"]
    return {
        name: float(row[name])
        for name in ("averaging_days", "lower_limit", "temperature_range", "steepness", "midpoint")
    }


def constant(value: float) -> xr.DataArray:
    return xr.DataArray(np.full(8760, value), dims="time")


def test_heat_of_a_stream_is_four_point_two_kilowatt_per_litre_and_kelvin():
    assert stream_heat(1.0, 1.0) == pytest.approx(4.19)


def test_a_temperature_difference_is_not_taken_for_an_absolute_temperature():
    """City Energy Analyst adds 273.15 to the difference and reports 326 MW instead of 9.3 MW."""
    assert stream_heat(1000.0 / 3.6, 8.0) == pytest.approx(9_311, abs=1)


@pytest.mark.parametrize(("air", "water"), [(12.434, -0.957 + 28.212 / 2), (0.0, 3.389), (20.0, 19.869)])
def test_river_temperature_of_triebs_and_tsatsaronis(parameters, air, water):
    """By hand from the formula: −0.957 + 28.212/(1 + e^(0.137·(12.434 − T)))."""
    assert float(river_temperature(constant(air), **parameters)[0]) == pytest.approx(water, abs=1e-3)


def test_mean_looks_back_over_the_turn_of_the_year():
    series = xr.DataArray(np.arange(8760.0), dims="time")
    mean = mean_of_last_days(series, 1)
    assert float(mean[23]) == pytest.approx(np.arange(24).mean())
    assert float(mean[0]) == pytest.approx((np.arange(8737, 8760).sum() + 0) / 24)


@given(st.lists(st.floats(-30, 40), min_size=60, max_size=60))
def test_mean_equals_the_sliding_window(values):
    series = xr.DataArray(np.array(values), dims="time")
    doubled = np.array(values * 2)
    expected = [doubled[60 + hour - 47 : 60 + hour + 1].mean() for hour in range(60)]
    np.testing.assert_allclose(mean_of_last_days(series, 2), expected, atol=1e-9)


@given(st.floats(-2, 40), st.floats(0.1, 10), st.floats(0, 20))
def test_cooling_keeps_to_both_limits(temperature, largest, lowest):
    cooling = float(
        possible_cooling(xr.DataArray([temperature]), maximum_cooling=largest, minimum_outlet_temperature=lowest)[0]
    )
    assert 0 <= cooling <= largest
    assert cooling == 0 or temperature - cooling >= lowest - 1e-9

"""Do the profiles sum to one, rest in summer and keep the German calendar?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energyplan.core.errors import FaultError
from energyplan.core.hours import hours_of_year
from energyplan.heat import class_profiles, hourly_load
from energyplan.heat.profiles import PURPOSES
from energyplan.heat.standard_profiles import (
    allocation_temperature,
    from_wall_clock,
    sigmoid,
    standard_profile,
    to_wall_clock,
)

CLASSES = ["single_family", "multi_family", "office", "public", "lodging", "production", "retail"]


@pytest.fixture(scope="module")
def profiles(air_temperature) -> xr.Dataset:
    return class_profiles(air_temperature, CLASSES, calendar_year=2025)


def test_every_profile_sums_to_one(profiles):
    for purpose in PURPOSES:
        array = profiles[f"{purpose}_profile"]
        np.testing.assert_allclose(array.sum("time"), 1.0, rtol=0, atol=1e-12)
        assert float(array.min()) >= 0 and array.attrs["units"] == "1"
    assert profiles.sizes == {"time": 8760, "profile_class": 7}


def test_july_does_not_heat(profiles, air_temperature):
    july = profiles["time"].dt.month == 7
    assert float(air_temperature.sel(time=july).mean()) > 17
    assert float(profiles["space_heat_profile"].sel(time=july).sum()) == 0
    share = profiles["hot_water_profile"].sel(time=july).sum("time")
    np.testing.assert_allclose(share, 31 / 365, atol=0.005, err_msg="hot water runs through the year")


@pytest.mark.parametrize("heating_limit", [10.0, 12.0, 15.0])
def test_no_space_heat_on_days_above_the_limit(air_temperature, heating_limit):
    found = class_profiles(air_temperature, ["single_family"], calendar_year=2025, heating_limit=heating_limit)
    by_day = found["space_heat_profile"].to_numpy().reshape(365, 24).sum(axis=1)
    warm = air_temperature.to_numpy().reshape(365, 24).mean(axis=1) >= heating_limit
    assert warm.any() and (by_day[warm] == 0).all() and (by_day[~warm] > 0).sum() > 100


def test_colder_days_need_more(profiles, air_temperature):
    heat = profiles["space_heat_profile"].sel(profile_class="multi_family").to_numpy().reshape(365, 24).sum(axis=1)
    allocation = allocation_temperature(air_temperature.to_numpy())
    cold = heat > 0
    assert np.corrcoef(heat[cold], allocation[cold])[0, 1] < -0.95


def test_process_heat_is_constant(profiles):
    np.testing.assert_allclose(profiles["process_heat_profile"], 1 / 8760, rtol=1e-12)


@pytest.mark.parametrize(("name", "building_class"), [("EFH", 11), ("MFH", 11), ("GKO", 0), ("GHA", 0)])
def test_space_and_water_together_are_the_profile_of_demandlib(air_temperature, name, building_class):
    from demandlib.bdew import HeatBuilding

    hours = hours_of_year(2025)
    temperature = air_temperature.to_numpy()
    theirs = HeatBuilding(
        hours, temperature=pd.Series(temperature, index=hours), shlp_type=name, building_class=building_class,
        wind_class=0, annual_heat_demand=1.0,
    )  # fmt: skip
    whole = theirs.get_normalized_bdew_profile()
    a, b, c, d = theirs.get_sigmoid_parameters()
    daily = sigmoid(np.repeat(allocation_temperature(temperature), 24), a=a, b=b, c=c)
    ours = standard_profile(name, temperature, calendar_year=2025, building_class=building_class).space_heat
    # Where no public holiday moves a weekday, the space-heat part is h / (h + D) of the whole.
    ratio = ours / (whole.to_numpy() * daily / (daily + d))
    workdays = hours.strftime("%m-%d").isin(["02-03", "02-08", "03-04", "11-11", "11-16"])
    np.testing.assert_allclose(ratio[workdays] / ratio[workdays][0], 1.0, rtol=1e-9)


def test_sigmoid_has_half_its_height_where_the_ratio_is_one():
    b = -37.1833141
    assert sigmoid(np.array([40.0 + b]), a=3.0469695, b=b, c=5.6727847)[0] == pytest.approx(3.0469695 / 2, rel=1e-12)
    steps = sigmoid(np.linspace(-20, 30, 51), a=3.0469695, b=b, c=5.6727847)
    assert (np.diff(steps) < 0).all() and steps[0] < 3.0469695


def test_wall_clock_and_back():
    values = np.arange(8760.0)
    wall = to_wall_clock(values, 2025)
    back = from_wall_clock(wall, 2025)
    same = back == values
    # All but the second of the doubled hours in October come back.
    assert (~same).sum() == 1
    assert hours_of_year(2025)[~same][0].isoformat() == "2025-10-26T02:00:00"
    summer = hours_of_year(2025).get_loc("2025-07-01 12:00")
    assert wall[summer] == values[summer] - 1, "12:00 in Berlin is 11:00 UTC+1 in summer"


def test_summer_time_shifts_the_morning_peak(profiles):
    water = profiles["hot_water_profile"].sel(profile_class="single_family")
    winter = water.sel(time="2025-01-15").to_numpy().argmax()
    summer = water.sel(time="2025-07-16").to_numpy().argmax()
    assert winter - summer == 1


def test_holidays_are_sundays(air_temperature):
    water = class_profiles(air_temperature, ["office"], calendar_year=2025)["hot_water_profile"].isel(profile_class=0)
    of_day = water.resample(time="D").sum()
    christmas, thursday, sunday = (
        float(of_day.sel(time=day).item()) for day in ("2025-12-25", "2025-12-18", "2025-12-21")
    )
    assert christmas == pytest.approx(sunday, rel=1e-9) and christmas < 0.95 * thursday


def test_leap_year_has_8760_hours(air_temperature):
    found = class_profiles(air_temperature, ["retail"], calendar_year=2024)
    assert found.sizes["time"] == 8760
    np.testing.assert_allclose(found["space_heat_profile"].sum(), 1.0, atol=1e-12)


def test_cold_beyond_the_table_of_demandlib(air_temperature):
    found = class_profiles(air_temperature - 30.0, ["single_family"], calendar_year=2025)
    assert np.isfinite(found["space_heat_profile"]).all()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda t: t.isel(time=slice(0, 8759)), "EP207"),
        (lambda t: t.where(t > -1), "EP401"),
        (lambda t: t * 0 + 25.0, "EP119"),
    ],
)
def test_bad_temperature(air_temperature, change, code):
    with pytest.raises(FaultError, match=code):
        class_profiles(change(air_temperature), ["office"], calendar_year=2025)


def test_unknown_class_names_the_nearest(air_temperature):
    with pytest.raises(FaultError, match="single_family"):
        class_profiles(air_temperature, ["single_famly"], calendar_year=2025)


@pytest.fixture
def demand() -> pd.DataFrame:
    rng = np.random.default_rng(2)
    size = 40
    heat = pd.DataFrame(rng.uniform(0, 1e5, (size, 3)), columns=list(PURPOSES), index=[f"b{i}" for i in range(size)])
    return heat.assign(profile_class=rng.choice(CLASSES[:4], size), heat_demand=heat.sum(axis=1))


def test_hours_sum_to_the_year(demand, profiles):
    load = hourly_load(demand, profiles)
    assert load.dims == ("time",) and load.name == "heat_load" and load.attrs["units"] == "kW"
    assert float(load.sum()) == pytest.approx(demand["heat_demand"].sum(), rel=1e-9)


def test_groups_sum_to_their_own_year_and_to_the_whole(demand, profiles):
    group = pd.Series(["north", "south"] * 20, index=demand.index)
    group.iloc[:3] = None
    load = hourly_load(demand, profiles, by=group)
    annual = demand["heat_demand"].groupby(group.fillna("unassigned")).sum()
    np.testing.assert_allclose(load.sum("time"), annual.loc[load["group"].to_numpy()], rtol=1e-9)
    np.testing.assert_allclose(load.sum("group"), hourly_load(demand, profiles), rtol=1e-9)


def test_building_is_its_annual_values_times_its_profiles(demand, profiles):
    one = demand.iloc[[5]]
    expected = sum(
        one[purpose].iloc[0] * profiles[f"{purpose}_profile"].sel(profile_class=one["profile_class"].iloc[0])
        for purpose in PURPOSES
    )
    np.testing.assert_allclose(hourly_load(one, profiles), expected, rtol=1e-12)


def test_class_without_profile(demand, profiles):
    with pytest.raises(FaultError, match="EP117"):
        hourly_load(demand.assign(profile_class="castle"), profiles)

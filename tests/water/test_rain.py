"""Rain: closed balances, limits, monotony, one row per surface kind."""

from __future__ import annotations

import time

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from energyplan.catalogue import load_catalogue
from energyplan.core.errors import FaultError
from energyplan.core.hours import hours_of_year
from energyplan.water import radiation
from energyplan.water.evapotranspiration import hargreaves
from energyplan.water.measures import RainMeasures
from energyplan.water.rain import (
    annual_balance,
    rain_balance,
    rain_balance_by_surface,
    rain_water_use,
    residual,
)  # fmt: skip
from energyplan.water.surface_balance import SurfaceProperties, simulate

HOURS = hours_of_year(2025)
CATALOGUE = load_catalogue()
BOTH = {"green_roofs": {"share": 0.3}, "cisterns": {"share": 0.2, "volume_per_area": 0.03}}


def series(values: np.ndarray, name: str) -> xr.DataArray:
    return xr.DataArray(values, coords={"time": HOURS[: values.size]}, dims="time", name=name)


def german_rain(seed: int = 3) -> xr.DataArray:
    """A year of 700 mm in 130 events of 1 to 10 hours."""
    generator = np.random.default_rng(seed)
    values = np.zeros(8760)
    for start in generator.integers(0, 8740, 130):
        length = generator.integers(1, 11)
        values[start : start + length] += generator.exponential(0.9, length)
    return series(values * 700 / values.sum(), "rain")


def german_evapotranspiration() -> xr.DataArray:
    season = np.maximum(1 - 0.95 * np.cos(2 * np.pi * (HOURS.dayofyear.to_numpy() - 15) / 365), 0)
    day = np.maximum(-np.cos(2 * np.pi * HOURS.hour.to_numpy() / 24), 0)
    values = season * day
    return series(values * 620 / values.sum(), "potential_evapotranspiration")


def town(**areas: float) -> gpd.GeoDataFrame:
    areas = areas or {
        "roof_flat": 3000.0,
        "roof_pitched": 7000.0,
        "street": 6000.0,
        "paving": 2000.0,
        "green": 20000.0,
    }
    table = {"kind": list(areas), "area": list(areas.values()), "geometry": [box(0, 0, 1, 1)] * len(areas)}
    return gpd.GeoDataFrame(table, index=[f"s{i}" for i in range(len(areas))], crs="EPSG:25832")


def balance(
    surfaces=None, rain=None, demand=None, measures=BOTH, catalogue=CATALOGUE, model=rain_balance, **options
) -> xr.Dataset:  # fmt: skip
    rain = german_rain() if rain is None else rain
    demand = german_evapotranspiration() if demand is None else demand
    surfaces = town() if surfaces is None else surfaces
    return model(surfaces, rain, demand, catalogue, measures=measures, **options)


def test_every_hour_of_every_surface_closes_and_a_year_takes_seconds():
    start = time.perf_counter()
    found = balance(residents=200, model=rain_balance_by_surface)
    seconds = time.perf_counter() - start
    rain = float(found["precipitation_volume"].sum(["time", "surface_kind"]).max())
    worst = float(np.abs(residual(found)).max()) / rain
    kinds = found.sizes["surface_kind"]
    print(f"{kinds} kinds × 8760 h: {seconds:.2f} s, worst relative residual {worst:.1e}")
    assert worst < 1e-12
    assert seconds < 6
    for name in ("runoff", "evaporation", "infiltration", "cistern_overflow", "cistern_use", "water_storage"):
        assert float(found[name].min()) >= -1e-12, name


def test_the_town_is_the_sum_of_its_surfaces():
    whole = balance(residents=200)
    parts = balance(residents=200, model=rain_balance_by_surface)
    xr.testing.assert_allclose(whole["runoff"], parts["runoff"].sum("surface_kind"), rtol=1e-12)
    assert whole["runoff"].dims == ("measure", "time")
    assert float(np.abs(residual(whole)).max()) < 1e-9
    np.testing.assert_allclose(whole["annual_runoff"].sum("surface_kind"), whole["runoff"].sum("time"), rtol=1e-12)
    assert all("units" in variable.attrs for variable in whole.data_vars.values())


def test_annual_table_adds_up_and_measures_reduce_runoff():
    table = annual_balance(balance(residents=200))
    outflow = table[["runoff", "evaporation", "infiltration", "cistern_use", "storage_change"]].sum(axis=1)
    np.testing.assert_allclose(outflow, table["precipitation_volume"], rtol=1e-9, atol=1e-9)
    today, measures = table.loc[("today", "total")], table.loc[("measures", "total")]
    assert today["precipitation_volume"] == pytest.approx(38000 * 0.7, rel=1e-9)
    assert today["area"] == measures["area"] == pytest.approx(38000)
    assert measures["runoff"] < today["runoff"]
    assert measures["evaporation"] > today["evaporation"]
    assert today["cistern_use"] == 0 < measures["cistern_use"]
    assert table.loc[("measures", "green_roof_extensive"), "area"] == pytest.approx(0.3 * (3000 + 0.2 * 7000))


def test_annual_runoff_coefficients_are_of_the_known_size():
    ratio = annual_balance(balance())["runoff_coefficient"]["measures"]
    table = CATALOGUE.table("surfaces")["connected"]
    assert 0.6 < ratio["roof_pitched"] / table["roof_pitched"] < 0.95
    assert 0.5 < ratio["roof_flat"] / table["roof_flat"] < 0.9
    # extensive green roofs keep 40 to 70 % of the year's rain (FLL; Stovin et al. 2012 measured 50.2 %)
    assert 0.3 < ratio["green_roof_extensive"] / table["green_roof_extensive"] < 0.65
    assert ratio["green"] < 0.02


def test_a_measured_green_roof(shared_data):
    """Neubrandenburg 2014/15 (project KURAS): 744 mm of rain, of which the roof kept 76 %.

    A calibrated SWMM model published with the data errs by 29 % in the runoff; ours is not calibrated, its
    evapotranspiration comes from temperatures alone.
    """
    folder = shared_data / "green_roof_neubrandenburg"
    hours = pd.date_range("2014-09-12", "2015-12-07 23:00", freq="h")
    read = lambda name: (  # noqa: E731
        pd.read_csv(folder / name, parse_dates=["time"], index_col="time").iloc[:, 0].resample("h").sum()
        .reindex(hours, fill_value=0.0)
    )  # fmt: skip
    rain, measured = read("rain_5min_nonzero.csv.gz"), read("runoff_5min_nonzero.csv.gz")
    assert rain.sum() == pytest.approx(744, abs=1)
    days = pd.read_csv(folder / "temperature_daily.csv", parse_dates=["date"], index_col="date")
    days = days.reindex(hours.normalize().unique()).interpolate()
    sun = pd.Series(radiation.extraterrestrial_radiation(radiation.sun_angles(hours, 53.55, 13.26), 53.55), hours)
    daily = sun.groupby(hours.normalize()).sum()
    demand = (
        np.repeat(hargreaves(days["tmin_c"], days["tmax_c"], daily).to_numpy(), 24)
        * sun
        / np.repeat(daily.to_numpy(), 24)
    )
    kinds = ["green_roof_extensive", "roof_flat", "roof_pitched"]
    properties = SurfaceProperties.from_table(CATALOGUE.table("surfaces").loc[kinds])
    fluxes = simulate(properties, rain.to_numpy(), demand.to_numpy())
    kept, flat, pitched = 1 - fluxes.runoff.sum(axis=0) / rain.sum()
    print(f"kept: measured {1 - measured.sum() / rain.sum():.2f}, green {kept:.2f}, {flat:.2f}, {pitched:.2f}")
    assert kept == pytest.approx(1 - measured.sum() / rain.sum(), abs=0.2)
    assert 0.15 < pitched < flat < 0.4 < kept


def test_a_heavy_hour_on_empty_stores_by_hand():
    values = np.zeros(48)
    values[24] = 60.0
    found = balance(
        town(roof_flat=1000.0, green_roof_extensive=1000.0), series(values, "rain"),
        series(np.zeros(48), "potential_evapotranspiration"), measures={}, model=rain_balance_by_surface,
    ).sel(measure="today")  # fmt: skip
    # nothing evaporates, so the year of spin-up leaves full wetting and the substrate at its storage
    assert float(found["runoff"].sel(surface_kind="roof_flat").sum()) == pytest.approx(60.0 * 0.9, rel=1e-9)
    green = found.sel(surface_kind="green_roof_extensive", time=HOURS[24])
    draining = 15 * (1 - np.exp(-1 / 2))
    assert float(green["runoff"]) == pytest.approx((45 + draining) * 0.9, rel=1e-6)


def test_no_rain_gives_nothing():
    found = balance(rain=series(np.zeros(8760), "rain"))
    for name in ("runoff", "evaporation", "infiltration", "cistern_use", "cistern_overflow", "water_storage"):
        assert float(np.abs(found[name]).max()) == 0


def test_dry_summer_evaporates_no_more_than_is_stored():
    rain = german_rain()
    rain[4000:6000] = 0.0
    found = balance(rain=rain, measures={}, model=rain_balance_by_surface)["evaporation"].sel(measure="today")
    dry = found.isel(time=slice(4000, 6000)).sum("time")
    assert float(dry.sel(surface_kind="roof_flat")) <= 3000 * 2.54e-3 + 1e-12
    assert 0 < float(dry.sel(surface_kind="green")) <= 20000 * (2.54 + 150) * 1e-3


def test_one_row_adds_a_surface():
    row = {
        "runoff_coefficient_mean": 0.2,
        "runoff_coefficient_peak": 0.3,
        "depression_storage": 3,
        "infiltration_rate": 50,
        "soil_storage": 20,
        "drainable_storage": 20,
        "stress_point": 0.5,
        "crop_coefficient": 0.8,
        "drainage_time": 10,
        "drain_to_runoff": 0,
        "connected": 0,
        "greenable": 0,
        "cistern": 0,
    }
    catalogue = CATALOGUE.with_overrides({"surfaces": {"playground": row}})
    found = annual_balance(balance(town(playground=500.0, street=500.0), catalogue=catalogue, measures={}))
    playground = found.loc[("today", "playground")]
    assert playground["runoff"] == 0
    assert playground["infiltration"] > 0 < playground["evaporation"]


def cheap(share: float, rain: xr.DataArray, demand: xr.DataArray, kind: str) -> float:
    found = balance(rain=rain, demand=demand, measures={"green_roofs": {"share": share, "kind": kind}})
    return float(found["runoff"].sel(measure="measures").sum())


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 10_000), wet=st.floats(0.02, 0.9), depth=st.floats(0.1, 20), dry=st.floats(0, 1),
    shares=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    kind=st.sampled_from(["green_roof_extensive", "green_roof_intensive"]),
)  # fmt: skip
def test_more_green_roof_never_means_more_runoff(seed, wet, depth, dry, shares, kind):
    generator = np.random.default_rng(seed)
    rain = series(np.where(generator.random(300) < wet, generator.exponential(depth, 300), 0.0), "rain")
    demand = series(generator.random(300) * dry, "potential_evapotranspiration")
    less, more = (cheap(share, rain, demand, kind) for share in sorted(shares))
    assert more <= less + 1e-9 * max(less, 1e-6)


@settings(max_examples=15, deadline=None)
@given(volumes=st.tuples(st.floats(0, 0.2), st.floats(0, 0.2)), seed=st.integers(0, 1000))
def test_larger_cisterns_never_use_less(volumes, seed):
    rain = german_rain(seed)[:600]
    demand = german_evapotranspiration()[:600]
    used = []
    for volume in sorted(volumes):
        measures = {"cisterns": {"share": 0.5, "volume_per_area": volume}}
        found = balance(rain=rain, demand=demand, measures=measures, residents=150)
        used.append(float(found["cistern_use"].sum()))
    assert used[1] >= used[0] - 1e-9 * max(used[0], 1e-6)


def test_cistern_use_is_bounded_by_demand_and_by_rain():
    found = annual_balance(balance(measures={"cisterns": {"share": 1.0, "volume_per_area": 1.0}}, residents=100))
    demand = 100 * rain_water_use(CATALOGUE) * 365 / 1000
    assert found.loc[("measures", "total"), "cistern_use"] == pytest.approx(demand, rel=1e-9)
    crowded = annual_balance(balance(measures={"cisterns": {"share": 1.0}}, residents=1e5))
    evaporated = annual_balance(balance(measures={}))["evaporation"]["today"]
    caught = 0.9 * (1 - evaporated[["roof_flat", "roof_pitched"]].sum() / (10000 * 0.7))
    assert crowded.loc[("measures", "total"), "cistern_use"] == pytest.approx(caught * 7000, rel=0.01)


def test_properties_alone_drive_the_model():
    properties = SurfaceProperties.from_table(CATALOGUE.table("surfaces").loc[["roof_flat", "roof_flat"]])
    fluxes = simulate(properties, german_rain().to_numpy(), german_evapotranspiration().to_numpy())
    np.testing.assert_array_equal(fluxes.runoff[:, 0], fluxes.runoff[:, 1])


def test_bad_input_is_named():
    rain = german_rain()
    rain[7], rain[8] = -1.0, np.nan
    with pytest.raises(FaultError) as caught:
        balance(rain=rain, demand=german_evapotranspiration()[:8000])
    assert {fault.code for fault in caught.value.faults} == {"EP212", "EP211", "EP119"}
    with pytest.raises(FaultError, match="EP220"):
        balance(town(rooof_flat=3.0))
    with pytest.raises(FaultError, match="EP117"):
        balance(measures={"green_roofs": {"share": 0.3, "kind": "green_rof"}})


@pytest.mark.parametrize(
    ("measures", "code"),
    [
        ({"green_roof": {"share": 0.3}}, "EP101"),
        ({"green_roofs": {"shares": 0.3}}, "EP101"),
        ({"green_roofs": {"share": 1.3}}, "EP108"),
        ({"cisterns": {"share": True}}, "EP106"),
        ({"cisterns": 0.3}, "EP106"),
        ({"cisterns": {"share": float("nan")}}, "EP108"),
    ],
)
def test_measures_are_checked(measures, code):
    with pytest.raises(FaultError, match=code):
        RainMeasures.from_mapping(measures)

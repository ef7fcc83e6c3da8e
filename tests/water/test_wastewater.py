"""Waste water: balance of volume and heat down the sewers, limits, faults."""

from __future__ import annotations

import time

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from energyplan.catalogue import load_catalogue
from energyplan.core.errors import FaultError
from energyplan.core.hours import hours_of_year
from energyplan.physics.river import HEAT_PER_LITRE
from energyplan.water import treatment, wastewater
from energyplan.water.inflow import hourly_pattern, waste_water_per_person
from energyplan.water.sewer_temperature import cool_down
from energyplan.water.sewer_tree import build_tree

HOURS = hours_of_year(2025)
CATALOGUE = load_catalogue()


def air() -> xr.DataArray:
    angle = 2 * np.pi * np.arange(8760) / 8760
    values = 9.5 - 9.0 * np.cos(angle - 0.35) - 3.0 * np.cos(angle * 365)
    return xr.DataArray(values, coords={"time": HOURS}, dims="time", name="air_temperature")


def town(**columns: list) -> gpd.GeoDataFrame:
    """Three sections: A and B join, C leads to the plant."""
    table = {
        "from_node": ["1", "2", "3"],
        "to_node": ["3", "3", "P"],
        "nominal_diameter": [300.0, 300.0, 800.0],
        "residents": [1000.0, 500.0, 2000.0],
        "geometry": [
            LineString([(0, 0), (500, 0)]),
            LineString([(0, 9), (300, 9)]),
            LineString([(0, 5), (1500, 5)]),
        ],
    }
    return gpd.GeoDataFrame(table | columns, index=pd.Index(["A", "B", "C"], name="sewer_id"), crs="EPSG:25832")


def plants(**columns: list) -> gpd.GeoDataFrame:
    table = {"node": ["P"], "population_equivalent": [4000.0], "geometry": [Point(0, 0)]}
    return gpd.GeoDataFrame(table | columns, index=pd.Index(["plant"], name="plant_id"), crs="EPSG:25832")


def test_volume_is_persons_times_litres_plus_extraneous_water():
    found = wastewater.waste_water(town(), plants(), air(), CATALOGUE)
    per_person = waste_water_per_person(CATALOGUE)
    assert per_person == pytest.approx(121.25)
    expected = 3500 * per_person / 86400 * 1.446
    assert float(found["flow"].sel(sewer="C").mean()) == pytest.approx(expected, rel=1e-12)


def test_flow_out_is_own_plus_upstream_in_every_hour():
    found = wastewater.waste_water(town(), plants(), air(), CATALOGUE)["flow"]
    upstream = found.sel(sewer=["A", "B"]).sum("sewer").to_numpy()
    own = found.sel(sewer="C").to_numpy() - upstream
    alone = wastewater.waste_water(town(residents=[0.0, 0.0, 2000.0]), plants(), air(), CATALOGUE)["flow"]
    np.testing.assert_allclose(own, alone.sel(sewer="C").to_numpy(), rtol=1e-9)


def test_heat_in_is_heat_out_and_heat_lost():
    found = wastewater.waste_water(town(), plants(), air(), CATALOGUE)
    warmth = found["sewage_temperature"].sel(sewer="C") - found["ground_temperature"]
    out = float((found["flow"].sel(sewer="C") * warmth).sum()) * HEAT_PER_LITRE
    assert float(found["heat_inflow"].sum()) == pytest.approx(out + float(found["soil_heat_loss"].sum()), rel=1e-9)
    household = 3500 * waste_water_per_person(CATALOGUE) / 86400 * 14.3 * 0.6 * HEAT_PER_LITRE * 8760
    assert float(found["heat_inflow"].sum()) == pytest.approx(household, rel=1e-9)


def test_temperatures_are_those_of_sewers():
    found = wastewater.waste_water(town(), plants(), air(), CATALOGUE)
    temperature = found["sewage_temperature"].sel(sewer="C")
    assert 12 <= float(temperature.mean()) <= 16
    winter = temperature.sel(time=temperature["time"].dt.month.isin([12, 1, 2, 3]))
    assert float(winter.resample(time="D").mean().min()) >= 8
    assert float(temperature.max()) < 25
    assert float(found["ground_temperature"].min()) > float(air().min())


@settings(max_examples=40, deadline=None)
@given(
    flow=st.floats(0, 200), excess=st.floats(-5, 15), lateral=st.floats(0, 50), warmth=st.floats(0, 14),
    conducted=st.floats(0, 30),
)  # fmt: skip
def test_a_section_conserves_heat(flow, excess, lateral, warmth, conducted):
    arrays = [np.array([value]) for value in (flow, excess, lateral, lateral * warmth)]
    end, lost = cool_down(*arrays, conducted)
    heat_in = flow * excess + lateral * warmth
    scale = abs(flow * excess) + lateral * warmth + 1e-6
    assert heat_in == pytest.approx(float((flow + lateral) * end[0] + lost[0]), abs=1e-9 * scale)
    low, high = min(0.0, excess, warmth), max(0.0, excess, warmth)
    assert low - 1e-9 <= end[0] <= high + 1e-9


def test_a_section_follows_its_differential_equation():
    from scipy.integrate import solve_ivp

    flow, excess, lateral, warmth, conducted = 4.0, 6.0, 3.0, 9.0, 2.0
    slope = lambda x, y: (lateral * (warmth - y) - conducted * y) / (flow + lateral * x)  # noqa: E731
    numeric = solve_ivp(slope, (0, 1), [excess], rtol=1e-10, atol=1e-12).y[0, -1]
    end, _ = cool_down(*(np.array([v]) for v in (flow, excess, lateral, lateral * warmth)), conducted)
    assert end[0] == pytest.approx(numeric, rel=1e-8)


def test_limits_of_a_section():
    one, zero = np.ones(1), np.zeros(1)
    assert cool_down(10 * one, 5 * one, zero, zero, 10.0)[0][0] == pytest.approx(5 * np.exp(-1))
    assert cool_down(zero, zero, 2 * one, 16 * one, 2.0)[0][0] == pytest.approx(4.0)  # head: Q θ/(Q + K)
    assert cool_down(2 * one, 4 * one, 2 * one, 16 * one, 0.0)[0][0] == pytest.approx(6.0)  # mixing only
    nearly = cool_down(10 * one, 5 * one, 1e-9 * one, zero, 1.0)[0][0]
    assert nearly == pytest.approx(5 * np.exp(-0.1), rel=1e-8)
    assert cool_down(zero, zero, zero, zero, 1.0) == (0.0, 0.0)


def test_pattern_has_mean_one_and_a_quiet_night():
    pattern = pd.Series(hourly_pattern(HOURS, CATALOGUE), index=HOURS)
    assert pattern.mean() == pytest.approx(1.0, rel=1e-12)
    january = pattern["2025-01-06":"2025-01-10"].groupby(lambda stamp: stamp.hour).mean()
    assert january.idxmin() in (2, 3, 4)
    assert january.idxmax() in (7, 8)


def test_measured_flow_is_the_flow_through_the_section():
    sewers = town(dry_weather_flow=[2.0, np.nan, 6.0])
    found = wastewater.waste_water(sewers, plants(), air(), CATALOGUE)["flow"].mean("time")
    assert float(found.sel(sewer="A")) == pytest.approx(2.0, rel=1e-9)
    assert float(found.sel(sewer="C")) == pytest.approx(6.0, rel=1e-9)
    own_b, own_c = float(found.sel(sewer="B")), 6.0 - 2.0 - float(found.sel(sewer="B"))
    assert own_c / own_b == pytest.approx(2000 / 500, rel=1e-9)
    notes = wastewater.waste_water_notes(sewers, plants(), CATALOGUE)
    assert [note.topic for note in notes] == ["measured"]


def test_measured_flow_without_residents_is_spread_by_length():
    sewers = town(dry_weather_flow=[np.nan, np.nan, 6.0]).drop(columns="residents")
    found = wastewater.waste_water(sewers, plants(), air(), CATALOGUE)["flow"].mean("time")
    assert found.to_numpy() == pytest.approx([6 * 500 / 2300, 6 * 300 / 2300, 6.0], rel=1e-9)


def test_contradictory_measurements_are_reported_and_the_larger_stays():
    sewers = town(dry_weather_flow=[5.0, np.nan, 3.0])
    found = wastewater.waste_water(sewers, plants(), air(), CATALOGUE)["flow"].mean("time")
    assert float(found.sel(sewer="C")) == pytest.approx(5.0, rel=1e-9)
    notes = {note.topic: note for note in wastewater.waste_water_notes(sewers, plants(), CATALOGUE)}
    assert notes["contradiction"].ids == ("C",)


def test_residents_can_be_handed_in_and_the_unconnected_are_counted():
    persons = pd.Series({"A": 100.0, "unassigned": 7.0})
    found = wastewater.waste_water(town(), plants(), air(), CATALOGUE, residents_by_sewer=persons)
    dry = found["sewage_temperature"].sel(sewer="B")
    np.testing.assert_allclose(dry, found["ground_temperature"], rtol=1e-12)
    assert float(found["flow"].sel(sewer="B").max()) == 0
    notes = wastewater.waste_water_notes(town(), plants(), CATALOGUE, residents_by_sewer=persons)
    assert [(note.topic, note.count) for note in notes] == [("unconnected", 7)]


def test_effluent_takes_given_means_and_lags_behind():
    found = wastewater.waste_water(
        town(), plants(effluent_flow=[20.0], water_temperature=[13.0]), air(), CATALOGUE
    ).sel(plant="plant")
    assert float(found["effluent_flow"].mean()) == pytest.approx(20.0, rel=1e-12)
    assert float(found["water_temperature"].mean()) == pytest.approx(13.0, rel=1e-12)
    inlet = wastewater.waste_water(town(), plants(), air(), CATALOGUE)["sewage_temperature"].sel(sewer="C")
    assert float(found["water_temperature"].diff("time").std()) < 0.2 * float(inlet.diff("time").std())
    notes = wastewater.waste_water_notes(town(), plants(effluent_flow=[20.0]), CATALOGUE)
    assert [note.topic for note in notes] == ["effluent"]


def test_effluent_filter_keeps_the_mean_and_closes_the_year():
    inlet = air().to_numpy() + 8
    smooth = treatment.effluent_temperature(inlet, 24.0, np.nan)
    assert smooth.mean() == pytest.approx(inlet.mean(), rel=1e-12)
    kept = np.exp(-1 / 24.0)
    assert smooth[0] == pytest.approx(kept * smooth[-1] + (1 - kept) * inlet[0], rel=1e-12)


def test_a_plant_without_sewers_follows_its_population_equivalent():
    both = pd.concat([plants(), plants(node=["Q"]).rename(index={"plant": "far"})])
    found = wastewater.waste_water(town(), both, air(), CATALOGUE)
    expected = 4000 * waste_water_per_person(CATALOGUE) / 86400 * 1.446
    assert float(found["effluent_flow"].sel(plant="far").mean()) == pytest.approx(expected, rel=1e-9)
    notes = wastewater.waste_water_notes(town(), both, CATALOGUE)
    assert [note.topic for note in notes] == ["no_sewers"]


def test_without_plants_the_water_leaves_anywhere():
    found = wastewater.waste_water(town(), None, air(), CATALOGUE)
    assert found.sizes["plant"] == 0
    assert "effluent_flow" not in found


@pytest.mark.parametrize(
    ("columns", "ids"),
    [
        ({"to_node": ["3", "3", "1"]}, {"A", "C"}),  # ring A - C
        ({"to_node": ["3", "3", "X"]}, {"C"}),  # outlet without a plant
        ({"to_node": ["1", "3", "P"]}, {"A"}),  # begins where it ends
        ({"from_node": ["1", "1", "3"]}, {"A", "B"}),  # fork
        ({"to_node": ["P", "3", "P"], "from_node": ["1", "2", "P"]}, {"B", "C"}),  # leaves a plant, no way on
    ],
)
def test_broken_trees_name_the_sections(columns, ids):
    with pytest.raises(FaultError) as caught:
        build_tree(town(**columns), plants())
    assert {fault.code for fault in caught.value.faults} == {"EP321"}
    assert {fault.row for fault in caught.value.faults} == ids


def test_two_plants_on_one_node_contradict():
    both = pd.concat([plants(), plants().rename(index={"plant": "twin"})])
    with pytest.raises(FaultError, match="EP119"):
        build_tree(town(), both)


def test_numbers_that_cannot_be_are_refused():
    with pytest.raises(FaultError, match="EP212"):
        wastewater.waste_water(town(residents=[1.0, -5.0, 3.0]), plants(), air(), CATALOGUE)
    with pytest.raises(FaultError, match="EP401"):
        wastewater.waste_water(town().drop(columns="residents"), plants(), air(), CATALOGUE)
    with pytest.raises(FaultError, match="EP211"):
        wastewater.waste_water(town(), plants(), air().where(air()["time"].dt.month > 1), CATALOGUE)


@pytest.mark.slow
def test_a_thousand_sections_take_seconds():
    count = 1000
    generator = np.random.default_rng(1)
    to_node = ["P", *(f"n{generator.integers(max(0, i - 30), i)}" for i in range(1, count))]
    sewers = gpd.GeoDataFrame(
        {
            "from_node": [f"n{i}" for i in range(count)],
            "to_node": to_node,
            "nominal_diameter": 400.0,
            "residents": generator.integers(0, 60, count).astype(float),
            "geometry": [LineString([(0, i), (60, i)]) for i in range(count)],
        },
        index=[f"S{i}" for i in range(count)],
        crs="EPSG:25832",
    )
    start = time.perf_counter()
    found = wastewater.waste_water(sewers, plants(), air(), CATALOGUE)
    seconds = time.perf_counter() - start
    mean = float(found["sewage_temperature"].sel(sewer="S0").mean())
    print(f"1000 sections: {seconds:.1f} s, outlet {mean:.1f} °C")
    assert seconds < 20
    warmth = found["sewage_temperature"].sel(sewer="S0") - found["ground_temperature"]
    out = float((found["flow"].sel(sewer="S0") * warmth).sum()) * HEAT_PER_LITRE
    residual = float(found["heat_inflow"].sum()) - out - float(found["soil_heat_loss"].sum())
    print("relative heat residual", residual / float(found["heat_inflow"].sum()))
    assert abs(residual) < 1e-9 * float(found["heat_inflow"].sum())

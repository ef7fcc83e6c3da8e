"""Performance models: published values, analytic limits, monotonicity, bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energyplan.catalogue import load_catalogue
from energyplan.core.errors import FaultError
from energyplan.physics.performance import PERFORMANCE, Conditions, hourly_performance

CATALOGUE = load_catalogue()
LORENZ = {"lorenz_fraction": 0.45, "source_cooling": 6.0, "maximum_cop": 7.0}
COLLECTOR = {"eta_0": 0.729, "a_1": 3.51, "a_2": 0.017, "nominal_output": 1.0}
PV = {
    "temperature_coefficient": -0.0035,
    "nominal_cell_temperature": 45.0,
    "system_losses": 0.14,
    "inverter_efficiency": 0.96,
}


def hours(**series):
    return Conditions(**{name: np.atleast_1d(np.asarray(value, dtype=float)) for name, value in series.items()})


def test_large_heat_pumps_agree_with_a_manufacturers_table():
    """0, 10, 20 °C source and 65 °C supply: 2.5, 3.0, 3.6 (table in DistrictHeatingSim), within 10 %."""
    technology = CATALOGUE.technology("river_heat_pump_network")
    source, supply = np.array([0.0, 10.0, 20.0]), np.full(3, 65.0)
    for spread in (10.0, 15.0):
        conditions = hours(source_temperature=source, supply_temperature=supply, return_temperature=supply - spread)
        found = hourly_performance(technology, 2025, conditions)
        assert found == pytest.approx([2.5, 3.0, 3.6], rel=0.10)


@pytest.mark.parametrize(
    ("name", "source", "low", "high"),
    [("air_heat_pump_individual", 2.0, 3.2, 4.2), ("ground_heat_pump_individual", 0.0, 4.45, 5.05)],
)
def test_small_heat_pumps_agree_with_measured_test_points(name, source, low, high):
    """A2/W35 3.2 to 4.2, B0/W35 4.5 to 5.0 (one digit): machines of the field test WPsmart."""
    found = hourly_performance(
        CATALOGUE.technology(name),
        2025,
        hours(source_temperature=source, supply_temperature=35, return_temperature=30),
    )
    assert low <= found[0] <= high


def test_seasonal_performance_agrees_with_the_field_test():
    """Fraunhofer ISE, WP-QS im Bestand 2025: 3.4 for air, 4.3 for ground, means of 77 houses; within 5 %.

    Test reference year of region 4, heat by degree hours below 15 °C with 18 % hot water, heating curve
    to 55 °C.
    """
    from energyplan.io.weather import read_test_reference_year

    air = read_test_reference_year(4, 2025)["air_temperature"].to_numpy()
    degree_hours = np.maximum(15.0 - air, 0.0)
    space = 0.82 * degree_hours / degree_hours.sum()
    water = np.full_like(air, 0.18 / len(air))
    curve = np.clip(30 + (15 - air) * 25 / 27, 30, 55)
    for name, source, expected in (
        ("air_heat_pump_individual", air, 3.4),
        ("ground_heat_pump_individual", np.full_like(air, 6.0), 4.3),
    ):
        electricity = 0.0
        for demand, supply, spread in (
            (space, curve, np.clip((curve - 25) / 3, 4, 10)),
            (water, np.full_like(air, 55), 10),
        ):
            conditions = hours(source_temperature=source, supply_temperature=supply, return_temperature=supply - spread)
            electricity += (demand / hourly_performance(CATALOGUE.technology(name), 2025, conditions)).sum()
        assert 1 / electricity == pytest.approx(expected, rel=0.05)


def test_lorenz_becomes_carnot_without_glides():
    carnot = PERFORMANCE["carnot_cop"](
        {"carnot_fraction": 0.45, "maximum_cop": 7.0}, hours(source_temperature=5, supply_temperature=60)
    )
    still = hours(source_temperature=5, supply_temperature=60, return_temperature=60)
    assert PERFORMANCE["lorenz_cop"](LORENZ | {"source_cooling": 0.0}, still) == pytest.approx(carnot, rel=1e-12)


@given(st.floats(-20, 40), st.floats(41, 90), st.floats(1, 40))
def test_heat_pumps_gain_from_warm_sources_and_cool_supply(source, supply, spread):
    def cop(**change):
        series = {
            "source_temperature": source,
            "supply_temperature": supply,
            "return_temperature": supply - spread,
        }
        return PERFORMANCE["lorenz_cop"](LORENZ, hours(**(series | change)))[0]

    assert 1 <= cop() <= 7
    assert cop(source_temperature=source + 1) >= cop()
    assert cop(supply_temperature=supply + 1) <= cop()
    assert cop(return_temperature=supply - spread - 1) >= cop()


def test_a_source_hotter_than_the_network_reaches_the_bound():
    hot = hours(source_temperature=90, supply_temperature=70, return_temperature=50)
    assert PERFORMANCE["lorenz_cop"](LORENZ, hot).tolist() == [7.0]


def test_waste_heat_is_used_directly_only_where_hot_enough():
    conditions = hours(source_temperature=[84.9, 85.0, 120.0], supply_temperature=[80, 80, 80])
    found = PERFORMANCE["direct_use"]({"efficiency": 1.0, "pinch": 5.0}, conditions)
    assert found.tolist() == [0.0, 1.0, 1.0]


def test_the_collector_agrees_with_its_certificate():
    """Solar Keymark CHAPPEE SOL 200 LH (CENER 30.4062.0) at 1000 W/m2; ±1.5 W/m2 of rounding.

    η0 of the certificate, 0.739 for the beam, is 0.729 with 15 % sky light at its Kd of 0.91.
    """
    differences = np.array([0.0, 10.0, 30.0, 50.0, 70.0, 83.0])
    conditions = hours(
        air_temperature=np.full(6, 20),
        supply_temperature=20 + differences,
        return_temperature=20 + differences,
        global_tilted_irradiance=np.full(6, 1000),
    )
    found = PERFORMANCE["solar_collector"](COLLECTOR, conditions) * 1000
    assert found == pytest.approx([729, 692, 608, 511, 400, 321], abs=1.5)


def test_collectors_count_by_their_nominal_output_and_rest_without_sun():
    conditions = hours(
        air_temperature=[20, 20, 95],
        supply_temperature=[70, 70, 70],
        return_temperature=[50, 50, 50],
        global_tilted_irradiance=[800, 60, 0],
    )
    by_area = PERFORMANCE["solar_collector"](COLLECTOR, conditions)
    by_power = PERFORMANCE["solar_collector"](COLLECTOR | {"nominal_output": 0.7}, conditions)
    assert by_area[0] > 0 and by_area[1:].tolist() == [0.0, 0.0]
    assert by_power * 0.7 == pytest.approx(by_area, rel=1e-12)


def test_pv_at_standard_test_conditions():
    """1000 W/m2 and a cell at 25 °C give the peak power less the losses."""
    air = 25.0 - 25.0 / 800.0 * 1000.0
    found = PERFORMANCE["pv"](PV, hours(air_temperature=air, global_tilted_irradiance=1000))
    assert found == pytest.approx([0.86 * 0.96], rel=1e-12)


def test_pv_takes_a_ready_yield():
    assert PERFORMANCE["pv"](PV, hours(pv_yield=[0.1, 0.7])).tolist() == [0.1, 0.7]


def test_pv_loses_with_heat():
    cold, hot = PERFORMANCE["pv"](PV, hours(air_temperature=[0, 30], global_tilted_irradiance=[900, 900]))
    assert hot == pytest.approx(cold - 0.9 * 0.0035 * 30 * 0.86 * 0.96, rel=1e-9)


def test_a_constant_fills_the_year():
    assert PERFORMANCE["constant"]({"efficiency": 0.9}, Conditions()).shape == (8760,)
    assert PERFORMANCE["constant"]({"efficiency": 0.9}, hours(air_temperature=[1, 2])).tolist() == [0.9, 0.9]


def test_a_missing_series_is_named():
    with pytest.raises(FaultError) as caught:
        PERFORMANCE["carnot_cop"]({"carnot_fraction": 0.5, "maximum_cop": 7}, hours(source_temperature=5))
    assert [(fault.code, fault.column) for fault in caught.value.faults] == [("EP118", "supply_temperature")]


def test_missing_values_are_refused_with_their_hour():
    conditions = hours(
        source_temperature=[5, np.nan, np.nan],
        supply_temperature=[60, 60, 60],
        return_temperature=[50, 50, 50],
    )
    with pytest.raises(FaultError, match="2 hours NaN") as caught:
        PERFORMANCE["lorenz_cop"](LORENZ, conditions)
    assert (caught.value.faults[0].code, caught.value.faults[0].row) == ("EP401", "hour 1")


def test_series_of_different_length_are_refused():
    with pytest.raises(ValueError, match="different lengths"):
        _ = hours(source_temperature=[1, 2], supply_temperature=[1, 2, 3]).hours


def test_an_unknown_model_is_answered_with_the_nearest():
    with pytest.raises(KeyError, match="lorenz_cop"):
        PERFORMANCE["lorentz_cop"]

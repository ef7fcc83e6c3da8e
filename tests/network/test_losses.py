"""Do losses over the year follow their equation, agree with pandapipes, and add up?"""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from energyplan.core.errors import FaultError
from energyplan.core.hours import hours_of_year
from energyplan.network.losses import SupplyCurve, loss_coefficient, year_losses
from energyplan.network.pipeflow import solve_design_hour
from energyplan.physics import water
from energyplan.physics.ground import ground_temperature

TIME = hours_of_year(2025)
HOURS = np.arange(8760)
AIR = xr.DataArray(9 - 11 * np.cos(2 * np.pi * (HOURS - 400) / 8760), coords={"time": TIME}, dims="time")
LOAD = (15 - AIR).clip(0) * 2.0
GROUND = ground_temperature(AIR, depth=1.0, thermal_diffusivity=7e-7)
CURVE = SupplyCurve(80.0, 70.0, -12.0, 15.0)


@pytest.fixture(scope="module")
def design(three_houses):
    loads = three_houses.consumers["connection_load"]
    return solve_design_hour(
        three_houses, loads=loads, supply_temperature=80.0, return_temperature=50.0, ground_temperature=8.0
    )


@pytest.fixture(scope="module")
def simulate(three_houses, design):
    def run(**options):
        given = {"heat_load": LOAD, "air_temperature": AIR, "supply_curve": CURVE, "return_temperature": 50.0}
        return year_losses(three_houses, **(given | {"ground_temperature": GROUND, "design_hour": design} | options))

    return run


def test_fed_in_is_load_plus_loss(simulate):
    year = simulate()
    sums = year[["heat_load", "loss_power", "fed_in"]].sum()
    assert float(sums["fed_in"]) == pytest.approx(float(sums["heat_load"] + sums["loss_power"]), rel=1e-12)
    assert year["fed_in"].attrs["units"] == "kW"
    assert not year.isnull().any().to_array().any()


def test_loss_equation(three_houses, simulate):
    year = simulate()
    coefficient = sum(three_houses.pipes["heat_loss_coefficient"] * three_houses.pipes["length"]) / 1000
    assert loss_coefficient(three_houses) == pytest.approx(coefficient)
    expected = coefficient * (year["supply_temperature"] + 50.0 - 2 * GROUND)
    assert year["loss_power"].to_numpy() == pytest.approx(expected.to_numpy())


def test_first_order_loss_against_pandapipes(three_houses, simulate, design):
    """The deviation is stated: 2.0 % too high for three houses on 450 m, as the cooling on the way is left out."""
    cold = xr.full_like(AIR, -12.0)
    year = simulate(air_temperature=cold, heat_load=xr.full_like(AIR, 60.0), ground_temperature=xr.full_like(AIR, 8.0))
    assert float(year["loss_power"][0]) / design.loss - 1 == pytest.approx(0.020, abs=0.002)
    assert float(year["mass_flow"][0]) == pytest.approx(design.mass_flow, rel=0.005)
    plant = design.dataset["return_temperature"].sel(node=three_houses.source_node)
    assert float(year["return_temperature"][0]) == pytest.approx(float(plant), abs=0.05)
    assert float(year["pump_power"][0]) == pytest.approx(design.pump_power, rel=0.02)


def test_summer_hours_without_load(simulate):
    year = simulate(heat_load=LOAD * 0)
    assert (year["fed_in"] == year["loss_power"]).all()
    assert (year["pump_power"] > 0).all()
    assert (year["return_temperature"] > GROUND).all()
    warm_ground = simulate(heat_load=LOAD * 0, ground_temperature=xr.full_like(AIR, 90.0))
    assert (warm_ground["return_temperature"] == 50).all()
    assert (warm_ground["mass_flow"] == 0).all() and (warm_ground["pump_power"] == 0).all()


def test_pump_power_of_one_hour_by_hand(three_houses, simulate, design):
    year = simulate().isel(time=100)
    supply = float(year["supply_temperature"])
    fed = float(year["heat_load"]) + loss_coefficient(three_houses) * (supply - float(GROUND[100]))
    flow = fed / (water.heat_capacity((supply + 50) / 2) * (supply - 50))
    lift = design.pressure_loss * (flow / design.mass_flow) ** 2 + 0.6
    assert float(year["mass_flow"]) == pytest.approx(flow)
    assert float(year["pump_power"]) == pytest.approx(flow / water.density(50.0) * lift * 100 / 0.6)


@given(st.floats(-40, 50))
def test_supply_curve_stays_between_its_ends(outdoor):
    supply = float(CURVE.at(xr.DataArray([outdoor], dims="time"))[0])
    assert 70 <= supply <= 80
    assert float(CURVE.at(xr.DataArray([outdoor - 1], dims="time"))[0]) >= supply


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"return_temperature": 75.0}, "EP406"),
        ({"supply_curve": SupplyCurve(70.0, 80.0, -12.0, 15.0)}, "EP119"),
        ({"supply_curve": SupplyCurve(80.0, 70.0, 16.0, 15.0)}, "EP119"),
        ({"air_temperature": AIR[:100]}, "EP207"),
        ({"heat_load": LOAD.where(LOAD > 1)}, "EP211"),
        ({"heat_load": -LOAD - 1}, "EP212"),
    ],
)
def test_bad_input_is_refused(simulate, options, code):
    with pytest.raises(FaultError, match=code):
        simulate(**options)

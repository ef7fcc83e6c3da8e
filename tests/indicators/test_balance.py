"""Does the energy balance add up, today and in the plan?"""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energyplan.catalogue import load_catalogue
from energyplan.indicators.balance import balance_planned, balance_today, carrier_of_bus


@pytest.fixture(scope="module")
def planned(result) -> xr.Dataset:
    return balance_planned(result.tree, load_catalogue())


def test_final_energy_of_the_network_is_the_useful_heat_of_its_buildings(result, planned):
    network = planned.final_energy.sel(supply="network").sum(["sector", "carrier"])
    sold = result.tree["supply"].useful_heat.sel(bus="heat:mitte")
    np.testing.assert_allclose(network, sold, rtol=1e-12)


def test_heat_of_a_heat_pump_is_electricity_and_ambient_heat(result, planned):
    supply = result.tree["supply"].to_dataset()
    heat = supply.annual_energy.sel(flow="air_heat_pump_individual:air@individual->heat:individual")
    single = planned.final_energy.sel(supply="individual").sum("sector")
    np.testing.assert_allclose(single.sel(carrier="electricity"), heat / 3.0, rtol=1e-9)
    np.testing.assert_allclose(single.sel(carrier="ambient_heat"), heat * (1 - 1 / 3.0), rtol=1e-9)


def test_fuel_counts_with_its_losses(result, planned):
    heat = result.tree["supply"].annual_energy.sel(flow="gas_boiler_individual@individual->heat:individual")
    gas = planned.final_energy.sel(supply="individual", carrier="natural_gas").sum("sector")
    np.testing.assert_allclose(gas, heat / 0.95, rtol=1e-9)


def test_carriers_of_the_network_share_its_heat_as_they_make_it(result, planned):
    network = planned.final_energy.sel(supply="network").sum("sector")
    share = network / network.sum("carrier")
    supply = result.tree["supply"]
    made = supply.annual_energy.sel(flow="river_heat_pump_network:river@mitte->heat:mitte")
    total = -supply.annual_energy.sel(flow="demand@mitte->heat:mitte")
    np.testing.assert_allclose(share.sel(carrier="river_heat"), made * (1 - 1 / 3.1) / total, rtol=1e-9)


def test_every_heated_building_is_counted_once(result, planned):
    heated = int((result.tree["heat"].heat_demand > 0).sum())
    today = balance_today(result.tree, load_catalogue())
    assert float(today.building_count.sum()) == heated
    np.testing.assert_allclose(planned.building_count.sum(["supply", "sector", "carrier"]), heated, rtol=1e-12)


def test_energy_of_today_is_that_of_the_buildings(result):
    today = balance_today(result.tree, load_catalogue())
    heat = result.tree["heat"].to_dataset()
    expected = float(heat.final_energy.where(heat.heat_demand > 0).sum())
    assert float(today.final_energy.sum()) == pytest.approx(expected, rel=1e-12)


def test_emissions_of_today_by_hand(result):
    table = result.tree["heat"].to_dataset()[["heating_carrier", "final_energy", "heat_demand"]].to_dataframe()
    table = table[table.heat_demand > 0]
    factors = {"natural_gas": 0.240, "heating_oil": 0.310, "electricity": 0.560, "wood": 0.020}  # GEG, Annex 9
    by_hand = sum(f * table.final_energy[table.heating_carrier == c].sum() for c, f in factors.items()) / 1000
    today = balance_today(result.tree, load_catalogue())
    assert float(today.emissions) == pytest.approx(by_hand, rel=1e-12)


def test_ambient_heat_of_todays_heat_pumps_is_a_carrier_of_its_own(example):
    houses = example.buildings().iloc[:2].assign(heating_carrier="electricity", ambient_heat=[300.0, 500.0])
    houses = houses.assign(heating_type=["heat_pump_air", "heat_pump_ground"])
    tree = xr.DataTree.from_dict({"/heat": example.heat(houses)})
    energy = balance_today(tree, load_catalogue()).final_energy.sum(["supply", "sector"])
    assert float(energy.sel(carrier="ambient_heat")) == 300.0
    assert float(energy.sel(carrier="geothermal")) == 500.0


@pytest.mark.parametrize(
    ("bus", "carrier"), [("electricity", "electricity"), ("wood:mitte", "wood"), ("heat:a", "heat")]
)
def test_carrier_of_bus(bus, carrier):
    assert carrier_of_bus(bus) == carrier


def test_process_heat_has_an_area_of_its_own(example):
    """A works with rooms and process: its rooms count in its area, its process heat in the area "process"."""
    from energyplan.indicators.balance import sector_shares

    houses = (
        example.buildings()
        .iloc[:3]
        .assign(
            area_id=["mitte", "mitte", "process"],
            sector=["residential", "industry", "industry"],
            space_heat=[100.0, 60.0, 0.0],
            hot_water=0.0,
            process_heat=[0.0, 400.0, 200.0],
            heat_demand=[100.0, 460.0, 200.0],
        )
    )
    tree = xr.DataTree.from_dict({"/heat": example.heat(houses)})
    rooms, process = sector_shares(tree, "mitte"), sector_shares(tree, "process")
    assert rooms.sel(sector="residential").item() == pytest.approx(100 / 160)
    assert rooms.attrs["building_count"] == 2
    assert process.sel(sector="industry").item() == 1.0
    assert process.attrs["building_count"] == 1

"""A scenario can replace any number, and a misspelt name is answered with the nearest valid one."""

from __future__ import annotations

import pytest

from energyplan.catalogue import load_catalogue
from energyplan.core.units import UnitError

CATALOGUE = load_catalogue()


def test_a_number_of_a_table_is_replaced_and_says_so():
    changed = CATALOGUE.with_overrides({"prices": {"wood/network": {"price_2030": "0.05 EUR/kWh"}}})
    found = changed.value("prices", "wood/network", "price_2030")
    assert found.value == pytest.approx(50.0)
    assert found.source == "scenario"
    assert changed.value("prices", "wood/network", "price_2025").value == 34.2
    shipped = CATALOGUE.value("prices", "wood/network", "price_2030")
    assert shipped.value == 34.2, "the shipped catalogue stays as it is"


def test_an_override_is_money_of_the_base_year_also_in_a_row_of_older_money():
    assert CATALOGUE.value("prices", "natural_gas/network", "price_2030").price_year == 2025
    changed = CATALOGUE.with_overrides({"prices": {"natural_gas/network": {"price_2030": 70}}})
    assert changed.value("prices", "natural_gas/network", "price_2030").value == pytest.approx(70, rel=1e-12)
    assert changed.by_year("prices", "natural_gas/network", "price", 2030) == pytest.approx(70, rel=1e-12)


def test_a_cost_and_a_performance_parameter_of_a_technology_are_replaced():
    changed = CATALOGUE.with_overrides(
        {"technologies": {"air_heat_pump_individual": {"investment": "2800 EUR/kW", "lorenz_fraction": 0.5}}}
    )
    technology = changed.technology("air_heat_pump_individual")
    assert [technology.value("investment", year) for year in (2025, 2045)] == [2800.0, 2800.0]
    assert technology.performance.parameters["lorenz_fraction"].at(2030).value == 0.5
    assert technology.parameters["investment"].source == "scenario"
    assert not technology.parameters["investment"].assumption
    assert CATALOGUE.technology("air_heat_pump_individual").value("investment", 2025) != 2800.0


@pytest.mark.parametrize(
    ("overrides", "hint"),
    [
        ({"prises": {}}, "prices"),
        ({"prices": {"wood/netwrok": {"price_2030": 50}}}, "wood/network"),
        ({"prices": {"wood/network": {"price_2033": 50}}}, "price_2030"),
        ({"technologies": {"gas_boler_network": {"investment": 50}}}, "gas_boiler_network"),
        ({"technologies": {"gas_boiler_network": {"investmnt": 50}}}, "investment"),
        ({"technologies": {"gas_boiler_network": {"eficiency": 0.9}}}, "efficiency"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(overrides, hint):
    with pytest.raises(KeyError, match=hint):
        CATALOGUE.with_overrides(overrides)


@pytest.mark.parametrize(
    "overrides",
    [
        {"prices": {"wood/network": {"price_2030": "50 kWh"}}},
        {"technologies": {"gas_boiler_network": {"investment": "50 EUR/MWh"}}},
        {"technologies": {"gas_boiler_network": {"investment": True}}},
    ],
)
def test_a_wrong_unit_is_refused(overrides):
    with pytest.raises(UnitError):
        CATALOGUE.with_overrides(overrides)


def test_a_new_item_needs_every_number():
    path = {"price_2025": 55, "price_2030": 90, "price_2035": 130, "price_2040": 170, "price_2045": 200}
    changed = CATALOGUE.with_overrides({"co2_price_paths": {"town_council": path}})
    assert changed.by_year("co2_price_paths", "town_council", "price", 2030) == 90
    assert changed.value("co2_price_paths", "town_council", "price_2045").value == 200
    with pytest.raises(KeyError, match="price_2030"):
        CATALOGUE.with_overrides({"co2_price_paths": {"town_council": {"price_2025": 55}}})


def test_unknown_names_are_answered_with_the_nearest_on_reading_too():
    with pytest.raises(KeyError, match="river_heat_pump_network"):
        CATALOGUE.technology("river_heatpump_network")
    with pytest.raises(KeyError, match="eu_low"):
        CATALOGUE.by_year("co2_price_paths", "eu_lo", "price", 2030)
    with pytest.raises(KeyError, match="carriers"):
        CATALOGUE.table("carrier")
    with pytest.raises(KeyError, match="investment"):
        CATALOGUE.technology("battery").value("investmen", 2030)
    with pytest.raises(KeyError, match="no values cost_"):
        CATALOGUE.by_year("co2_price_paths", "eu_low", "cost", 2030)

"""Money of every year becomes EUR of the base year; values lie on the line between the years given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energyplan.catalogue import BASE_YEAR, load_catalogue, to_base_year

CATALOGUE = load_catalogue()


def test_the_consumer_price_index_by_hand():
    """Destatis: 94.5 in 2015 and 119.3 in 2024 (2020 = 100); 100 EUR of 2015 are 126.24 EUR of 2024."""
    assert BASE_YEAR == 2024
    assert to_base_year(100.0, 2015) == pytest.approx(126.243, abs=5e-4)
    assert to_base_year(100.0, 2024) == 100.0


def test_a_technology_by_hand():
    """Air heat pump 3 MW: 1270.86 EUR/kW of 2015 in 2025 and 1143.78 in 2030; the line between in 2027."""
    technology = CATALOGUE.technology("air_heat_pump_network")
    assert technology.value("investment", 2025) == pytest.approx(1270.86 * 119.3 / 94.5, rel=1e-12)
    of_2015 = 0.6 * 1270.86 + 0.4 * 1143.78
    assert technology.value("investment", 2027) == pytest.approx(of_2015 * 119.3 / 94.5, rel=1e-12)
    assert technology.value("investment", 2020) == technology.value("investment", 2025)
    assert technology.value("investment", 2060) == technology.value("investment", 2050)
    assert technology.value("efficiency_of_nothing", 2030, default=1.0) == 1.0


def test_what_is_no_money_is_not_inflated():
    assert CATALOGUE.technology("air_heat_pump_network").value("lifetime", 2025) == 25
    assert CATALOGUE.value("carriers", "natural_gas", "emission_factor").price_year is None


def test_a_table_by_hand():
    gas = CATALOGUE.value("prices", "natural_gas/individual", "price_2025")
    assert gas.value == pytest.approx(122.7 * 119.3 / 121.9, rel=1e-12)
    assert (gas.price_year, gas.unit) == (2025, "EUR/MWh")
    in_table = CATALOGUE.table("prices").loc["natural_gas/individual", "price_2025"]
    assert in_table == pytest.approx(gas.value, rel=1e-12)


def test_household_gas_without_co2_price_by_hand():
    """BDEW 2025: 12.24 ct/kWh (Hs) gross with 55 EUR/t; 0.201 kg/kWh (Hi), Hs/Hi 1.11, VAT 19 %."""
    co2 = 55 * 0.201 / 1.11 * 1.19
    listed = CATALOGUE.tables["prices"].rows.loc["natural_gas/individual", "price_2025"]
    assert listed == pytest.approx((122.4 - co2) * 1.11, abs=0.05)


def test_unknown_price_years_are_refused():
    with pytest.raises(KeyError, match="1987"):
        to_base_year(1.0, 1987)


@given(st.floats(2000, 2070))
def test_prices_by_year_stay_between_their_neighbours(year):
    prices = CATALOGUE.table("co2_price_paths").filter(like="price_").loc["eu_high"]
    found = CATALOGUE.by_year("co2_price_paths", "eu_high", "price", year)
    assert prices.min() <= found <= prices.max()

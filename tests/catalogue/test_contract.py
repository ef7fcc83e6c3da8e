"""Every number of the catalogue has unit, year and source, or is marked as an assumption."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pandas as pd
import pytest

from energyplan.catalogue import load_catalogue
from energyplan.core.schema.layers import CARRIERS
from energyplan.physics.performance import PERFORMANCE, Conditions, hourly_performance

CATALOGUE = load_catalogue()
TABLES = sorted(CATALOGUE.tables)
TECHNOLOGIES = sorted(CATALOGUE.technologies)
SOURCES = {"", "air", "ground", "river", "sewage", "waste_heat", "roof_solar"}
CONDITIONS = Conditions(
    air_temperature=np.array([-10.0, 5.0, 20.0]),
    source_temperature=np.array([-10.0, 15.0, 95.0]),
    supply_temperature=np.full(3, 75.0),
    return_temperature=np.full(3, 50.0),
    global_tilted_irradiance=np.array([0.0, 300.0, 900.0]),
)


@pytest.mark.parametrize("name", TABLES)
def test_every_number_of_a_table_has_unit_year_and_source(name):
    table = CATALOGUE.tables[name]
    assert table.description
    assert table.rows.index.is_unique
    for item, parameter in itertools.product(table.rows.index, table.units):
        if parameter in table.rows and pd.notna(table.rows.loc[item, parameter]):
            found = table.value(item, parameter)
            assert np.isfinite(found.value), (item, parameter)
            assert found.source.strip() or found.assumption, (item, parameter)
            assert 1900 <= found.year <= 2100, (item, parameter)


@pytest.mark.parametrize("name", TABLES)
def test_money_of_a_table_has_a_price_year(name):
    table = CATALOGUE.tables[name]
    money = [c for c, unit in table.units.items() if "EUR" in unit and c in table.rows]
    with_money = table.rows[money].notna().any(axis=1)
    assert table.rows.loc[with_money, "price_year"].notna().all()


@pytest.mark.parametrize("name", TABLES)
def test_assumptions_name_parameters_of_the_table(name):
    table = CATALOGUE.tables[name]
    named = {word for text in table.rows["assumption"] for word in str(text).split()}
    assert named <= {"all", *table.units}


@pytest.mark.parametrize("name", TABLES)
def test_labels_stand_in_both_languages(name):
    columns = CATALOGUE.tables[name].rows.columns
    labels = [c for c in ("label_de", "label_en") if c in columns]
    assert len(labels) in (0, 2)
    assert (CATALOGUE.tables[name].rows[labels] != "").all(axis=None)


@pytest.mark.parametrize("name", TECHNOLOGIES)
def test_a_technology_is_complete(name):
    technology = CATALOGUE.technology(name)
    assert technology.name == name
    assert technology.label.de and technology.label.en
    assert technology.source in SOURCES
    assert set(technology.inputs) <= set(CARRIERS)
    assert set(technology.outputs) <= {"heat", *CARRIERS}
    assert technology.performance.model in PERFORMANCE
    unit = "EUR/kWh" if technology.archetype == "storage" else "EUR/kW"
    assert technology.parameters["investment"].unit == unit
    for year in (2025, 2030, 2045):
        assert technology.value("investment", year) > 0
        assert technology.value("lifetime", year) > 0
        assert 0 <= technology.value("fixed_cost", year) < 0.2
        assert technology.value("variable_cost", year, 0.0) >= 0


@pytest.mark.parametrize("name", TECHNOLOGIES)
def test_every_parameter_of_a_technology_has_source_unit_and_price_year(name):
    technology = CATALOGUE.technology(name)
    for key, parameter in (technology.parameters | technology.performance.parameters).items():
        assert parameter.source.strip(), key
        assert ("EUR" in parameter.unit) == (parameter.price_year is not None), key
        assert all(2020 <= year <= 2050 for year in parameter.values), key


@pytest.mark.parametrize("name", [n for n in TECHNOLOGIES if CATALOGUE.technology(n).archetype != "storage"])
def test_the_performance_of_a_technology_can_be_computed(name):
    technology = CATALOGUE.technology(name)
    result = hourly_performance(technology, 2030, CONDITIONS)
    assert result.shape == (3,)
    assert np.isfinite(result).all() and (result >= 0).all()
    if technology.source not in ("", "waste_heat", "roof_solar"):
        assert (result >= 1).all(), "a heat pump is never worse than resistance heating"


@pytest.mark.parametrize("name", [n for n in TECHNOLOGIES if CATALOGUE.technology(n).archetype == "storage"])
def test_a_storage_loses_energy_and_gains_none(name):
    technology = CATALOGUE.technology(name)
    assert 0 < technology.value("loss_per_hour", 2025) < 0.05
    for key in ("charge_efficiency", "discharge_efficiency"):
        assert 0 < technology.value(key, 2025) <= 1


def test_biomass_boilers_stay_away_from_the_fault_of_the_compilation():
    for scope, year in itertools.product(("network", "individual"), (2025, 2040, 2050)):
        efficiency = CATALOGUE.technology(f"biomass_boiler_{scope}").performance.parameters["efficiency"].at(year).value
        assert 0.8 < efficiency < 1.05


def test_a_network_heat_pump_is_no_absorption_machine():
    ground, river = (CATALOGUE.technology(f"{source}_heat_pump_network") for source in ("ground", "river"))
    assert ground.performance.model == "lorenz_cop"
    assert ground.value("investment", 2025) > river.value("investment", 2025), "probes cost more"


def test_individual_heat_pumps_have_german_prices():
    """Two to three times the compiled Danish 1,196 EUR/kW of 2015, which would mislead every comparison."""
    danish = 1195.54 * 119.3 / 94.5
    assert 2 < CATALOGUE.technology("air_heat_pump_individual").value("investment", 2025) / danish < 3


def test_colours_are_unique_and_far_apart():
    colours = {t.colour.lower(): t.name for t in CATALOGUE.technologies.values()}
    assert len(colours) == len(TECHNOLOGIES)
    for first, second in itertools.combinations(colours, 2):
        assert _distance(first, second) > 25, (colours[first], colours[second])


def test_carriers_cover_the_layers_and_have_colours_of_their_own():
    rows = CATALOGUE.tables["carriers"].rows
    assert set(rows.index) == set(CARRIERS)
    assert rows["colour"].is_unique
    assert rows["colour"].str.match(r"^#[0-9A-F]{6}$").all()
    assert (rows["category"] != "").all()


def test_the_two_emission_conventions_are_apart():
    carriers = CATALOGUE.table("carriers")
    both = carriers[["emission_factor", "direct_emission_factor"]]
    assert both.loc["natural_gas"].tolist() == [0.240, 0.201]
    assert both.loc["heating_oil"].tolist() == [0.310, 0.266]
    assert carriers.loc["electricity", "bears_co2_price"] == 0
    assert (carriers["direct_emission_factor"] <= carriers["emission_factor"]).all()
    assert (carriers["hs_to_hi"] >= 1).all()
    burnt = carriers["bears_co2_price"] == 1
    assert (carriers.loc[burnt, "direct_emission_factor"] > 0).all()
    assert (carriers.loc[burnt, "renewable"] == 0).all()


def test_fossil_carriers_pay_for_their_carbon_and_are_not_renewable():
    fossil = CATALOGUE.table("carriers").query("fossil == 1")
    assert set(fossil.index) == {"natural_gas", "heating_oil", "lpg", "hard_coal", "lignite"}
    assert (fossil["bears_co2_price"] == 1).all() and (fossil["renewable"] == 0).all()


def test_every_bought_carrier_of_a_technology_has_a_price():
    prices = CATALOGUE.table("prices").index
    for technology in CATALOGUE.technologies.values():
        for carrier, scope in itertools.product(technology.inputs, technology.scope):
            parts = ("_market", "_surcharge") if carrier == "electricity" else ("",)
            assert {f"{carrier}{part}/{scope}" for part in parts} <= set(prices)


def test_price_items_are_carriers_by_buyer():
    for item in CATALOGUE.table("prices").index:
        carrier = re.fullmatch(r"(\w+?)(_market|_surcharge|_feed_in)?/(network|individual)", item)[1]
        assert carrier in CARRIERS


@pytest.mark.parametrize(("scope", "tariff"), [("network", 169.7), ("individual", 280.0)])
def test_electricity_is_market_price_and_surcharge_and_nothing_else(scope, tariff):
    """A row with the sum would be a second truth: a scenario that replaced it would change nothing."""
    prices = CATALOGUE.table("prices")["price_2025"]
    assert f"electricity/{scope}" not in prices
    assert prices[f"electricity_market/{scope}"] + prices[f"electricity_surcharge/{scope}"] == pytest.approx(tariff)


def test_households_pay_more_than_operators():
    prices = CATALOGUE.table("prices")["price_2025"]
    for carrier in (
        "natural_gas",
        "heating_oil",
        "wood",
        "electricity_market",
        "electricity_surcharge",
        "hydrogen",
        "biogas",
    ):
        assert prices[f"{carrier}/individual"] > prices[f"{carrier}/network"]


def test_co2_paths_are_ordered_and_rise():
    paths = CATALOGUE.table("co2_price_paths").filter(like="price_")
    assert (paths.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert (paths.loc["eu_low"] <= paths.loc["eu_middle"]).all()
    assert (paths.loc["eu_middle"] <= paths.loc["eu_high"]).all()
    assert paths["price_2025"].tolist() == [55.0, 55.0, 55.0]


def test_grid_emissions_fall_from_the_mix_of_2024():
    assert CATALOGUE.by_year("grid_emission_paths", "direct", "factor", 2024) == 0.363
    factors = CATALOGUE.table("grid_emission_paths").filter(like="factor_")
    assert (factors.diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)
    assert (factors.loc["direct"] < factors.loc["co2e"]).all()
    assert factors.loc["direct", "factor_2045"] < 0.05
    assert (factors.loc["co2e_legal"] == 0.560).all()


def test_long_lists_every_number_once_with_its_source():
    long = CATALOGUE.long()
    assert {"table", "item", "parameter", "value", "unit", "year", "source", "assumption"} <= set(long)
    assert not long.duplicated(["table", "item", "parameter", "year"]).any()
    assert (long["source"].str.len() > 0).all() or long.loc[long["source"].str.len() == 0, "assumption"].all()
    assert set(long.loc[long["table"] == "technologies", "item"]) == set(TECHNOLOGIES)


@pytest.mark.parametrize("name", TECHNOLOGIES)
def test_a_number_with_its_unit_can_be_given_in_a_scenario(name):
    technology = CATALOGUE.technology(name)
    for key, parameter in (technology.parameters | technology.performance.parameters).items():
        written = 0.5 if parameter.unit in ("1", "W/(m2 K2)") else f"0.5 {parameter.unit}"
        changed = technology.with_overrides({key: written}, "test")
        assert (changed.parameters | changed.performance.parameters)[key].at(2030).value == pytest.approx(0.5)


def _distance(first: str, second: str) -> float:
    """Distance of two colours, weighted as the eye sees red, green and blue ("redmean")."""
    a, b = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)], dtype=float) for c in (first, second))
    mean, difference = (a[0] + b[0]) / 2, a - b
    weights = np.array([2 + mean / 256, 4.0, 2 + (255 - mean) / 256])
    return float(np.sqrt((weights * difference**2).sum()))

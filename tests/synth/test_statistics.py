"""Are people, houses and heating like those of a German town?

Published values: Destatis, end of 2022 (47.4 m2 living area per person; 4.3 persons per residential building from
83 million in 19.5 million); Zensus 2022 (69 % gas, 19 % oil of dwellings in North Rhine-Westphalia or Germany).
"""

from __future__ import annotations

import numpy as np
import pytest

from energyplan.core.schema.layers import RESIDENTIAL_USES
from energyplan.synth import make_town


@pytest.fixture(scope="module")
def larger():
    return make_town(900, seed=11)


def test_persons_per_residential_building(larger):
    buildings = larger[0].buildings
    homes = buildings["use"].isin(RESIDENTIAL_USES)
    assert 3.5 < buildings.loc[homes, "residents"].mean() < 5.5
    assert (buildings.loc[homes, "residents"] >= 1).all()
    assert buildings.loc[~homes, "residents"].sum() == 0
    assert larger[0].population == buildings["residents"].sum()


def test_heated_area_per_person(larger):
    truth = larger[1]["buildings"]
    homes = truth["use"].isin(RESIDENTIAL_USES)
    assert truth.loc[homes, "heated_area"].sum() / truth["residents"].sum() == pytest.approx(47.4, abs=3)


def test_streets_per_building(town, larger):
    for each in (town, larger[0]):
        assert 10 < each.streets.length.sum() / len(each.buildings) < 25


def test_gas_and_oil_heat_most_houses(larger):
    carriers = larger[0].buildings.query("use != 'unheated'")["heating_carrier"].value_counts(normalize=True)
    assert carriers["natural_gas"] == pytest.approx(0.69, abs=0.08)
    assert carriers["heating_oil"] == pytest.approx(0.15, abs=0.05)
    assert carriers["electricity"] < 0.15


def test_heat_pumps_stand_in_new_houses(larger):
    buildings = larger[0].buildings
    pumps = buildings["heating_type"].isin(["heat_pump_air", "heat_pump_ground"])
    new = buildings["construction_year"] >= 2016
    assert pumps[new].mean() > 4 * pumps[~new].mean()


def test_the_core_is_the_oldest_part(truth):
    by_district = truth.groupby("district")["construction_year"].median()
    assert by_district["core"] < 1920
    assert by_district["core"] == by_district.min()


def test_no_heating_is_older_than_its_house(truth):
    heated = truth["use"] != "unheated"
    assert (truth.loc[heated, "heating_year"] >= truth.loc[heated, "construction_year"]).all()
    assert (truth.loc[~heated, "heating_carrier"] == "none").all()
    assert truth.loc[~heated, "final_energy"].sum() == 0


def test_there_is_what_a_town_needs(truth):
    assert {"church", "town_hall", "school", "supermarket", "works"} <= set(truth["form"])
    assert {"single_family", "terraced", "multi_family", "retail", "production"} <= set(truth["use"])


def test_heat_of_homes_is_like_the_german_stock(larger):
    """Useful heat of the stock: some 110 to 140 kWh/(m2 a) (Germany about 130 kWh/(m2 a) final energy)."""
    truth = larger[1]["buildings"]
    homes = truth["use"].isin(RESIDENTIAL_USES)
    assert 100 < truth.loc[homes, "heat_demand"].sum() / truth.loc[homes, "heated_area"].sum() < 145


def test_heat_is_known_of_few_buildings_only(town, truth):
    known = town.buildings["heat_demand"].notna()
    assert 2 <= known.sum() <= 10
    assert not truth.loc[known, "form"].isin(["works"]).any()
    assert town.buildings["process_heat"].notna().sum() == len(town.layers["waste_heat"])
    assert np.allclose(town.buildings.loc[known, "heat_demand"], truth.loc[known, "heat_demand"], atol=51)


def test_some_cells_are_unknown_but_no_use(town):
    buildings = town.buildings
    assert 0 < buildings["construction_year"].isna().mean() < 0.06
    assert 0 < buildings.query("use != 'unheated'")["refurbishment"].isna().mean() < 0.4
    assert buildings["use"].notna().all()
    assert buildings["storeys"].notna().all()

"""Do the meters tell of groups only, and close to the truth?"""

from __future__ import annotations

import numpy as np

HS_PER_HI = 1.11


def test_groups_have_at_least_five_gas_heated_members(town):
    meters, buildings = town.layers["meters"], town.buildings
    members = meters["building_ids"].str.split()
    assert members.map(len).min() >= 5
    named = members.explode()
    assert named.is_unique
    assert (buildings.loc[named, "heating_carrier"] == "natural_gas").all()


def test_meters_read_the_true_gas_in_hs(town, truth):
    meters = town.layers["meters"]
    true = meters["building_ids"].str.split().map(lambda ids: truth.loc[ids, "final_energy"].sum())
    ratio = meters["metered_energy"] / (true * HS_PER_HI)
    assert (meters["heating_value"] == "Hs").all()
    assert np.abs(ratio - 1).max() < 0.15
    assert abs(ratio.mean() - 1) < 0.02
    assert ratio.std() > 0.005


def test_works_are_in_no_group(town):
    works = town.buildings.index[town.buildings["process_heat"] > 0]
    named = town.layers["meters"]["building_ids"].str.split().explode()
    assert not named.isin(works).any()


def test_truth_adds_up(truth):
    total = truth[["space_heat", "hot_water", "process_heat"]].sum(axis=1)
    assert np.allclose(total, truth["heat_demand"], atol=0.3)


def test_waste_heat_fits_its_profile(town):
    waste = town.layers["waste_heat"]
    hours = waste["annual_heat"] / waste["peak_power"]
    assert hours.between(4000, 6240).all()
    assert (waste["profile"] == "three_shift").all()
    assert waste.within(town.buildings.union_all()).all()

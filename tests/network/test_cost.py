"""Does the cost of the network add up from catalogue values?"""

from dataclasses import replace

import pytest

from energyplan.catalogue import load_catalogue
from energyplan.network.cost import network_cost
from energyplan.physics.annuity import annuity_factor

CATALOGUE = load_catalogue()


def cost_of(layout, catalogue=CATALOGUE, **options):
    settings = {"interest_rate": 0.03, "pump_power": 0.5, "peak_fed_in": 65.0}
    return network_cost(layout, catalogue, **(settings | options))


def test_three_houses_by_hand(three_houses):
    """Every group from the table's values; the street's surface is unknown and counts as asphalt."""
    cost = cost_of(three_houses)["investment"]
    value = CATALOGUE.value
    pipes = three_houses.pipes
    per_metre = [value("pipes", f"DN{int(d)}", "trench_cost").value for d in pipes["nominal_diameter"]]
    trenches = pipes["length"] * per_metre
    assert cost["mains"] == pytest.approx(trenches[:3].sum())
    assert cost["connections"] == pytest.approx(0.7 * trenches[3:].sum() + 3 * 1500)
    assert cost["substations"] == pytest.approx(2000 * (12**0.4 + 30**0.4 + 18**0.4))
    assert cost["pump"] == pytest.approx(3000 + 2500 * 0.5**0.7)
    assert cost["plant_building"] == pytest.approx(20000 + 90 * 65)
    assert cost["planning"] == pytest.approx(0.15 * cost.drop("planning").sum())


def test_annuities_belong_to_investments_and_lifetimes(three_houses):
    cost = cost_of(three_houses, interest_rate=0.05)
    for row in cost.itertuples():
        assert row.annuity == pytest.approx(row.investment * annuity_factor(0.05, row.lifetime))
    assert cost.loc["mains", "maintenance"] == pytest.approx(0.01 * cost.loc["mains", "investment"])
    assert (cost[["label_de", "label_en"]] != "").all().all()


def test_surface_scales_the_trench(three_houses):
    pipes = three_houses.pipes.assign(surface=["gravel"] * 3 + ["private_ground"] * 3)
    cheaper = cost_of(replace(three_houses, pipes=pipes))["investment"]
    usual = cost_of(three_houses)["investment"]
    assert cheaper["mains"] == pytest.approx(0.75 * usual["mains"])
    assert cheaper["connections"] == pytest.approx(usual["connections"])


def test_scenario_can_replace_a_value(three_houses):
    dearer = CATALOGUE.with_overrides({"network_costs": {"substations": {"scaled_cost": 4000.0}}})
    ratio = cost_of(three_houses, dearer)["investment"] / cost_of(three_houses)["investment"]
    assert ratio["substations"] == pytest.approx(2)
    assert ratio["mains"] == 1


def test_second_set_of_trench_costs(three_houses):
    second = cost_of(three_houses, trench_cost="trench_cost_second")["investment"]
    assert 0.7 < second["mains"] / cost_of(three_houses)["investment"]["mains"] < 1

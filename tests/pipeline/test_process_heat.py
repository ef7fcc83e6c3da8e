"""Process heat has heaters of its own: it neither draws a network to itself nor is lost."""

import pandas as pd
import pytest

from energyplan.pipeline.heat import building_heat, process_heat_only


@pytest.fixture
def demand():
    heat = {"space_heat": [80.0, 90.0, 0.0], "hot_water": [20.0, 10.0, 0.0], "process_heat": [0.0, 900.0, 500.0]}
    table = pd.DataFrame(heat, index=["house", "works", "oven"])
    table["heat_demand"] = table.sum(axis=1)
    table["delivered_heat"], table["final_energy"] = table["heat_demand"], 1.2 * table["heat_demand"]
    table["design_load"] = [0.1, 0.05 + 900 / 8760, 500 / 8760]
    return table


def test_building_heat_leaves_out_what_belongs_to_processes(demand):
    rest = building_heat(demand)
    assert list(rest.index) == ["house", "works"]
    assert rest.loc["works", ["heat_demand", "delivered_heat", "final_energy"]].tolist() == pytest.approx(
        [100, 100, 120]
    )
    assert rest.loc["works", "design_load"] == pytest.approx(0.05)


@pytest.mark.parametrize("column", ["heat_demand", "delivered_heat", "final_energy", "design_load", "process_heat"])
def test_both_parts_together_are_the_whole(demand, column):
    parts = building_heat(demand)[column].sum() + process_heat_only(demand)[column].sum()
    assert parts == pytest.approx(demand[column].sum())

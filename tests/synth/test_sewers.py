"""Does all waste water reach the plant, in pipes that grow on the way?"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from energyplan.synth.portrait import portrait
from energyplan.synth.sewers import full_flow

SECONDS_PER_DAY = 86400


@pytest.fixture(scope="module")
def sewers(town):
    return town.layers["sewers"]


@pytest.fixture(scope="module")
def tree(sewers):
    graph = nx.DiGraph()
    for sewer_id, row in sewers.iterrows():
        graph.add_edge(row["from_node"], row["to_node"], sewer=sewer_id)
    return graph


def test_sewers_form_a_tree_that_ends_at_the_plant(town, sewers, tree):
    plant = town.layers["treatment_plants"]["node"].iloc[0]
    assert tree.number_of_edges() == len(sewers)
    assert nx.is_directed_acyclic_graph(tree)
    assert [node for node in tree if tree.out_degree(node) == 0] == [plant]
    assert max(degree for node, degree in tree.out_degree()) == 1


def test_lines_run_in_the_direction_of_flow(sewers):
    end = dict(zip(sewers["from_node"], sewers.geometry, strict=True))
    for _, row in sewers.iterrows():
        if row["to_node"] in end:
            assert np.allclose(row.geometry.coords[-1], end[row["to_node"]].coords[0], atol=0.02)


def test_all_residents_are_connected_once(town, sewers):
    own = sewers[sewers["from_node"] != "neighbour"]
    assert own["residents"].sum() == pytest.approx(town.population)


def test_pipes_grow_downstream_to_a_main_collector(sewers):
    diameter = dict(zip(sewers["from_node"], sewers["nominal_diameter"], strict=True))
    for _, row in sewers.iterrows():
        assert diameter.get(row["to_node"], np.inf) >= row["nominal_diameter"]
    assert sewers["nominal_diameter"].min() == 300
    assert sewers["nominal_diameter"].max() >= 800


def test_main_collector_carries_enough_for_sewage_heat(sewers):
    """FACTS §3: mean dry-weather flow of at least 10 l/s."""
    persons = sewers["residents"].sum()
    assert persons * portrait()["water"]["use_per_person"] / SECONDS_PER_DAY >= 10


def test_the_neighbour_is_measured_at_its_inflow(sewers):
    neighbour = sewers[sewers["from_node"] == "neighbour"]
    assert len(neighbour) == 1
    expected = neighbour["residents"].iloc[0] * 125 / SECONDS_PER_DAY * 1.5
    assert neighbour["dry_weather_flow"].iloc[0] == pytest.approx(expected, rel=0.01)
    assert sewers["dry_weather_flow"].notna().sum() == 1


def test_plant_is_larger_than_what_is_connected(town, sewers):
    assert town.layers["treatment_plants"]["population_equivalent"].iloc[0] > sewers["residents"].sum()


def test_full_pipe_by_hand():
    """d = 1 m, I = 1 %, k = 75: Q = 75 · 0.7854 · 0.25^(2/3) · 0.1 = 2.338 m3/s."""
    assert float(full_flow(1.0, slope=0.01, strickler=75)) == pytest.approx(2.338, abs=0.001)

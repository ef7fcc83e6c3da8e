"""Does every consumer of a tree get exactly its heat, and are the paths through the tree right?"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energyplan.core.errors import CheckError, FaultError
from energyplan.network.radial import RadialNetwork, solve_mass_flows
from energyplan.network.tree import parent_pipes, path_matrix

CP = 4.19


@st.composite
def networks(draw):
    """Random trees: node 0 is the source, every further node hangs on an earlier one; leaves and some more draw."""
    count = draw(st.integers(2, 15))
    above = [draw(st.integers(0, node - 1)) for node in range(1, count)]
    pipes = pd.DataFrame({"from_node": [f"n{i}" for i in above], "to_node": [f"n{i}" for i in range(1, count)]})
    leaves = sorted(set(range(1, count)) - set(above))
    consumers = pd.Series([f"n{i}" for i in leaves], index=[f"h{i}" for i in leaves])
    loads = np.array([draw(st.floats(0.05, 200)) for _ in leaves])
    heat_loss = np.array([draw(st.floats(0, 0.02)) for _ in above])
    return RadialNetwork(path_matrix(pipes, consumers, "n0"), heat_loss, loads, CP, 75.0, 45.0, 8.0), pipes


@settings(deadline=None)
@given(networks())
def test_every_consumer_gets_its_heat(given_network):
    network, _ = given_network
    flow = solve_mass_flows(network)
    drawn = flow * CP * (network.arriving(flow) - 45.0)
    assert drawn == pytest.approx(network.loads, rel=1e-9)
    assert (flow >= network.loads / (CP * 30.0) * (1 - 1e-12)).all()
    assert (flow <= network.safe_flow * (1 + 1e-12)).all()
    supply_loss = CP * (flow.sum() * 75.0 - flow @ network.arriving(flow))
    bound = network.heat_loss.sum() * (75.0 - 8.0)
    assert -1e-9 <= supply_loss <= bound + 1e-9


@settings(deadline=None)
@given(networks())
def test_paths_follow_the_parents(given_network):
    network, pipes = given_network
    paths, parent = network.paths.toarray(), parent_pipes(pipes)
    for row, above in enumerate(parent):
        if above >= 0:
            assert (paths[above] >= paths[row]).all()
        else:
            assert pipes["from_node"].iloc[row] == "n0"
    assert paths[parent < 0].sum(axis=0) == pytest.approx(1)


def test_rings_and_cut_off_consumers():
    ring = pd.DataFrame({"from_node": ["s", "a", "s"], "to_node": ["a", "b", "b"]})
    with pytest.raises(CheckError, match="no tree"):
        path_matrix(ring, pd.Series({"h": "b"}), "s")
    apart = pd.DataFrame({"from_node": ["s", "x"], "to_node": ["a", "b"]})
    with pytest.raises(FaultError, match=r"EP402 network \[far\]"):
        path_matrix(apart, pd.Series({"near": "a", "far": "b"}), "s")
    circle = pd.DataFrame({"from_node": ["b", "a"], "to_node": ["a", "b"]})
    with pytest.raises(FaultError, match="EP402"):
        path_matrix(circle, pd.Series({"h": "b"}), "s")

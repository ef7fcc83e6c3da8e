"""Is the tree a tree, does it join all terminals, and is it short?"""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energyplan.network.steiner import Edges, shorter_tree, shortest_path_tree, steiner_tree


def edges_of(*rows):
    rows = np.array(rows, dtype=float)
    return Edges(rows[:, :2].astype(int), rows[:, 2])


def test_steiner_uses_the_middle_where_paths_do_not():
    """A hub: three terminals 10 apart from the root directly, 6 from the hub, the hub 6 from the root."""
    edges = edges_of((0, 1, 10), (0, 2, 10), (0, 3, 10), (0, 4, 6), (4, 1, 6), (4, 2, 6), (4, 3, 6))
    tree = shorter_tree(edges, 0, np.array([1, 2, 3]))
    assert tree.lengths["shortest paths"] == 30
    assert edges.length[tree.edges].sum() == min(tree.lengths.values())


def test_path_through_terminals():
    edges = edges_of((0, 1, 5), (1, 2, 5), (0, 2, 9))
    assert shortest_path_tree(edges, 0, np.array([1, 2])).tolist() == [0, 2]
    assert steiner_tree(edges, np.array([0, 1, 2])).tolist() == [0, 1]
    assert shorter_tree(edges, 0, np.array([1, 2])).method == "Steiner"


def test_parallel_edges_and_loops():
    edges = edges_of((0, 1, 7), (1, 0, 5), (1, 1, 1), (1, 2, 3))
    assert shorter_tree(edges, 0, np.array([2])).edges.tolist() == [1, 3]


def test_terminal_at_the_source():
    edges = edges_of(
        (0, 1, 7),
    )
    assert shorter_tree(edges, 0, np.array([0])).edges.tolist() == []


@st.composite
def graphs(draw):
    count = draw(st.integers(2, 14))
    lengths = st.integers(1, 50)
    rows = [(draw(st.integers(0, node - 1)), node, draw(lengths)) for node in range(1, count)]
    extra = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), lengths), max_size=15))
    terminals = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=6, unique=True))
    return edges_of(*rows, *extra), np.array(terminals)


@settings(deadline=None)
@given(graphs())
def test_any_graph_gives_a_tree_within_the_bounds(given_graph):
    edges, terminals = given_graph
    tree = shorter_tree(edges, 0, terminals)
    graph = nx.Graph([tuple(map(int, edges.ends[row])) for row in tree.edges])
    if len(graph):
        assert nx.is_tree(graph)
    needed = set(map(int, terminals)) | {0}
    assert needed <= set(graph.nodes) or needed == {0}
    assert all(node in needed for node, degree in graph.degree if degree == 1)
    assert edges.length[tree.edges].sum() == pytest.approx(min(tree.lengths.values()))
    full = nx.Graph()
    for (start, end), length in zip(edges.ends.tolist(), edges.length, strict=True):
        if start != end and length < full.get_edge_data(start, end, {"weight": np.inf})["weight"]:
            full.add_edge(start, end, weight=length)
    reference = nx.algorithms.approximation.steiner_tree(full, list(needed), method="mehlhorn")
    assert tree.lengths["Steiner"] <= reference.size(weight="weight") * 2 + 1e-9
    farthest = max(nx.single_source_dijkstra_path_length(full, 0)[int(t)] for t in terminals)
    assert min(tree.lengths.values()) >= farthest - 1e-9

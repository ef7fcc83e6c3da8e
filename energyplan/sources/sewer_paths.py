"""Which sewers lie on one path to the treatment plant, so that their heat is the same heat?"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    import pandas as pd


def section_graph(sewers: pd.DataFrame) -> nx.DiGraph:
    """Return the sewers as nodes of a graph, each pointing to the sections that its water flows into.

    Parameters
    ----------
    sewers : pandas.DataFrame
        Index `sewer_id`; columns from_node, to_node.

    Returns
    -------
    networkx.DiGraph
    """
    leaving = defaultdict(list)
    for sewer, node in sewers["from_node"].items():
        leaving[node].append(sewer)
    graph = nx.DiGraph()
    graph.add_nodes_from(sewers.index)
    graph.add_edges_from((sewer, below) for sewer, node in sewers["to_node"].items() for below in leaving[node])
    return graph


def best_per_path(worth: pd.Series, graph: nx.DiGraph) -> list[str]:
    """Return the sections of greatest worth, never two of them on one path.

    Parameters
    ----------
    worth : pandas.Series
        Index `sewer_id` of the candidates, such as their annual heat.
    graph : networkx.DiGraph
        See :func:`section_graph`.

    Returns
    -------
    list of str
        Chosen greedily from the greatest on; ties go to the smaller id. What lies above or below a chosen
        section carries the same water and is left out.
    """
    chosen: list[str] = []
    free = set(worth.index)
    for sewer in worth.sort_index().sort_values(ascending=False, kind="stable").index:
        if sewer in free:
            chosen.append(str(sewer))
            free -= {sewer} | nx.ancestors(graph, sewer) | nx.descendants(graph, sewer)
    return chosen


def nodes_below(sewer: str, sewers: pd.DataFrame, graph: nx.DiGraph) -> set[str]:
    """Return the nodes that the water of a section passes."""
    return set(sewers.loc[[sewer, *nx.descendants(graph, sewer)], "to_node"])

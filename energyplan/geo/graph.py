"""What is a street graph? Crossings as nodes, sections between crossings as edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class StreetGraph:
    """A noded street network.

    Attributes
    ----------
    nodes : geopandas.GeoDataFrame
        Index `node_id` (str); columns `component` (int, 0 is the largest by length), `geometry` (Point).
    sections : geopandas.GeoDataFrame
        Index `section_id` (str); columns `street_id`, `class`, `surface`, `from_node`, `to_node`, `length` [m],
        `bridge` (bool: added to close a gap), `component`, `geometry` (LineString from `from_node` to `to_node`).
    """

    nodes: gpd.GeoDataFrame
    sections: gpd.GeoDataFrame

    def to_networkx(self) -> nx.MultiGraph:
        """Return the graph with `length` and `section_id` on its edges."""
        graph = nx.MultiGraph()
        graph.add_nodes_from(self.nodes.index)
        columns = self.sections[["from_node", "to_node", "length"]]
        for section_id, start, end, length in columns.itertuples(name=None):
            graph.add_edge(start, end, key=section_id, length=length, section_id=section_id)
        return graph

"""What is a street graph? Crossings as nodes, sections between crossings as edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

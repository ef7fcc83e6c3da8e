"""Which nodes and edges does the street graph have once every house connection has its node?"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from energyplan.geo.graph import StreetGraph
from energyplan.geo.lines import cut_line

SAME_TAP = 0.5
"""Connections that leave the street this near to each other, or to a crossing, share a node [m]."""


@dataclass(frozen=True)
class Taps:
    """The street graph, cut where connections leave it.

    Attributes
    ----------
    nodes : geopandas.GeoDataFrame
        Index `node_id`; columns `kind` (street, tap), `geometry`.
    edges : pandas.DataFrame
        Columns `from_node`, `to_node`, `length` [m], `section_id`, `geometry`.
    node_of : pandas.Series
        Node by the id of the connection.
    """

    nodes: gpd.GeoDataFrame
    edges: pd.DataFrame
    node_of: pd.Series


def tap_sections(graph: StreetGraph, connections: pd.DataFrame, *, component: int) -> Taps:
    """Cut the sections of one part of the street net where connections leave them.

    Parameters
    ----------
    graph : StreetGraph
    connections : pandas.DataFrame
        `section_id` and `position` along it [m] by id.
    component : int

    Returns
    -------
    Taps
        New nodes are numbered "t00001" … by section and position.
    """
    sections = graph.sections[graph.sections["component"] == component]
    by_section = dict(tuple(connections.groupby("section_id", sort=False)))
    rows: list[tuple] = []
    points: dict[str, shapely.Point] = {}
    node_of: dict[object, str] = {}
    columns = sections[["from_node", "to_node", "length", "geometry"]]
    for section_id, start, end, length, line in columns.itertuples(name=None):
        if section_id not in by_section:
            rows.append((start, end, length, section_id, line))
            continue
        cuts, cut_of = _cuts(by_section[section_id]["position"], float(length))
        inner = [f"t{len(points) + i + 1:05d}" for i in range(len(cuts))]
        parts = cut_line(line, cuts)
        names = [start, *inner, end]
        rows += [(names[i], names[i + 1], part.length, section_id, part) for i, part in enumerate(parts)]
        points |= {name: shapely.get_point(part, -1) for name, part in zip(inner, parts, strict=False)}
        node_of |= {key: names[number] for key, number in cut_of.items()}
    return Taps(
        _nodes(graph, points, component),
        pd.DataFrame(rows, columns=["from_node", "to_node", "length", "section_id", "geometry"]),
        pd.Series(node_of, dtype=object).loc[connections.index],
    )


def _cuts(positions: pd.Series, length: float) -> tuple[list[float], dict[object, int]]:
    """Return where to cut, and for each id the number of its node along the section (0 is the start)."""
    cuts: list[float] = []
    at_end, number = [], {}
    for key, position in positions.astype(float).sort_values(kind="stable").items():
        if position >= length - SAME_TAP and position > length / 2:
            at_end.append(key)
            continue
        if position >= (cuts[-1] if cuts else 0.0) + SAME_TAP:
            cuts.append(position)
        number[key] = len(cuts)
    return cuts, number | dict.fromkeys(at_end, len(cuts) + 1)


def _nodes(graph: StreetGraph, points: dict[str, shapely.Point], component: int) -> gpd.GeoDataFrame:
    street = graph.nodes[graph.nodes["component"] == component]
    names = pd.Index([*street.index, *points], name="node_id")
    kinds = np.array(["street"] * len(street) + ["tap"] * len(points), dtype=object)
    geometry = [*street.geometry, *points.values()]
    return gpd.GeoDataFrame({"kind": kinds}, geometry=geometry, index=names, crs=graph.nodes.crs)

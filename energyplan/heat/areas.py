"""Where do dense street sections hang together, so that a heating network suggests itself?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from energyplan.heat.levels import UNASSIGNED

if TYPE_CHECKING:
    import geopandas as gpd

    from energyplan.geo.graph import StreetGraph


def dense_area(
    sections: gpd.GeoDataFrame, graph: StreetGraph, *, threshold: float, minimum_heat: float
) -> dict[str, list[str]]:
    """Return the connected sets of sections whose heat line density reaches the threshold.

    Parameters
    ----------
    sections : geopandas.GeoDataFrame
        Index section_id; `heat_line_density` [kWh/(m a)] and `heat_demand` [kWh], see
        :func:`energyplan.heat.section_density`.
    graph : StreetGraph
        Says which sections meet at a crossing.
    threshold : float
        Least heat line density [kWh/(m a)].
    minimum_heat : float
        Least heat of an area [kWh].

    Returns
    -------
    dict of str to list of str
        "area-1", "area-2", … in the order of falling heat; section ids sorted.
    """
    dense = sections.index[(sections["heat_line_density"] >= threshold) & (sections.index != UNASSIGNED)]
    street = nx.Graph()
    for section_id, start, end in graph.sections.loc[dense, ["from_node", "to_node"]].itertuples(name=None):
        # Section ids and node ids may look alike, so that each gets its kind.
        street.add_edge(("section", section_id), ("node", start))
        street.add_edge(("section", section_id), ("node", end))
    groups = [sorted(name for kind, name in part if kind == "section") for part in nx.connected_components(street)]
    heat = [(float(sections.loc[group, "heat_demand"].sum()), group) for group in groups]
    large = sorted((item for item in heat if item[0] >= minimum_heat), key=lambda item: (-item[0], item[1]))
    return {f"area-{number}": group for number, (_, group) in enumerate(large, start=1)}

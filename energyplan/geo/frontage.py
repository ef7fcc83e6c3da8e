"""Which street section does a building stand at?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    import geopandas as gpd

    from energyplan.geo.graph import StreetGraph

UNASSIGNED = "unassigned"


def assign_sections(
    buildings: gpd.GeoDataFrame, graph: StreetGraph, *, maximum_distance: float = 100.0
) -> pd.DataFrame:
    """Return the street section nearest to the outline of every building.

    Parameters
    ----------
    buildings : geopandas.GeoDataFrame
        In the reference system of the graph.
    graph : StreetGraph
        Sections that only bridge a gap are no streets and get no buildings.
    maximum_distance : float
        Buildings farther than this from any section stay unassigned [m].

    Returns
    -------
    pandas.DataFrame
        Index building_id; `section_id` ("unassigned" where too far), `distance` [m] from the outline to the
        section and `position` [m] along the section, both NaN where unassigned. Of sections equally near, the
        first id is taken.
    """
    streets = graph.sections[~bridges(graph.sections)].sort_index()
    result = pd.DataFrame(
        {"section_id": UNASSIGNED, "distance": np.nan, "position": np.nan},
        index=buildings.index.rename("building_id"),
    )
    if streets.empty:
        return result
    outlines = np.asarray(buildings.geometry.array, dtype=object)
    present = np.flatnonzero(~(shapely.is_missing(outlines) | shapely.is_empty(outlines)))
    lines = np.asarray(streets.geometry.array, dtype=object)
    pairs, distance = shapely.STRtree(lines).query_nearest(
        outlines[present], max_distance=maximum_distance, return_distance=True
    )
    # Ties come as several pairs; sorting by building and section keeps the first section.
    order = np.lexsort((pairs[1], pairs[0]))
    first = order[np.unique(pairs[0][order], return_index=True)[1]]
    building, section = present[pairs[0][first]], pairs[1][first]
    result.iloc[building, 0] = streets.index.to_numpy()[section]
    result.iloc[building, 1] = distance[first]
    result.iloc[building, 2] = positions(lines[section], outlines[building])
    return result


def positions(lines: np.ndarray, outlines: np.ndarray) -> np.ndarray:
    """Return how far along its line each outline lies nearest [m]."""
    nearest = shapely.get_point(shapely.shortest_line(lines, outlines), 0)
    return shapely.line_locate_point(lines, nearest)


def bridges(sections: gpd.GeoDataFrame) -> pd.Series:
    """Tell which sections were added to close a gap."""
    if "bridge" not in sections:
        return pd.Series(False, index=sections.index)
    return sections["bridge"].fillna(False).astype(bool)

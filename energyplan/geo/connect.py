"""Where does a house connection leave the street, and how long is it?"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from energyplan.geo.graph import StreetGraph


def connect_to_sections(
    geometries: gpd.GeoSeries, graph: StreetGraph, *, maximum_length: float, component: int | None = 0
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Connect buildings or points with the nearest street section by the shortest line.

    Parameters
    ----------
    geometries : geopandas.GeoSeries
        Outlines or points in the reference system of the graph, indexed by id.
    graph : StreetGraph
    maximum_length : float
        Longest connection [m].
    component : int, optional
        Part of the street net to connect to; None for any.

    Returns
    -------
    geopandas.GeoDataFrame
        One row per id that can be reached, in the order given: `section_id`, `position` along the section
        [m], `connection_length` [m] and `geometry`, from the street to the outline. Where a building stands
        on the street the line leads to a point inside it, so that it has a length.
    list of str
        Ids beyond the limit, sorted.

    Examples
    --------
    >>> from energyplan.geo.streets import build_street_graph
    >>> street = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (100, 0)])], crs="EPSG:25832")
    >>> houses = gpd.GeoSeries({"a": shapely.box(20, 8, 30, 18), "b": shapely.Point(50, 90)}, crs=street.crs)
    >>> connections, unreached = connect_to_sections(houses, build_street_graph(street)[0], maximum_length=50)
    >>> connections[["section_id", "connection_length"]].to_numpy().tolist(), unreached
    ([['s00001', 8.0]], ['b'])
    """
    sections = graph.sections if component is None else graph.sections[graph.sections["component"] == component]
    house, nearest = _nearest_section(geometries.to_numpy(), sections.geometry.to_numpy(), maximum_length)
    outlines, lines = geometries.to_numpy()[house], sections.geometry.to_numpy()[nearest]
    connections = shapely.shortest_line(lines, _targets(outlines, lines))
    table = gpd.GeoDataFrame(
        {
            "section_id": sections.index.to_numpy()[nearest],
            "position": shapely.line_locate_point(lines, shapely.get_point(connections, 0)),
            "connection_length": shapely.length(connections),
            "geometry": connections,
        },
        index=geometries.index[house],
        geometry="geometry",
        crs=graph.sections.crs,
    )
    return table, sorted(str(i) for i in geometries.index.difference(table.index))


def _nearest_section(geometries: np.ndarray, lines: np.ndarray, maximum_length: float) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs (geometry, line) within the limit; the first line where several are equally near."""
    given, line = shapely.STRtree(lines).query_nearest(geometries, max_distance=max(maximum_length, 1e-9))
    first = pd.Series(line).groupby(given).min()
    return first.index.to_numpy(dtype=int), first.to_numpy(dtype=int)


def _targets(outlines: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Return what to lead the connection to: the outline, or a point inside it if the street touches it."""
    inside = shapely.point_on_surface(outlines)
    return np.where(shapely.intersects(outlines, lines), inside, outlines)

"""Which blocks do the streets enclose, and in which block does a building stand?

The act (WPG §3) calls a block what streets or other natural or built boundaries enclose on several or all
sides. So rings of streets make blocks; dead ends are carried on to the next street where they leave land
open; the outline of the municipality, or without one the edge of the built land, closes what remains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from energyplan.geo.graph import StreetGraph

UNASSIGNED = "unassigned"
BY_STREETS, BY_BUILT_EDGE = "streets", "built_edge"
# Keeps the ray of a dead end from meeting its own street, and lets it cross the next one [m].
OVERLAP = 0.01


def blocks_from_streets(
    graph: StreetGraph,
    *,
    boundary: gpd.GeoDataFrame | shapely.Geometry | None = None,
    buildings: gpd.GeoDataFrame | None = None,
    extension: float = 60.0,
    margin: float = 30.0,
) -> gpd.GeoDataFrame:
    """Return the faces between the street sections (Baublöcke).

    Parameters
    ----------
    graph : StreetGraph
    boundary : geopandas.GeoDataFrame or shapely.Geometry, optional
        The municipality; a bare geometry is in the reference system of the graph. Its outline closes the
        blocks at the edge; what lies outside is left away.
    buildings : geopandas.GeoDataFrame, optional
        Without a boundary: buildings outside every ring get blocks that end at the edge of the built land.
    extension : float
        Dead ends are carried on straight ahead by at most this, where that meets a street and no ring is
        closed yet [m].
    margin : float
        Distance from the buildings to the edge of the built land [m].

    Returns
    -------
    geopandas.GeoDataFrame
        Index block_id ("block-1", … from north to south); `area` [m2], `enclosure` ("streets" or
        "built_edge") and polygons in the reference system of the graph.
    """
    crs = graph.sections.crs
    lines = np.asarray(graph.sections.geometry.array, dtype=object)
    lines = np.append(lines, extend_dead_ends(graph, extension, within=shapely.union_all(_faces(lines))))
    if boundary is not None:
        town = boundary if isinstance(boundary, shapely.Geometry) else boundary.to_crs(crs).union_all()
        faces = _faces(np.append(lines, town.boundary))
        faces = faces[shapely.intersects(town, shapely.point_on_surface(faces))]
        return _table(faces, np.full(len(faces), BY_STREETS), crs)
    faces = _faces(lines)
    rest = np.array([], dtype=object) if buildings is None else _built_rest(buildings, faces, lines, margin)
    enclosure = np.array([BY_STREETS] * len(faces) + [BY_BUILT_EDGE] * len(rest), dtype=object)
    return _table(np.append(faces, rest), enclosure, crs)


def extend_dead_ends(graph: StreetGraph, extension: float, *, within: shapely.Geometry) -> np.ndarray:
    """Return the lines that carry dead ends on to the next street straight ahead.

    Parameters
    ----------
    graph : StreetGraph
    extension : float
        Greatest length [m].
    within : shapely.Geometry
        Land that is enclosed already: a dead end there divides no block.

    Returns
    -------
    numpy.ndarray of shapely.LineString
    """
    lines = np.asarray(graph.sections.geometry.array, dtype=object)
    ends = _dead_ends(graph)
    if extension <= 0 or not len(ends):
        return np.array([], dtype=object)
    start, before = ends[:, 0], ends[:, 1]
    ahead = (start - before) / np.linalg.norm(start - before, axis=1)[:, None]
    rays = shapely.linestrings(np.stack([start + OVERLAP * ahead, start + extension * ahead], axis=1))
    rays_hit, lines_hit = shapely.STRtree(lines).query(rays, predicate="intersects")
    if not len(rays_hit):
        return np.array([], dtype=object)
    distance = shapely.distance(shapely.points(start[rays_hit]), shapely.intersection(rays[rays_hit], lines[lines_hit]))
    nearest = pd.Series(distance).groupby(rays_hit).min()
    row = nearest.index.to_numpy()
    reach = (nearest.to_numpy() + OVERLAP)[:, None]
    closing = shapely.linestrings(np.stack([start[row], start[row] + reach * ahead[row]], axis=1))
    return closing[~shapely.intersects(within, shapely.line_interpolate_point(closing, 0.5, normalized=True))]


def assign_blocks(buildings: gpd.GeoDataFrame, blocks: gpd.GeoDataFrame) -> pd.Series:
    """Return the block of every building, by a point inside the building.

    Parameters
    ----------
    buildings, blocks : geopandas.GeoDataFrame
        In the same reference system.

    Returns
    -------
    pandas.Series
        `block_id` by building_id; "unassigned" where no block holds the point. On a common edge the first
        block counts.
    """
    result = pd.Series(UNASSIGNED, index=buildings.index.rename("building_id"), name="block_id", dtype=object)
    outlines = np.asarray(buildings.geometry.array, dtype=object)
    present = np.flatnonzero(~(shapely.is_missing(outlines) | shapely.is_empty(outlines)))
    if blocks.empty or not present.size:
        return result
    tree = shapely.STRtree(np.asarray(blocks.geometry.array, dtype=object))
    building, block = tree.query(shapely.point_on_surface(outlines[present]), predicate="intersects")
    first = pd.Series(block).groupby(building).min()
    result.iloc[present[first.index.to_numpy()]] = blocks.index.to_numpy()[first.to_numpy()]
    return result


def _faces(lines: np.ndarray) -> np.ndarray:
    # The union nodes the lines where a boundary, a bridge or an extension crosses a street between two nodes.
    return shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(lines))))


def _dead_ends(graph: StreetGraph) -> np.ndarray:
    """Return point and the point before it of every dead end: (end, 2, xy)."""
    sections = graph.sections
    if sections.empty:
        return np.empty((0, 2, 2))
    count = pd.concat([sections["from_node"], sections["to_node"]]).value_counts()
    pairs = []
    for start, end, line in sections[["from_node", "to_node", "geometry"]].itertuples(index=False, name=None):
        corners = shapely.get_coordinates(shapely.remove_repeated_points(line))
        if count[start] == 1:
            pairs.append(corners[[0, 1]])
        if count[end] == 1:
            pairs.append(corners[[-1, -2]])
    return np.array(pairs).reshape(-1, 2, 2)


def _built_rest(buildings: gpd.GeoDataFrame, faces: np.ndarray, lines: np.ndarray, margin: float) -> np.ndarray:
    """Return the built land outside all faces, divided by the streets, where buildings stand."""
    outlines = np.asarray(buildings.geometry.array, dtype=object)
    inner = shapely.point_on_surface(outlines[~(shapely.is_missing(outlines) | shapely.is_empty(outlines))])
    built = shapely.union_all(shapely.buffer(outlines, margin))
    rest = shapely.difference(built, shapely.union_all(faces))
    parts = _faces(np.append(lines, rest.boundary))
    parts = parts[shapely.intersects(rest, shapely.point_on_surface(parts))]
    holds_some = shapely.STRtree(parts).query(inner, predicate="intersects")[1]
    return parts[np.unique(holds_some)]


def _table(faces: np.ndarray, enclosure: np.ndarray, crs: object) -> gpd.GeoDataFrame:
    inner = shapely.point_on_surface(faces)
    order = np.lexsort((shapely.get_x(inner), -shapely.get_y(inner)))
    index = pd.Index([f"block-{number}" for number in range(1, len(order) + 1)], name="block_id", dtype=object)
    columns = {"area": shapely.area(faces[order]), "enclosure": enclosure[order]}
    return gpd.GeoDataFrame(columns, geometry=faces[order], crs=crs, index=index)

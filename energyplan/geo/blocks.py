"""Which blocks do the streets enclose, and in which block does a building stand?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from energyplan.geo.graph import StreetGraph

UNASSIGNED = "unassigned"


def blocks_from_streets(graph: StreetGraph, *, boundary: gpd.GeoDataFrame | None = None) -> gpd.GeoDataFrame:
    """Return the faces between the street sections (Baublöcke, WPG §3).

    Parameters
    ----------
    graph : StreetGraph
    boundary : geopandas.GeoDataFrame, optional
        The municipality. Its outline closes the blocks at the edge; what lies outside is left away.

    Returns
    -------
    geopandas.GeoDataFrame
        Index block_id ("block-1", … from north to south); `area` [m2] and polygons in the reference system of
        the graph. Without a boundary, land that no ring of streets encloses belongs to no block.
    """
    sections = graph.sections
    lines = list(sections.geometry)
    town = None if boundary is None else shapely.union_all(np.asarray(boundary.to_crs(sections.crs).geometry))
    if town is not None:
        lines.append(town.boundary)
    # Union nodes the lines where the boundary or a bridge crosses a street between two nodes.
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(lines))))
    inner = shapely.point_on_surface(faces)
    if town is not None:
        inside = shapely.intersects(town, inner)
        faces, inner = faces[inside], inner[inside]
    order = np.lexsort((shapely.get_x(inner), -shapely.get_y(inner)))
    blocks = gpd.GeoDataFrame(geometry=faces[order], crs=sections.crs)
    blocks.index = pd.Index(
        [f"block-{number}" for number in range(1, len(blocks) + 1)], name="block_id", dtype=object
    )
    blocks.insert(0, "area", blocks.geometry.area)
    return blocks


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
    ordered = blocks.sort_index()
    tree = shapely.STRtree(np.asarray(ordered.geometry.array, dtype=object))
    building, block = tree.query(shapely.point_on_surface(outlines[present]), predicate="intersects")
    first = pd.Series(block).groupby(building).min()
    result.iloc[present[first.index.to_numpy()]] = ordered.index.to_numpy()[first.to_numpy()]
    return result

"""In which hectare cell of the European grid does a building stand?"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from energyplan.core.errors import Fault, raise_faults

# The statistical grid of INSPIRE and of the German census: ETRS89-LAEA, 100 m.
GRID = "EPSG:3035"
CELL_SIZE = 100.0
UNASSIGNED = "unassigned"


def cell_id(easting: int, northing: int) -> str:
    """Return the name of the cell whose lower left corner lies at the given hectometres.

    Examples
    --------
    >>> cell_id(40123, 31456)
    '100mN31456E40123'
    """
    return f"{CELL_SIZE:.0f}mN{northing}E{easting}"


def hectare_cells(buildings: gpd.GeoDataFrame) -> tuple[pd.Series, gpd.GeoDataFrame]:
    """Return the hectare cell of every building and the cells that hold buildings.

    Parameters
    ----------
    buildings : geopandas.GeoDataFrame
        In any declared reference system.

    Returns
    -------
    cell : pandas.Series
        `cell_id` by building_id, by a point inside the building; "unassigned" without geometry.
    cells : geopandas.GeoDataFrame
        Index cell_id, sorted; `area` [m2] (exactly one hectare: the grid is equal-area) and squares, drawn in
        the reference system of the buildings.

    Raises
    ------
    FaultError
        If the reference system is missing.
    """
    if buildings.crs is None:
        raise_faults([Fault("EP301", layer="buildings", expected="such as EPSG:25832")])
    cell = pd.Series(UNASSIGNED, index=buildings.index.rename("building_id"), name="cell_id", dtype=object)
    outlines = np.asarray(buildings.geometry.array, dtype=object)
    present = ~(shapely.is_missing(outlines) | shapely.is_empty(outlines))
    inner = gpd.GeoSeries(shapely.point_on_surface(outlines[present]), crs=buildings.crs).to_crs(GRID)
    hectometres = np.floor(np.column_stack([inner.x, inner.y]) / CELL_SIZE).astype(int)
    corners, member = np.unique(hectometres, axis=0, return_inverse=True)
    names = np.array([cell_id(east, north) for east, north in corners], dtype=object)
    cell[present] = names[member.reshape(-1)]
    return cell, _squares(corners, names).to_crs(buildings.crs)


def _squares(corners: np.ndarray, names: np.ndarray) -> gpd.GeoDataFrame:
    low = corners * CELL_SIZE
    squares = shapely.box(low[:, 0], low[:, 1], low[:, 0] + CELL_SIZE, low[:, 1] + CELL_SIZE)
    index = pd.Index(names, name="cell_id", dtype=object)
    return gpd.GeoDataFrame({"area": CELL_SIZE**2}, geometry=squares, crs=GRID, index=index).sort_index()

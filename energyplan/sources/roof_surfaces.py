"""Which roofs face which way, and how much of them can carry modules, when only the footprints are known?

Without a roof model the form follows from use and size of the building, the ridge from the longer side of the
footprint. North sides are left out; the rest is gathered into a few directions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from energyplan.core.schema.layers import BUILDINGS
from energyplan.geo.roof_form import is_flat

if TYPE_CHECKING:
    import geopandas as gpd

    from energyplan.catalogue import Catalogue

#: The directions that roofs are gathered into: azimuth of their middle [deg]; each reaches 22.5° to both
#: sides.
DIRECTIONS = {"east": 90.0, "south_east": 135.0, "south": 180.0, "south_west": 225.0, "west": 270.0}
SECTOR = 45.0


def roof_surfaces(buildings: gpd.GeoDataFrame, *, catalogue: Catalogue) -> pd.DataFrame:
    """Return the roof surfaces that can carry modules or collectors.

    Parameters
    ----------
    buildings : geopandas.GeoDataFrame
        Footprints in metres; column `use` where known.
    catalogue : Catalogue
        Tables `roofs` and `roof_forms`.

    Returns
    -------
    pandas.DataFrame
        One row per surface, gable roofs have up to two: building_id, roof_form, orientation ("flat" or a
        direction), slope, azimuth [deg], roof_area (module area) [m2]. North sides and surfaces below the
        smallest area of the table are left out.

    Notes
    -----
    Gable roof: each side is A_footprint/(2·cos slope), facing across the longer side of the footprint's
    smallest rectangle; grid north is taken as north. Both forms times the usable share of the table.
    """
    roofs = catalogue.table("roofs")
    flat = is_flat(buildings, catalogue=catalogue)
    sides = pd.concat(
        [_flat_roofs(buildings[flat], roofs.loc["flat"]), _gables(buildings[~flat], roofs.loc["pitched"])]
    )
    smallest = sides["roof_form"].map(roofs["minimum_area"]).astype(float)
    return sides[sides["roof_area"] >= smallest].reset_index(drop=True)


def ridge_azimuth(footprints: np.ndarray) -> np.ndarray:
    """Return the direction of the longer side of the smallest rectangle around each footprint.

    Parameters
    ----------
    footprints : ndarray of shapely polygons

    Returns
    -------
    ndarray
        [deg] clockwise from north, 0 to 180.

    Examples
    --------
    A house of 12 m from west to east and 8 m from south to north:

    >>> ridge_azimuth(np.array([shapely.box(0, 0, 12, 8)])).tolist()
    [90.0]
    """
    rings = shapely.get_exterior_ring(shapely.minimum_rotated_rectangle(footprints))
    corners = np.stack([shapely.get_coordinates(shapely.get_point(rings, number)) for number in range(3)])
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    longer = (np.hypot(*first.T) >= np.hypot(*second.T))[:, None]
    east, north = np.where(longer, first, second).T
    return np.degrees(np.arctan2(east, north)) % 180.0


def _flat_roofs(buildings: gpd.GeoDataFrame, roof: pd.Series) -> pd.DataFrame:
    return _table(buildings, "flat", buildings.area * float(roof["usable_share"])).assign(
        orientation="flat", slope=float(roof["slope"]), azimuth=float(roof["azimuth"])
    )


def _gables(buildings: gpd.GeoDataFrame, roof: pd.Series) -> pd.DataFrame:
    slope = float(roof["slope"])
    area = buildings.area / np.cos(np.radians(slope)) / 2 * float(roof["usable_share"])
    ridge = ridge_azimuth(buildings.geometry.to_numpy())
    sides = []
    for turn in (90.0, 270.0):
        faces = pd.Series((ridge + turn) % 360.0, index=buildings.index)
        side = _table(buildings, "pitched", area).assign(slope=slope, azimuth=faces.to_numpy())
        sides.append(side.assign(orientation=_direction(side["azimuth"])))
    both = pd.concat(sides)
    return both[both["orientation"] != ""]


def _direction(azimuth: pd.Series) -> pd.Series:
    """Return the name of the direction, empty for the three northern ones."""
    names = {round(middle / SECTOR): name for name, middle in DIRECTIONS.items()}
    sector = np.floor(azimuth / SECTOR + 0.5).astype(int) % 8
    return sector.map(names).fillna("")


def _table(buildings: gpd.GeoDataFrame, form: str, area: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({BUILDINGS.key: buildings.index, "roof_form": form, "roof_area": area.to_numpy()})

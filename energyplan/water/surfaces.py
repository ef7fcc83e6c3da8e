"""Which surfaces does the rain fall on, if nobody has mapped them?

Roofs from the footprints of the buildings, streets from their lines and usual widths, green from what
remains.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from energyplan.catalogue import Catalogue
from energyplan.core.columns import texts
from energyplan.core.errors import Fault, nearest, raise_faults
from energyplan.core.notes import Note
from energyplan.geo.roof_form import is_flat
from energyplan.water.remarks import remark

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

REMAINDER_KIND = "green"
"""Row of the table `surfaces` for the ground between roofs and streets."""
FLAT, PITCHED = "roof_flat", "roof_pitched"
"""Rows of the table `surfaces` for the two forms of the table `roof_forms`."""


def derive_surfaces(
    buildings: gpd.GeoDataFrame,
    streets: gpd.GeoDataFrame,
    catalogue: Catalogue,
    *,
    boundary: BaseGeometry | None = None,
) -> gpd.GeoDataFrame:
    """Return the surfaces that buildings and streets let expect.

    Parameters
    ----------
    buildings : geopandas.GeoDataFrame
        Index `building_id`; column `use` where known; footprints.
    streets : geopandas.GeoDataFrame
        Index `street_id`; columns `class` and `surface` where known; lines.
    catalogue : Catalogue
        Tables roof_forms (form by use and footprint), street_widths (width and kind by class), pavements
        (kind by surface).
    boundary : shapely geometry, optional
        The ground inside it that is neither roof nor street is added as one green surface.

    Returns
    -------
    geopandas.GeoDataFrame
        Index `surface_id`; columns kind, area [m²], building_id, street_id, geometry (of streets: the line).

    Raises
    ------
    FaultError
        EP119 if roofs and streets take more than the boundary holds.

    Notes
    -----
    Roofs count by footprint, without eaves. Lines that cross count their crossing twice.
    """
    parts = [_roofs(buildings, catalogue), _streets(streets, catalogue)]
    if boundary is not None:
        parts.append(_remainder(boundary, sum(part["area"].sum() for part in parts), buildings.crs))
    return gpd.GeoDataFrame(pd.concat(parts), geometry="geometry", crs=buildings.crs)


def describe_derivation(surfaces: gpd.GeoDataFrame) -> list[Note]:
    """Return what the report says of surfaces made by :func:`derive_surfaces`."""
    return remark("derived_surfaces", surfaces.index)


def area_by_kind(surfaces: gpd.GeoDataFrame, catalogue: Catalogue) -> pd.Series:
    """Return the area of every surface kind [m²], in the order of the table `surfaces`.

    Parameters
    ----------
    surfaces : geopandas.GeoDataFrame
        Columns kind and, where known, area [m²]; otherwise the area of the geometry.
    catalogue : Catalogue

    Raises
    ------
    FaultError
        EP220 for kinds that the table does not have, EP212 for negative areas, EP211 where there is no area.
    """
    known = catalogue.table("surfaces").index
    area = surfaces.geometry.area
    if "area" in surfaces:
        area = surfaces["area"].astype(float).where(surfaces["area"].notna(), area)
    is_line = surfaces.geometry.geom_type.isin(["LineString", "MultiLineString"])
    faults = [
        Fault("EP220", "surfaces", str(id_), "kind", value=kind, expected=nearest(str(kind), known))
        for id_, kind in surfaces.loc[~surfaces["kind"].isin(known), "kind"].items()
    ]
    faults += [
        Fault("EP212", "surfaces", str(id_), "area", value=v, expected="≥ 0") for id_, v in area[area < 0].items()
    ]
    missing = surfaces.index[is_line & (area == 0) & (surfaces.geometry.length > 0)]
    faults += [Fault("EP211", "surfaces", str(id_), "area", expected="area or polygon") for id_ in missing]
    raise_faults(faults)
    total = area.groupby(surfaces["kind"].astype(str)).sum()
    return total.reindex([kind for kind in known if kind in total.index])


def _roofs(buildings: gpd.GeoDataFrame, catalogue: Catalogue) -> gpd.GeoDataFrame:
    kind = is_flat(buildings, catalogue=catalogue).map({True: FLAT, False: PITCHED})
    return _surfaces("roof", buildings, kind, buildings.geometry.area, "building_id")


def _streets(streets: gpd.GeoDataFrame, catalogue: Catalogue) -> gpd.GeoDataFrame:
    widths = catalogue.table("street_widths")
    street_class = texts(streets, "class", missing="unknown")
    street_class = street_class.where(street_class.isin(widths.index), "unknown")
    by_surface: Mapping[str, str] = catalogue.table("pavements")["surface_kind"].to_dict()
    kind = texts(streets, "surface", missing="unknown").map(by_surface).fillna(street_class.map(widths["surface_kind"]))
    area = streets.geometry.length * street_class.map(widths["width"]).astype(float)
    return _surfaces("street", streets, kind, area, "street_id")


def _remainder(boundary: BaseGeometry, taken: float, crs: object) -> gpd.GeoDataFrame:
    area = boundary.area - taken
    if area < 0:
        expected = f"at least the {taken:.0f} m² of roofs and streets"
        raise_faults([Fault("EP119", "boundary", column="area", value=round(boundary.area), expected=expected)])
    layer = gpd.GeoDataFrame(geometry=[boundary], index=["remainder"], crs=crs)
    kind = pd.Series(REMAINDER_KIND, index=layer.index)
    return _surfaces("ground", layer, kind, pd.Series(area, index=layer.index), "")


def _surfaces(
    prefix: str, layer: gpd.GeoDataFrame, kind: pd.Series, area: pd.Series, id_column: str
) -> gpd.GeoDataFrame:
    """The rows of the result that come from one layer."""
    ids = layer.index.astype(str)
    columns = {
        "kind": kind.to_numpy(),
        "area": area.to_numpy(dtype=float),
        "building_id": "",
        "street_id": "",
    }
    if id_column:
        columns[id_column] = ids.to_numpy()
    index = pd.Index([f"{prefix}-{id_}" for id_ in ids], name="surface_id")
    return gpd.GeoDataFrame(columns, index=index, geometry=np.asarray(layer.geometry), crs=layer.crs)

"""Do the shapes of a layer make sense: reference system, validity, type, place?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from energyplan.core.errors import Fault
from energyplan.core.notes import Note
from energyplan.core.schema import Schema
from energyplan.core.schema.table import MAXIMUM_ROWS_LISTED

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

OVERLAP_SHARE = 0.2
MAXIMUM_DISTANCE_BETWEEN_LAYERS = 50_000.0


def check_crs(layer: gpd.GeoDataFrame, name: str) -> list[Fault]:
    """Return faults of the reference system: missing, or not that of the coordinates."""
    if layer.crs is None:
        return [Fault("EP301", layer=name, value=_extent(layer), expected="EPSG:25832, EPSG:25833, …")]
    if layer.empty or not np.isfinite(layer.total_bounds).all():
        return []
    west, south, east, north = layer.total_bounds
    in_degrees = max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90
    if layer.crs.is_geographic != in_degrees:
        return [Fault("EP302", layer=name, value=_extent(layer), expected=f"coordinates of {layer.crs.to_string()}")]
    if not layer.crs.is_geographic and not _in_area_of_use(layer):
        return [Fault("EP302", layer=name, value=_extent(layer), expected=f"area of use of {layer.crs.to_string()}")]
    return []


def _extent(layer: gpd.GeoDataFrame) -> str:
    return "bounds " + ", ".join(f"{bound:.6g}" for bound in layer.total_bounds)


def _in_area_of_use(layer: gpd.GeoDataFrame) -> bool:
    """Tell whether the centre lies in the area for which the system is made, with 3° to spare."""
    from pyproj import Transformer

    area = layer.crs.area_of_use
    if area is None:
        return True
    west, south, east, north = layer.total_bounds
    transformer = Transformer.from_crs(layer.crs, "EPSG:4326", always_xy=True)
    longitude, latitude = transformer.transform((west + east) / 2, (south + north) / 2)
    if not np.isfinite([longitude, latitude]).all():
        return False
    return bool(area.west - 3 <= longitude <= area.east + 3 and area.south - 3 <= latitude <= area.north + 3)


def to_metric(layer: gpd.GeoDataFrame, name: str, crs: str | None) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Return the layer in `crs`, or in the UTM zone of its centre if it is geographic and `crs` is None."""
    if crs is None and not layer.crs.is_geographic:
        return layer, []
    target = layer.estimate_utm_crs() if crs is None else crs
    if layer.crs == target:
        return layer, []
    moved = layer.to_crs(target)
    old, new = layer.crs.to_string(), moved.crs.to_string()
    return moved, [
        Note("io", "reprojected", f"Layer {name} reprojected from {old} to {new}.",
             f"Layer {name} von {old} nach {new} umgerechnet.", len(moved))
    ]  # fmt: skip


def check_shapes(layer: gpd.GeoDataFrame, schema: Schema) -> list[Fault]:
    """Return the faults of single geometries: empty, invalid, wrong type."""
    import shapely

    shapes = layer.geometry
    empty = shapes.isna() | shapes.is_empty
    invalid = ~empty & ~shapes.is_valid
    wrong = ~empty & ~shapes.geom_type.isin(schema.geometry)
    reasons = dict(zip(layer.index[invalid], shapely.is_valid_reason(shapes[invalid].to_numpy()), strict=True))
    types = shapes.geom_type
    return [
        *_rows(schema.name, "EP308", layer.index[empty], {}, "a geometry"),
        *_rows(schema.name, "EP307", layer.index[invalid], reasons, "valid geometry"),
        *_rows(schema.name, "EP310", layer.index[wrong], types.to_dict(), " | ".join(schema.geometry)),
    ]


def _rows(layer: str, code: str, ids: pd.Index, found: dict[object, str], expected: str) -> Iterator[Fault]:
    more = f" (and {len(ids) - MAXIMUM_ROWS_LISTED} more rows)" if len(ids) > MAXIMUM_ROWS_LISTED else ""
    for row in ids[:MAXIMUM_ROWS_LISTED]:
        yield Fault(code, layer=layer, row=str(row), column="geometry", value=found.get(row), expected=expected + more)


def check_overlaps(buildings: gpd.GeoDataFrame) -> list[Fault]:
    """Return pairs of buildings that share more than 20 % of the smaller one: their heat would count twice."""
    import shapely

    shapes = buildings.geometry.to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    keep = left < right
    left, right = left[keep], right[keep]
    shared = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    smaller = np.minimum(shapely.area(shapes[left]), shapely.area(shapes[right]))
    share = np.divide(shared, smaller, out=np.zeros_like(shared), where=smaller > 0)
    found = np.flatnonzero(share > OVERLAP_SHARE)
    more = f" (and {len(found) - MAXIMUM_ROWS_LISTED} more pairs)" if len(found) > MAXIMUM_ROWS_LISTED else ""
    ids = buildings.index
    return [
        Fault("EP309", layer="buildings", row=f"{ids[left[pair]]} + {ids[right[pair]]}", value=f"{share[pair]:.0%}",
              expected=f"≤ {OVERLAP_SHARE:.0%}{more}", warning=share[pair] < 0.99)
        for pair in found[:MAXIMUM_ROWS_LISTED]
    ]  # fmt: skip


def check_places(layers: dict[str, gpd.GeoDataFrame]) -> list[Fault]:
    """Return layers that lie far from the buildings: most often a wrong reference system."""
    home = layers["buildings"].total_bounds
    faults = []
    for name, layer in layers.items():
        if "geometry" not in layer or layer.empty:
            continue
        bounds = layer.total_bounds
        gap = max(bounds[0] - home[2], home[0] - bounds[2], bounds[1] - home[3], home[1] - bounds[3], 0.0)
        if gap > MAXIMUM_DISTANCE_BETWEEN_LAYERS:
            limit = f"≤ {MAXIMUM_DISTANCE_BETWEEN_LAYERS / 1000:g} km from the buildings"
            faults.append(Fault("EP311", layer=name, value=f"{gap / 1000:.0f} km", expected=limit))
    return faults

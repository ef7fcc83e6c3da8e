"""Do the shapes of a layer make sense: validity, type, size, place, overlap?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from energyplan.core.errors import Fault
from energyplan.core.messages import phrase
from energyplan.core.notes import Note
from energyplan.core.schema import LAYERS, Schema
from energyplan.core.schema.table import MAXIMUM_ROWS_LISTED, row_names
from energyplan.core.vocabulary import quantity
from energyplan.io.crs import is_abroad, middle, place_of

if TYPE_CHECKING:
    import geopandas as gpd

OVERLAP_SHARE = 0.2
SAME_SHARE = 0.99
MAXIMUM_DISTANCE = 50_000.0  # of a layer from the buildings, of a building from their middle [m]
SMALLEST_FOOTPRINT = 1.0  # [m2]
_ROWS_AT_ONCE = 200
_PAIRS_ENOUGH = 10_000
_SINGLE = {"Polygon": "MultiPolygon", "LineString": "MultiLineString"}


def normalise(layer: gpd.GeoDataFrame, schema: Schema) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Return the layer with collections of one kind of shape as what they are; the rows concerned are counted."""
    import shapely

    shapes = layer.geometry.to_numpy().copy()
    changed = 0
    for index, shape in enumerate(shapes):
        if shape is not None and shape.geom_type in ("GeometryCollection", "MultiPoint") and not shape.is_empty:
            parts = shapely.get_parts(shapely.get_parts(shape))
            kinds = {part.geom_type for part in parts}
            kind = kinds.pop() if len(kinds) == 1 else ""
            if kind in schema.geometry and (len(parts) == 1 or kind in _SINGLE):
                together = {"Polygon": shapely.multipolygons, "LineString": shapely.multilinestrings}
                shapes[index] = parts[0] if len(parts) == 1 else together[kind](parts)
                changed += 1
    if not changed:
        return layer, []
    note = Note(
        "io", "normalised", f"Layer {schema.name}: {changed} collections of shapes read as simple shapes.",
        f"Layer {schema.name}: {changed} Sammlungen von Formen als einfache Formen gelesen.", changed,
    )  # fmt: skip
    return layer.set_geometry(shapes, crs=layer.crs), [note]


def check_shapes(layer: gpd.GeoDataFrame, schema: Schema) -> list[Fault]:
    """Return the faults of single geometries: empty, invalid, wrong type."""
    import shapely

    shapes = layer.geometry.to_numpy()
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    invalid = ~empty & ~shapely.is_valid(shapes)
    types = layer.geometry.geom_type.to_numpy()
    wrong = ~empty & ~np.isin(types, schema.geometry)
    reasons = np.full(len(shapes), None, dtype=object)
    reasons[invalid] = shapely.is_valid_reason(shapes[invalid])
    return [
        *_rows(layer, schema.name, "EP308", empty, None, phrase("a_geometry")),
        *_rows(layer, schema.name, "EP307", invalid, reasons, phrase("valid_geometry")),
        *_rows(layer, schema.name, "EP310", wrong, types, " | ".join(schema.geometry)),
    ]


def _rows(
    layer: gpd.GeoDataFrame,
    name: str,
    code: str,
    wrong: np.ndarray,
    found: Any,
    expected: str,
    *,
    warning: bool = False,
) -> Iterator[Fault]:
    positions = np.flatnonzero(wrong)
    if not len(positions):
        return
    rest = len(positions) - MAXIMUM_ROWS_LISTED
    names = row_names(layer.index)
    for number, position in enumerate(positions[:MAXIMUM_ROWS_LISTED], start=1):
        more = phrase("more_rows", count=rest) if rest > 0 and number == MAXIMUM_ROWS_LISTED else ""
        value = None if found is None else found[position]
        yield Fault(
            code,
            layer=name,
            row=names[position],
            column="geometry",
            value=value,
            expected=expected + more,
            warning=warning,
        )


def check_buildings(buildings: gpd.GeoDataFrame) -> list[Fault]:
    """Return buildings too large or far too small for one, and those that lie far from the others."""
    areas = buildings.geometry.area.to_numpy()
    largest = quantity("footprint_area").upper
    shown = [f"{area:.6g} m²" for area in areas]
    at_most, at_least = phrase("area_at_most", area=f"{largest:g}"), phrase("area_at_least", area=SMALLEST_FOOTPRINT)
    return [
        *_rows(buildings, "buildings", "EP212", areas > largest, shown, at_most),
        *_rows(buildings, "buildings", "EP212", areas < SMALLEST_FOOTPRINT, shown, at_least, warning=True),
        *_check_stray(buildings),
    ]


def _check_stray(buildings: gpd.GeoDataFrame) -> Iterator[Fault]:
    centre = middle(buildings)
    if centre is None:
        return
    gaps = _gaps(buildings, (*centre, *centre))
    distances = [f"{gap / 1000:.0f} km" for gap in gaps]
    limit = phrase("near_the_rest", distance=f"{MAXIMUM_DISTANCE / 1000:g}")
    yield from _rows(buildings, "buildings", "EP311", gaps > MAXIMUM_DISTANCE, distances, limit)


def _gaps(layer: gpd.GeoDataFrame, home: tuple[float, float, float, float]) -> np.ndarray:
    """Return by how far [m] the box of each row lies outside of a box, along the worse axis."""
    bounds = layer.geometry.bounds.to_numpy()
    sides = [bounds[:, 0] - home[2], home[0] - bounds[:, 2], bounds[:, 1] - home[3], home[1] - bounds[:, 3]]
    gaps: np.ndarray = np.maximum.reduce([*sides, np.zeros(len(bounds))])
    return np.where(np.isnan(gaps), np.inf, gaps)


def check_overlaps(buildings: gpd.GeoDataFrame) -> list[Fault]:
    """Return pairs of buildings that share more than 20 % of the smaller one: their heat would count twice."""
    shapes = buildings.geometry.to_numpy()
    distinct, same = _distinct(shapes)
    overlapping = [(distinct[left], distinct[right], share) for left, right, share in _overlapping(shapes[distinct])]
    pairs = sorted([*same, *overlapping], key=lambda pair: -pair[2])
    rest = len(pairs) - MAXIMUM_ROWS_LISTED
    expected = f"≤ {OVERLAP_SHARE:.0%}" + (phrase("more_pairs", count=rest) if rest > 0 else "")
    return [
        Fault("EP309", layer="buildings", row=f"{buildings.index[left]} + {buildings.index[right]}", value=f"{share:.0%}",
              expected=expected, warning=share < SAME_SHARE)
        for left, right, share in pairs[:MAXIMUM_ROWS_LISTED]
    ]  # fmt: skip


def _distinct(shapes: np.ndarray) -> tuple[list[int], list[tuple[int, int, float]]]:
    """Return the first of every shape, and every further one paired with it."""
    import shapely

    first: dict[bytes, int] = {}
    same = []
    for position, key in enumerate(shapely.to_wkb(shapely.normalize(shapes))):
        if first.setdefault(key, position) != position:
            same.append((first[key], position, 1.0))
    return list(first.values()), same


def _overlapping(shapes: np.ndarray) -> list[tuple[int, int, float]]:
    """Pair shapes that overlap; a pile of them is counted to ten thousand, no further."""
    import shapely

    tree, areas = shapely.STRtree(shapes), shapely.area(shapes)
    pairs: list[tuple[int, int, float]] = []
    for start in range(0, len(shapes), _ROWS_AT_ONCE):
        left, right = tree.query(shapes[start : start + _ROWS_AT_ONCE], predicate="intersects")
        keep = left + start < right
        left, right = (left + start)[keep][:_PAIRS_ENOUGH], right[keep][:_PAIRS_ENOUGH]
        shared = shapely.area(shapely.intersection(shapes[left], shapes[right]))
        smaller = np.minimum(areas[left], areas[right])
        share = np.divide(shared, smaller, out=np.zeros_like(shared), where=smaller > 0)
        pairs += [
            (int(left[pair]), int(right[pair]), float(share[pair])) for pair in np.flatnonzero(share > OVERLAP_SHARE)
        ]
        if len(pairs) >= _PAIRS_ENOUGH:
            break
    return pairs


def check_places(layers: dict[str, gpd.GeoDataFrame]) -> list[Fault]:
    """Return layers that lie far from the buildings, most often in a wrong reference system, and a town abroad."""
    buildings = layers["buildings"]
    centre = middle(buildings)
    if centre is None:
        return []
    near = buildings[_gaps(buildings, (*centre, *centre)) <= MAXIMUM_DISTANCE]
    home = tuple(near.total_bounds)
    faults = []
    for name, layer in layers.items():
        gap = float(_gaps(layer, home).min()) if name != "buildings" and LAYERS[name].geometry else 0.0
        if gap > MAXIMUM_DISTANCE:
            limit = phrase("near_buildings", distance=f"{MAXIMUM_DISTANCE / 1000:g}")
            faults.append(Fault("EP311", layer=name, value=f"{gap / 1000:.0f} km", expected=limit))
    if is_abroad(buildings.crs, *centre):
        faults.append(Fault("EP311", layer="buildings", value=_position(buildings, centre),
                            expected=phrase("in_germany"), warning=True))  # fmt: skip
    return faults


def _position(layer: gpd.GeoDataFrame, point: tuple[float, float]) -> str | None:
    place = place_of(layer.crs, *point)
    return place and phrase("position", longitude=f"{place[0]:.3f}", latitude=f"{place[1]:.3f}")

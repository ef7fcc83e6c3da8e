"""Do the coordinates of a layer fit its reference system, and can areas and lengths be measured in it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from energyplan.core.errors import Fault
from energyplan.core.messages import Said, phrase
from energyplan.core.notes import Note

if TYPE_CHECKING:
    import geopandas as gpd
    from pyproj import CRS

GERMANY = (5.5, 47.0, 15.5, 55.3)  # west, south, east, north [deg]
MARGIN = 3.0  # beyond the area of use of a system [deg]
REGIONAL = 60.0  # width of the area of use up to which a system tells where a place is [deg]
MAXIMUM_SCALE_ERROR = 0.0025
_USUAL = (
    "EPSG:25832", "EPSG:25833", "EPSG:4647", "EPSG:5650", "EPSG:31466", "EPSG:31467", "EPSG:31468", "EPSG:31469",
    "EPSG:3857", "EPSG:3035", "EPSG:4326",
)  # fmt: skip
_WITH_ZONE = {32: "EPSG:4647", 33: "EPSG:5650"}


def check_crs(layer: gpd.GeoDataFrame, name: str) -> list[Fault]:
    """Return faults of the reference system: missing, no map system, or not that of the coordinates.

    Parameters
    ----------
    layer : GeoDataFrame
    name : str

    Returns
    -------
    list of Fault
        EP301 missing, EP303 neither geographic nor projected, EP304 zone number in front of the eastings, EP305 axes
        swapped, EP302 another system. The middle of the layer decides, so that one stray row does not.
    """
    centre = middle(layer)
    if centre is None:
        return [] if layer.crs is not None else [Fault("EP301", layer=name, expected=phrase("an_epsg_code"))]
    if layer.crs is None:
        return [Fault("EP301", layer=name, value=_bounds(layer), expected=_candidates(*centre))]
    if not (layer.crs.is_geographic or layer.crs.is_projected):
        found = layer.crs.name
        return [Fault("EP303", layer=name, value=found, expected=phrase("metric_crs"))]
    at_home = _is_regional(layer.crs) and _in_area_of_use(layer.crs, *centre, 0.0)
    if at_home or _in_germany(place_of(layer.crs, *centre)):
        return []
    code, expected = _meant(layer.crs, *centre)
    if not code and _in_area_of_use(layer.crs, *centre):
        return []
    allowed = expected or phrase("area_of_use", crs=_name(layer.crs))
    return [Fault(code or "EP302", layer=name, value=_bounds(layer), expected=allowed)]


def middle(layer: gpd.GeoDataFrame) -> tuple[float, float] | None:
    """Return the median of the middles of all rows, or None if no row has a place."""
    bounds = layer.geometry.bounds.to_numpy()
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return None
    west, south, east, north = np.median(bounds, axis=0)
    return float(west + east) / 2, float(south + north) / 2


def place_of(crs: Any, x: float, y: float) -> tuple[float, float] | None:
    """Return longitude and latitude [deg] of a point, or None where the system has no such point."""
    from pyproj import Transformer
    from pyproj.exceptions import ProjError

    try:
        longitude, latitude = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(x, y)
    except ProjError:
        return None
    on_earth = np.isfinite([longitude, latitude]).all() and abs(longitude) <= 360 and abs(latitude) <= 90
    return (float(longitude), float(latitude)) if on_earth else None


def _in_germany(place: tuple[float, float] | None) -> bool:
    west, south, east, north = GERMANY
    return place is not None and west <= place[0] <= east and south <= place[1] <= north


def is_abroad(crs: CRS, x: float, y: float) -> bool:
    """Tell whether a point lies outside Germany, for which catalogue and weather are made."""
    return not _in_germany(place_of(crs, x, y))


def _is_regional(crs: CRS) -> bool:
    return crs.area_of_use is not None and crs.area_of_use.east - crs.area_of_use.west <= REGIONAL


def _in_area_of_use(crs: CRS, x: float, y: float, margin: float = MARGIN) -> bool:
    """Tell whether the point lies in the area for which the system is made, with a margin [deg]."""
    place, area = place_of(crs, x, y), crs.area_of_use
    if place is None or area is None:
        return place is not None
    longitude, latitude = place
    return bool(
        area.west - margin <= longitude <= area.east + margin and area.south - margin <= latitude <= area.north + margin
    )


def _meant(crs: CRS, x: float, y: float) -> tuple[str, str]:
    """Return the fault that explains coordinates outside Germany best, and what would be right; "" if none does."""
    if _in_germany(place_of(crs, y, x)):
        return "EP305", phrase("axis_order", crs=_name(crs))
    zone = int(x // 1e6)
    if crs.is_projected and zone in _WITH_ZONE and _in_germany(place_of(_WITH_ZONE[zone], x, y)):
        return "EP304", _WITH_ZONE[zone]
    candidates = _candidates(x, y)
    return ("EP302", candidates) if candidates else ("", "")


def _candidates(x: float, y: float) -> str:
    """Return the usual systems in which the point lies in Germany."""
    names = [name for name in _USUAL if _in_germany(place_of(name, x, y))]
    return phrase("candidates", names=", ".join(names)) if names else ""


def _bounds(layer: gpd.GeoDataFrame) -> Said:
    west, south, east, north = (f"{bound:.8g}" for bound in layer.total_bounds)
    return phrase("bounds", west=west, south=south, east=east, north=north)


def _name(crs: Any) -> str:
    text = crs.to_string()
    return text if len(text) <= 60 else crs.name


def is_true_to_scale(crs: Any, x: float, y: float) -> bool:
    """Tell whether a unit of the system is a metre at this place, to 0.25 %, in both directions.

    Web Mercator, for instance, is not: in Germany its metre is 0.6 m.
    """
    from pyproj import Geod

    west, east = place_of(crs, x - 500, y), place_of(crs, x + 500, y)
    south, north = place_of(crs, x, y - 500), place_of(crs, x, y + 500)
    if west is None or east is None or south is None or north is None:
        return False
    geod = Geod(ellps="GRS80")
    lengths = [geod.inv(*west, *east)[2], geod.inv(*south, *north)[2]]
    return max(abs(length / 1000 - 1) for length in lengths) <= MAXIMUM_SCALE_ERROR


def check_target(crs: str, buildings: gpd.GeoDataFrame) -> str:
    """Return "" if lengths can be measured in `crs` at the place of the buildings, else what is expected."""
    from pyproj import CRS, Transformer

    target = CRS.from_user_input(crs)
    centre = middle(buildings)
    if not target.is_projected or centre is None:
        return phrase("metric_crs")
    x, y = Transformer.from_crs(buildings.crs, target, always_xy=True).transform(*centre)
    # a transverse projection is true to scale on the far side of the earth, too
    fits = np.isfinite([x, y]).all() and is_true_to_scale(target, x, y) and _in_area_of_use(target, x, y, 2 * MARGIN)
    return "" if fits else phrase("metric_crs")


def to_metric(layer: gpd.GeoDataFrame, name: str, crs: str | None) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Return the layer in `crs`; without one as it is if lengths can be measured in it, else in UTM."""
    if crs is None:
        centre = middle(layer)
        if layer.crs.is_projected and centre is not None and is_true_to_scale(layer.crs, *centre):
            return layer, []
    target = layer.estimate_utm_crs() if crs is None else crs
    if layer.crs == target:
        return layer, []
    moved = layer.to_crs(target)
    return moved, [_note(layer, moved, name)]


def _note(layer: gpd.GeoDataFrame, moved: gpd.GeoDataFrame, name: str) -> Note:
    """Say from where to where, and how exactly if worse than a metre (Gauß-Krüger without a grid)."""
    from pyproj import Transformer

    old, new = _name(layer.crs), _name(moved.crs)
    accuracy = Transformer.from_crs(layer.crs, moved.crs).accuracy
    coarse = f" (± {accuracy:g} m)" if accuracy > 1 else ""
    return Note(
        "io", "reprojected", f"Layer {name} reprojected from {old} to {new}{coarse}.",
        f"Layer {name} von {old} nach {new} umgerechnet{coarse}.", len(moved),
    )  # fmt: skip

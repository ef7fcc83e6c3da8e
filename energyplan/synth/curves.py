"""How do lines drawn with a ruler become lines of a landscape?

Closed curves with a wobble, arcs, cuts through a polygon, and a smooth bending of the whole plane. The bending is a
sum of waves whose slope stays below one, so that it maps different points to different points: what did not cross
before does not cross after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

STEP = 8.0
ROUNDED = 0.01


@dataclass(frozen=True)
class Bending:
    """A smooth displacement of the plane: shift_i · sin(wave_i · (x, y) + phase_i), summed."""

    waves: np.ndarray
    shifts: np.ndarray
    phases: np.ndarray

    def move(self, points: np.ndarray) -> np.ndarray:
        """Return the points (n, 2) [m] where the bent plane has them."""
        angles = points @ self.waves.T + self.phases
        moved: np.ndarray = points + np.sin(angles) @ self.shifts
        return moved

    def bend(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the geometry bent, with a vertex at least every 8 m, rounded to 1 cm."""
        dense = shapely.segmentize(geometry, STEP)
        bent = shapely.transform(dense, self.move)
        return shapely.transform(shapely.simplify(bent, 0.12), lambda points: np.round(points / ROUNDED) * ROUNDED)


def draw_bending(waves: list[list[float]], rng: np.random.Generator) -> Bending:
    """Return a bending with random directions; each entry of `waves` is a wavelength and a shift [m]."""
    directions = rng.uniform(0, 2 * np.pi, 2 * len(waves))
    lengths = np.repeat([wave for wave, _ in waves], 2)
    shifts = np.repeat([shift for _, shift in waves], 2) / np.sqrt(2)
    across = directions + np.pi / 2 + rng.normal(0, 0.3, len(directions))
    return Bending(
        waves=(2 * np.pi / lengths)[:, None] * unit(directions),
        shifts=shifts[:, None] * unit(across),
        phases=rng.uniform(0, 2 * np.pi, len(directions)),
    )


def unit(angle: float | np.ndarray) -> np.ndarray:
    """Return the unit vector of an angle, or one row per angle."""
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


def closed_curve(radius: float, wobble: float, rng: np.random.Generator) -> Polygon:
    """Return a rounded irregular outline around the origin."""
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    orders = np.arange(2, 6)
    amplitude = wobble * rng.uniform(0.4, 1, len(orders)) / np.sqrt(orders)
    waves = amplitude * np.cos(angle[:, None] * orders + rng.uniform(0, 2 * np.pi, len(orders)))
    return Polygon(radius * (1 + waves.sum(axis=1))[:, None] * unit(angle))


def axes(polygon: Polygon) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, float]:
    """Return centre, long axis, short axis (unit vectors), length and width [m] of the narrowest box around it."""
    box = np.asarray(polygon.minimum_rotated_rectangle.exterior.coords)
    first, second = box[1] - box[0], box[2] - box[1]
    if np.linalg.norm(first) < np.linalg.norm(second):
        first, second = second, first
    length, width = float(np.linalg.norm(first)), float(np.linalg.norm(second))
    return box[:4].mean(axis=0), first / length, second / width, length, width


def arc(start: np.ndarray, end: np.ndarray, rise: float, *, pieces: int = 8) -> LineString:
    """Return a parabola from `start` to `end` that rises by `rise` [m] to the left of the chord at its middle."""
    t = np.linspace(0, 1, pieces + 1)[:, None]
    chord = end - start
    left = np.array([-chord[1], chord[0]]) / np.linalg.norm(chord)
    return LineString(start + t * chord + 4 * rise * t * (1 - t) * left)


def _bowed(place: np.ndarray, direction: np.ndarray, reach: float, bend: float) -> LineString:
    """Return a parabola through `place`; a chord of length w about it has the rise bend · w² / 4 [m]."""
    t = np.linspace(-reach, reach, 25)[:, None]
    return LineString(place + t * direction + bend * t**2 * np.array([-direction[1], direction[0]]))


def _longer(line: LineString, by: float = 0.05) -> LineString:
    """Return the line with both ends drawn out a little, so that it surely reaches what it was cut from."""
    points = np.asarray(line.coords).copy()
    for end, inner in ((0, 1), (-1, -2)):
        points[end] += by * (points[end] - points[inner]) / np.linalg.norm(points[end] - points[inner])
    return LineString(points)


def lines_of(geometry: BaseGeometry) -> list[LineString]:
    """Return the lines of any geometry, longest first."""
    parts = [part for part in shapely.get_parts(geometry).tolist() if isinstance(part, LineString) and part.length > 0]
    return sorted(parts, key=lambda part: (-round(part.length, 3), part.coords[0]))


def polygons_of(geometry: BaseGeometry, *, least: float = 0.0) -> list[Polygon]:
    """Return the polygons of any geometry that are larger than `least` [m²], in the order of their centres."""
    parts = [part for part in shapely.get_parts(geometry).tolist() if isinstance(part, Polygon) and part.area > least]
    return sorted(parts, key=lambda part: (round(part.centroid.x, 2), round(part.centroid.y, 2)))


def faces(lines: list[LineString], *, least: float) -> list[Polygon]:
    """Return the polygons that the lines enclose, noded on a grid of 1 cm."""
    noded = shapely.unary_union(MultiLineString(lines), grid_size=ROUNDED)
    return polygons_of(shapely.polygonize(shapely.get_parts(noded)), least=least)


def divide(
    polygon: Polygon, fabric: BaseGeometry, target: float, rng: np.random.Generator, *, tilt: float, rise: float
) -> tuple[list[LineString], list[Polygon]]:
    """Divide a polygon by cuts until its parts are about `target` [m²] large.

    Parameters
    ----------
    polygon : Polygon
    fabric : geometry
        The streets that are there; every cut begins or ends on one of them or on an earlier cut.
    target : float
    rng : numpy.random.Generator
    tilt : float
        Standard deviation of a cut's angle from the short axis of its part [rad].
    rise : float
        Highest bow of a cut as a share of its length.

    Returns
    -------
    tuple
        The cuts and the parts.
    """
    cuts: list[LineString] = []
    parts: list[Polygon] = []
    waiting = [polygon]
    while waiting:
        part = waiting.pop()
        found = _cut(part, fabric, rng, tilt=tilt, rise=rise) if part.area > target * rng.uniform(1.15, 1.7) else None
        if found is None:
            parts.append(part)
            continue
        cuts.append(found[0])
        waiting += found[1]
        fabric = shapely.union(fabric, found[0])
    return cuts, parts


def _cut(
    polygon: Polygon, fabric: BaseGeometry, rng: np.random.Generator, *, tilt: float, rise: float
) -> tuple[LineString, list[Polygon]] | None:
    """Return a cut with its two parts; None if no try leaves two whole parts.

    Of the tries the one is taken whose ends keep the farthest from the polygon's corners, so that crossings stay
    apart. Cuts along the short axis come first, those along the long one if the others hang in the air.
    """
    frame = axes(polygon)
    corners = shapely.MultiPoint(shapely.simplify(polygon, 2.0).exterior.coords)
    for across in (True, False):
        tries = [
            _try_cut(polygon, frame, fabric, across, rng.normal(0, tilt), rng.uniform(-rise, rise), rng)
            for _ in range(5)
        ]
        found = [(line, parts) for line, parts in tries if line is not None]
        if found:
            clearances = [
                min(corners.distance(shapely.Point(line.coords[end])) for end in (0, -1)) for line, _ in found
            ]
            return found[int(np.argmax(clearances))]
    return None


def _try_cut(
    polygon: Polygon, frame: tuple[np.ndarray, np.ndarray, np.ndarray, float, float], fabric: BaseGeometry,
    across: bool, turn: float, rise: float, rng: np.random.Generator,
) -> tuple[LineString | None, list[Polygon]]:  # fmt: skip
    from shapely.ops import split

    centre, long, short, length, width = frame
    if not across:
        long, short, length, width = short, long, width, length
    place = centre + long * length * rng.uniform(-0.12, 0.12)
    line = _bowed(place, np.cos(turn) * short + np.sin(turn) * long, width + length, 4 * rise / width)
    inside = lines_of(line.intersection(polygon))
    if not inside or not any(fabric.distance(shapely.Point(inside[0].coords[end])) < 0.5 for end in (0, -1)):
        return None, []
    parts = polygons_of(split(polygon, _longer(inside[0])))
    whole = len(parts) == 2 and min(part.area for part in parts) > 0.2 * polygon.area
    return (inside[0], parts) if whole else (None, [])

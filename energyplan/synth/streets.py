"""Which streets open up a quarter?

Two manners: blocks halved again and again (old suburbs, estates of blocks, industry), or residential streets that
run side by side through the quarter, bowed alike, with links between them and dead ends (houses of the last century).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.affinity import affine_transform
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from energyplan.synth.curves import axes, divide, lines_of
from energyplan.synth.plan import Plan, Quarter, Street

SHORTEST = 42.0
STUB = (26.0, 34.0)


def local_streets(plan: Plan, numbers: Mapping[str, Any], rng: np.random.Generator) -> list[Street]:
    """Return the streets inside all quarters of the plan."""
    drawn = shapely.union_all([street.line for street in plan.streets])
    return [street for quarter in plan.quarters for street in _quarter_streets(quarter, drawn, numbers, rng)]


def _quarter_streets(
    quarter: Quarter, drawn: BaseGeometry, numbers: Mapping[str, Any], rng: np.random.Generator
) -> list[Street]:
    district = numbers["districts"][quarter.district]
    edge = drawn.intersection(quarter.outline.buffer(1.0))
    if district["pattern"] == "irregular":
        lines, _ = divide(quarter.outline, edge, district["block"], rng, tilt=0.13, rise=0.05)
    else:
        lines = parallel_streets(quarter.outline, edge, district, rng)
    return [Street(line, district["street"], quarter.district) for line in lines]


def parallel_streets(
    outline: Polygon, edge: BaseGeometry, district: Mapping[str, Any], rng: np.random.Generator
) -> list[LineString]:
    """Return residential streets through a quarter and the links between them.

    Parameters
    ----------
    outline : Polygon
    edge : geometry
        Streets along the outline; elsewhere the quarter is open to fields or water.
    district : mapping
        `spacing` between streets, `links` between links [m], `dead_ends` share of street ends.
    rng : numpy.random.Generator
    """
    frame = _Frame.of(outline, rng)
    flat, edge = frame.into(outline), frame.into(edge)
    lower, upper = flat.bounds[1], flat.bounds[3]
    open_low, open_high = _is_open(flat, edge, low=True), _is_open(flat, edge, low=False)
    heights = _rows(lower, upper, district["spacing"], open_low, open_high, rng)
    bow = rng.uniform(-1, 1) * min(0.22 * (upper - lower), 0.1 * (flat.bounds[2] - flat.bounds[0]))
    rows = [_row(flat, height, bow) for height in heights]
    streets = [
        _end(piece, edge, district["dead_ends"], rng) for row in rows for piece in lines_of(row.intersection(flat))
    ]
    streets = [street for street in streets if street is not None]
    bounds = [*([] if open_low else [lower - 30]), *heights, *([] if open_high else [upper + 30])]
    links = _links(flat, edge, streets, bounds, bow, district["links"], rng)
    return [frame.back(line) for line in [*streets, *links]]


class _Frame:
    """Coordinates of a quarter: its long axis lies along x."""

    def __init__(self, forward: list[float], backward: list[float]):
        self.forward, self.backward = forward, backward

    @classmethod
    def of(cls, outline: Polygon, rng: np.random.Generator) -> _Frame:
        centre, along, _, _, _ = axes(outline)
        angle = np.arctan2(along[1], along[0]) + rng.normal(0, 0.09)
        c, s = np.cos(angle), np.sin(angle)
        x, y = centre
        return cls([c, s, -s, c, -c * x - s * y, s * x - c * y], [c, -s, s, c, x, y])

    def into(self, geometry: Any) -> Any:
        return affine_transform(geometry, self.forward)

    def back(self, geometry: Any) -> Any:
        return affine_transform(geometry, self.backward)


def _is_open(flat: Polygon, edge: BaseGeometry, *, low: bool) -> bool:
    """Tell whether the lower (or upper) side of the quarter has no street for the most part."""
    ring = flat.exterior
    points = shapely.line_interpolate_point(ring, np.linspace(0, ring.length, 80))
    heights = shapely.get_y(points)
    lower, upper = flat.bounds[1], flat.bounds[3]
    fifth = 0.22 * (upper - lower)
    side = points[heights < lower + fifth] if low else points[heights > upper - fifth]
    return bool(len(side) == 0 or (shapely.distance(side, edge) < 2).mean() < 0.5)


def _rows(
    lower: float, upper: float, spacing: float, open_low: bool, open_high: bool, rng: np.random.Generator
) -> list[float]:
    """Return the heights of the streets: a whole spacing from a street, half a one from open land."""
    ends = np.array([0.55 if open_low else 1.0, 0.55 if open_high else 1.0])
    count = max(1, round((upper - lower) / spacing - ends.sum()) + 1)
    step = (upper - lower) / (ends.sum() + count - 1)
    heights = lower + step * (ends[0] + np.arange(count))
    return [float(height) for height in heights + rng.uniform(-0.07, 0.07, count) * step]


def _row(flat: Polygon, height: float, bow: float) -> LineString:
    x = np.linspace(flat.bounds[0] - 5, flat.bounds[2] + 5, 15)
    return LineString(np.column_stack([x, _height_at(x, height, bow, flat)]))


def _height_at(x: np.ndarray, height: float, bow: float, flat: Polygon) -> np.ndarray:
    left, right = flat.bounds[0], flat.bounds[2]
    share = (x - left) / (right - left)
    curve: np.ndarray = height + bow * (4 * share * (1 - share) - 0.67)
    return curve


def _end(piece: LineString, edge: BaseGeometry, dead_ends: float, rng: np.random.Generator) -> LineString | None:
    """Return the street with its ends cut back from fields, and sometimes at one end from a street (a dead end)."""
    tied = [edge.distance(Point(piece.coords[end])) < 1.0 for end in (0, -1)]
    back = [0.0 if bound else float(rng.uniform(12, 20)) for bound in tied]
    if all(tied) and rng.random() < dead_ends and piece.length > 85:
        back[int(rng.integers(2))] = float(rng.uniform(*STUB))
    if piece.length - sum(back) < SHORTEST:
        return None
    return shapely.ops.substring(piece, back[0], piece.length - back[1])


def _links(
    flat: Polygon, edge: BaseGeometry, streets: list[LineString], heights: list[float], bow: float, spacing: float,
    rng: np.random.Generator,
) -> list[LineString]:  # fmt: skip
    """Return short streets between neighbouring rows; those that would hang in the air are left out."""
    fabric = shapely.union_all([*streets, edge])
    links = []
    for low, high in pairwise(heights):
        left, right = flat.bounds[0], flat.bounds[2]
        for x in _stations(left, right, spacing, rng):
            foot = np.array([x, x + rng.normal(0, 5)])
            ends = np.array([_height_at(foot[:1], low, bow, flat)[0], _height_at(foot[1:], high, bow, flat)[0]])
            pieces = lines_of(LineString(np.column_stack([foot, ends])).intersection(flat))
            if pieces and _is_tied(pieces[0], fabric) and 25 < pieces[0].length < 140:
                links.append(pieces[0])
    return links


def _stations(left: float, right: float, spacing: float, rng: np.random.Generator) -> np.ndarray:
    steps = spacing * rng.uniform(0.75, 1.3, int((right - left) / spacing) + 2)
    places = left + np.cumsum(steps) - spacing * rng.uniform(0.1, 0.7)
    found: np.ndarray = places[(places > left + 25) & (places < right - 25)]
    return found


def _is_tied(line: LineString, fabric: BaseGeometry) -> bool:
    return all(fabric.distance(Point(line.coords[end])) < 0.3 for end in (0, -1))

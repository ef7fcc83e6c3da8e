"""Where along a line does a point lie, and how is the line cut there?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely

DECIMALS = 3
GRID = 10.0**-DECIMALS
"""Coordinates of the street graph are whole millimetres, so that ends that meet are equal numbers [m]."""


def on_grid(points: np.ndarray) -> np.ndarray:
    """Return coordinates rounded to whole millimetres."""
    return np.round(points, DECIMALS)


def cut_line(line: shapely.LineString, positions: Sequence[float]) -> list[shapely.LineString]:
    """Cut a line at positions along it.

    Parameters
    ----------
    line : shapely.LineString
    positions : sequence of float
        Distances from the start [m], in any order; those at or beyond the ends are ignored.

    Returns
    -------
    list of shapely.LineString
        The parts in the direction of the line; each starts exactly where the one before ends.

    Examples
    --------
    >>> [part.length for part in cut_line(shapely.LineString([(0, 0), (6, 0), (10, 0)]), [7.0, 2.0])]
    [2.0, 5.0, 3.0]
    """
    coordinates = shapely.get_coordinates(line)
    reached = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(coordinates, axis=0).T))])
    cuts = sorted({float(p) for p in positions if GRID < p < reached[-1] - GRID})
    parts, start, first = [], coordinates[0], 1
    for cut in cuts:
        last = int(np.searchsorted(reached, cut))
        point = on_grid(_interpolate(coordinates, reached, cut))
        parts.append(_line([start, *coordinates[first:last], point]))
        start, first = point, last
    return [*parts, _line([start, *coordinates[first:]])]


def _interpolate(coordinates: np.ndarray, reached: np.ndarray, position: float) -> np.ndarray:
    return np.array([np.interp(position, reached, coordinates[:, axis]) for axis in (0, 1)])


def _line(points: list[np.ndarray]) -> shapely.LineString:
    """Build a line without points that repeat the one before."""
    kept = [points[0], *(b for a, b in pairwise(points) if not np.array_equal(a, b))]
    return shapely.LineString(kept if len(kept) > 1 else [points[0], points[-1]])

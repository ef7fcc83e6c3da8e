"""Where does the river run, and how high is the land?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy.ndimage import gaussian_filter1d
from shapely.geometry import LineString, Polygon

from energyplan.synth.curves import unit


@dataclass(frozen=True)
class River:
    """A river that passes the old town.

    Attributes
    ----------
    line : LineString
        In the direction of flow.
    corridor : Polygon
        Water and banks, kept free of houses and of streets other than bridges.
    direction : float
        Of the valley, downstream [rad, anticlockwise from east]; the town lies to the right of the river.
    """

    line: LineString
    corridor: Polygon
    direction: float


def draw_river(core_radius: float, reach: float, numbers: dict[str, Any], rng: np.random.Generator) -> River:
    """Draw a river past a core of `core_radius` [m] around the origin, visible for `reach` [m] either way."""
    direction = rng.uniform(0, 2 * np.pi)
    along = np.linspace(-reach, reach, 320)
    keep = core_radius + numbers["river_width"] / 2 + numbers["bank"] + 6
    swing = 0.07 * reach + 12
    meander = _meander(along, reach, rng)
    # by the old town the river keeps its bed; farther out it may swing
    freedom = np.clip((np.abs(along) - core_radius) / (2.2 * core_radius), 0, 1)
    freedom = 0.06 + 0.94 * freedom**2 * (3 - 2 * freedom)
    across = keep + 4 + swing * freedom * (meander - meander[np.argmin(np.abs(along))])
    across = np.where(np.abs(along) < 1.25 * core_radius, np.maximum(across, keep), across)
    across = gaussian_filter1d(across, 0.16 * core_radius / (along[1] - along[0]) + 2, mode="nearest")
    forward, left = unit(direction), unit(direction + np.pi / 2)
    line = LineString(along[:, None] * forward + across[:, None] * left)
    return River(line, line.buffer(numbers["river_width"] / 2 + numbers["bank"]), direction)


def _meander(along: np.ndarray, reach: float, rng: np.random.Generator) -> np.ndarray:
    lengths = reach * rng.uniform([0.9, 0.5, 0.28], [1.3, 0.7, 0.36])
    weights = np.array([1.0, 0.5, 0.22])
    waves = np.sin(2 * np.pi * along[:, None] / lengths + rng.uniform(0, 2 * np.pi, 3)) @ weights
    smooth: np.ndarray = waves
    return smooth


def ground_height(points: np.ndarray, river: LineString, numbers: dict[str, Any]) -> np.ndarray:
    """Return the height of the land [m] above an arbitrary level: it falls towards the river and with its flow."""
    places = shapely.points(points)
    along = shapely.line_locate_point(river, places)
    across = shapely.distance(river, places)
    height: np.ndarray = numbers["slope_to_river"] * across - numbers["slope_downstream"] * along
    return height

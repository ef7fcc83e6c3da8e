"""What shape does a building have on the ground, and how does it stand to its street?

All shapes are drawn for many plots at once. A plot is a stretch of one side of a street section, from `start` to
`stop` [m along the section]; houses of a row share the side walls between their plots.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import shapely

from energyplan.synth.street_net import StreetNet

TANGENT = 2.0
JOINT = 0.01  # between a house of a row and the limit of its plot [m]: rounded corners never overlap


@dataclass(frozen=True)
class Plots:
    """Plots with what stands on them, one entry per building.

    Attributes
    ----------
    section : numpy.ndarray of int
    side : numpy.ndarray of float
        1 to the left of the section, -1 to the right.
    start, stop : numpy.ndarray of float
        Along the section [m].
    setback, depth : numpy.ndarray of float
        From the centre line to the front, and of the building [m].
    row : numpy.ndarray of int
        Number of the row of houses wall to wall; -1 for a house that stands free.
    wing, notch : numpy.ndarray of float
        Length of a rear wing [m] (0: none); share of the footprint's sides cut out of a rear corner (0: none).
    form, district : numpy.ndarray of str
    quarter : numpy.ndarray of int
    parent : numpy.ndarray of int
        Of a garage: the plot of its house; -1 otherwise.
    """

    section: np.ndarray
    side: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    setback: np.ndarray
    depth: np.ndarray
    row: np.ndarray
    wing: np.ndarray
    notch: np.ndarray
    form: np.ndarray
    district: np.ndarray
    quarter: np.ndarray
    parent: np.ndarray

    def __len__(self) -> int:
        return len(self.section)

    def take(self, which: np.ndarray) -> Plots:
        """Return some of the plots; `parent` keeps pointing to the numbers before."""
        return Plots(**{field.name: getattr(self, field.name)[which] for field in fields(self)})

    def joined(self, others: Plots) -> Plots:
        """Return these plots and, after them, the others."""
        return Plots(**{f.name: np.concatenate([getattr(self, f.name), getattr(others, f.name)]) for f in fields(self)})


def footprints(plots: Plots, net: StreetNet) -> np.ndarray:
    """Return one polygon per plot."""
    shapes = np.empty(len(plots), dtype=object)
    attached = plots.row >= 0
    shapes[attached] = _row_houses(plots.take(attached), net)
    shapes[~attached] = _free_houses(plots.take(~attached), net)
    return shapes


def place(net: StreetNet, section: np.ndarray, at: np.ndarray, side: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return points on sections and the unit vectors that point from there to the given side."""
    lines = net.lines[section]
    length = shapely.length(lines)
    at = np.clip(at, 0, length)
    before = shapely.get_coordinates(shapely.line_interpolate_point(lines, np.clip(at - TANGENT, 0, length)))
    after = shapely.get_coordinates(shapely.line_interpolate_point(lines, np.clip(at + TANGENT, 0, length)))
    along = (after - before) / np.maximum(np.linalg.norm(after - before, axis=1), 1e-9)[:, None]
    points = shapely.get_coordinates(shapely.line_interpolate_point(lines, at))
    return points, side[:, None] * np.column_stack([-along[:, 1], along[:, 0]])


def _row_houses(plots: Plots, net: StreetNet) -> np.ndarray:
    """Return houses whose side walls stand square to the street where neighbours meet."""
    first, out_first = place(net, plots.section, plots.start + JOINT, plots.side)
    last, out_last = place(net, plots.section, plots.stop - JOINT, plots.side)
    front, back = plots.setback[:, None], (plots.setback + plots.depth)[:, None]
    corners = [first + out_first * front, last + out_last * front, last + out_last * back, first + out_first * back]
    wall, wing = corners[2] - corners[3], out_first * plots.wing[:, None]
    # a wing keeps off both side walls, as rows may bend towards their yards
    near, far = corners[3] + 0.22 * wall, corners[3] + 0.66 * wall
    with_wing = [*corners[:3], far, far + wing, near + wing, near, corners[3]]
    return np.where(plots.wing > 0, _polygons(with_wing), _polygons(corners))


def _free_houses(plots: Plots, net: StreetNet) -> np.ndarray:
    """Return houses that stand square to the street at the middle of their plot."""
    middle, out = place(net, plots.section, (plots.start + plots.stop) / 2, plots.side)
    along = np.column_stack([out[:, 1], -out[:, 0]]) * plots.side[:, None]
    width, depth, front = plots.stop - plots.start, plots.depth, plots.setback

    def corner(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        found: np.ndarray = middle + along * (x * width)[:, None] + out * (front + y * depth)[:, None]
        return found

    zero, one, half = np.zeros(len(plots)), np.ones(len(plots)), np.full(len(plots), 0.5)
    cut = np.abs(plots.notch)
    hand = np.where(plots.notch < 0, -1.0, 1.0)  # a negative notch is mirrored
    box = [corner(-half, zero), corner(half, zero), corner(half, one), corner(-half, one)]
    angle = [
        corner(-half * hand, zero), corner(half * hand, zero), corner(half * hand, one - cut),
        corner((half - cut) * hand, one - cut), corner((half - cut) * hand, one), corner(-half * hand, one),
    ]  # fmt: skip
    shapes = np.where(cut > 0, _polygons(angle), _polygons(box))
    church = plots.form == "church"
    if church.any():
        shapes[church] = _polygons(_cross(corner, half, one))[church]
    return shapes


def _cross(corner: object, half: np.ndarray, one: np.ndarray) -> list[np.ndarray]:
    """Return the corners of a church: nave, transept and choir."""
    nave, wide = 0.62 * half, half
    xs = [-nave, nave, nave, wide, wide, nave, nave, 0.4 * nave, -0.4 * nave, -nave, -nave, -wide, -wide, -nave]
    ys = [0, 0, 0.55, 0.55, 0.78, 0.78, 0.88, 1, 1, 0.88, 0.78, 0.78, 0.55, 0.55]
    return [corner(x, y * one) for x, y in zip(xs, ys, strict=True)]  # type: ignore[operator]


def _polygons(corners: list[np.ndarray]) -> np.ndarray:
    points = np.round(np.stack(corners, axis=1), 2)
    found: np.ndarray = shapely.polygons(points)
    return found


def clash(shapes: np.ndarray, net: StreetNet, half_width: np.ndarray, *, slack: float) -> np.ndarray:
    """Tell which shapes reach into the land of a street by more than `slack` [m]."""
    tree = shapely.STRtree(net.lines)
    building, section = tree.query(shapes, predicate="dwithin", distance=float(half_width.max()))
    gap = shapely.distance(shapes[building], net.lines[section])
    found = np.zeros(len(shapes), dtype=bool)
    found[building[gap < half_width[section] - slack]] = True
    return found

"""Which buildings line the streets, and which of them does a town of the wanted size have?

Every side of every section is walked along and filled with plots in the manner of its quarter. Plots that reach into
a street, the river or a neighbour are given up; then the town grows from its centre until it has its buildings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from energyplan.synth.footprints import Plots, clash, footprints, place
from energyplan.synth.portrait import choose
from energyplan.synth.street_net import StreetNet

SLACK = 0.4
FREE_GAP, CLOSE_GAP = 1.6, 0.1


@dataclass(frozen=True)
class Site:
    """The bent land on which the town is built.

    Attributes
    ----------
    net : StreetNet
    half_width : numpy.ndarray
        Of the land of each section, from its centre line [m].
    quarters : numpy.ndarray of Polygon
        The core is the first.
    districts : numpy.ndarray of str
        By quarter.
    barred : geometry
        Market place and river with its banks.
    river : geometry
        The river with its banks.
    radius : float
    """

    net: StreetNet
    half_width: np.ndarray
    quarters: np.ndarray
    districts: np.ndarray
    barred: BaseGeometry
    river: BaseGeometry
    radius: float


def sides(site: Site) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return section, side (1 left, -1 right) and quarter of every side of a section that faces a quarter."""
    count = len(site.net)
    section = np.repeat(np.arange(count), 2)
    side = np.tile([1.0, -1.0], count)
    middle, out = place(site.net, section, site.net.length[section] / 2, side)
    points = shapely.points(middle + 16.0 * out)
    number, quarter = shapely.STRtree(site.quarters).query(points, predicate="intersects")
    found = np.full(len(points), -1)
    found[number[::-1]] = quarter[::-1]
    kept = (found >= 0) & ~shapely.intersects(points, site.barred)
    return section[kept], side[kept], found[kept]


def draw_plots(site: Site, numbers: Mapping[str, Any], rng: np.random.Generator) -> Plots:
    """Return plots along all streets, some of which will be in each other's way."""
    margin, length = _margins(site), site.net.length
    rows: list[tuple[Any, ...]] = []
    faced = list(zip(*sides(site), strict=True))
    row = 0
    # a second walk fills the gaps that the first one leaves at corners and between rows
    for _ in range(2):
        for section, side, quarter in faced:
            character = str(site.districts[quarter])
            forms = numbers["districts"][character]["forms"]
            for stretch in _walk(length[section], margin[section], forms, numbers, rng):
                row += 1
                rows += [(section, side, *plot, row, character, quarter, -1) for plot in stretch]
    return _as_plots([np.array(column) for column in zip(*rows, strict=True)], site, numbers)


def _as_plots(columns: list[np.ndarray], site: Site, numbers: Mapping[str, Any]) -> Plots:
    """Return columns as plots: setbacks from the centre line, row -1 for houses that stand free."""
    section, side, start, stop, setback, depth, wing, notch, form, row, district, quarter, parent = columns
    alone = np.array([numbers["forms"][name]["run"][1] == 1 for name in form])
    front = setback + site.half_width[section]
    rows = np.where(alone, -1, row)
    return Plots(section, side, start, stop, front, depth, rows, wing, notch, form, district, quarter, parent)


def _margins(site: Site) -> np.ndarray:
    """Return what stays free at both ends of each section [m]: the width of crossing streets, little at dead ends."""
    degree = site.net.degree
    core = site.net.district == "core"
    ends = np.column_stack([degree[site.net.start], degree[site.net.end]])
    return np.where(ends > 1, np.where(core, 3.8, 7.0)[:, None], 1.0)


def _walk(
    length: float, margin: np.ndarray, forms: Mapping[str, float], numbers: Mapping[str, Any], rng: np.random.Generator
) -> list[list[tuple[Any, ...]]]:
    """Return rows of plots one after the other: start, stop, setback, depth, wing, notch, form."""
    rows: list[list[tuple[Any, ...]]] = []
    at, end = margin[0] + rng.uniform(0, 2), length - margin[1]
    while at < end - 5:
        name = str(choose(forms, 1, rng)[0])
        form = numbers["forms"][name]
        widths, deep = _sizes(form, rng)
        widths = widths[at + np.cumsum(widths) <= end]
        setback = rng.uniform(*form["setback"])
        stops = at + np.cumsum(widths)
        rows.append(
            [
                (stop - step, stop, setback, deep * rng.uniform(0.97, 1.03), *_wing_and_notch(form, rng), name)
                for step, stop in zip(widths, stops, strict=True)
            ]
        )
        at = (stops[-1] if len(stops) else at + 5) + rng.uniform(*form["gap"])
    return rows


def _sizes(form: Mapping[str, Any], rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Return the widths of the houses of a row and their depth; a block may stand with its gable to the street."""
    count = int(rng.integers(form["run"][0], form["run"][1] + 1))
    gable = rng.random() < form.get("gable", 0.0)
    width, depth = (form["depth"], form["width"]) if gable else (form["width"], form["depth"])
    differ = 0.08 if count < 4 else 0.2
    return rng.uniform(*width) * rng.uniform(1 - differ, 1 + differ, count), float(rng.uniform(*depth))


def _wing_and_notch(form: Mapping[str, Any], rng: np.random.Generator) -> tuple[float, float]:
    wing, notch = rng.random(2)
    length = rng.uniform(4, 8) if wing < form["wing"] else 0.0
    share = rng.uniform(0.25, 0.45) * rng.choice([-1, 1]) if notch < form["notch"] else 0.0
    return float(length), float(share)


def with_garages(plots: Plots, numbers: Mapping[str, Any], rng: np.random.Generator) -> Plots:
    """Return the plots and, after them, garages beside some free-standing houses."""
    share = np.array([numbers["forms"][form]["garage"] for form in plots.form])
    house = np.flatnonzero(rng.random(len(plots)) < share)
    beside = plots.stop[house] + rng.uniform(0.4, 0.8, len(house))
    count = len(house)
    garages = Plots(
        section=plots.section[house], side=plots.side[house], start=beside, stop=beside + rng.uniform(3.0, 3.6, count),
        setback=plots.setback[house] + rng.uniform(1, 4, count), depth=rng.uniform(5.8, 7.2, count),
        row=np.full(count, -1), wing=np.zeros(count), notch=np.zeros(count),
        form=np.full(count, "garage", dtype=plots.form.dtype), district=plots.district[house],
        quarter=plots.quarter[house], parent=house,
    )  # fmt: skip
    return plots.joined(garages)


def build(site: Site, plots: Plots, taken: np.ndarray, rng: np.random.Generator) -> tuple[Plots, np.ndarray]:
    """Return the plots that can be built on, with their footprints.

    Parameters
    ----------
    site : Site
    plots : Plots
        Houses first, garages after them.
    taken : numpy.ndarray of Polygon
        Land of single large buildings.
    rng : numpy.random.Generator
    """
    shapes = footprints(plots, site.net)
    bad = ~shapely.is_valid(shapes) | clash(shapes, site.net, site.half_width, slack=SLACK)
    bad |= shapely.intersects(shapes, site.barred)
    if len(taken):
        bad[shapely.STRtree(taken).query(shapes, predicate="intersects")[0]] = True
    kept = ~bad & _first_come(plots, shapes, ~bad, _importance(site, plots, rng))
    kept &= (plots.parent < 0) | kept[plots.parent]
    number = np.cumsum(kept) - 1
    chosen = plots.take(kept)
    parent = np.where(chosen.parent >= 0, number[chosen.parent], -1)
    return Plots(**{**chosen.__dict__, "parent": parent}), shapes[kept]


def _importance(site: Site, plots: Plots, rng: np.random.Generator) -> np.ndarray:
    """Return who comes first: houses on main streets, then rows, then the others, then garages."""
    main = np.isin(site.net.street_class[plots.section], ["secondary", "tertiary", "pedestrian"])
    houses = int((plots.parent < 0).sum())
    second = np.arange(len(plots)) >= houses / 2
    return 2.0 * (plots.parent >= 0) + 2.0 * second - 0.6 * main - 0.5 * (plots.row >= 0) + rng.random(len(plots))


def _first_come(plots: Plots, shapes: np.ndarray, able: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Return which plots are built if each gives way to those before it that it would touch."""
    close = (plots.parent >= 0) | ((plots.row >= 0) & (plots.district == "core"))
    claims = shapely.buffer(shapes, np.where(close, CLOSE_GAP, FREE_GAP), join_style="mitre")
    left, right = shapely.STRtree(claims).query(claims, predicate="intersects")
    own = (plots.parent[left] == right) | (plots.parent[right] == left)
    own |= (plots.row[left] == plots.row[right]) & (plots.row[left] >= 0)
    # neighbours of a row and a house with its garage stand close, but must not reach into each other
    own[own] = ~shapely.intersects(shapes[left[own]], shapes[right[own]])
    pair = (left != right) & able[left] & able[right] & ~own
    left, right = left[pair], right[pair]
    ahead = rank[left] < rank[right]
    blockers: dict[int, list[int]] = {}
    for first, second in zip(left[ahead].tolist(), right[ahead].tolist(), strict=True):
        blockers.setdefault(second, []).append(first)
    kept = able.copy()
    for plot in np.argsort(rank, kind="stable").tolist():
        if kept[plot] and any(kept[first] for first in blockers.get(plot, ())):
            kept[plot] = False
    return kept


def grow(
    plots: Plots, shapes: np.ndarray, site: Site, wanted: int, numbers: Mapping[str, Any], rng: np.random.Generator
) -> np.ndarray:
    """Return which plots a town of the wanted size has: from the centre outwards, quarter by quarter."""
    garage = plots.parent >= 0
    works = plots.district == "industry"
    centre = shapely.get_coordinates(shapely.centroid(shapes))
    eager = rng.uniform(-0.13, 0.13, len(site.quarters))[plots.quarter]
    score = np.linalg.norm(centre, axis=1) / site.radius + eager + rng.normal(0, 0.02, len(plots))
    score[garage] = score[plots.parent[garage]] + 1e-6
    factories = round(numbers["industry_share"] / 2 * wanted)
    kept = np.zeros(len(plots), dtype=bool)
    kept[_lowest(score, works & ~garage, factories)] = True
    kept[_lowest(score, ~works, wanted - int(kept.sum()))] = True
    return kept


def _lowest(score: np.ndarray, among: np.ndarray, count: int) -> np.ndarray:
    numbers = np.flatnonzero(among)
    return numbers[np.argsort(score[numbers], kind="stable")[:count]]

"""Where do church and town hall, schools, supermarkets and the works stand?

They are few, large and come first: houses keep off their yards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from energyplan.synth.footprints import Plots, clash, footprints
from energyplan.synth.plots_buildings import SLACK, Site, sides

TRIES = 80


def place_specials(
    site: Site, wanted: int, numbers: Mapping[str, Any], rng: np.random.Generator
) -> tuple[Plots, np.ndarray]:
    """Return the plots and the yards of the single large buildings of a town with so many buildings.

    A kind for which no place is found after 80 tries is left out.
    """
    found: list[Plots] = []
    yards = np.array([], dtype=object)
    everywhere = sides(site)
    for name, kind in numbers["specials"].items():
        for _ in range(max(kind["minimum"], round(wanted / kind["per"]))):
            plot, yard = _place(name, kind, site, everywhere, yards, rng)
            if plot is not None:
                found.append(plot)
                yards = np.append(yards, yard)
    together = found[0]
    for plot in found[1:]:
        together = together.joined(plot)
    return together, yards


def _place(
    name: str, kind: Mapping[str, Any], site: Site, everywhere: tuple[np.ndarray, np.ndarray, np.ndarray],
    yards: np.ndarray, rng: np.random.Generator,
) -> tuple[Plots | None, Any]:  # fmt: skip
    """Return one plot and its yard: the most central of the possible ones, with some chance."""
    width, depth = rng.uniform(*kind["width"]), rng.uniform(*kind["depth"])
    for which in _fitting(kind, site, everywhere, width):
        plots = _draw(name, kind, site, [column[which] for column in everywhere], width, depth, rng)
        shapes = footprints(plots, site.net)
        possible = np.flatnonzero(~_blocked(shapes, yards, site))
        if len(possible):
            distance = np.linalg.norm(shapely.get_coordinates(shapely.centroid(shapes[possible])), axis=1) / site.radius
            best = possible[np.argmin(np.abs(distance - 0.5) + rng.uniform(0, 0.35, len(possible)))]
            return plots.take(np.array([best])), shapely.buffer(shapes[best], kind["yard"], join_style="mitre")
    return None, None


def _draw(
    name: str, kind: Mapping[str, Any], site: Site, among: list[np.ndarray], width: float, depth: float,
    rng: np.random.Generator,
) -> Plots:  # fmt: skip
    """Return 80 plots for one building on randomly chosen sides of streets."""
    pick = rng.integers(len(among[0]), size=TRIES)
    section, side, quarter = (column[pick] for column in among)
    start = rng.uniform(0.15, 0.85, TRIES) * (site.net.length[section] - width)
    notch = rng.uniform(0.3, 0.5) if kind["use"] in ("school", "health") else 0.0
    alone = np.full(TRIES, -1)
    return Plots(
        section, side, start, start + width, site.half_width[section] + kind["setback"], np.full(TRIES, depth), alone,
        np.zeros(TRIES), np.full(TRIES, notch), np.full(TRIES, name, dtype="<U20"), site.districts[quarter],
        quarter, alone,
    )  # fmt: skip


def _fitting(
    kind: Mapping[str, Any], site: Site, everywhere: tuple[np.ndarray, np.ndarray, np.ndarray], width: float
) -> list[np.ndarray]:
    """Return the sides of streets where the kind belongs, and further choices if these have no room."""
    section, _, quarter = everywhere
    long = site.net.length[section] > width + 4
    at_market = (site.net.street_class[section] == "pedestrian") | (kind["where"] != "market")
    main = np.isin(site.net.street_class[section], ["secondary", "tertiary"]) | (kind["where"] != "road")
    own = np.isin(site.districts[quarter], kind["districts"])
    choices = (long & at_market & main & own, long & own, long & (site.districts[quarter] != "core"))
    return [np.flatnonzero(choice) for choice in choices if choice.any()]


def _blocked(shapes: np.ndarray, yards: np.ndarray, site: Site) -> np.ndarray:
    blocked = ~shapely.is_valid(shapes) | clash(shapes, site.net, site.half_width, slack=SLACK)
    blocked |= shapely.intersects(shapes, site.barred)
    if len(yards):
        blocked[shapely.STRtree(yards).query(shapes, predicate="intersects")[0]] = True
    return np.asarray(blocked)

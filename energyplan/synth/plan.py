"""What are the bones of the town: market, old core with its ring, roads into the country, quarters?

Everything here is drawn flat; :class:`energyplan.synth.curves.Bending` bends it afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from energyplan.synth.curves import arc, closed_curve, divide, faces, polygons_of, unit
from energyplan.synth.waters import River, draw_river


class Street(NamedTuple):
    """One drawn street: its line, its class and the district that it belongs to."""

    line: LineString
    street_class: str
    district: str


class Quarter(NamedTuple):
    """A part of the town with one character."""

    outline: Polygon
    district: str


@dataclass(frozen=True)
class Plan:
    """The flat drawing of the town.

    Attributes
    ----------
    radius : float
        Within which the town's buildings would fit if it were round [m].
    core, market : Polygon
    river : River
    streets : list of Street
        Ring, roads, lanes of the core and streets between the quarters.
    quarters : list of Quarter
        Outside the core; `core_blocks` are those inside.
    """

    radius: float
    core: Polygon
    market: Polygon
    river: River
    streets: list[Street]
    quarters: list[Quarter]


def draw_plan(buildings: int, numbers: Mapping[str, Any], rng: np.random.Generator, *, spare: float) -> Plan:
    """Draw the bones of a town for so many buildings.

    Parameters
    ----------
    buildings : int
    numbers : mapping
        The portrait.
    rng : numpy.random.Generator
    spare : float
        Drawn land per land needed.
    """
    town = numbers["town"]
    area = buildings * town["area_per_building"]
    radius = float(np.sqrt(area / np.pi))
    core_radius = float(np.clip(np.sqrt(area * town["core_share"] / np.pi), *town["core_radius"]))
    outer = closed_curve(radius * np.sqrt(spare), 0.1, rng)
    core = closed_curve(core_radius, 0.11, rng)
    river = draw_river(core_radius * 1.13, 2.4 * radius + 150, numbers["water"], rng)
    angles = _road_angles(buildings, river.direction, rng)
    gates = [_gate(core, angle) for angle in angles]
    roads = [_road(gate, angle, radius, rng) for gate, angle in zip(gates, angles, strict=True)]
    market, lanes = _core_lanes(core, gates, numbers, rng)
    ring = Street(LineString(core.exterior.coords), "tertiary", "ring")
    streets = [ring, *(Street(road, "secondary", "road") for road in roads), *lanes]
    sectors = _sectors(core, outer, roads, river.corridor)
    between, outlines = _quarters(sectors, streets, float(np.clip(area / 11, *town["quarter_area"])), rng)
    quarters = _characters(outlines, radius, river.direction, numbers, rng)
    return Plan(radius, core, market, river, [*streets, *between], quarters)


def _road_angles(buildings: int, river: float, rng: np.random.Generator) -> list[float]:
    """Return the directions of the country roads: one or two cross the river squarely, the others do not meet it."""
    across = [90.0] if buildings < 900 else [58.0, 122.0]
    beside = {0: [-172, -118, -62, -6], 1: [-176, -120, -52, 2], 2: [-170, -98, -34]}[int(rng.integers(3))]
    beside = [*beside, 8 - 90 - 17] if buildings >= 900 and len(beside) < 4 else beside
    degrees = np.array([*across, *beside]) + rng.uniform(-9, 9, len(across) + len(beside))
    return [float(angle) for angle in river + np.radians(degrees)]


def _gate(core: Polygon, angle: float) -> np.ndarray:
    """Return where a ray from the origin leaves the core."""
    ray = LineString([(0, 0), 10 * np.sqrt(core.area) * unit(angle)])
    return np.asarray(ray.intersection(core.exterior).coords[0])


def _road(gate: np.ndarray, angle: float, radius: float, rng: np.random.Generator) -> LineString:
    """Return a country road from a gate outwards that wanders a little."""
    steps = 14
    turns = angle + np.cumsum(rng.normal(0, 0.045, steps))
    length = (2.1 * radius + 120) / steps
    return LineString(np.vstack([gate, gate + np.cumsum(length * unit(turns), axis=0)]))


def _core_lanes(
    core: Polygon, gates: list[np.ndarray], numbers: Mapping[str, Any], rng: np.random.Generator
) -> tuple[Polygon, list[Street]]:
    """Return the market place and the lanes of the core: market sides, ways to the gates, cuts through the rest."""
    market = _market(core, numbers["town"], rng)
    sides = [Street(LineString(side), "pedestrian", "market") for side in _sides(market)]
    ways = [Street(_way(market, gate, rng), "residential", "core") for gate in gates]
    drawn = [LineString(core.exterior.coords), *(street.line for street in [*sides, *ways])]
    blocks = [face for face in faces(drawn, least=100) if not market.buffer(-1).intersects(face)]
    target = numbers["districts"]["core"]["block"]
    cuts = [divide(block, block.exterior, target, rng, tilt=0.2, rise=0.05)[0] for block in blocks]
    lanes = [Street(line, "living_street", "core") for lines in cuts for line in lines]
    return market, [*sides, *ways, *lanes]


def _market(core: Polygon, town: Mapping[str, Any], rng: np.random.Generator) -> Polygon:
    """Return a slightly crooked square near the middle of the core."""
    area = float(np.clip(core.area * town["market_share"], *town["market_area"]))
    ratio = rng.uniform(1.25, 1.7)
    long, short = np.sqrt(area * ratio), np.sqrt(area / ratio)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [long / 2, short / 2] * rng.uniform(0.86, 1.1, (4, 2))
    turn = rng.uniform(0, np.pi)
    middle = rng.uniform(-0.12, 0.12, 2) * np.sqrt(core.area)
    return Polygon(middle + corners @ np.array([unit(turn), unit(turn + np.pi / 2)]))


def _sides(polygon: Polygon) -> list[np.ndarray]:
    ring = np.asarray(polygon.exterior.coords)
    return [ring[i : i + 2] for i in range(len(ring) - 1)]


def _way(market: Polygon, gate: np.ndarray, rng: np.random.Generator) -> LineString:
    """Return a bent way from a gate to the nearest corner of the market."""
    corners = np.asarray(market.exterior.coords)[:4]
    corner = corners[np.argmin(np.linalg.norm(corners - gate, axis=1))]
    return arc(gate, corner, rng.uniform(-0.07, 0.07) * float(np.linalg.norm(gate - corner)))


def _sectors(core: Polygon, outer: Polygon, roads: list[LineString], corridor: Polygon) -> list[Polygon]:
    """Return the land between core, roads, river and the limit of the drawing."""
    ring, limit = LineString(core.exterior.coords), LineString(outer.exterior.coords)
    drawn = [face for face in faces([ring, limit, *roads], least=500) if not core.buffer(-1).intersects(face)]
    land = [part for face in drawn for part in polygons_of(face.difference(corridor), least=1500)]
    return [part for part in land if outer.buffer(-1).intersects(part)]


def _quarters(
    sectors: list[Polygon], streets: list[Street], target: float, rng: np.random.Generator
) -> tuple[list[Street], list[Polygon]]:
    """Split the sectors into quarters; return the streets between them and their outlines."""
    drawn = shapely.union_all([street.line for street in streets])
    between: list[Street] = []
    outlines: list[Polygon] = []
    for sector in sectors:
        fabric = drawn.intersection(sector.buffer(1.0))
        # land that no street reaches (beyond the river, without a bridge) stays meadow
        if fabric.length > 30:
            cuts, parts = divide(sector, fabric, target, rng, tilt=0.1, rise=0.06)
            between += [Street(line, "tertiary", "between") for line in cuts]
            outlines += parts
    return between, sorted(outlines, key=lambda part: (round(part.centroid.x, 2), round(part.centroid.y, 2)))


def _characters(
    outlines: list[Polygon], radius: float, downstream: float, numbers: Mapping[str, Any], rng: np.random.Generator
) -> list[Quarter]:
    """Give every quarter a district: by distance from the core, with some chance; industry downstream."""
    districts = {name: entry["area"] for name, entry in numbers["districts"].items() if entry.get("area")}
    centres = np.array([outline.centroid.coords[0] for outline in outlines])
    distance = np.linalg.norm(centres, axis=1)
    areas = np.array([outline.area for outline in outlines])
    industry = _industry(centres, radius, downstream, max(1, round(numbers["industry_share"] * len(outlines))))
    order = [i for i in np.argsort(distance / radius + rng.normal(0, 0.09, len(distance))) if i not in industry]
    # the shares hold for the land that the town will fill, not for all that is drawn
    filled = np.cumsum(areas[order]) - areas[order] / 2
    limits = np.cumsum(list(districts.values())) / sum(districts.values()) * np.pi * radius**2
    names = list(districts)
    found = {
        i: names[min(int(np.searchsorted(limits, fill)), len(names) - 1)] for i, fill in zip(order, filled, strict=True)
    }
    return [Quarter(outline, found.get(i, "industry")) for i, outline in enumerate(outlines)]


def _industry(centres: np.ndarray, radius: float, downstream: float, count: int) -> set[int]:
    """Return the quarters for industry: near the edge, as far downstream as there are."""
    distance = np.linalg.norm(centres, axis=1)
    towards = centres @ unit(downstream) / np.maximum(distance, 1)
    unfit = np.abs(distance / radius - 0.9) * 1.6 - towards
    return {int(i) for i in np.argsort(unfit)[:count]}

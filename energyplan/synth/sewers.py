"""How does the waste water get from every street to the treatment plant?

Combined sewers under all streets form a tree: from each crossing the water takes the way to the plant that is
shortest where it does not climb. A street that closes a loop has its own sewer, which begins at its upper end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from energyplan.core.errors import EnergyplanError
from energyplan.synth.curves import arc
from energyplan.synth.street_net import StreetNet
from energyplan.synth.waters import ground_height

CLIMB = 60.0
SECONDS_PER_DAY = 86400.0


def plant_road(
    net: StreetNet, shapes: np.ndarray, river: LineString, corridor: BaseGeometry, numbers: Mapping[str, Any]
) -> tuple[StreetNet, int]:
    """Return the net with a road to the treatment plant, and the plant's node.

    The plant lies by the river on the town's side, downstream of the last house.

    Raises
    ------
    EnergyplanError
        If no way to a place by the river is free; another seed has one.
    """
    centres = shapely.centroid(shapes)
    last = float(shapely.line_locate_point(river, centres).max())
    streets = shapely.union_all(net.lines)
    houses = shapely.STRtree(shapes)
    ends = np.unique(np.concatenate([net.start, net.end]))
    for further in range(0, 600, 60):
        plant = _by_the_river(river, corridor, last + numbers["plant_distance"] + further)
        order = ends[np.argsort(np.linalg.norm(net.nodes[ends] - plant, axis=1), kind="stable")][:60]
        for node in order:
            for rise in (0.0, 0.1, -0.1, 0.22, -0.22):
                line = _way(net.nodes[node], plant, rise)
                if _is_free(line, streets, houses, corridor):
                    return net.add(line, int(node), "service", "plant"), len(net.nodes)
    raise EnergyplanError("no free way from the town to a treatment plant by the river; take another seed")


def _by_the_river(river: LineString, corridor: BaseGeometry, at: float) -> np.ndarray:
    """Return a place to the right of the river, a little off its bank."""
    point = np.asarray(river.interpolate(at).coords[0])
    ahead = np.asarray(river.interpolate(at + 5).coords[0]) - point
    right = np.array([ahead[1], -ahead[0]]) / np.linalg.norm(ahead)
    off = corridor.area / river.length / 2 + 18
    place: np.ndarray = point + off * right
    return place


def _way(start: np.ndarray, end: np.ndarray, rise: float) -> LineString:
    line = arc(start, end, rise * float(np.linalg.norm(end - start)), pieces=12)
    points = np.round(np.asarray(line.coords), 2)
    return LineString(points)


def _is_free(line: LineString, streets: BaseGeometry, houses: shapely.STRtree, corridor: BaseGeometry) -> bool:
    beyond = LineString([line.interpolate(3.0), *[Point(p) for p in line.coords[1:]]])
    clear = not beyond.intersects(streets) and not line.intersects(corridor)
    return clear and not len(houses.query(line, predicate="dwithin", distance=5.0))


def lay_sewers(
    net: StreetNet, plant: int, river: LineString, residents: np.ndarray, houses: np.ndarray, numbers: Mapping[str, Any]
) -> gpd.GeoDataFrame:
    """Return the sewers of all streets as a tree that ends at the plant.

    Parameters
    ----------
    net : StreetNet
    plant : int
        Node of the treatment plant.
    river : LineString
        The land falls towards it.
    residents, houses : numpy.ndarray
        By section: persons, and buildings whose roofs drain to the combined sewer.
    numbers : mapping
        The part `water` of the portrait.

    Returns
    -------
    geopandas.GeoDataFrame
        Index sewer_id; from_node, to_node, nominal_diameter [mm], residents, dry_weather_flow [l/s, only at the
        inflow from the neighbouring place, where it is measured], geometry in the direction of flow.
    """
    cost, next_node = _ways_down(net, plant, ground_height(net.nodes, river, dict(numbers)))
    forward = next_node[net.start] == net.end
    backward = (next_node[net.end] == net.start) & ~forward
    in_tree = forward | backward
    down = np.where(in_tree, forward, cost[net.start] >= cost[net.end])
    upper, lower = np.where(down, net.start, net.end), np.where(down, net.end, net.start)
    from_node = [
        f"sn{node:05d}" + ("" if tied else f"h{i}") for i, (node, tied) in enumerate(zip(upper, in_tree, strict=True))
    ]
    lines = [line if straight else line.reverse() for line, straight in zip(net.lines, down, strict=True)]
    table = gpd.GeoDataFrame(
        {
            "from_node": from_node, "to_node": [f"sn{node:05d}" for node in lower],
            "residents": residents.astype(float), "dry_weather_flow": np.nan, "houses": houses.astype(float),
            "cost": cost[upper],
        },
        geometry=lines,
    )  # fmt: skip
    table = _with_neighbour(table, net, cost, numbers)
    table["nominal_diameter"] = _diameters(table, numbers)
    table.index = [f"sw{number:04d}" for number in range(1, len(table) + 1)]
    columns = ["from_node", "to_node", "nominal_diameter", "residents", "dry_weather_flow", "geometry"]
    return table[columns].rename_axis("sewer_id")


def _ways_down(net: StreetNet, plant: int, height: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the cost from every node to the plant and the next node on the way; climbing is dear."""
    size = len(net.nodes)
    rise = height[net.end] - height[net.start]
    there = net.length + CLIMB * np.maximum(rise, 0)
    back = net.length + CLIMB * np.maximum(-rise, 0)
    # entry (v, u): cost of flowing from u to v, as the search runs up from the plant
    graph = coo_matrix(
        (np.concatenate([there, back]), (np.concatenate([net.end, net.start]), np.concatenate([net.start, net.end]))),
        shape=(size, size),
    )  # fmt: skip
    cost, next_node = dijkstra(graph.tocsr(), indices=plant, return_predecessors=True)
    return cost, next_node


def _with_neighbour(
    table: gpd.GeoDataFrame, net: StreetNet, cost: np.ndarray, numbers: Mapping[str, Any]
) -> gpd.GeoDataFrame:
    """Return the sewers with one that brings the waste water of the neighbouring place along a country road."""
    degree = net.degree
    road = np.flatnonzero(net.district == "road")
    ends = np.concatenate([net.start[road], net.end[road]])
    lines = np.concatenate([net.lines[road], shapely.reverse(net.lines[road])])
    loose = degree[ends] == 1
    far = int(np.argmax(np.where(loose, cost[ends], -1)))
    place = np.asarray(lines[far].coords[0])
    outwards = place - np.asarray(lines[far].interpolate(20.0).coords[0])
    origin = np.round(place + 180 * outwards / np.linalg.norm(outwards), 2)
    persons = max(numbers["connected_persons"] - float(table["residents"].sum()), numbers["least_neighbour"])
    flow = persons * numbers["use_per_person"] / SECONDS_PER_DAY * (1 + numbers["infiltration"])
    row = gpd.GeoDataFrame(
        {
            "from_node": ["neighbour"], "to_node": [f"sn{ends[far]:05d}"], "residents": [float(round(persons, -2))],
            "dry_weather_flow": [round(flow, 1)], "houses": [0.0], "cost": [cost[ends[far]] + 180],
        },
        geometry=[LineString([origin, place])],
    )  # fmt: skip
    both = gpd.pd.concat([row, table], ignore_index=True)
    return gpd.GeoDataFrame(both, geometry="geometry")


def _diameters(table: gpd.GeoDataFrame, numbers: Mapping[str, Any]) -> np.ndarray:
    """Return the nominal diameters [mm]: rain from the paved area upstream fits, no pipe narrows downstream."""
    rate = numbers["rain_rate"] * numbers["paved_area_per_building"] / 10_000
    sizes = np.array(numbers["diameters"])
    capacity = full_flow(sizes / 1000, slope=numbers["sewer_slope"], strickler=numbers["strickler"])
    houses = table["houses"].to_numpy(float).copy()
    found = np.where(table["from_node"] == "neighbour", float(numbers["neighbour_diameter"]), float(sizes[0]))
    below = {node: i for i, node in enumerate(table["from_node"])}
    for i in np.argsort(-table["cost"].to_numpy(), kind="stable"):
        step = min(int(np.searchsorted(capacity, houses[i] * rate / 1000)), len(sizes) - 1)
        found[i] = max(found[i], sizes[step])
        after = below.get(table["to_node"].iloc[i])
        if after is not None:
            houses[after] += houses[i]
            found[after] = max(found[after], found[i])
    return found


def full_flow(diameter: np.ndarray | float, *, slope: float, strickler: float) -> np.ndarray:
    """Return what a pipe carries when full [m3/s], by Manning-Strickler: Q = k · A · (d/4)^(2/3) · √I.

    Parameters
    ----------
    diameter : float or array
        Inner diameter d [m].
    slope : float
        I [m/m].
    strickler : float
        k [m^(1/3)/s].

    Examples
    --------
    >>> round(float(full_flow(0.8, slope=0.006, strickler=75)), 2)
    1.0
    """
    d = np.asarray(diameter, dtype=float)
    flow: np.ndarray = strickler * np.pi * d**2 / 4 * (d / 4) ** (2 / 3) * np.sqrt(slope)
    return flow

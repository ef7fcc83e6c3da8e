"""Where do the separate parts of a street net nearly meet, and which short links join them?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from energyplan.geo.lines import cut_line, on_grid


@dataclass(frozen=True)
class Bridges:
    """Sections cut where links attach, and the links.

    Attributes
    ----------
    sections : numpy.ndarray
        Lines (object array).
    origin : numpy.ndarray
        Position of the uncut section that each of them comes from.
    links : numpy.ndarray
        One line per link.
    """

    sections: np.ndarray
    origin: np.ndarray
    links: np.ndarray


def connected_parts(sections: np.ndarray) -> np.ndarray:
    """Number the connected parts of lines that meet at their ends.

    Parameters
    ----------
    sections : array of LineString

    Returns
    -------
    array of int
        Part of each line, in no particular order.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = end_points(sections)
    _, node = np.unique(ends.reshape(-1, 2), axis=0, return_inverse=True)
    start, end = node.reshape(-1, 2).T
    graph = coo_array((np.ones(len(start)), (start, end)), shape=(node.max() + 1,) * 2)
    return connected_components(graph, directed=False)[1][start]


def end_points(sections: np.ndarray) -> np.ndarray:
    """Return the first and last coordinate of each line: array (line, 2, 2), on the millimetre grid."""
    points = [shapely.get_coordinates(shapely.get_point(sections, end)) for end in (0, -1)]
    return on_grid(np.stack(points, axis=1))


def bridge_parts(sections: np.ndarray, *, bridge_gap: float, snap_tolerance: float) -> Bridges:
    """Join connected parts by the shortest links up to a limit.

    The links are the minimum spanning forest over the parts, with the shortest distance between two parts as
    weight (Kruskal): no link can be left out or replaced by a shorter one.

    Parameters
    ----------
    sections : array of LineString
    bridge_gap : float
        Longest link [m]; 0 for none.
    snap_tolerance : float
        A link that would attach this near to a section's end uses the end [m].

    Returns
    -------
    Bridges
    """
    pairs = _spanning_pairs(sections, connected_parts(sections), bridge_gap)
    cuts: dict[int, list[float]] = {}
    links = []
    for pair in pairs:
        lines = sections[list(pair)]
        points = shapely.get_coordinates(shapely.shortest_line(*lines))
        ends = [_attach(line, point, snap_tolerance) for line, point in zip(lines, points, strict=True)]
        for section, (position, _) in zip(pair, ends, strict=True):
            cuts.setdefault(section, []).append(position)
        links.append(shapely.LineString([point for _, point in ends]))
    return _cut_all(sections, cuts, links)


def _spanning_pairs(sections: np.ndarray, part: np.ndarray, bridge_gap: float) -> list[tuple[int, int]]:
    """Return the pairs of sections that the links join, shortest first."""
    if bridge_gap <= 0 or part.max(initial=0) == 0:
        return []
    first, second = shapely.STRtree(sections).query(sections, predicate="dwithin", distance=bridge_gap)
    apart = (part[first] != part[second]) & (first < second)
    first, second = first[apart], second[apart]
    gaps = shapely.distance(sections[first], sections[second])
    leader = list(range(int(part.max()) + 1))

    def find(item: int) -> int:
        while leader[item] != item:
            leader[item] = leader[leader[item]]
            item = leader[item]
        return item

    pairs = []
    for k in np.lexsort((second, first, gaps)):
        a, b = find(int(part[first[k]])), find(int(part[second[k]]))
        if a != b:
            leader[max(a, b)] = min(a, b)
            pairs.append((int(first[k]), int(second[k])))
    return pairs


def _attach(line: shapely.LineString, point: np.ndarray, tolerance: float) -> tuple[float, np.ndarray]:
    """Return where on `line` a link attaches: position and point, the end of the line if it is near."""
    position = float(line.project(shapely.Point(point)))
    coordinates = shapely.get_coordinates(line)
    if position <= tolerance:
        return 0.0, coordinates[0]
    if position >= line.length - tolerance:
        return line.length, coordinates[-1]
    return position, shapely.get_coordinates(cut_line(line, [position])[0])[-1]


def _cut_all(sections: np.ndarray, cuts: dict[int, list[float]], links: list[shapely.LineString]) -> Bridges:
    parts, origin = [], []
    for index, section in enumerate(sections):
        pieces = cut_line(section, cuts[index]) if index in cuts else [section]
        parts.extend(pieces)
        origin.extend([index] * len(pieces))
    return Bridges(np.array(parts, dtype=object), np.array(origin, dtype=int), np.array(links, dtype=object))

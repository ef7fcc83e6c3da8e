"""Which of the drawn streets does the town of this size have?

Streets with houses, what leads to them, the country roads to just beyond the last house; the rest stays field.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from shapely.ops import substring

from energyplan.synth.street_net import StreetNet

LONGEST_LOOP = 170.0
BEYOND = {"secondary": 90.0}
TAIL = 9.0


def built_part(
    net: StreetNet, section: np.ndarray, start: np.ndarray, stop: np.ndarray
) -> tuple[StreetNet, np.ndarray]:
    """Return the streets that buildings need.

    Parameters
    ----------
    net : StreetNet
    section, start, stop : numpy.ndarray
        Where the buildings stand: section, and from where to where along it [m].

    Returns
    -------
    net : StreetNet
    number : numpy.ndarray
        Of each old section in the new net; -1 if it is gone.
    """
    used = np.zeros(len(net), dtype=bool)
    used[section] = True
    kept = used | np.isin(net.district, ["ring", "market"])
    kept |= _ways(net, kept)
    for _ in range(3):
        inside = np.zeros(len(net.nodes), dtype=bool)
        inside[net.start[kept]] = inside[net.end[kept]] = True
        kept |= inside[net.start] & inside[net.end] & (net.length < LONGEST_LOOP)
    kept |= _first_roads(net, kept)
    kept = _without_empty_ends(net, kept, used)
    number = np.where(kept, np.cumsum(kept) - 1, -1)
    reach = np.zeros(len(net))
    np.maximum.at(reach, section, stop)
    least = np.full(len(net), np.inf)
    np.minimum.at(least, section, start)
    return _shortened(net.keep(kept), reach[kept], least[kept]), number


def _ways(net: StreetNet, wanted: np.ndarray) -> np.ndarray:
    """Return the sections on the shortest ways from the market to all wanted sections."""
    root = int(net.start[np.flatnonzero(net.district == "market")[0]])
    size = len(net.nodes)
    rows, columns = np.concatenate([net.start, net.end]), np.concatenate([net.end, net.start])
    graph = coo_matrix((np.tile(net.length, 2), (rows, columns)), shape=(size, size)).tocsr()
    _, before = dijkstra(graph, indices=root, return_predecessors=True)
    needed = np.zeros(size, dtype=bool)
    for node in np.unique(np.concatenate([net.start[wanted], net.end[wanted]])):
        while node >= 0 and not needed[node]:
            needed[node] = True
            node = before[node]
    towards = (before[net.start] == net.end) & needed[net.start]
    found: np.ndarray = towards | ((before[net.end] == net.start) & needed[net.end])
    return found


def _first_roads(net: StreetNet, kept: np.ndarray) -> np.ndarray:
    """Return the next section of each country road beyond the last one kept, so that roads lead out of the town."""
    inside = np.zeros(len(net.nodes), dtype=bool)
    inside[net.start[kept]] = inside[net.end[kept]] = True
    road = (net.district == "road") & ~kept
    return np.asarray(road & (inside[net.start] | inside[net.end]))


def _without_empty_ends(net: StreetNet, kept: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Return the sections without dead ends on which nobody lives; country roads may end in the fields."""
    kept = kept.copy()
    while True:
        ends = np.concatenate([net.start[kept], net.end[kept]])
        degree = np.bincount(ends, minlength=len(net.nodes))
        loose = kept & ~used & ((degree[net.start] == 1) | (degree[net.end] == 1)) & (net.district != "road")
        if not loose.any():
            return kept
        kept &= ~loose


def _shortened(net: StreetNet, reach: np.ndarray, least: np.ndarray) -> StreetNet:
    """Return the net with dead ends cut back to just beyond their last house."""
    degree = net.degree
    lines, nodes = net.lines.copy(), net.nodes.copy()
    for section in np.flatnonzero((degree[net.start] == 1) | (degree[net.end] == 1)):
        line = net.lines[section]
        beyond = BEYOND.get(net.street_class[section], TAIL)
        if degree[net.end[section]] == 1:
            line = substring(line, 0, min(line.length, reach[section] + beyond))
            node, end = net.end[section], -1
        else:
            first = least[section] if np.isfinite(least[section]) else line.length
            line = substring(line, max(0.0, first - beyond), line.length)
            node, end = net.start[section], 0
        lines[section] = shapely.set_precision(line, 0.01)
        nodes[node] = lines[section].coords[end]
    return replace(net, lines=lines, nodes=nodes)

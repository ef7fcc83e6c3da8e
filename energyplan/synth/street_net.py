"""How do drawn streets become one connected net of sections between crossings?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely.geometry import LineString, MultiLineString

from energyplan.synth.curves import ROUNDED, Bending
from energyplan.synth.plan import Street

NEAR = 10.0


@dataclass(frozen=True)
class StreetNet:
    """Sections between crossings.

    Attributes
    ----------
    lines : numpy.ndarray of LineString
        From `start` to `end`.
    start, end : numpy.ndarray of int
        Node numbers.
    nodes : numpy.ndarray
        Coordinates (node, 2) [m].
    street : numpy.ndarray of int
        Number of the drawn street to which a section belongs.
    street_class, district : numpy.ndarray of str
    """

    lines: np.ndarray
    start: np.ndarray
    end: np.ndarray
    nodes: np.ndarray
    street: np.ndarray
    street_class: np.ndarray
    district: np.ndarray

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def length(self) -> np.ndarray:
        """Length of each section [m]."""
        found: np.ndarray = shapely.length(self.lines)
        return found

    @property
    def degree(self) -> np.ndarray:
        """Number of sections that meet in each node."""
        return np.bincount(np.concatenate([self.start, self.end]), minlength=len(self.nodes))

    def keep(self, which: np.ndarray) -> StreetNet:
        """Return the net with only some of its sections; node numbers stay."""
        return replace(
            self, lines=self.lines[which], start=self.start[which], end=self.end[which], street=self.street[which],
            street_class=self.street_class[which], district=self.district[which],
        )  # fmt: skip

    def add(self, line: LineString, start: int, street_class: str, district: str) -> StreetNet:
        """Return the net with one more street that begins at node `start` and ends at a new node."""
        return replace(
            self,
            lines=np.append(self.lines, np.array([line], dtype=object)),
            start=np.append(self.start, start),
            end=np.append(self.end, len(self.nodes)),
            nodes=np.vstack([self.nodes, line.coords[-1]]),
            street=np.append(self.street, self.street.max() + 1),
            street_class=np.append(self.street_class, street_class),
            district=np.append(self.district, district),
        )


def node_streets(streets: list[Street]) -> StreetNet:
    """Return the net of all streets, cut at every crossing, crossings closer than 10 m made one; largest part only."""
    merged = shapely.unary_union(MultiLineString([street.line for street in streets]), grid_size=ROUNDED)
    lines = shapely.get_parts(merged)
    lines = lines[
        np.lexsort(np.round(shapely.get_coordinates(shapely.line_interpolate_point(lines, 0.5, normalized=True)), 3).T)
    ]
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    street = shapely.STRtree([s.line for s in streets]).query_nearest(middles, all_matches=False)[1]
    net = _join_near(_without_stumps(_with_nodes(lines, street, streets)))
    return largest_part(_without_doubles(net))


def _with_nodes(lines: np.ndarray, street: np.ndarray, streets: list[Street]) -> StreetNet:
    first = shapely.get_coordinates(shapely.get_point(lines, 0))
    last = shapely.get_coordinates(shapely.get_point(lines, -1))
    nodes, number = np.unique(np.round(np.vstack([first, last]), 2), axis=0, return_inverse=True)
    number = number.ravel()
    return StreetNet(
        lines, number[: len(lines)], number[len(lines) :], nodes, street,
        np.array([streets[i].street_class for i in street], dtype=object),
        np.array([streets[i].district for i in street], dtype=object),
    )  # fmt: skip


def _without_stumps(net: StreetNet) -> StreetNet:
    """Return the net without dead ends shorter than 10 m."""
    degree = net.degree
    return net.keep((net.length >= NEAR) | ((degree[net.start] > 1) & (degree[net.end] > 1)))


def _join_near(net: StreetNet) -> StreetNet:
    """Return the net with crossings joined that a section shorter than 10 m separates."""
    short = (net.length < NEAR) & (net.degree[net.start] > 1) & (net.degree[net.end] > 1)
    size = len(net.nodes)
    links = coo_matrix((np.ones(short.sum()), (net.start[short], net.end[short])), shape=(size, size))
    count, group = connected_components(links, directed=False)
    members = np.bincount(group, minlength=count)
    centre = np.column_stack([np.bincount(group, weights=net.nodes[:, axis], minlength=count) for axis in (0, 1)])
    nodes = np.round((centre / members[:, None]) / ROUNDED) * ROUNDED
    start, end = group[net.start], group[net.end]
    moved = replace(net, start=start, end=end, nodes=nodes).keep(~short)
    lines = [_between(line, nodes[a], nodes[b]) for line, a, b in zip(moved.lines, moved.start, moved.end, strict=True)]
    return replace(moved, lines=np.array(lines, dtype=object))


def _between(line: LineString, start: np.ndarray, end: np.ndarray) -> LineString:
    """Return the line with new ends; vertices close to them go, so that no kink stays."""
    points = np.asarray(line.coords)
    inner = points[1:-1]
    far = (np.linalg.norm(inner - start, axis=1) > NEAR) & (np.linalg.norm(inner - end, axis=1) > NEAR)
    return LineString(np.vstack([start, inner[far], end]))


def _without_doubles(net: StreetNet) -> StreetNet:
    """Return the net without loops to the same crossing and without second ways between the same two crossings."""
    low, high = np.minimum(net.start, net.end), np.maximum(net.start, net.end)
    order = np.lexsort((net.length, high, low))
    first = np.ones(len(net), dtype=bool)
    first[order[1:]] = (low[order[1:]] != low[order[:-1]]) | (high[order[1:]] != high[order[:-1]])
    return net.keep(first & (low != high))


def largest_part(net: StreetNet) -> StreetNet:
    """Return the connected part with the greatest length."""
    size = len(net.nodes)
    links = coo_matrix((np.ones(len(net)), (net.start, net.end)), shape=(size, size))
    _, part = connected_components(links, directed=False)
    lengths = np.bincount(part[net.start], weights=net.length)
    return net.keep(part[net.start] == int(np.argmax(lengths)))


def bend_net(net: StreetNet, bending: Bending) -> StreetNet:
    """Return the net on the bent plane; sections still meet exactly in their nodes."""
    nodes = np.round(bending.move(net.nodes) / ROUNDED) * ROUNDED
    lines = [
        _tied(bending.bend(line), nodes[a], nodes[b]) for line, a, b in zip(net.lines, net.start, net.end, strict=True)
    ]
    return replace(net, lines=np.array(lines, dtype=object), nodes=nodes)


def _tied(line: LineString, start: np.ndarray, end: np.ndarray) -> LineString:
    points = np.asarray(line.coords).copy()
    points[0], points[-1] = start, end
    return LineString(points)

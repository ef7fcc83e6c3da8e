"""Which edges of a graph join given nodes at little total length?

The exact answer (the Steiner tree) is out of reach for a town; two fast ones are compared: the tree of
shortest paths from the source, and the approximation by Mehlhorn, at most twice as long as the best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree


@dataclass(frozen=True)
class Tree:
    """Edges that join the terminals.

    Attributes
    ----------
    edges : numpy.ndarray
        Row numbers of the chosen edges, sorted.
    method : str
        "shortest paths" or "Steiner".
    lengths : dict of str to float
        Total length by each method tried [m].
    """

    edges: np.ndarray
    method: str
    lengths: dict[str, float]


@dataclass(frozen=True)
class Edges:
    """A graph as arrays; parallel edges are told apart by their row.

    Attributes
    ----------
    ends : numpy.ndarray
        Node numbers, shape (edge, 2).
    length : numpy.ndarray
        Positive [m].
    """

    ends: np.ndarray
    length: np.ndarray

    @property
    def count(self) -> int:
        """Number of nodes."""
        return int(self.ends.max()) + 1

    def keys(self, pairs: np.ndarray) -> np.ndarray:
        """Return one number for each unordered pair of nodes."""
        low, high = np.sort(pairs, axis=1).T
        return low.astype(np.int64) * self.count + high

    def simple(self, rows: np.ndarray | None = None) -> np.ndarray:
        """Return the rows without loops and, of parallel edges, the shortest; sorted by key."""
        rows = np.arange(len(self.length)) if rows is None else rows
        rows = rows[self.ends[rows, 0] != self.ends[rows, 1]]
        keys = self.keys(self.ends[rows])
        order = np.lexsort((rows, self.length[rows], keys))
        return rows[order][np.unique(keys[order], return_index=True)[1]]

    def graph(self) -> csr_array:
        """Return the symmetric matrix of lengths."""
        rows = self.simple()
        both = np.concatenate([self.ends[rows], self.ends[rows, ::-1]])
        return _matrix(both, np.tile(self.length[rows], 2), self.count)

    def between(self, pairs: np.ndarray) -> np.ndarray:
        """Return the (shortest) edge that joins each pair of neighbours."""
        rows = self.simple()
        return rows[np.searchsorted(self.keys(self.ends[rows]), self.keys(pairs))]


def _matrix(pairs: np.ndarray, values: np.ndarray, count: int) -> csr_array:
    # scipy's graph routines take 32-bit indices only
    return csr_array((values, tuple(pairs.T.astype(np.int32))), shape=(count, count))


def shorter_tree(edges: Edges, root: int, terminals: np.ndarray) -> Tree:
    """Return the shorter of shortest-path tree and Steiner approximation.

    Parameters
    ----------
    edges : Edges
    root : int
        Node of the source.
    terminals : array of int
        Nodes to be joined with it.

    Returns
    -------
    Tree
    """
    found = {
        "shortest paths": shortest_path_tree(edges, root, terminals),
        "Steiner": steiner_tree(edges, np.union1d(terminals, [root])),
    }
    lengths = {name: float(edges.length[rows].sum()) for name, rows in found.items()}
    method = min(lengths, key=lambda name: lengths[name])
    return Tree(found[method], method, lengths)


def shortest_path_tree(edges: Edges, root: int, terminals: np.ndarray) -> np.ndarray:
    """Return the edges on the shortest paths from `root` to each of `terminals` (Dijkstra)."""
    _, before = dijkstra(edges.graph(), indices=root, return_predecessors=True)
    return _trace(edges, np.asarray(terminals), before)


def steiner_tree(edges: Edges, terminals: np.ndarray) -> np.ndarray:
    """Return the edges of a short tree over `terminals`.

    Parameters
    ----------
    edges : Edges
        The terminals lie in one connected part of it.
    terminals : array of int

    Returns
    -------
    array of int

    Notes
    -----
    Mehlhorn, A faster approximation algorithm for the Steiner problem in graphs, Information Processing
    Letters 27 (1988) 125-128, doi:10.1016/0020-0190(88)90066-X: every node belongs to its nearest terminal;
    the minimum spanning tree over terminals whose regions touch is expanded to paths; at most 2·(1 − 1/k)
    times the optimum for k terminals. At the end the minimum spanning tree of the nodes reached, dead ends
    cut.
    """
    terminals = np.unique(terminals)
    distance, before, nearest = dijkstra(edges.graph(), indices=terminals, min_only=True, return_predecessors=True)
    chosen = _spanning_links(edges, distance, nearest)
    paths = _trace(edges, edges.ends[chosen].ravel(), before)
    nodes = np.union1d(edges.ends[np.union1d(chosen, paths)], terminals)
    return _pruned_spanning_tree(edges, nodes, terminals)


def _trace(edges: Edges, nodes: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Return the edges on the way back from `nodes` to where the search began."""
    seen: set[int] = set()
    steps = []
    for node in map(int, nodes):
        while before[node] >= 0 and node not in seen:
            seen.add(node)
            steps.append((int(before[node]), node))
            node = int(before[node])
    return np.unique(edges.between(np.array(steps))) if steps else np.array([], dtype=int)


def _spanning_links(edges: Edges, distance: np.ndarray, nearest: np.ndarray) -> np.ndarray:
    """Return the edges between regions of two terminals that their minimum spanning tree uses."""
    start, end = edges.ends.T
    reached = np.isfinite(distance[start] + distance[end])
    rows = np.flatnonzero(reached & (nearest[start] != nearest[end]))
    weight = distance[start[rows]] + edges.length[rows] + distance[end[rows]]
    links = Edges(nearest[edges.ends[rows]].reshape(-1, 2), weight)
    return rows[_spanning_rows(links)]


def _spanning_rows(edges: Edges, rows: np.ndarray | None = None) -> np.ndarray:
    """Return which of the edges form their minimum spanning tree."""
    if not len(edges.length if rows is None else rows):
        return np.array([], dtype=int)
    rows = edges.simple(rows)
    tree = minimum_spanning_tree(_matrix(edges.ends[rows], edges.length[rows], edges.count)).tocoo()
    return np.sort(edges.between(np.column_stack(tree.coords))) if tree.nnz else np.array([], dtype=int)


def _pruned_spanning_tree(edges: Edges, nodes: np.ndarray, terminals: np.ndarray) -> np.ndarray:
    """Return the minimum spanning tree of the edges between `nodes` without dead ends that lead nowhere."""
    rows = _spanning_rows(edges, np.flatnonzero(np.isin(edges.ends, nodes).all(axis=1)))
    while True:
        found, degree = np.unique(edges.ends[rows], return_counts=True)
        dead = np.setdiff1d(found[degree == 1], terminals)
        if not dead.size:
            return rows
        rows = rows[~np.isin(edges.ends[rows], dead).any(axis=1)]

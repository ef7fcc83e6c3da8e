"""Which sections and crossings do streets have that were drawn for a map, not for a calculation?

Lines overlap, cross without a common point, end a hand's breadth before the next one or on the other side of a
gap. Here they become a graph: noded, cleaned, merged to sections between crossings, joined where parts nearly
meet. Everything that is changed on the way is reported.
"""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from energyplan.core.columns import texts
from energyplan.core.errors import Fault, raise_faults
from energyplan.core.notes import Note, german_number
from energyplan.geo.bridges import bridge_parts, connected_parts, end_points
from energyplan.geo.graph import StreetGraph
from energyplan.geo.lines import GRID

EXCLUDED_CLASSES = ("steps", "motorway", "trunk")
SNAP_TOLERANCE = 0.5
BRIDGE_GAP = 30.0
LINES = ("LineString", "MultiLineString")
COLUMNS = [
    "street_id",
    "class",
    "surface",
    "from_node",
    "to_node",
    "length",
    "bridge",
    "component",
    "geometry",
]


def build_street_graph(
    streets: gpd.GeoDataFrame,
    *,
    excluded_classes: Iterable[str] = EXCLUDED_CLASSES,
    snap_tolerance: float = SNAP_TOLERANCE,
    bridge_gap: float = BRIDGE_GAP,
) -> tuple[StreetGraph, list[Note]]:
    """Turn streets as drawn into a noded graph of sections between crossings.

    Parameters
    ----------
    streets : geopandas.GeoDataFrame
        Lines in a projected reference system, indexed by `street_id`; columns `class` and `surface` are used
        where they are there ("unknown" where not).
    excluded_classes : iterable of str
        Classes where no pipe can be laid.
    snap_tolerance : float
        Ends that miss another street by no more than this are drawn on to it; stretches shorter than this
        (ends that stick out of a crossing, doubled crossings) are contracted to a point [m].
    bridge_gap : float
        Parts of the net no farther apart than this are joined by a straight section [m].

    Returns
    -------
    StreetGraph
        Ids depend on the geometry only, not on the order of the rows. A section that runs through several
        streets carries the attributes of the one with the largest share in it; a bridge carries none
        ("unknown").
    list of Note
        Streets left out, ends snapped, stretches contracted, every bridge with its length, parts that stay
        separate.

    Raises
    ------
    FaultError
        EP217 no streets, EP301 or EP303 reference system, EP310 no lines.

    Examples
    --------
    >>> lines = [shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(50, -40), (50, 60)])]
    >>> graph, notes = build_street_graph(gpd.GeoDataFrame(geometry=lines, crs="EPSG:25832"))
    >>> len(graph.nodes), graph.sections["length"].tolist()
    (5, [50.0, 40.0, 60.0, 50.0])
    """
    raise_faults(_faults(streets, tuple(excluded_classes)))
    attributes, lines, notes = _usable(streets, tuple(excluded_classes))
    lines, snapped = _snap_ends(lines, snap_tolerance)
    pieces, contracted = _contract(_merge(_node(lines)), snap_tolerance)
    sections = _merge(pieces)
    street = _main_street(sections, pieces, lines)
    bridges = bridge_parts(sections, bridge_gap=bridge_gap, snap_tolerance=snap_tolerance)
    table = attributes.iloc[street[bridges.origin]].assign(bridge=False, geometry=bridges.sections)
    unknown = {"street_id": "", "class": "unknown", "surface": "unknown", "bridge": True}
    links = [unknown | {"geometry": link} for link in bridges.links]
    table = pd.concat([table, pd.DataFrame(links, columns=table.columns).astype(table.dtypes)])
    graph = _assemble(table, streets.crs)
    return graph, [*notes, *_notes(graph, snapped, contracted)]


def _faults(streets: gpd.GeoDataFrame, excluded: tuple[str, ...]) -> list[Fault]:
    """Return what makes the layer unusable."""
    metric = "a projected reference system"
    if streets.crs is None:
        return [Fault("EP301", layer="streets", expected=metric)]
    if not streets.crs.is_projected:
        return [Fault("EP303", layer="streets", value=streets.crs.to_string(), expected=metric)]
    known = ~(streets.geometry.isna() | streets.geometry.is_empty)
    wrong = streets[known & ~streets.geom_type.isin(LINES)]
    if len(wrong):
        kinds = wrong.geom_type.astype(str).items()
        return [Fault("EP310", layer="streets", row=str(i), value=kind, expected=LINES[0]) for i, kind in kinds]
    if not (known & ~_classes(streets).isin(excluded)).any():
        return [Fault("EP217", layer="streets", expected="≥ 1 street that is not " + " or ".join(excluded))]
    return []


def _classes(streets: gpd.GeoDataFrame, column: str = "class") -> pd.Series:
    """Return a text column with "unknown" where it is empty or missing."""
    return texts(streets, column, missing="unknown").replace("", "unknown")


def _usable(streets: gpd.GeoDataFrame, excluded: tuple[str, ...]) -> tuple[pd.DataFrame, np.ndarray, list[Note]]:
    """Return attributes and lines (same order, single lines) of the streets where a pipe can be laid."""
    table = pd.DataFrame(
        {
            "street_id": streets.index.astype(str),
            "class": _classes(streets).to_numpy(),
            "surface": _classes(streets, "surface").to_numpy(),
            "geometry": shapely.force_2d(streets.geometry.to_numpy()),
        }
    )
    left_out = table["class"].isin(excluded)
    table = table[~left_out]
    parts, row = shapely.get_parts(table["geometry"].to_numpy(), return_index=True)
    single = table.iloc[row].assign(geometry=parts)
    single = single[shapely.length(parts) > GRID].sort_values("street_id", kind="stable")
    lost = sorted(set(table["street_id"]) - set(single["street_id"]))
    notes = [*_excluded_note(int(left_out.sum()), excluded), *_dropped_note(lost)]
    return single.drop(columns="geometry"), single["geometry"].to_numpy(), notes


def _snap_ends(lines: np.ndarray, tolerance: float) -> tuple[np.ndarray, int]:
    """Draw ends that miss another line by at most `tolerance` on to it; return lines and number of ends."""
    end, target = _near_misses(lines, tolerance)
    lines = lines.copy()
    for index, point in zip(end, target, strict=True):
        coordinates = shapely.get_coordinates(lines[index // 2])
        longer = [coordinates, [point]] if index % 2 else [[point], coordinates]
        lines[index // 2] = shapely.LineString(np.concatenate(longer))
    return lines, len(end)


def _near_misses(lines: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends (2 · line + 0 or 1) near another line without touching it, and the points they miss."""
    points, owner = shapely.points(end_points(lines).reshape(-1, 2)), np.repeat(np.arange(len(lines)), 2)
    end, other = shapely.STRtree(lines).query(points, predicate="dwithin", distance=tolerance)
    foreign = owner[end] != other
    end, other = end[foreign], other[foreign]
    order = np.lexsort((other, shapely.distance(points[end], lines[other]), end))
    end, first = np.unique(end[order], return_index=True)
    other = other[order][first]
    # an end that sticks out beyond the other line touches it a little earlier: that is no miss
    around = shapely.intersection(lines[end // 2], shapely.buffer(points[end], 2 * tolerance))
    missed = shapely.distance(around, lines[other]) > GRID / 2
    gaps = shapely.shortest_line(points[end[missed]], lines[other[missed]])
    return end[missed], shapely.get_coordinates(gaps)[1::2]


def _node(lines: np.ndarray) -> np.ndarray:
    """Cut lines wherever they cross, touch or share a stretch, on the millimetre grid; doubles become one."""
    pieces = shapely.get_parts(shapely.union_all(lines, grid_size=GRID))
    return pieces[shapely.length(pieces) > 0]


def _contract(sections: np.ndarray, tolerance: float) -> tuple[np.ndarray, int]:
    """Shrink sections shorter than `tolerance` to the busiest of their ends; return the rest and how many."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    short = shapely.length(sections) < tolerance
    ends = end_points(sections).reshape(-1, 2)
    points, node, degree = np.unique(ends, axis=0, return_inverse=True, return_counts=True)
    start, end = node.reshape(-1, 2)[short].T
    joined = coo_array((np.ones(len(start)), (start, end)), shape=(len(points),) * 2)
    group = connected_components(joined, directed=False)[1]
    order = np.lexsort((np.arange(len(points)), -degree, group))
    busiest = order[np.unique(group[order], return_index=True)[1]]
    target = points[busiest[group]][node.reshape(-1, 2)]
    moved = (target != ends.reshape(-1, 2, 2)).any(axis=(1, 2))
    lines = sections.copy()
    for index in np.flatnonzero(moved & ~short):
        coordinates = shapely.get_coordinates(lines[index])
        coordinates[0], coordinates[-1] = target[index]
        lines[index] = shapely.LineString(coordinates)
    return lines[~short], int(short.sum())


def _merge(pieces: np.ndarray) -> np.ndarray:
    """Join pieces end to end where exactly two meet: what remains runs between crossings and dead ends."""
    return shapely.get_parts(shapely.line_merge(shapely.multilinestrings(pieces)))


def _main_street(sections: np.ndarray, pieces: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Return for each section the line with the largest share of its length."""
    middle = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    shares = pd.DataFrame({"section": _nearest(middle, sections), "line": _nearest(middle, lines)})
    total = shares.assign(length=shapely.length(pieces)).groupby(["section", "line"])["length"].sum()
    ranked = total.reset_index().sort_values(["section", "length", "line"], ascending=[True, False, True])
    return ranked.drop_duplicates("section").set_index("section")["line"].loc[range(len(sections))].to_numpy()


def _nearest(points: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Return the line nearest to each point, the first where several are."""
    point, line = shapely.STRtree(lines).query_nearest(points)
    return pd.Series(line).groupby(point).min().loc[np.arange(len(points))].to_numpy()


def _assemble(table: pd.DataFrame, crs: object) -> StreetGraph:
    """Order and number sections and nodes by their coordinates and label the parts, longest first."""
    lines = table["geometry"].to_numpy()
    ends = end_points(lines)
    backwards = [tuple(start) > tuple(end) for start, end in ends]
    lines = np.where(backwards, shapely.reverse(lines), lines)
    middle = shapely.get_coordinates(shapely.line_interpolate_point(lines, 0.5, normalized=True))
    ends = end_points(lines).reshape(-1, 4)
    order = np.lexsort(np.column_stack([ends, middle]).T[::-1])
    table, lines, ends = table.iloc[order].assign(geometry=lines[order]), lines[order], ends[order]
    coordinates, node = np.unique(ends.reshape(-1, 2), axis=0, return_inverse=True)
    names = np.array([f"n{i + 1:05d}" for i in range(len(coordinates))])
    start, end = node.reshape(-1, 2).T
    length = shapely.length(lines)
    component = _by_length(connected_parts(lines), length)
    table = table.assign(from_node=names[start], to_node=names[end], length=length, component=component)
    table.index = pd.Index([f"s{i + 1:05d}" for i in range(len(table))], name="section_id")
    of_node = np.zeros(len(names), dtype=int)
    of_node[start], of_node[end] = component, component
    nodes = {"component": of_node, "geometry": shapely.points(coordinates)}
    return StreetGraph(
        gpd.GeoDataFrame(nodes, index=pd.Index(names, name="node_id"), crs=crs),
        gpd.GeoDataFrame(table[COLUMNS], geometry="geometry", crs=crs),
    )


def _by_length(part: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Renumber parts so that 0 is the longest."""
    total = np.bincount(part, weights=length)
    rank = np.empty(len(total), dtype=int)
    rank[np.argsort(-total, kind="stable")] = np.arange(len(total))
    return rank[part]


def _excluded_note(count: int, excluded: tuple[str, ...]) -> list[Note]:
    if not count:
        return []
    classes = ", ".join(excluded)
    english = f"{count} streets of the classes {classes} carry no pipes and were left out"
    german = f"{count} Straßen der Klassen {classes} tragen keine Leitungen und blieben außer Betracht"
    return [Note("streets", "excluded", english, german, count)]


def _dropped_note(lost: list[str]) -> list[Note]:
    if not lost:
        return []
    english = f"{len(lost)} streets without geometry or length were left out"
    german = f"{len(lost)} Straßen ohne Geometrie oder Länge blieben außer Betracht"
    return [Note("streets", "dropped", english, german, len(lost), tuple(lost[:20]))]


def _notes(graph: StreetGraph, snapped: int, contracted: int) -> list[Note]:
    """Report what was done to the geometry."""
    notes = []
    if snapped:
        english = f"{snapped} street ends that narrowly missed another street were drawn on to it"
        german = f"{snapped} Straßenenden, die eine andere Straße knapp verfehlen, wurden verlängert"
        notes.append(Note("streets", "snapped", english, german, snapped))
    if contracted:
        english = f"{contracted} tiny stretches at crossings were contracted to a point"
        german = f"{contracted} winzige Teilstücke an Kreuzungen wurden zu einem Punkt zusammengezogen"
        notes.append(Note("streets", "contracted", english, german, contracted))
    for section_id, length in graph.sections.loc[graph.sections["bridge"], "length"].items():
        english = f"a gap of {length:.1f} m between two parts of the street net was bridged"
        german = f"eine Lücke von {german_number(length)} m zwischen zwei Teilen des Straßennetzes wurde überbrückt"
        notes.append(Note("streets", "bridged", english, german, 1, (str(section_id),)))
    return [*notes, *_separate_note(graph)]


def _separate_note(graph: StreetGraph) -> list[Note]:
    total = graph.sections.groupby("component")["length"].sum()
    count, length = len(total) - 1, float(total.drop(0).sum())
    if not count:
        return []
    english = f"{count} parts of the street net ({length:.0f} m) are not joined to the largest one"
    german = f"{count} Teile des Straßennetzes ({length:.0f} m) sind nicht mit dem größten verbunden"
    return [Note("streets", "separate", english, german, count)]

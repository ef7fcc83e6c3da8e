"""Along which streets do pipes run from the source to every consumer?"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from energyplan.core.errors import Fault, raise_faults
from energyplan.core.notes import Note, german_number
from energyplan.geo.connect import connect_to_sections
from energyplan.geo.graph import StreetGraph
from energyplan.network.steiner import Edges, Tree, shorter_tree
from energyplan.network.taps import Taps, tap_sections

MAXIMUM_CONNECTION_LENGTH = 50.0
MAXIMUM_SOURCE_DISTANCE = 100.0
SHORTEST_PIPE = 1.0
SOURCE = "source"


@dataclass(frozen=True)
class Layout:
    """A heating network as a tree of pipes (each one a supply and a return pipe in one trench).

    Attributes
    ----------
    nodes : geopandas.GeoDataFrame
        Index `node_id`; columns `kind` (source, street, tap, consumer), `geometry`.
    pipes : geopandas.GeoDataFrame
        Index `pipe_id`, mains from the source outwards, then connections; columns `from_node`, `to_node`,
        `length` [m], `section_id` (empty off the street), `kind` (main, connection), `surface`, `bridge`,
        `geometry` in the direction of flow.
        :func:`energyplan.network.sizing.size_pipes` adds the diameters.
    consumers : pandas.DataFrame
        Index `building_id`; columns `node`, `pipe_id` (its connection), `section_id`, `connection_length`
        [m], `connection_load` [kW], `heat_demand` [kWh].
    source_node : str
    """

    nodes: gpd.GeoDataFrame
    pipes: gpd.GeoDataFrame
    consumers: pd.DataFrame
    source_node: str

    @property
    def trench_length(self) -> float:
        """Length of all trenches, house connections included [m]."""
        return float(self.pipes["length"].sum())


def lay_out(
    graph: StreetGraph,
    consumers: gpd.GeoDataFrame,
    source: shapely.Point,
    *,
    maximum_connection_length: float = MAXIMUM_CONNECTION_LENGTH,
    maximum_source_distance: float = MAXIMUM_SOURCE_DISTANCE,
) -> tuple[Layout, list[Note]]:
    """Lay pipes along the streets so that every consumer is joined with the source.

    House connections take the shortest way to the street. The mains follow the shorter of two trees: that of
    the shortest paths from the source, and a Steiner approximation.

    Parameters
    ----------
    graph : StreetGraph
    consumers : geopandas.GeoDataFrame
        Index `building_id`; columns `connection_load` [kW], `heat_demand` [kWh] (optional), `geometry`.
    source : shapely.Point
        The heating plant.
    maximum_connection_length : float
        From street to building [m].
    maximum_source_distance : float
        From the source to the street [m].

    Returns
    -------
    Layout
    list of Note
        The tree chosen with both lengths; bridges of the street graph that carry pipes; connections
        lengthened.

    Raises
    ------
    FaultError
        EP302 another reference system than the streets, EP217 no consumers, EP318 ids, EP401 or EP212 loads,
        EP308 geometry, EP314 source off the street graph, EP313 for every consumer that cannot be reached.
    """
    raise_faults(_consumer_faults(consumers, graph))
    feed = _connect_source(graph, source, maximum_source_distance)
    component = int(graph.sections.loc[feed["section_id"], "component"])
    connections, unreached = connect_to_sections(
        consumers.geometry, graph, maximum_length=maximum_connection_length, component=component
    )
    limit = f"≤ {maximum_connection_length:g} m from a street joined with the source"
    raise_faults([Fault("EP313", layer="consumers", row=i, expected=limit) for i in unreached])
    taps = tap_sections(graph, pd.concat([connections, feed.to_frame(SOURCE).T]), component=component)
    tree = _street_tree(taps)
    layout, lengthened = _assemble(graph, consumers, connections, source, taps, tree)
    return layout, _notes(layout, tree, lengthened)


def _consumer_faults(consumers: gpd.GeoDataFrame, graph: StreetGraph) -> list[Fault]:
    if consumers.crs != graph.sections.crs:
        found, expected = (str(crs and crs.to_string()) for crs in (consumers.crs, graph.sections.crs))
        return [Fault("EP302", layer="consumers", value=found, expected=expected)]
    if consumers.empty:
        return [Fault("EP217", layer="consumers", expected="≥ 1 consumer")]
    layer, column = "consumers", "connection_load"
    twice = consumers.index[consumers.index.duplicated()]
    load = consumers["connection_load"]
    empty = consumers.index[consumers.geometry.isna() | consumers.geometry.is_empty]
    return [
        *(Fault("EP318", layer=layer, row=str(i)) for i in twice.unique()),
        *(Fault("EP401", layer=layer, row=str(i), column=column) for i in load.index[load.isna()]),
        *(
            Fault("EP212", layer=layer, row=str(i), column=column, value=value, expected="> 0 kW")
            for i, value in load[load <= 0].items()
        ),
        *(Fault("EP308", layer=layer, row=str(i)) for i in empty),
    ]


def _connect_source(graph: StreetGraph, source: shapely.Point, limit: float) -> pd.Series:
    place = gpd.GeoSeries({SOURCE: source}, crs=graph.sections.crs)
    found, unreached = connect_to_sections(place, graph, maximum_length=limit, component=None)
    if unreached:
        distance = f"{graph.sections.distance(source).min():.0f} m"
        raise_faults([Fault("EP314", layer=SOURCE, value=distance, expected=f"≤ {limit:g} m from a street")])
    return found.loc[SOURCE]


def _street_tree(taps: Taps) -> Tree:
    """Choose the street edges that join all taps."""
    ends = taps.edges[["from_node", "to_node"]].to_numpy()
    names, numbers = np.unique(ends, return_inverse=True)
    edges = Edges(numbers.reshape(-1, 2), taps.edges["length"].to_numpy())
    terminals = np.searchsorted(names, taps.node_of.drop(SOURCE).unique())
    return shorter_tree(edges, int(np.searchsorted(names, taps.node_of[SOURCE])), terminals)


def _assemble(
    graph: StreetGraph,
    consumers: gpd.GeoDataFrame,
    connections: gpd.GeoDataFrame,
    source: shapely.Point,
    taps: Taps,
    tree: Tree,
) -> tuple[Layout, int]:
    """Put feed, mains and connections into one table of pipes in the direction of flow."""
    feed_node, street_nodes = taps.node_of[SOURCE], taps.nodes
    feed = _branch(SOURCE, feed_node, shapely.LineString([source, street_nodes.geometry[feed_node]]), "main")
    at_street = feed["length"].iloc[0] < SHORTEST_PIPE
    root = feed_node if at_street else SOURCE
    mains = _orient(taps.edges.iloc[tree.edges], feed_node)
    service = _connections(connections, taps)
    lengthened = int((service["length"] < SHORTEST_PIPE).sum())
    service["length"] = service["length"].clip(lower=SHORTEST_PIPE)
    surfaces = graph.sections[["surface", "bridge"]]
    mains = mains.join(surfaces, on="section_id")
    pipes = pd.concat([*([] if at_street else [feed]), mains, service], ignore_index=True)
    pipes.index = pd.Index([f"p{i + 1:05d}" for i in range(len(pipes))], name="pipe_id")
    pipes = gpd.GeoDataFrame(pipes, geometry="geometry", crs=graph.sections.crs)
    nodes = _nodes(pipes, street_nodes, consumers, source, root, graph.sections.crs)
    table = _consumer_table(consumers, connections, pipes)
    return Layout(nodes, pipes, table, root), lengthened


def _branch(start: str, end: str, line: shapely.LineString, kind: str) -> pd.DataFrame:
    row = {"from_node": start, "to_node": end, "length": line.length, "section_id": "", "kind": kind}
    return pd.DataFrame([row | {"surface": "unknown", "bridge": False, "geometry": line}])


def _orient(edges: pd.DataFrame, root: str) -> pd.DataFrame:
    """Return the edges of a tree away from `root`, nearest first, geometry turned with them."""
    at_node: dict[str, list[int]] = {}
    ends = edges[["from_node", "to_node"]].to_numpy()
    for row, pair in enumerate(ends):
        for node in pair:
            at_node.setdefault(node, []).append(row)
    order, turned, queue, seen = [], [], [root], set()
    for node in queue:
        for row in at_node.get(node, []):
            if row not in seen:
                seen.add(row)
                order.append(row)
                turned.append(ends[row][0] != node)
                queue.append(ends[row][0] if turned[-1] else ends[row][1])
    flip, result = np.array(turned, dtype=bool), edges.iloc[order].assign(kind="main")
    start, end = result["from_node"].to_numpy(), result["to_node"].to_numpy()
    lines = result["geometry"].to_numpy()
    return result.assign(
        from_node=np.where(flip, end, start),
        to_node=np.where(flip, start, end),
        geometry=np.where(flip, shapely.reverse(lines), lines),
    )


def _connections(connections: gpd.GeoDataFrame, taps: Taps) -> pd.DataFrame:
    """Return one pipe per consumer, from its tap to its outline."""
    node = taps.node_of.loc[connections.index]
    start = taps.nodes.geometry[node.to_numpy()].to_numpy()
    end = shapely.get_point(connections.geometry.to_numpy(), -1)
    lines = shapely.linestrings(np.stack([shapely.get_coordinates(start), shapely.get_coordinates(end)], axis=1))
    return pd.DataFrame(
        {
            "from_node": node.to_numpy(),
            "to_node": [consumer_node(i) for i in connections.index],
            "length": shapely.length(lines),
            "section_id": connections["section_id"].to_numpy(),
            "kind": "connection",
            "surface": "private_ground",
            "bridge": False,
            "geometry": lines,
        }
    )


def consumer_node(building_id: object) -> str:
    """Return the name of a consumer's node."""
    return f"consumer:{building_id}"


def _nodes(
    pipes: gpd.GeoDataFrame,
    street_nodes: gpd.GeoDataFrame,
    consumers: gpd.GeoDataFrame,
    source: shapely.Point,
    root: str,
    crs: object,
) -> gpd.GeoDataFrame:
    names = pd.unique(np.concatenate([[root], pipes["to_node"].to_numpy()]))
    points = pd.Series(shapely.get_point(pipes.geometry.to_numpy(), -1), index=pipes["to_node"].to_numpy())
    points = pd.concat([points, pd.Series({root: street_nodes.geometry.get(root, source)})])
    kind = pd.Series("street", index=names)
    kind[[name for name in names if name in street_nodes.index[street_nodes["kind"] == "tap"]]] = "tap"
    kind[[consumer_node(i) for i in consumers.index]] = "consumer"
    kind[root] = "source"
    points = points[~points.index.duplicated()].loc[names]
    return gpd.GeoDataFrame(
        {"kind": kind.to_numpy()}, geometry=points.to_numpy(), index=pd.Index(names, name="node_id"), crs=crs
    )


def _consumer_table(
    consumers: gpd.GeoDataFrame, connections: gpd.GeoDataFrame, pipes: gpd.GeoDataFrame
) -> pd.DataFrame:
    pipe_of = pd.Series(pipes.index, index=pipes["to_node"].to_numpy())
    nodes = [consumer_node(i) for i in consumers.index]
    return pd.DataFrame(
        {
            "node": nodes,
            "pipe_id": pipe_of.loc[nodes].to_numpy(),
            "section_id": connections["section_id"].reindex(consumers.index),
            "connection_length": pipes["length"].loc[pipe_of.loc[nodes].to_numpy()].to_numpy(),
            "connection_load": consumers["connection_load"].astype(float),
            "heat_demand": consumers.get("heat_demand", np.nan),
        },
        index=consumers.index.rename("building_id"),
    )


def _notes(layout: Layout, tree: Tree, lengthened: int) -> list[Note]:
    tried = {name: f"{length:.0f} m" for name, length in tree.lengths.items()}
    english = f"mains follow the tree of {tree.method} (" + ", ".join(f"{n} {v}" for n, v in tried.items()) + ")"
    names = {"shortest paths": "kürzeste Wege", "Steiner": "Steinerbaum"}
    german = "die Hauptleitungen folgen dem kürzeren Baum ("
    german += ", ".join(f"{names[n]} {v}" for n, v in tried.items()) + ")"
    notes = [Note("network", "layout", english, german, len(layout.consumers))]
    bridges = layout.pipes[layout.pipes["bridge"]]
    for section_id, length in bridges.groupby("section_id")["length"].sum().items():
        english = f"the network uses a bridged gap of {length:.1f} m in the street net"
        german = f"das Netz nutzt eine überbrückte Lücke von {german_number(length)} m im Straßennetz"
        notes.append(Note("network", "bridged", english, german, 1, (str(section_id),)))
    if lengthened:
        english = f"{lengthened} house connections shorter than {SHORTEST_PIPE:g} m were taken as that long"
        german = f"{lengthened} Hausanschlüsse unter {SHORTEST_PIPE:g} m wurden mit dieser Länge angesetzt"
        notes.append(Note("network", "lengthened", english, german, lengthened))
    return notes

"""Which network joins the buildings of each network area with its heat source, what does it lose, what does it cost?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from energyplan.core.errors import Fault, nearest, raise_faults
from energyplan.core.notes import Note
from energyplan.network.build import NetworkResult, build_network, network_dataset
from energyplan.network.losses import SupplyCurve
from energyplan.network.options import NetworkOptions
from energyplan.pipeline.heat import Heat
from energyplan.pipeline.links import LOCATED
from energyplan.pipeline.records import Inputs, StageOutput
from energyplan.scenario import NetworkArea
from energyplan.sources import SourceSet

ANCHOR_SHARE = 0.2
"""Share of the area's heat that a source must be able to give to become the site of the heating plant."""
HIGHEST_DISTANCE = 300.0
"""A source farther from the area than this does not become the site of the heating plant [m]."""


@dataclass(frozen=True)
class Networks:
    """The networks of the town, by area."""

    by_area: dict[str, NetworkResult]


def network_stage(inputs: Inputs, done: Mapping[str, StageOutput]) -> StageOutput:
    """Lay out, size, simulate and cost the network of every area."""
    heat: Heat = done["heat"].value
    sources: SourceSet = done["sources"].value
    found: dict[str, NetworkResult] = {}
    notes: list[Note] = []
    for area in inputs.scenario.networks:
        members = heat.members(inputs.scenario.years[0], area.id).index
        site, note = heat_source(area, inputs.town.buildings.loc[members], heat, sources)
        found[area.id] = _build(inputs, heat, area, members, site)
        notes += [note, *found[area.id].notes]
    datasets = {f"network/{name}": network_dataset(network) for name, network in found.items()}
    return StageOutput(Networks(found), datasets, _maps(found), tuple(notes))


def _build(inputs: Inputs, heat: Heat, area: NetworkArea, members: pd.Index, site: shapely.Point) -> NetworkResult:
    """Build one network for the demand of the first planned year, the largest that it meets."""
    year = inputs.scenario.years[0]
    demand = heat.members(year, area.id)
    consumers = gpd.GeoDataFrame(
        {"connection_load": demand["design_load"], "heat_demand": demand["heat_demand"]},
        geometry=inputs.town.buildings.geometry.loc[members],
        crs=inputs.town.crs,
    )
    options = NetworkOptions(
        supply_curve=SupplyCurve(
            design_supply_temperature=area.supply_temperature,
            minimum_supply_temperature=area.minimum_supply_temperature,
            design_outdoor_temperature=area.design_outdoor_temperature,
            heating_limit=inputs.scenario.demand.heating_limit,
        ),
        return_temperature=area.return_temperature,
        pressure_gradient=area.pressure_gradient,
        insulation=area.insulation,
        maximum_connection_length=area.maximum_connection_length,
        interest_rate=inputs.scenario.supply.interest_rate,
    )
    return build_network(
        heat.graph,
        consumers,
        site,
        inputs.catalogue,
        options,
        inputs.weather["air_temperature"],
        heat.load(year, area.id),
    )


def heat_source(
    area: NetworkArea, buildings: gpd.GeoDataFrame, heat: Heat, sources: SourceSet
) -> tuple[shapely.Point, Note]:
    """Return where the heat comes in: as the scenario says, else at the warmest fit source, else in the middle.

    Raises
    ------
    FaultError
        EP214 for an unknown source id.
    """
    given = area.heat_source
    if given != "auto":
        return _given_site(area, sources), _site_note(area.id, "as the scenario says", "wie im Szenario angegeben")
    nodes = heat.graph.nodes[heat.graph.nodes["component"] == 0]
    demand = float(heat.demand.loc[buildings.index, ["space_heat", "hot_water"]].sum().sum())
    source_id = anchor_source(sources.table, buildings, demand)
    if source_id is not None:
        point = nodes.geometry[nodes.distance(sources.table.geometry[source_id]).idxmin()]
        german = f"an der Kreuzung nächst der Quelle {source_id}"
        return point, _site_note(area.id, f"at the crossing nearest to the source {source_id}", german)
    weights = heat.demand.loc[buildings.index, ["space_heat", "hot_water"]].sum(axis=1)
    centres = buildings.centroid
    centre = shapely.Point((centres.x * weights).sum() / weights.sum(), (centres.y * weights).sum() / weights.sum())
    point = nodes.geometry[nodes.distance(centre).idxmin()]
    english, german = (
        "at the crossing nearest to the middle of the demand",
        "an der Kreuzung nahe der Mitte des Bedarfs",
    )
    return point, _site_note(area.id, english, german)


def anchor_source(table: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, demand: float) -> str | None:
    """Return the warmest source nearby that could give a fair share of an area's heat; None if there is none.

    Parameters
    ----------
    table : geopandas.GeoDataFrame
        Of the sources: kind, annual_heat [kWh], temperature_max [degC].
    buildings : geopandas.GeoDataFrame
        Of the area.
    demand : float
        Heat of the area [kWh].
    """
    fit = table[table["kind"].isin(LOCATED) & (table["annual_heat"] >= ANCHOR_SHARE * demand)]
    near = fit[fit.distance(buildings.union_all()) <= HIGHEST_DISTANCE]
    return str(near["temperature_max"].idxmax()) if len(near) else None


def _given_site(area: NetworkArea, sources: SourceSet) -> shapely.Point:
    parts = area.heat_source.split(",")
    try:
        return shapely.Point(*(float(part) for part in parts)) if len(parts) == 2 else _site_of(area, sources)
    except ValueError:
        return _site_of(area, sources)


def _site_of(area: NetworkArea, sources: SourceSet) -> shapely.Point:
    placed = sources.table[sources.table.geometry.notna()]
    if area.heat_source not in placed.index:
        expected = f'"x, y" or {nearest(area.heat_source, map(str, placed.index))}'
        key = f"networks.{area.id}.heat_source"
        raise_faults([Fault("EP214", key=key, value=area.heat_source, expected=expected)])
    return placed.geometry[area.heat_source].representative_point()


def _site_note(area: str, english: str, german: str) -> Note:
    return Note(
        "network", "site", f"Network {area}: the heat comes in {english}.",
        f"Wärmenetz {area}: Die Wärme kommt {german} in das Netz.", 1,
    )  # fmt: skip


def _maps(networks: dict[str, NetworkResult]) -> dict[str, gpd.GeoDataFrame]:
    """Return pipes and nodes of all networks; pipe ids carry their area."""
    if not networks:
        return {}
    pipes: list[gpd.GeoDataFrame] = []
    nodes: list[gpd.GeoDataFrame] = []
    for name, network in networks.items():
        for layer, found in ((network.layout.pipes, pipes), (network.layout.nodes, nodes)):
            renamed = layer.assign(area_id=name)
            renamed.index = pd.Index([f"{name}-{i}" for i in layer.index], name=layer.index.name)
            found.append(renamed)
    return {"network_pipes": pd.concat(pipes), "network_nodes": pd.concat(nodes)}

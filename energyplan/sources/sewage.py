"""How much heat can be taken from the sewers and from the effluent of the treatment plants?

Sewer, effluent and the river below are one stream of heat: of all sections on one path to a plant only the
best one is a source, and what it takes is missing in the effluent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.core.errors import Fault, raise_faults
from energyplan.core.notes import Note
from energyplan.physics.river import possible_cooling, stream_heat
from energyplan.sources.contract import Source, SourceSet, assemble, merge
from energyplan.sources.effluent import effluent_sources
from energyplan.sources.kinds import SOURCE_KINDS, SourceInputs, SourceKind
from energyplan.sources.sewer_paths import best_per_path, nodes_below, section_graph

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from energyplan.catalogue import Catalogue


def sewage_sources(
    sewers: gpd.GeoDataFrame,
    waste_water: xr.Dataset,
    *,
    catalogue: Catalogue,
    treatment_plants: gpd.GeoDataFrame | None = None,
    near: BaseGeometry | None = None,
    maximum_distance: float = 1000.0,
    from_sewers: bool = True,
) -> SourceSet:
    """Return the heat of the sewers and of the effluents, each litre counted once.

    Parameters
    ----------
    sewers : geopandas.GeoDataFrame
        Layer `sewers`: from_node, to_node, nominal_diameter [mm].
    waste_water : xarray.Dataset
        flow [l/s], sewage_temperature [degC] (time, sewer) and, for the effluent, effluent_flow [l/s],
        water_temperature [degC] (time, plant).
    catalogue : Catalogue
        Table `source_limits`, items "sewage" and "effluent"; a scenario overrides the limits there.
    treatment_plants : geopandas.GeoDataFrame, optional
        Layer `treatment_plants`; without it only the sewers are looked at.
    near : shapely geometry, optional
        Where the heat is needed; sections farther away than `maximum_distance` are no candidates.
    maximum_distance : float
        [m]
    from_sewers : bool
        False leaves all heat to the effluent.

    Returns
    -------
    SourceSet
        Kinds "sewage" (ids `sewage_<sewer_id>`) and "effluent" (`effluent_<plant_id>`).

    Raises
    ------
    FaultError
        EP214 for sewers without a series, EP401 for missing flows or temperatures.

    Notes
    -----
    P = ρ·c·Q·ΔT with ΔT = min(ΔT_max, T − T_min), hour by hour. The effluent offers what its own limits allow
    minus what the sections above take, and is cooler by that heat: together they never cool the stream by
    more than the effluent's limit, if the sewer takes no more than that.
    """
    hours = pd.DatetimeIndex(waste_water.indexes["time"])
    taken, sections = {}, assemble([], hours, crs=sewers.crs)
    if from_sewers:
        power = _section_power(sewers, waste_water, catalogue)
        candidates = _candidates(sewers, waste_water, catalogue, near, maximum_distance)
        worth = power.sel(sewer=list(candidates)).sum("time").to_series()
        graph = section_graph(sewers)
        chosen = best_per_path(worth[worth > 0], graph)
        sections = _sections(chosen, sewers, waste_water, power, catalogue)
        if not chosen:
            sections = assemble([], hours, crs=sewers.crs, notes=[_why_none(sewers, waste_water, catalogue)])
        taken = {sewer: (nodes_below(sewer, sewers, graph), power.sel(sewer=sewer)) for sewer in chosen}
    if treatment_plants is None or "effluent_flow" not in waste_water:
        return sections
    upstream = _taken_by_plant(treatment_plants, taken, hours)
    return merge([sections, effluent_sources(treatment_plants, waste_water, upstream, catalogue=catalogue)])


def _section_power(sewers: gpd.GeoDataFrame, waste_water: xr.Dataset, catalogue: Catalogue) -> xr.DataArray:
    """Return the heat that each section gives (time, sewer) [kW]."""
    known = set(waste_water.indexes["sewer"])
    faults = [
        Fault("EP214", layer="sewers", row=str(sewer), expected="a series in the waste water dataset")
        for sewer in sewers.index
        if sewer not in known
    ]
    raise_faults(faults)
    own = waste_water[["flow", "sewage_temperature"]].sel(sewer=list(sewers.index))
    for name, array in own.items():
        missing = array.isnull().any("time")
        faults += [
            Fault("EP401", layer="sewers", row=str(sewer), column=str(name))
            for sewer in array["sewer"].values[missing.to_numpy()]
        ]
    raise_faults(faults)
    limits = catalogue.table("source_limits").loc["sewage"]
    cooling = possible_cooling(
        own["sewage_temperature"],
        maximum_cooling=float(limits["maximum_cooling"]),
        minimum_outlet_temperature=float(limits["minimum_outlet_temperature"]),
    )
    return xr.DataArray(stream_heat(own["flow"], cooling)).transpose("time", "sewer")


def _candidates(
    sewers: gpd.GeoDataFrame,
    waste_water: xr.Dataset,
    catalogue: Catalogue,
    near: BaseGeometry | None,
    maximum_distance: float,
) -> pd.Index:
    """Return the sections that are wide, full and near enough."""
    limits = catalogue.table("source_limits").loc["sewage"]
    fits = (sewers["nominal_diameter"] >= limits["minimum_diameter"]) & (
        _mean_flow(sewers, waste_water) >= limits["minimum_flow"]
    )
    if near is not None:
        fits &= sewers.distance(near) <= maximum_distance
    return sewers.index[fits]


def _mean_flow(sewers: gpd.GeoDataFrame, waste_water: xr.Dataset) -> pd.Series:
    return waste_water["flow"].mean("time").to_series().reindex(sewers.index)


def _sections(
    chosen: list[str],
    sewers: gpd.GeoDataFrame,
    waste_water: xr.Dataset,
    power: xr.DataArray,
    catalogue: Catalogue,
) -> SourceSet:
    cost = catalogue.value("source_limits", "sewage", "tapping_cost").value
    flow = _mean_flow(sewers, waste_water)
    sources = []
    for sewer in chosen:
        values = power.sel(sewer=sewer).to_numpy()
        temperature = waste_water["sewage_temperature"].sel(sewer=sewer).to_numpy()
        sources.append(
            Source(
                f"sewage_{sewer}", "sewage", values, temperature, sewers.loc[sewer, "geometry"],
                cost_to_tap=cost * float(np.max(values)),
                notes=f"DN {sewers.loc[sewer, 'nominal_diameter']:.0f}, {flow[sewer]:.1f} l/s",
                columns={"sewer_id": sewer},
            )
        )  # fmt: skip
    return assemble(sources, pd.DatetimeIndex(waste_water.indexes["time"]), crs=sewers.crs)


def _why_none(sewers: gpd.GeoDataFrame, waste_water: xr.Dataset, catalogue: Catalogue) -> Note:
    limits = catalogue.table("source_limits").loc["sewage"]
    flow, diameter = _mean_flow(sewers, waste_water).max(), sewers["nominal_diameter"].max()
    lowest = f"DN {limits['minimum_diameter']:.0f}, {limits['minimum_flow']:g} l/s"
    coldest = f"{limits['minimum_outlet_temperature']:g} °C"
    return Note(
        "sources", "skipped",
        f"None of {len(sewers)} sewers gives heat: at least {lowest}, more than {coldest} and the vicinity "
        f"of the demand are needed together; the largest found are DN {diameter:.0f} and {flow:.1f} l/s.",
        f"Keiner von {len(sewers)} Kanälen liefert Wärme: nötig sind zugleich mindestens {lowest}, mehr als "
        f"{coldest} und die Nähe zum Bedarf; die größten gefundenen Werte sind DN {diameter:.0f} und "
        f"{flow:.1f} l/s.",
        len(sewers),
    )  # fmt: skip


def _taken_by_plant(
    treatment_plants: gpd.GeoDataFrame,
    taken: dict[str, tuple[set[str], xr.DataArray]],
    hours: pd.DatetimeIndex,
) -> xr.DataArray:
    """Return the heat that the chosen sections take before each plant (plant, time) [kW]."""
    values = np.zeros((len(treatment_plants), len(hours)))
    for row, node in enumerate(treatment_plants["node"]):
        for below, power in taken.values():
            if node in below:
                values[row] += power.to_numpy()
    return xr.DataArray(values, {"plant": list(treatment_plants.index), "time": hours}, ("plant", "time"))


def _find(inputs: SourceInputs) -> SourceSet:
    if "sewers" not in inputs.layers or inputs.waste_water is None:
        return assemble([], pd.DatetimeIndex(inputs.weather.indexes["time"]))
    return sewage_sources(
        inputs.layers["sewers"],
        inputs.waste_water,
        catalogue=inputs.catalogue,
        treatment_plants=inputs.layers.get("treatment_plants"),
        near=inputs.near,
        maximum_distance=inputs.maximum_distance,
        **inputs.options_of("sewage"),
    )


SOURCE_KINDS.add("sewage", SourceKind("sewage", "Abwasser", "Sewage", "#8C510A", "sewage_heat", _find))

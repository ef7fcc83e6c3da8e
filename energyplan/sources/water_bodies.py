"""How much heat do rivers and lakes give without harm to them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.core.columns import numbers
from energyplan.core.errors import Fault, raise_faults
from energyplan.core.notes import Note
from energyplan.physics.river import possible_cooling, river_temperature, stream_heat
from energyplan.sources.contract import Source, SourceSet, assemble
from energyplan.sources.kinds import SOURCE_KINDS, SourceInputs, SourceKind

if TYPE_CHECKING:
    import geopandas as gpd
    import xarray as xr
    from shapely.geometry.base import BaseGeometry

    from energyplan.catalogue import Catalogue

TEMPERATURE_MODEL = "triebs_tsatsaronis_2022"
STANDING_WATER = "lake"


def water_body_sources(
    water_bodies: gpd.GeoDataFrame,
    air_temperature: xr.DataArray,
    *,
    catalogue: Catalogue,
    water_temperature: xr.DataArray | None = None,
    near: BaseGeometry | None = None,
    maximum_distance: float = 1000.0,
) -> SourceSet:
    """Return rivers and lakes as sources.

    Parameters
    ----------
    water_bodies : geopandas.GeoDataFrame
        Layer `water_bodies`: kind, flow (mean low flow) [l/s], name.
    air_temperature : xarray.DataArray
        Dim `time` [degC].
    catalogue : Catalogue
        Tables `source_limits` (items "river" and "lake") and `river_temperature`.
    water_temperature : xarray.DataArray, optional
        Measured temperature of all of them (time) [degC]; otherwise the model of Triebs and Tsatsaronis
        (2022).
    near : shapely geometry, optional
        Where the heat is needed; waters farther away than `maximum_distance` are left out.
    maximum_distance : float
        [m]

    Returns
    -------
    SourceSet
        Kinds "river" (also streams and canals) and "lake". Parts with the same name are one stream and one
        source, with the largest of their flows. Waters without a flow are left out and named in a note:
        missing is not zero. The year is taken at its mean low flow.

    Raises
    ------
    FaultError
        EP401 where the measured temperature has gaps.

    Notes
    -----
    P = ρ·c·(share·Q)·ΔT with ΔT = min(ΔT_max, max(0, T − T_min)): in hours when the water is nearly as cold
    as it may leave, the power is zero.
    """
    notes: list[Note] = []
    if near is not None:
        far = water_bodies.distance(near) > maximum_distance
        notes += _note_left_out("too far from the demand", "zu weit vom Bedarf", water_bodies.index[far])
        water_bodies = water_bodies[~far]
    flow = numbers(water_bodies, "flow")
    notes += _note_left_out("their flow is unknown", "ihr Abfluss ist unbekannt", flow.index[flow.isna()])
    streams = _streams(water_bodies[flow.notna()])
    notes += _note_joined(int(flow.notna().sum()) - len(streams))
    temperature = _temperature(air_temperature, water_temperature, catalogue)
    sources = [_source(str(name), row, temperature, catalogue) for name, row in streams.iterrows()]
    return assemble(sources, pd.DatetimeIndex(air_temperature.indexes["time"]), crs=water_bodies.crs, notes=notes)


def _streams(water_bodies: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one row per stream: parts of one name and kind joined under the id of the largest flow."""
    import geopandas as gpd

    if "name" not in water_bodies or water_bodies.empty:
        return water_bodies
    stream = water_bodies["name"].where(water_bodies["name"].notna(), water_bodies.index.to_series())
    rows = {}
    for _, parts in water_bodies.groupby([stream, water_bodies["kind"]], sort=False):
        main = parts["flow"].idxmax()
        rows[main] = parts.loc[main].to_dict() | {"geometry": parts.geometry.union_all()}
    table = pd.DataFrame.from_dict(rows, orient="index")
    return gpd.GeoDataFrame(table, geometry="geometry", crs=water_bodies.crs)


def _temperature(
    air_temperature: xr.DataArray, water_temperature: xr.DataArray | None, catalogue: Catalogue
) -> xr.DataArray:
    if water_temperature is None:
        names = ("averaging_days", "lower_limit", "temperature_range", "steepness", "midpoint")
        parameters = catalogue.table("river_temperature").loc[TEMPERATURE_MODEL]
        return river_temperature(air_temperature, **{name: float(parameters[name]) for name in names})
    missing = int(water_temperature.isnull().sum())
    if missing:
        raise_faults([Fault("EP401", layer="series", column="water_temperature", value=f"{missing} hours NaN")])
    return water_temperature


def _source(water_body: str, row: pd.Series, temperature: xr.DataArray, catalogue: Catalogue) -> Source:
    kind = STANDING_WATER if row["kind"] == STANDING_WATER else "river"
    limits = catalogue.table("source_limits").loc[kind]
    cooling = possible_cooling(
        temperature,
        maximum_cooling=float(limits["maximum_cooling"]),
        minimum_outlet_temperature=float(limits["minimum_outlet_temperature"]),
    )
    flow = float(limits["usable_share"]) * float(row["flow"])
    power = np.asarray(stream_heat(flow, cooling))
    name = row.get("name")
    return Source(
        f"{kind}_{water_body}", kind, power, temperature.to_numpy(), row["geometry"],
        cost_to_tap=float(limits["tapping_cost"]) * float(np.max(power)),
        notes=" ".join([str(name)] if pd.notna(name) else []) + f" {row['flow']:.0f} l/s",
        columns={"water_body_id": water_body},
    )  # fmt: skip


def _note_left_out(reason_en: str, reason_de: str, ids: pd.Index) -> list[Note]:
    if ids.empty:
        return []
    return [
        Note(
            "sources", "skipped",
            f"{len(ids)} water bodies are left out: {reason_en}.",
            f"{len(ids)} Gewässer bleiben außer Betracht: {reason_de}.",
            len(ids), tuple(map(str, ids[:20])),
        )
    ]  # fmt: skip


def _note_joined(joined: int) -> list[Note]:
    if joined <= 0:
        return []
    return [
        Note(
            "sources", "joined",
            f"{joined} parts of water bodies bear the name of another and are counted with it as one.",
            f"{joined} Gewässerabschnitte tragen den Namen eines anderen und zählen mit ihm als einer.",
            joined,
        )
    ]  # fmt: skip


def _find(inputs: SourceInputs) -> SourceSet:
    if "water_bodies" not in inputs.layers:
        return assemble([], pd.DatetimeIndex(inputs.weather.indexes["time"]))
    return water_body_sources(
        inputs.layers["water_bodies"],
        inputs.weather["air_temperature"],
        catalogue=inputs.catalogue,
        water_temperature=inputs.water_temperature,
        near=inputs.near,
        maximum_distance=inputs.maximum_distance,
        **inputs.options_of("river"),
    )


SOURCE_KINDS.add("river", SourceKind("river", "Fließgewässer", "River", "#0072B2", "river_heat", _find))
SOURCE_KINDS.add("lake", SourceKind("lake", "See", "Lake", "#4393C3", "river_heat"))  # found with the rivers

"""What does every search for heat sources return, whatever the source? One table, one dataset, some notes.

The table says what and where (one row per source), the dataset how much and how warm in each hour; the same
ids in both, and the annual values of the table are the sums and maxima of the series.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.core.errors import Fault, raise_faults
from energyplan.core.hours import HOURS_PER_YEAR
from energyplan.core.notes import Note
from energyplan.core.schema import Column, Schema, check_table
from energyplan.core.vocabulary import annotate
from energyplan.sources.kinds import SOURCE_KINDS

if TYPE_CHECKING:
    import geopandas as gpd
    import xarray as xr
    from shapely.geometry.base import BaseGeometry

RELATIVE_TOLERANCE = 1e-9
SERIES = ("source_power", "source_temperature")


@dataclass(frozen=True)
class SourceSet:
    """Heat sources as a table and as hourly series; checked when it is made.

    Attributes
    ----------
    table : geopandas.GeoDataFrame
        Index `source_id`; columns kind, owner, annual_heat [kWh], peak_power [kW], temperature_min,
        temperature_max [degC], cost_to_tap [EUR], readiness, notes, geometry (None for the air); further
        columns where a kind needs them.
    dataset : xarray.Dataset
        Dims `time`, `source`: source_power [kW], the heat that can be taken from the source, and
        source_temperature [degC]; further variables without the dim `source` where a kind needs them.
    notes : tuple of Note

    Raises
    ------
    FaultError
        If table and dataset do not agree, see :func:`check_sources`.
    """

    table: gpd.GeoDataFrame
    dataset: xr.Dataset
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        raise_faults(check_sources(self.table, self.dataset))

    def of_kind(self, *kinds: str) -> SourceSet:
        """Return the sources of some kinds; notes and variables without the dim `source` stay."""
        chosen = self.table[self.table["kind"].isin(kinds)]
        return SourceSet(chosen, self.dataset.sel(source=list(chosen.index)), self.notes)


@dataclass(frozen=True)
class Source:
    """One source on its way into a :class:`SourceSet`.

    Attributes
    ----------
    source_id, kind : str
    power : ndarray
        Heat that can be taken in each hour [kW].
    temperature : ndarray
        [degC]
    geometry : shapely geometry or None
    cost_to_tap : float
        [EUR]
    owner, readiness, notes : str
    columns : mapping
        Further columns of the table.
    """

    source_id: str
    kind: str
    power: np.ndarray
    temperature: np.ndarray
    geometry: BaseGeometry | None = None
    cost_to_tap: float = 0.0
    owner: str = ""
    readiness: str = "potential"
    notes: str = ""
    columns: Mapping[str, float | str] = field(default_factory=dict)

    def row(self) -> dict[str, object]:
        """The row of the table: annual values from the series."""
        return {
            "kind": self.kind,
            "owner": self.owner,
            "annual_heat": float(np.sum(self.power)),
            "peak_power": float(np.max(self.power)),
            "temperature_min": float(np.min(self.temperature)),
            "temperature_max": float(np.max(self.temperature)),
            "cost_to_tap": float(self.cost_to_tap),
            "readiness": self.readiness,
            "notes": self.notes,
            **self.columns,
            "geometry": self.geometry,
        }


def source_schema() -> Schema:
    """Return the columns that the table of sources has."""
    numbers = ("annual_heat", "peak_power", "temperature_min", "temperature_max", "cost_to_tap")
    return Schema(
        "sources",
        "source_id",
        (
            Column("kind", kind="text", required=True, complete=True, allowed=tuple(SOURCE_KINDS.names())),
            *(Column(name, required=True, complete=True) for name in numbers),
            *(Column(name, kind="text", required=True, complete=True) for name in ("owner", "readiness", "notes")),
        ),
    )


def assemble(
    sources: Sequence[Source], hours: pd.DatetimeIndex, *, crs: object = None, notes: Iterable[Note] = ()
) -> SourceSet:
    """Return the set of some sources.

    Parameters
    ----------
    sources : sequence of Source
        May be empty.
    hours : pandas.DatetimeIndex
        The hours of their series.
    crs : object
        Reference system of their geometries.
    notes : iterable of Note

    Returns
    -------
    SourceSet
    """
    import geopandas as gpd
    import xarray as xr

    columns = [column.name for column in source_schema().columns] + ["geometry"]
    ids = pd.Index([source.source_id for source in sources], name="source_id", dtype=object)
    table = pd.DataFrame([source.row() for source in sources], index=ids, columns=None if sources else columns)
    series = {
        "source_power": [source.power for source in sources],
        "source_temperature": [source.temperature for source in sources],
    }
    empty = np.empty((0, len(hours)))
    dataset = xr.Dataset(
        {name: (("source", "time"), np.array(values) if values else empty) for name, values in series.items()},
        coords={"source": ids.to_numpy(), "time": hours},
    )
    return SourceSet(gpd.GeoDataFrame(table, geometry="geometry", crs=crs), annotate(dataset), tuple(notes))


def merge(sets: Iterable[SourceSet]) -> SourceSet:
    """Return several sets as one.

    Parameters
    ----------
    sets : iterable of SourceSet
        On the same hours; at least one.

    Returns
    -------
    SourceSet

    Raises
    ------
    ValueError
        If hours or reference systems differ, or two sets bring the same further variable.
    FaultError
        If an id comes twice.
    """
    import geopandas as gpd
    import xarray as xr

    sets = list(sets)
    systems = {one.table.crs for one in sets if one.table.crs is not None}
    if len(systems) > 1:
        raise ValueError(f"sources in different reference systems: {sorted(map(str, systems))}")
    if any(not one.dataset.indexes["time"].equals(sets[0].dataset.indexes["time"]) for one in sets):
        raise ValueError("sources on different hours")
    tables = [pd.DataFrame(one.table) for one in sets if len(one.table)] or [pd.DataFrame(sets[0].table)]
    table = gpd.GeoDataFrame(pd.concat(tables), geometry="geometry", crs=next(iter(systems), None))
    series = xr.concat([one.dataset[list(SERIES)] for one in sets], dim="source", join="exact")
    return SourceSet(
        table,
        annotate(series.assign(_further_variables(sets))),
        tuple(note for one in sets for note in one.notes),
    )


def _further_variables(sets: Sequence[SourceSet]) -> dict[str, xr.DataArray]:
    """Return the variables of each set that have no dim `source`."""
    found: dict[str, xr.DataArray] = {}
    for one in sets:
        further = {str(name): array for name, array in one.dataset.items() if name not in SERIES}
        if doubled := found.keys() & further.keys():
            raise ValueError(f"two sets of sources bring the variables {sorted(doubled)}")
        found |= further
    return found


def check_sources(table: gpd.GeoDataFrame, dataset: xr.Dataset) -> list[Fault]:
    """Return every fault of a table and a dataset of sources.

    Parameters
    ----------
    table : geopandas.GeoDataFrame
    dataset : xarray.Dataset
        See :class:`SourceSet`.

    Returns
    -------
    list of Fault
        Columns, ids in one but not in the other, wrong number of hours, missing or negative power, annual
        heat that is not the sum, peak power that is not the highest hour (both 1e-9 relative).
    """
    ids = {str(source) for source in dataset["source"].values}
    hours = dataset.sizes["time"]
    faults = check_table(table, source_schema()) if len(table) else []
    if hours != HOURS_PER_YEAR:
        faults.append(Fault("EP207", layer="sources", value=hours, expected=str(HOURS_PER_YEAR)))
    for source in sorted(ids ^ set(table.index)):
        faults.append(Fault("EP214", layer="sources", row=source, expected="in the table and in the dataset"))
    if faults:
        return faults
    return [fault for source, row in table.iterrows() for fault in _check_series(str(source), row, dataset)]


def _check_series(source: str, row: pd.Series, dataset: xr.Dataset) -> list[Fault]:
    power, temperature = (dataset[name].sel(source=source).to_numpy() for name in SERIES)
    faults = []
    for name, values in (("source_power", power), ("source_temperature", temperature)):
        if not np.all(np.isfinite(values)):
            faults.append(Fault("EP401", layer="sources", row=source, column=name, expected="finite"))
    if np.any(power < 0):
        lowest = float(np.min(power))
        faults.append(Fault("EP212", layer="sources", row=source, column="source_power", value=lowest, expected="≥ 0"))
    for name, expected in (("annual_heat", np.sum(power)), ("peak_power", np.max(power))):
        if not np.isclose(row[name], expected, rtol=RELATIVE_TOLERANCE, atol=0.0):
            faults.append(
                Fault(
                    "EP216",
                    layer="sources",
                    row=source,
                    column=name,
                    value=row[name],
                    expected=f"{expected:g}",
                )
            )
    return faults

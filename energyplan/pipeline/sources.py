"""Which heat sources does the town have, and how much can be taken in which hour?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from energyplan.pipeline.heat import Heat
from energyplan.pipeline.records import Inputs, StageOutput
from energyplan.pipeline.water import Water
from energyplan.sources import SourceInputs, SourceSet, find_sources

if TYPE_CHECKING:
    import geopandas as gpd
    import xarray as xr

MAXIMUM_DISTANCE = 1000.0
AIR_POWER_PER_LOAD = 2.0
"""The air gives as much as the machines are built for; this bound lies above any plant that could be of use."""


def sources_stage(inputs: Inputs, done: Mapping[str, StageOutput]) -> StageOutput:
    """Find every source and describe it as table and series."""
    heat: Heat = done["heat"].value
    water: Water = done["water"].value
    found = find_sources(
        SourceInputs(
            catalogue=inputs.catalogue,
            weather=inputs.weather,
            layers=inputs.town.layers,
            waste_water=water.waste_water,
            water_temperature=_on_calendar(inputs.town.series.get("water_temperature"), inputs),
            maximum_air_power=AIR_POWER_PER_LOAD * float(heat.demand["design_load"].sum()),
            near=inputs.town.buildings.union_all().convex_hull,
            maximum_distance=MAXIMUM_DISTANCE,
        )
    )
    return StageOutput(found, {"sources": _dataset(found)}, {"sources": _map(found)}, found.notes)


def _on_calendar(series: xr.DataArray | None, inputs: Inputs) -> xr.DataArray | None:
    return None if series is None else series.assign_coords(time=inputs.weather["time"])


def _map(found: SourceSet) -> gpd.GeoDataFrame:
    """Return the sources that lie somewhere; the air is everywhere."""
    return found.table[found.table.geometry.notna()]


def _dataset(found: SourceSet) -> xr.Dataset:
    """Return the group `sources` of the result: series, and the table by source."""
    table = found.table.drop(columns="geometry").rename_axis("source")
    dataset = found.dataset.copy()
    for column in [c for c in table if c not in dataset]:
        values = table[column]
        dataset[column] = (
            "source",
            values.astype(str).to_numpy() if values.dtype == object else values.to_numpy(),
        )
    return dataset.rename({"cost_to_tap": "investment"}) if "cost_to_tap" in dataset else dataset

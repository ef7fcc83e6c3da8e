"""How much waste water flows where and how warm is it, and what becomes of the rain?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import xarray as xr

from energyplan.core.notes import Note
from energyplan.pipeline.records import Inputs, StageOutput
from energyplan.water import (
    RainMeasures,
    derive_surfaces,
    describe_derivation,
    rain_balance,
    reference_evapotranspiration,
    waste_water,
    waste_water_notes,
)

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class Water:
    """What the water stage hands over; None where a layer is missing.

    Attributes
    ----------
    waste_water : xarray.Dataset or None
        Dims time, sewer, plant.
    rain_balance : xarray.Dataset or None
    """

    waste_water: xr.Dataset | None
    rain_balance: xr.Dataset | None


def water_stage(inputs: Inputs, done: Mapping[str, StageOutput]) -> StageOutput:
    """Calculate waste water and rain, each where its data are there."""
    datasets: dict[str, xr.Dataset] = {}
    maps: dict[str, gpd.GeoDataFrame] = {}
    notes: list[Note] = []
    sewage = _waste_water(inputs, notes)
    balance = _rain(inputs, maps, notes)
    parts = [part for part in (sewage, balance) if part is not None]
    if parts:
        datasets["water"] = xr.merge(parts, join="exact", compat="no_conflicts")
    if sewage is not None:
        flow = sewage["flow"].mean("time").to_series().rename("flow")
        maps["sewers"] = inputs.town.layers["sewers"].assign(flow=flow)
    return StageOutput(Water(sewage, balance), datasets, maps, tuple(notes))


def _waste_water(inputs: Inputs, notes: list[Note]) -> xr.Dataset | None:
    layers = inputs.town.layers
    if "sewers" not in layers:
        notes.append(_skipped("Waste water", "Abwasser", "sewers"))
        return None
    sewers, plants = layers["sewers"], layers.get("treatment_plants")
    notes.extend(waste_water_notes(sewers, plants, inputs.catalogue))
    return waste_water(sewers, plants, inputs.weather["air_temperature"], inputs.catalogue)


def _rain(inputs: Inputs, maps: dict[str, gpd.GeoDataFrame], notes: list[Note]) -> xr.Dataset | None:
    town = inputs.town
    if "rain" not in town.series:
        notes.append(_skipped("Rain on roofs and streets", "Regen auf Dächern und Straßen", "rain"))
        return None
    surfaces = town.layers.get("surfaces")
    if surfaces is None:
        surfaces = derive_surfaces(town.buildings, town.streets, inputs.catalogue)
        notes.extend(describe_derivation(surfaces))
    maps["surfaces"] = surfaces
    rain = town.series["rain"].assign_coords(time=inputs.weather["time"])
    measures = RainMeasures.from_mapping(inputs.scenario.water.model_dump())
    return rain_balance(
        surfaces, rain, reference_evapotranspiration(inputs.weather), inputs.catalogue, measures=measures,
        residents=town.population,
    )  # fmt: skip


def _skipped(what: str, german: str, layer: str) -> Note:
    return Note(
        "water", "skipped", f"{what} not calculated: the municipality has no {layer}.",
        f"{german} nicht berechnet: Die Gemeinde hat keine Daten zu „{layer}“.",
    )  # fmt: skip

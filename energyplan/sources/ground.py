"""How much heat does the shallow ground beside the buildings give over a year?

Probes or collectors on a share of the free area, with the extraction rates of VDI 4640. The ground
regenerates so many full-load hours a year and no more, so that its power over the hours follows the heat
demand within that sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.core.hours import HOURS_PER_DAY
from energyplan.core.notes import Note
from energyplan.physics.degree_days import daily_mean
from energyplan.physics.ground import ground_temperature
from energyplan.sources.contract import Source, SourceSet, assemble
from energyplan.sources.free_area import free_area, street_surfaces
from energyplan.sources.kinds import SOURCE_KINDS, SourceInputs, SourceKind
from energyplan.sources.shape import spread

if TYPE_CHECKING:
    import geopandas as gpd
    import xarray as xr
    from shapely.geometry.base import BaseGeometry

    from energyplan.catalogue import Catalogue

DEFAULT_SYSTEM = "probe_mean"
WATTS_PER_KILOWATT = 1000.0


def ground_source(
    area: BaseGeometry,
    air_temperature: xr.DataArray,
    *,
    catalogue: Catalogue,
    system: str = DEFAULT_SYSTEM,
    undisturbed_temperature: xr.DataArray | None = None,
    crs: object = None,
) -> SourceSet:
    """Return the ground of a free area as one source.

    Parameters
    ----------
    area : shapely geometry
        Free ground, such as :func:`~energyplan.sources.free_area.free_area` returns it [m2].
    air_temperature : xarray.DataArray
        Dim `time` [degC].
    catalogue : Catalogue
        Tables `ground_extraction` and `source_limits` (item "ground": share of the free area that is used).
    system : str
        Item of `ground_extraction`: probes or collectors in a kind of soil.
    undisturbed_temperature : xarray.DataArray, optional
        Measured ground at the depth of the collector or half that of the probes (time) [degC]; otherwise the
        yearly wave of Kusuda and Achenbach with an offset of the surface and the warmth from below.
    crs : object
        Reference system of `area`.

    Returns
    -------
    SourceSet
        Kind "ground", id "ground".

    Notes
    -----
    Probes: P = q·H·n with n = share·A/spacing²; collectors: P = q·share·A. The annual heat is P times the
    full-load hours; over the year it follows max(0, heating limit − daily mean air temperature) and an even
    share for hot water, never above P. Where the year has more full-load hours than the ground regenerates,
    the annual heat binds and the highest hour stays below P (VDI 4640 lowers q for 2400 hours likewise). The
    brine is cooler than the undisturbed ground by the extraction rate of the hour times a thermal resistance.
    Single plants; fields of many probes need a simulation (VDI 4640-2:2019).
    """
    row = catalogue.table("ground_extraction").loc[system]
    used = float(area.area) * catalogue.value("source_limits", "ground", "usable_share").value
    rate = float(row["extraction_per_length" if row["kind"] == "probe" else "extraction_per_area"])
    peak = peak_extraction(used, row)
    hours = pd.DatetimeIndex(air_temperature.indexes["time"])
    if peak == 0:
        return assemble([], hours, crs=crs, notes=[_note_no_area(float(area.area))])
    undisturbed = _undisturbed(row, air_temperature, undisturbed_temperature)
    shape = demand_shape(
        air_temperature, heating_limit=float(row["heating_limit"]), base_share=float(row["base_share"])
    )
    power, _ = spread(shape, annual_heat=peak * float(row["full_load_hours"]), peak_power=peak)
    brine = undisturbed - float(row["thermal_resistance"]) * rate * power / peak
    cost = catalogue.value("source_limits", "ground", "tapping_cost").value
    source = Source(
        "ground", "ground", power, brine, area, cost_to_tap=cost * float(np.max(power)),
        notes=f"{system}, {used:.0f} m2", columns={"area": used},
    )  # fmt: skip
    return assemble([source], hours, crs=crs)


def peak_extraction(area: float, system: pd.Series) -> float:
    """Return the heat that probes or collectors on an area take at most.

    Parameters
    ----------
    area : float
        Ground that is used [m2].
    system : pandas.Series
        Row of the table `ground_extraction`.

    Returns
    -------
    float
        [kW]; probes are counted whole.
    """
    if system["kind"] == "probe":
        probes = np.floor(area / float(system["spacing"]) ** 2)
        return float(probes * system["depth"] * system["extraction_per_length"] / WATTS_PER_KILOWATT)
    return float(area * system["extraction_per_area"] / WATTS_PER_KILOWATT)


def demand_shape(air_temperature: xr.DataArray, *, heating_limit: float, base_share: float) -> np.ndarray:
    """Return the relative heat demand of the hours, sum 1.

    Parameters
    ----------
    air_temperature : xarray.DataArray
        Dim `time`, whole days [degC].
    heating_limit : float
        Daily mean below which rooms are heated [degC].
    base_share : float
        Share of the year's heat that is drawn evenly.

    Returns
    -------
    ndarray
    """
    cold = np.clip(heating_limit - daily_mean(air_temperature.to_numpy()), 0.0, None)
    rooms = np.repeat(cold, HOURS_PER_DAY)
    even = np.full(len(rooms), 1.0 / len(rooms))
    total = rooms.sum()
    return even if total == 0 else base_share * even + (1 - base_share) * rooms / total


def _undisturbed(row: pd.Series, air_temperature: xr.DataArray, given: xr.DataArray | None) -> np.ndarray:
    """Return the temperature of the ground without extraction (time), at mid-depth of a probe [degC]."""
    if given is not None:
        return given.to_numpy()
    depth = float(row["depth"]) / (2 if row["kind"] == "probe" else 1)
    wave = ground_temperature(air_temperature, depth=depth, thermal_diffusivity=float(row["thermal_diffusivity"]))
    return wave.to_numpy() + float(row["surface_offset"]) + float(row["temperature_gradient"]) * depth


def _note_no_area(area: float) -> Note:
    return Note(
        "sources", "skipped",
        f"The free ground beside the buildings ({area:.0f} m²) is too small for ground heat.",
        f"Die freie Fläche neben den Gebäuden ({area:.0f} m²) ist zu klein für Erdwärme.",
    )  # fmt: skip


def _find(inputs: SourceInputs) -> SourceSet:
    options = inputs.options_of("ground")
    buildings = inputs.layers["buildings"]
    system = options.setdefault("system", DEFAULT_SYSTEM)
    row = inputs.catalogue.table("ground_extraction").loc[system]
    area = free_area(
        buildings,
        distance=float(options.pop("distance", row["plot_reach"])),
        clearance=float(row["clearance"]),
        excluded=_excluded(inputs),
    )
    return ground_source(
        area, inputs.weather["air_temperature"], catalogue=inputs.catalogue, crs=buildings.crs, **options
    )


def _excluded(inputs: SourceInputs) -> gpd.GeoSeries | None:
    """Return streets, waters and protected areas, which no probe is drilled into."""
    parts = [inputs.layers[name].geometry for name in ("water_bodies", "protected_areas") if name in inputs.layers]
    if "streets" in inputs.layers:
        parts.append(street_surfaces(inputs.layers["streets"], inputs.catalogue.table("street_widths")["width"]))
    return pd.concat(parts) if parts else None


SOURCE_KINDS.add("ground", SourceKind("ground", "Erdwärme", "Ground", "#A6611A", "geothermal", _find))

"""How much sun do the roofs catch, as heat or as electricity?

Both want the same square metres: the set states the roof area once, and the optimiser shares it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.core.notes import Note
from energyplan.core.vocabulary import annotate
from energyplan.physics.performance import PERFORMANCE, Conditions
from energyplan.physics.solar import pv_yield, tilted_irradiance
from energyplan.sources.contract import Source, SourceSet, assemble
from energyplan.sources.kinds import SOURCE_KINDS, SourceInputs, SourceKind
from energyplan.sources.roof_surfaces import roof_surfaces

if TYPE_CHECKING:
    import geopandas as gpd

    from energyplan.catalogue import Catalogue

SOURCE_ID = "roofs"
MODULE, COLLECTOR = "roof", "flat_plate"
PV_PARAMETERS = (
    "temperature_coefficient", "heat_transfer", "wind_heat_transfer", "system_losses", "inverter_efficiency",
)  # fmt: skip


def roof_sources(
    buildings: gpd.GeoDataFrame, weather: xr.Dataset, *, catalogue: Catalogue, protected: bool = False
) -> SourceSet:
    """Return the roofs as one source of solar heat and electricity.

    Parameters
    ----------
    buildings : geopandas.GeoDataFrame
        Footprints; columns use, protected where known.
    weather : xarray.Dataset
        Hourly irradiance, air temperature and wind with the attrs latitude and longitude, see
        :func:`~energyplan.physics.solar.tilted_irradiance`.
    catalogue : Catalogue
        Tables `roofs`, `roof_forms`, `photovoltaics`, `solar_collectors`, `source_limits`.
    protected : bool
        True uses listed buildings too.

    Returns
    -------
    SourceSet
        Kind "roof_solar", id "roofs". Table: further columns roof_area (module or collector area) [m2] and
        pv_capacity (if all of it carried modules) [kW]. Dataset: pv_yield [kW/kW] and
        global_tilted_irradiance [W/m2] (time), means over all roofs weighted by area; roof_area, pv_capacity
        (orientation) with the coords slope and azimuth. source_power is the heat if all of it carried the
        reference collector at its mean fluid temperature, which is source_temperature. PV and collectors
        share roof_area.
    """
    listed = _listed(buildings) & (not protected)
    surfaces = roof_surfaces(buildings[~listed], catalogue=catalogue)
    hours = pd.DatetimeIndex(weather.indexes["time"])
    notes = _notes(buildings, listed, surfaces)
    if surfaces.empty:
        return assemble([], hours, crs=buildings.crs, notes=notes)
    classes = orientation_classes(surfaces)
    module = catalogue.table("photovoltaics").loc[MODULE]
    sun, output = _mean_yields(classes, weather, module)
    heat, fluid = _reference_heat(sun, weather["air_temperature"], catalogue)
    area = float(classes["roof_area"].sum())
    capacity = area * float(module["module_efficiency"])
    used = buildings.loc[surfaces["building_id"].unique()]
    cost = catalogue.value("source_limits", "roof_solar", "tapping_cost").value
    source = Source(
        SOURCE_ID, "roof_solar", heat * area, np.full(len(hours), fluid), used.geometry.centroid.union_all(),
        notes=f"{len(used)} / {len(buildings)}", columns={"roof_area": area, "pv_capacity": capacity},
        cost_to_tap=cost * float(np.max(heat)) * area,
    )  # fmt: skip
    found = assemble([source], hours, crs=buildings.crs, notes=notes)
    further = _by_orientation(classes, module).assign(global_tilted_irradiance=sun, pv_yield=output)
    return SourceSet(found.table, annotate(found.dataset.merge(further, join="exact")), found.notes)


def orientation_classes(surfaces: pd.DataFrame) -> pd.DataFrame:
    """Return the roof area by orientation.

    Parameters
    ----------
    surfaces : pandas.DataFrame
        See :func:`~energyplan.sources.roof_surfaces.roof_surfaces`.

    Returns
    -------
    pandas.DataFrame
        Index `orientation`; roof_area [m2] and the mean slope and azimuth [deg], weighted by area.
    """
    weighted = surfaces[["slope", "azimuth"]].mul(surfaces["roof_area"], axis=0)
    sums = weighted.assign(roof_area=surfaces["roof_area"]).groupby(surfaces["orientation"]).sum()
    return sums.assign(slope=sums["slope"] / sums["roof_area"], azimuth=sums["azimuth"] / sums["roof_area"])


def _mean_yields(classes: pd.DataFrame, weather: xr.Dataset, module: pd.Series) -> tuple[xr.DataArray, xr.DataArray]:
    """Return irradiance and photovoltaic yield as means over the orientations, weighted by area."""
    irradiance, output = [], []
    for _, row in classes.iterrows():
        plane = tilted_irradiance(
            weather, slope=float(row["slope"]), azimuth=float(row["azimuth"]), albedo=float(module["albedo"])
        )
        irradiance.append(plane)
        output.append(pv_yield(plane, weather, **{name: float(module[name]) for name in PV_PARAMETERS}))
    weights = xr.DataArray(classes["roof_area"].to_numpy(), dims="orientation")
    sun, electricity = (
        xr.concat(series, dim="orientation").weighted(weights).mean("orientation") for series in (irradiance, output)
    )
    return sun, electricity


def _reference_heat(
    irradiance: xr.DataArray, air_temperature: xr.DataArray, catalogue: Catalogue
) -> tuple[np.ndarray, float]:
    """Return the heat of the reference collector (time) [kW/m2] and the temperature of its fluid [degC]."""
    collector = catalogue.table("solar_collectors").loc[COLLECTOR]
    fluid = float(collector["mean_temperature"])
    parameters = {
        "eta_0": float(collector["optical_efficiency"]),
        "a_1": float(collector["linear_loss"]),
        "a_2": float(collector["quadratic_loss"]),
        "nominal_output": 1.0,
    }
    constant = np.full(irradiance.size, fluid)
    conditions = Conditions(
        air_temperature=air_temperature.to_numpy(),
        supply_temperature=constant,
        return_temperature=constant,
        global_tilted_irradiance=irradiance.to_numpy(),
    )
    return PERFORMANCE["solar_collector"](parameters, conditions), fluid


def _by_orientation(classes: pd.DataFrame, module: pd.Series) -> xr.Dataset:
    area = classes["roof_area"].to_numpy()
    return xr.Dataset(
        {
            "roof_area": ("orientation", area),
            "pv_capacity": ("orientation", area * float(module["module_efficiency"])),
        },
        coords={
            "orientation": classes.index.to_numpy(dtype=object),
            "slope": ("orientation", classes["slope"].to_numpy()),
            "azimuth": ("orientation", classes["azimuth"].to_numpy()),
        },
    )


def _listed(buildings: gpd.GeoDataFrame) -> pd.Series:
    if "protected" not in buildings:
        return pd.Series(False, index=buildings.index)
    return buildings["protected"].map(lambda value: pd.notna(value) and bool(value)).astype(bool)


def _notes(buildings: gpd.GeoDataFrame, listed: pd.Series, surfaces: pd.DataFrame) -> list[Note]:
    notes = []
    if listed.any():
        count = int(listed.sum())
        notes.append(
            Note(
                "sources", "skipped",
                f"The roofs of {count} listed buildings are not used.",
                f"Die Dächer von {count} denkmalgeschützten Gebäuden bleiben ungenutzt.",
                count, tuple(map(str, buildings.index[listed][:20])),
            )
        )  # fmt: skip
    small = int((~listed).sum()) - surfaces["building_id"].nunique()
    if small:
        notes.append(
            Note(
                "sources", "skipped",
                f"The roofs of {small} buildings are too small for modules or face north.",
                f"Die Dächer von {small} Gebäuden sind zu klein für Module oder zeigen nach Norden.",
                small,
            )
        )  # fmt: skip
    return notes


def _find(inputs: SourceInputs) -> SourceSet:
    return roof_sources(
        inputs.layers["buildings"],
        inputs.weather,
        catalogue=inputs.catalogue,
        **inputs.options_of("roof_solar"),
    )


SOURCE_KINDS.add(
    "roof_solar",
    SourceKind("roof_solar", "Solarenergie auf Dächern", "Sun on roofs", "#F0E442", "solar_thermal", _find),
)

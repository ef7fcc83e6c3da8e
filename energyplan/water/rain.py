"""Where does the rain of a year go, today and with green roofs and cisterns?

Every hour of every kind of surface: runoff, evaporation, infiltration, use, storage, in m³, closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.catalogue import Catalogue
from energyplan.core.errors import CheckError, Fault, raise_faults
from energyplan.core.hours import HOURS_PER_DAY
from energyplan.core.vocabulary import annotate
from energyplan.water.cistern import CisternFluxes, simulate_cistern
from energyplan.water.measures import RainMeasures, areas_with_measures, cistern_shares
from energyplan.water.surface_balance import SurfaceFluxes, SurfaceProperties, simulate
from energyplan.water.surfaces import area_by_kind

if TYPE_CHECKING:
    import geopandas as gpd

TODAY, MEASURES = "today", "measures"
MILLIMETRE = 1e-3
"""[m³ per m² and mm]."""
TOLERANCE = 1e-9
"""Largest residual of an hour relative to the rain of the year."""
OUTFLOWS = ("runoff", "evaporation", "infiltration", "cistern_use")
TOTAL = "total"
ANNUAL = "annual_"


def rain_balance(
    surfaces: gpd.GeoDataFrame,
    rain: xr.DataArray,
    potential_evapotranspiration: xr.DataArray,
    catalogue: Catalogue,
    *,
    measures: RainMeasures | Mapping[str, Any],
    residents: float | None = None,
) -> xr.Dataset:
    """Return the water balance of every hour of the town, and that of the year by kind of surface.

    Parameters
    ----------
    surfaces : geopandas.GeoDataFrame
        Columns kind (row of the table `surfaces`) and area [m²]; see
        :func:`energyplan.water.surfaces.derive_surfaces`.
    rain, potential_evapotranspiration : xarray.DataArray
        Dim `time`, of every hour [mm].
    catalogue : Catalogue
        Tables surfaces, cisterns, water_uses.
    measures : RainMeasures or mapping
        What the scenario "measures" adds to "today"; see :meth:`RainMeasures.from_mapping`.
    residents : float, optional
        Who live under the roofs, spread over them evenly: they use the cisterns. None: persons per roof area
        of the table `cisterns`.

    Returns
    -------
    xarray.Dataset
        Dims measure ("today", "measures"), time: `precipitation_volume`, `runoff` (into the sewer, with the
        overflow of cisterns), `evaporation`, `infiltration` (ground water, and runoff that soaks away beside the
        surface), `cistern_use`, `cistern_overflow` (contained in runoff and infiltration) [m³ in the hour],
        `water_storage` [m³ at the end of the hour]; dim measure: `initial_water_storage` [m³].
        Dims measure, surface_kind: `area` [m²] and the sums of the year as `annual_…` [m³/a].

    Raises
    ------
    FaultError
        If a kind is unknown, rain is negative or missing, or the series do not cover the same hours.
    CheckError
        If the balance of an hour does not close to 1e-9 of the year's rain.

    Notes
    -----
    precipitation_volume = runoff + evaporation + infiltration + cistern_use + change of water_storage.
    """
    by_surface = rain_balance_by_surface(
        surfaces, rain, potential_evapotranspiration, catalogue, measures=measures, residents=residents
    )
    town = by_surface.drop_vars("area").sum("surface_kind")
    names = ["precipitation_volume", *OUTFLOWS, "cistern_overflow"]
    annual = {ANNUAL + name: by_surface[name].sum("time") for name in names}
    last = by_surface["water_storage"].isel(time=-1, drop=True)
    annual[ANNUAL + "storage_change"] = last - by_surface["initial_water_storage"]
    return annotate(town.assign(annual | {"area": by_surface["area"]}))


def rain_balance_by_surface(
    surfaces: gpd.GeoDataFrame,
    rain: xr.DataArray,
    potential_evapotranspiration: xr.DataArray,
    catalogue: Catalogue,
    *,
    measures: RainMeasures | Mapping[str, Any],
    residents: float | None = None,
) -> xr.Dataset:
    """Return the water balance of every hour and kind of surface; see :func:`rain_balance`.

    Returns
    -------
    xarray.Dataset
        The hourly variables of :func:`rain_balance` with dims measure, time, surface_kind.
    """
    _check_series(rain, potential_evapotranspiration)
    if not isinstance(measures, RainMeasures):
        measures = RainMeasures.from_mapping(measures)
    today = area_by_kind(surfaces, catalogue)
    scenarios = {TODAY: RainMeasures(), MEASURES: measures}
    areas = {name: areas_with_measures(today, chosen, catalogue) for name, chosen in scenarios.items()}
    kinds = areas[TODAY].index.union(areas[MEASURES].index, sort=False)
    table = catalogue.table("surfaces").loc[kinds]
    properties = SurfaceProperties.from_table(table)
    demand = potential_evapotranspiration.values.astype(float)
    fluxes = simulate(properties, rain.values.astype(float), demand)
    cistern = _cistern(fluxes, today, measures, catalogue, residents)
    connected = table["connected"].to_numpy(dtype=float)
    parts = [
        _volumes(
            rain, fluxes, cistern, connected,
            areas[name].reindex(kinds, fill_value=0.0), cistern_shares(kinds, scenarios[name], catalogue),
        )
        for name in scenarios
    ]  # fmt: skip
    dataset = annotate(xr.concat(parts, dim=pd.Index(list(scenarios), name="measure")))
    _check_balance(dataset)
    return dataset


def residual(balance: xr.Dataset) -> xr.DataArray:
    """Return what every hour lacks to a closed balance [m³]."""
    before = balance["water_storage"].shift(time=1)
    before = before.where(before.notnull(), balance["initial_water_storage"])
    outflow = sum(balance[name] for name in OUTFLOWS)
    return balance["precipitation_volume"] - outflow - (balance["water_storage"] - before)


def annual_balance(balance: xr.Dataset) -> pd.DataFrame:
    """Return the balance of the year by measure and kind of surface.

    Parameters
    ----------
    balance : xarray.Dataset
        Of :func:`rain_balance`.

    Returns
    -------
    pandas.DataFrame
        Index measure, surface_kind (the last is "total"); columns area [m²], precipitation_volume, runoff,
        evaporation, infiltration, cistern_use, cistern_overflow, storage_change [m³/a], runoff_coefficient
        (runoff per rain) [1].
    """
    names = [str(name) for name in balance.data_vars if str(name).startswith(ANNUAL)]
    table = balance[["area", *names]].to_dataframe().reorder_levels(["measure", "surface_kind"])
    table = table[["area", *names]].rename(columns=lambda name: name.removeprefix(ANNUAL))
    total = table.groupby(level="measure", sort=False).sum()
    total.index = pd.MultiIndex.from_product([total.index, [TOTAL]], names=table.index.names)
    order = [list(balance["measure"].values), [*balance["surface_kind"].values, TOTAL]]
    table = pd.concat([table, total]).reindex(pd.MultiIndex.from_product(order, names=table.index.names))
    rain = table["precipitation_volume"]
    return table.assign(runoff_coefficient=table["runoff"] / rain.where(rain > 0))


def rain_water_use(catalogue: Catalogue) -> float:
    """Return what rain water may replace per person and day [l]: toilet, garden (table `water_uses`)."""
    uses = catalogue.table("water_uses")
    return float((uses["water_use"] * uses["rain_water"]).sum())


def _cistern(
    fluxes: SurfaceFluxes,
    today: pd.Series,
    measures: RainMeasures,
    catalogue: Catalogue,
    residents: float | None,
) -> CisternFluxes:
    """Cisterns per m² of connected roof of every kind."""
    row = catalogue.table("cisterns").loc["standard"]
    volume = measures.cisterns.volume_per_area
    depth = float(row["volume_per_area"] if volume is None else volume) / MILLIMETRE
    density = float(row["persons_per_area"])
    if residents is not None:
        roofs = float((today * catalogue.table("surfaces").loc[today.index, "cistern"].astype(float)).sum())
        density = residents / roofs if roofs > 0 else 0.0
    demand = density * rain_water_use(catalogue) / HOURS_PER_DAY
    return simulate_cistern(fluxes.runoff, depth, demand, efficiency=float(row["collection_efficiency"]))


def _volumes(
    rain: xr.DataArray, fluxes: SurfaceFluxes, cistern: CisternFluxes, connected: np.ndarray,
    area: pd.Series, collected: pd.Series,
) -> xr.Dataset:  # fmt: skip
    """Volumes of one scenario [m³]: depths times areas, with the share `collected` behind cisterns."""
    square_metres, share = area.to_numpy(), collected.to_numpy()
    leaving = fluxes.runoff * (1 - share) + (cistern.bypassed + cistern.overflow) * share
    depths = {
        "precipitation_volume": np.repeat(rain.values[:, None].astype(float), area.size, axis=1),
        "runoff": leaving * connected,
        "evaporation": fluxes.evaporation,
        "infiltration": fluxes.percolation + leaving * (1 - connected),
        "cistern_use": cistern.used * share,
        "cistern_overflow": cistern.overflow * share,
        "water_storage": fluxes.stored + cistern.stored * share,
    }
    dims = ("time", "surface_kind")
    volumes = {name: (dims, depth * square_metres * MILLIMETRE) for name, depth in depths.items()}
    before = (fluxes.stored_before + cistern.stored_before * share) * square_metres * MILLIMETRE
    single = {"area": ("surface_kind", square_metres), "initial_water_storage": ("surface_kind", before)}
    kinds = area.index.astype(str).to_numpy(dtype=object)
    return xr.Dataset(volumes | single, coords={"time": rain["time"], "surface_kind": kinds})


def _check_series(rain: xr.DataArray, evapotranspiration: xr.DataArray) -> None:
    faults = []
    for name, series in (("rain", rain), ("potential_evapotranspiration", evapotranspiration)):
        values = np.asarray(series.values, dtype=float)
        for code, wrong, expected in (
            ("EP211", np.isnan(values), "every hour"),
            ("EP212", values < 0, "≥ 0 mm"),
        ):
            if wrong.any():
                first = str(series["time"].values[wrong.argmax()])[:16]
                faults.append(Fault(code, "series", first, name, value=f"{int(wrong.sum())} h", expected=expected))
    if (
        rain.sizes["time"] != evapotranspiration.sizes["time"]
        or not (rain["time"].values == evapotranspiration["time"].values).all()
    ):
        faults.append(Fault("EP119", "series", column="rain", expected="the hours of the weather"))
    raise_faults(faults)


def _check_balance(balance: xr.Dataset) -> None:
    allowed = TOLERANCE * max(float(balance["precipitation_volume"].sum(["time", "surface_kind"]).max()), MILLIMETRE)
    worst = float(np.abs(residual(balance)).max())
    if worst > allowed:
        raise CheckError(f"the water balance of an hour lacks {worst:.3g} m³ (allowed: {allowed:.3g} m³)")

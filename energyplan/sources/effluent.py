"""How much heat does the cleaned water of a treatment plant give?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.core.errors import Fault, raise_faults
from energyplan.physics.river import HEAT_PER_LITRE, possible_cooling, stream_heat
from energyplan.sources.contract import Source, SourceSet, assemble
from energyplan.sources.kinds import SOURCE_KINDS, SourceKind

if TYPE_CHECKING:
    import geopandas as gpd

    from energyplan.catalogue import Catalogue


def effluent_sources(
    treatment_plants: gpd.GeoDataFrame,
    waste_water: xr.Dataset,
    taken_upstream: xr.DataArray,
    *,
    catalogue: Catalogue,
) -> SourceSet:
    """Return the effluent of each plant as a source.

    Parameters
    ----------
    treatment_plants : geopandas.GeoDataFrame
        Layer `treatment_plants`.
    waste_water : xarray.Dataset
        effluent_flow [l/s], water_temperature [degC] (time, plant).
    taken_upstream : xarray.DataArray
        Heat taken from the sewers above (plant, time) [kW].
    catalogue : Catalogue
        Table `source_limits`, item "effluent".

    Returns
    -------
    SourceSet
        Kind "effluent", ids `effluent_<plant_id>`.

    Raises
    ------
    FaultError
        EP214 for plants without a series, EP401 for missing flows or temperatures.

    Notes
    -----
    P = max(0, ρ·c·Q·ΔT − P_upstream), T = T_effluent − P_upstream/(ρ·c·Q): the heat taken above arrives as
    colder water. No recovery on the way (heat from the soil) is counted.
    """
    own = _series(treatment_plants, waste_water)
    limits = catalogue.table("source_limits").loc["effluent"]
    sources = []
    for plant, row in treatment_plants.iterrows():
        flow, temperature = (own[name].sel(plant=plant) for name in ("effluent_flow", "water_temperature"))
        cooling = possible_cooling(
            temperature,
            maximum_cooling=float(limits["maximum_cooling"]),
            minimum_outlet_temperature=float(limits["minimum_outlet_temperature"]),
        )
        upstream = taken_upstream.sel(plant=plant).to_numpy()
        power = np.maximum(np.asarray(stream_heat(flow, cooling)) - upstream, 0.0)
        cooler = _cooling(upstream, flow.to_numpy())
        sources.append(
            Source(
                f"effluent_{plant}", "effluent", power, temperature.to_numpy() - cooler, row["geometry"],
                cost_to_tap=float(limits["tapping_cost"]) * float(np.max(power)),
                notes=f"{float(flow.mean()):.1f} l/s", columns={"plant_id": str(plant)},
            )
        )  # fmt: skip
    return assemble(sources, pd.DatetimeIndex(waste_water.indexes["time"]), crs=treatment_plants.crs)


def _cooling(power: np.ndarray, flow: np.ndarray) -> np.ndarray:
    """Return by how much a stream is cooler after `power` was taken [K]; none where nothing flows."""
    flows = flow > 0
    return np.where(flows, power / (HEAT_PER_LITRE * np.where(flows, flow, 1.0)), 0.0)


def _series(treatment_plants: gpd.GeoDataFrame, waste_water: xr.Dataset) -> xr.Dataset:
    """Return flow and temperature of the plants, complete."""
    known = set(waste_water.indexes["plant"])
    raise_faults(
        [
            Fault(
                "EP214",
                layer="treatment_plants",
                row=str(plant),
                expected="a series in the waste water dataset",
            )
            for plant in treatment_plants.index
            if plant not in known
        ]
    )
    own = waste_water[["effluent_flow", "water_temperature"]].sel(plant=list(treatment_plants.index))
    raise_faults(
        [
            Fault("EP401", layer="treatment_plants", row=str(plant), column=str(name))
            for name, array in own.items()
            for plant in array["plant"].values[array.isnull().any("time").to_numpy()]
        ]
    )
    return own


SOURCE_KINDS.add(
    "effluent", SourceKind("effluent", "Kläranlagenablauf", "Effluent", "#01665E", "sewage_heat")
)  # found together with the sewage, since it is the same stream

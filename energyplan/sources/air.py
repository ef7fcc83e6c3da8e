"""How much heat does the air give? As much as one likes, so a limit must come from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.sources.contract import Source, SourceSet, assemble
from energyplan.sources.kinds import SOURCE_KINDS, SourceInputs, SourceKind

if TYPE_CHECKING:
    import xarray as xr

SOURCE_ID = "air"


def air_source(air_temperature: xr.DataArray, *, maximum_power: float) -> SourceSet:
    """Return the air as a source.

    Parameters
    ----------
    air_temperature : xarray.DataArray
        Dim `time` [degC].
    maximum_power : float
        Heat that may be taken from the air in each hour [kW], such as the highest heat load: a finite number
        that no plan reaches, since a source without limit cannot be written into a table.

    Returns
    -------
    SourceSet
        Kind "air", one source without geometry; its temperature is that of the air.
    """
    power = np.full(air_temperature.sizes["time"], float(maximum_power))
    source = Source(SOURCE_ID, "air", power, air_temperature.to_numpy().astype(float), readiness="everywhere")
    return assemble([source], pd.DatetimeIndex(air_temperature.indexes["time"]))


def _find(inputs: SourceInputs) -> SourceSet:
    if inputs.maximum_air_power <= 0:
        return assemble([], pd.DatetimeIndex(inputs.weather.indexes["time"]))
    return air_source(inputs.weather["air_temperature"], maximum_power=inputs.maximum_air_power)


SOURCE_KINDS.add("air", SourceKind("air", "Außenluft", "Air", "#56B4E9", "ambient_heat", _find))

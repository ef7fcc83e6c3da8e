"""How warm is a river, and how much heat does a stream of water give when it is cooled?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energyplan.core.hours import HOURS_PER_DAY
from energyplan.core.vocabulary import quantity

if TYPE_CHECKING:
    import xarray as xr

#: Heat of a litre of water per kelvin [kJ/(l K)] or kW per l/s and K; fresh water at 10 to 15 °C (IAPWS).
HEAT_PER_LITRE = 4.19


def mean_of_last_days(air_temperature: xr.DataArray, days: float) -> xr.DataArray:
    """Return the mean of the last `days` days, hour by hour.

    The year is taken as one of many equal years: the first days of January look back to the end of December.

    Parameters
    ----------
    air_temperature : xarray.DataArray
        Dim `time`, hourly [degC].
    days : float
        Length of the window.

    Returns
    -------
    xarray.DataArray
        [degC]
    """
    window = round(days * HOURS_PER_DAY)
    values = air_temperature.to_numpy()
    before = np.concatenate([values[-window:], values])
    sums = np.concatenate([[0.0], np.cumsum(before)])
    means = (sums[window + 1 :] - sums[1:-window]) / window
    return air_temperature.copy(data=means)


def river_temperature(
    air_temperature: xr.DataArray,
    *,
    averaging_days: float,
    lower_limit: float,
    temperature_range: float,
    steepness: float,
    midpoint: float,
) -> xr.DataArray:
    """Return the water temperature of a river from the air temperature.

    Parameters
    ----------
    air_temperature : xarray.DataArray
        Dim `time`, 8760 hours [degC].
    averaging_days : float
        Window of the mean air temperature.
    lower_limit : float
        T₀ [degC].
    temperature_range : float
        ΔT [K].
    steepness : float
        k [1/K].
    midpoint : float
        T_m [degC].

    Returns
    -------
    xarray.DataArray
        water_temperature(time) [degC].

    Notes
    -----
    T = T₀ + ΔT / (1 + exp(k·(T_m − T_air))) with the mean air temperature of the last days. Triebs and
    Tsatsaronis (2022), Estimating the local renewable potentials for the transformation of district heating
    systems, ECOS 2022, pp. 479–490; their numbers stand in the catalogue table `river_temperature`.
    """
    mean = mean_of_last_days(air_temperature, averaging_days)
    values = lower_limit + temperature_range / (1 + np.exp(steepness * (midpoint - mean.to_numpy())))
    temperature = air_temperature.copy(data=values).rename("water_temperature")
    temperature.attrs = quantity("water_temperature").attrs
    return temperature


def stream_heat(flow: xr.DataArray | float, cooling: xr.DataArray | float) -> xr.DataArray | float:
    """Return the heat of a stream of water that is cooled.

    Parameters
    ----------
    flow : array or float
        Q [l/s].
    cooling : array or float
        ΔT, a *difference* [K] (never converted with 273.15).

    Returns
    -------
    array or float
        P = ρ·c·Q·ΔT [kW].

    Examples
    --------
    1000 m³/h cooled by 8 K give 9.3 MW:

    >>> round(stream_heat(1000 / 3.6, 8.0))
    9311
    """
    return HEAT_PER_LITRE * flow * cooling


def possible_cooling(
    temperature: xr.DataArray, *, maximum_cooling: float, minimum_outlet_temperature: float
) -> xr.DataArray:
    """Return by how much water may be cooled in each hour.

    Parameters
    ----------
    temperature : xarray.DataArray
        Of the water before it is used [degC].
    maximum_cooling : float
        ΔT_max [K].
    minimum_outlet_temperature : float
        T_min [degC].

    Returns
    -------
    xarray.DataArray
        min(ΔT_max, max(0, T − T_min)) [K]; zero in hours when the water is already that cold.
    """
    return (temperature - minimum_outlet_temperature).clip(min=0.0, max=maximum_cooling)

"""How much sun falls on a tilted plane, and what does a photovoltaic module make of it?

All by pvlib: the position of the sun, the anisotropic sky of Hay and Davies (1980), the cell temperature of
Faiman (2008) and the power of PVWatts (Dobos 2014).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.core.vocabulary import quantity

if TYPE_CHECKING:
    import xarray as xr

#: Below this sine of the sun's elevation (3°) the beam counts as sky light: the mean over the hour of sunrise
#: divided by the nearly vanishing sine at mid-hour would be brighter than the sun outside the atmosphere.
LOWEST_SINE = 0.05
#: From the stamp, which begins the hour, to the middle of the interval that the irradiance belongs to [min].
MIDDLE_OF_HOUR = 30.0
WEATHER_ZONE = "Etc/GMT-1"


def sun_position(
    hours: pd.DatetimeIndex, *, latitude: float, longitude: float, minutes: float = MIDDLE_OF_HOUR
) -> pd.DataFrame:
    """Return where the sun stands in the middle of each hour.

    Parameters
    ----------
    hours : pandas.DatetimeIndex
        Beginnings of the hours, UTC+1 without a zone.
    latitude, longitude : float
        [deg], north and east positive.
    minutes : float
        From the stamp to the moment that is meant [min].

    Returns
    -------
    pandas.DataFrame
        Index `hours`; columns zenith, azimuth [deg, clockwise from north].
    """
    import pvlib

    middle = (hours + pd.Timedelta(minutes=minutes)).tz_localize(WEATHER_ZONE)
    position = pvlib.solarposition.get_solarposition(middle, latitude, longitude)[["zenith", "azimuth"]]
    return position.set_index(hours)


def tilted_irradiance(
    weather: xr.Dataset, *, slope: float, azimuth: float, albedo: float, sky: str = "haydavies"
) -> xr.DataArray:
    """Return the sun on a tilted plane.

    Parameters
    ----------
    weather : xarray.Dataset
        direct_horizontal_irradiance, diffuse_horizontal_irradiance (time) [W/m2]; attrs latitude, longitude
        [deg] and, where the irradiance is no mean of the hour that the stamp begins, `irradiance_minutes`.
    slope : float
        [deg], 0 is horizontal.
    azimuth : float
        Direction that the plane faces [deg], clockwise from north, 180 is south.
    albedo : float
        Share of the sun that the ground reflects.
    sky : {"haydavies", "isotropic"}
        Distribution of the sky light.

    Returns
    -------
    xarray.DataArray
        global_tilted_irradiance(time) [W/m2].

    Notes
    -----
    G = B·cos θ/cos θ_z + D·(sky factor) + (B + D)·ρ·(1 − cos β)/2, with the angle of incidence θ and the
    zenith of the sun θ_z at mid-hour. Hay and Davies (1980): the share of the sky light that comes from
    around the sun is the beam's share of the extraterrestrial sun; the rest is isotropic, (1 + cos β)/2.

    The German test reference years of 2010 need `irradiance_minutes`: where the irradiance is computed it is
    the mean of the half hours around the stamp of the file, where it is measured it is that of the hour
    before in solar time (trnsys.de, FAQ on converting TRY 2011). Otherwise east gets far more than west.
    """
    import pvlib

    hours = pd.DatetimeIndex(weather.indexes["time"])
    place = {name: float(weather.attrs[name]) for name in ("latitude", "longitude")}
    sun = sun_position(hours, **place, minutes=float(weather.attrs.get("irradiance_minutes", MIDDLE_OF_HOUR)))
    direct, diffuse = (weather[f"{kind}_horizontal_irradiance"].to_numpy() for kind in ("direct", "diffuse"))
    sine = np.cos(np.radians(sun["zenith"].to_numpy()))
    high = sine > LOWEST_SINE
    extraterrestrial = pvlib.irradiance.get_extra_radiation(hours).to_numpy()
    beam = np.minimum(np.where(high, direct / np.where(high, sine, 1.0), 0.0), extraterrestrial)
    total = pvlib.irradiance.get_total_irradiance(
        slope, azimuth, sun["zenith"].to_numpy(), sun["azimuth"].to_numpy(),
        dni=beam, ghi=direct + diffuse, dhi=direct + diffuse - beam * np.where(high, sine, 0.0),
        dni_extra=extraterrestrial, albedo=albedo, model=sky,
    )  # fmt: skip
    return _series(weather, np.maximum(total["poa_global"], 0.0), "global_tilted_irradiance")


def pv_yield(
    global_tilted_irradiance: xr.DataArray,
    weather: xr.Dataset,
    *,
    temperature_coefficient: float,
    heat_transfer: float,
    wind_heat_transfer: float,
    system_losses: float,
    inverter_efficiency: float,
) -> xr.DataArray:
    """Return the alternating-current output of a module per peak power.

    Parameters
    ----------
    global_tilted_irradiance : xarray.DataArray
        G(time) on the module [W/m2].
    weather : xarray.Dataset
        air_temperature [degC], wind_speed [m/s].
    temperature_coefficient : float
        γ [1/K], negative.
    heat_transfer, wind_heat_transfer : float
        u₀ [W/(m2 K)], u₁ [W s/(m3 K)] of Faiman (2008), doi 10.1002/pip.813.
    system_losses, inverter_efficiency : float
        As in PVWatts version 5 (Dobos 2014, NREL/TP-6A20-62641).

    Returns
    -------
    xarray.DataArray
        pv_yield(time) [kW/kW].

    Notes
    -----
    T_cell = T_air + G/(u₀ + u₁·v); y = G/1000 · (1 + γ·(T_cell − 25)) · (1 − losses) · η_inverter.
    """
    import pvlib

    irradiance = global_tilted_irradiance.to_numpy()
    cell = pvlib.temperature.faiman(
        irradiance, weather["air_temperature"].to_numpy(), weather["wind_speed"].to_numpy(),
        u0=heat_transfer, u1=wind_heat_transfer,
    )  # fmt: skip
    direct_current = pvlib.pvsystem.pvwatts_dc(irradiance, cell, 1.0, temperature_coefficient)
    output = np.maximum(direct_current, 0.0) * (1 - system_losses) * inverter_efficiency
    return _series(weather, output, "pv_yield")


def _series(weather: xr.Dataset, values: np.ndarray, name: str) -> xr.DataArray:
    """Return `values` over the hours of the weather, named after a quantity of the vocabulary."""
    import xarray as xr

    return xr.DataArray(values, {"time": weather["time"]}, ("time",), name, quantity(name).attrs)

"""How much water would a well-watered lawn evaporate in every hour of the year?

The reference evapotranspiration after FAO-56 (Penman-Monteith, hourly); Hargreaves by day where only
temperatures are known.

References
----------
Allen, R. G., Pereira, L. S., Raes, D., Smith, M. (1998): Crop evapotranspiration. FAO Irrigation and Drainage
Paper 56, Rome; chapters 3 and 4.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.core.errors import Fault, raise_faults
from energyplan.core.vocabulary import quantity
from energyplan.water import radiation

ALBEDO = 0.23
"""Of the reference grass (FAO-56 equation 38)."""
MEGAJOULE_PER_WATT_HOUR = 0.0036
NEEDED = (
    "air_temperature", "relative_humidity", "wind_speed", "direct_horizontal_irradiance",
    "diffuse_horizontal_irradiance",
)  # fmt: skip


def reference_evapotranspiration(weather: xr.Dataset, *, wind_height: float = 10.0, zone: float = 1.0) -> xr.DataArray:
    """Return the reference evapotranspiration of every hour [mm].

    Parameters
    ----------
    weather : xarray.Dataset
        Dim `time`; air_temperature [°C], relative_humidity [%], wind_speed [m/s],
        direct_horizontal_irradiance, diffuse_horizontal_irradiance [W/m²], air_pressure [hPa] where known;
        attrs `latitude`, `longitude` [deg].
    wind_height : float
        Height at which the wind was measured [m]; 10 m in the German test reference years.
    zone : float
        The time stamps are UTC + `zone` [h].

    Returns
    -------
    xarray.DataArray
        `potential_evapotranspiration`, dim `time` [mm]. Dew at night (negative values of the equation) counts
        as 0.

    Raises
    ------
    FaultError
        If a variable or the position is missing, or a value is.

    Notes
    -----
    Without `air_pressure` the standard atmosphere at sea level is taken.
    """
    _check(weather)
    hours = pd.DatetimeIndex(weather["time"].values)
    temperature, humidity = weather["air_temperature"].values, weather["relative_humidity"].values
    pressure = weather["air_pressure"].values / 10 if "air_pressure" in weather else np.full(len(hours), 101.3)
    wind = wind_at_two_metres(weather["wind_speed"].values, wind_height)
    irradiance = weather["direct_horizontal_irradiance"].values + weather["diffuse_horizontal_irradiance"].values
    vapour = saturation_vapour_pressure(temperature) * humidity / 100
    latitude, longitude = float(weather.attrs["latitude"]), float(weather.attrs["longitude"])
    elevation = elevation_from_pressure(float(np.mean(pressure)))

    angles = radiation.sun_angles(hours, latitude, longitude, zone=zone)
    outside = radiation.extraterrestrial_radiation(angles, latitude)
    incoming = irradiance * MEGAJOULE_PER_WATT_HOUR
    ratio = radiation.clearness(incoming, radiation.clear_sky_radiation(outside, elevation), angles)
    net = (1 - ALBEDO) * incoming - radiation.net_longwave_radiation(temperature, vapour, ratio)
    result = penman_monteith(net, temperature, wind, vapour, pressure, daylight=outside > 0)
    values = np.maximum(result, 0.0)
    name = "potential_evapotranspiration"
    attrs = quantity(name).attrs | {"method": "FAO-56 Penman-Monteith, hourly (Allen et al. 1998, equation 53)"}
    return xr.DataArray(values, coords={"time": weather["time"]}, dims="time", name=name, attrs=attrs)


def penman_monteith(
    net_radiation: np.ndarray, temperature: np.ndarray, wind: np.ndarray, vapour_pressure: np.ndarray,
    pressure: np.ndarray, *, daylight: np.ndarray,
) -> np.ndarray:  # fmt: skip
    r"""Return the hourly reference evapotranspiration [mm].

    .. math:: ET_0 = \frac{0.408 \Delta (R_n - G) + \gamma \frac{37}{T + 273} u_2 (e_s - e_a)}
              {\Delta + \gamma (1 + 0.34 u_2)}

    (FAO-56 equation 53), soil heat flux G = 0.1 R_n by day and 0.5 R_n by night (equations 45, 46).

    Parameters
    ----------
    net_radiation : array
        [MJ/(m² h)].
    temperature : array
        [°C].
    wind : array
        At 2 m [m/s].
    vapour_pressure, pressure : array
        Actual vapour pressure, air pressure [kPa].
    daylight : array of bool

    Examples
    --------
    FAO-56 example 19, N'Diaye, 1 October, 14:00 to 15:00 (published: 0.63 mm):

    >>> saturated = saturation_vapour_pressure(38.0)
    >>> float(penman_monteith(1.749, 38.0, 3.3, 0.52 * saturated, 101.2, daylight=True).round(2))
    0.63
    """
    saturated = saturation_vapour_pressure(temperature)
    slope = 4098 * saturated / (np.asarray(temperature) + 237.3) ** 2
    psychrometric = 0.665e-3 * np.asarray(pressure)
    heat = np.asarray(net_radiation) * np.where(daylight, 0.9, 0.5)
    air = psychrometric * 37 / (np.asarray(temperature) + 273) * wind * (saturated - vapour_pressure)
    return (0.408 * slope * heat + air) / (slope + psychrometric * (1 + 0.34 * np.asarray(wind)))


def saturation_vapour_pressure(temperature: np.ndarray | float) -> np.ndarray:
    """Return the saturation vapour pressure [kPa] at `temperature` [°C] (FAO-56 equation 11).

    >>> saturation_vapour_pressure(28.0).round(3)
    np.float64(3.78)
    """
    temperature = np.asarray(temperature, dtype=float)
    return 0.6108 * np.exp(17.27 * temperature / (temperature + 237.3))


def wind_at_two_metres(wind: np.ndarray, height: float) -> np.ndarray:
    """Return the wind at 2 m [m/s] from that at `height` [m] (FAO-56 equation 47).

    >>> wind_at_two_metres(3.2, 10.0).round(1)
    np.float64(2.4)
    """
    return np.multiply(wind, 4.87 / np.log(67.8 * height - 5.42))


def elevation_from_pressure(pressure: float) -> float:
    """Return the height above the sea [m] at a mean air pressure [kPa] (FAO-56 equation 7).

    >>> round(elevation_from_pressure(81.8), -1)
    1800.0
    """
    return (293 - 293 * (pressure / 101.3) ** (1 / 5.26)) / 0.0065


def hargreaves(minimum: np.ndarray, maximum: np.ndarray, extraterrestrial: np.ndarray) -> np.ndarray:
    r"""Return the reference evapotranspiration of a day [mm] from its temperatures alone.

    .. math:: ET_0 = 0.0023\, (T_{mean} + 17.8) \sqrt{T_{max} - T_{min}}\; 0.408 R_a

    (FAO-56 equation 52; Hargreaves and Samani 1985.)

    Parameters
    ----------
    minimum, maximum : array
        Of the day [°C].
    extraterrestrial : array
        Sum of the day [MJ/m²].
    """
    mean = (minimum + maximum) / 2
    return np.maximum(0.0023 * (mean + 17.8) * np.sqrt(maximum - minimum) * 0.408 * extraterrestrial, 0.0)


def _check(weather: xr.Dataset) -> None:
    missing = [name for name in NEEDED if name not in weather]
    faults = [Fault("EP219", layer="weather", column=name, expected=name) for name in missing]
    missing = [name for name in ("latitude", "longitude") if name not in weather.attrs]
    faults += [Fault("EP118", layer="weather", column=name, expected="degrees in the attributes") for name in missing]
    for name in [n for n in (*NEEDED, "air_pressure") if n in weather]:
        count = int(np.isnan(weather[name].values).sum())
        if count:
            faults.append(Fault("EP211", layer="weather", column=name, value=f"{count} h", expected="every hour"))
    raise_faults(faults)

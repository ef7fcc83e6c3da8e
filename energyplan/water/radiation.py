"""How much sun reaches the top of the air, the ground under a clear sky, and how much heat leaves at night?

The radiation terms of the FAO Penman-Monteith method, hour by hour.

References
----------
Allen, R. G., Pereira, L. S., Raes, D., Smith, M. (1998): Crop evapotranspiration. FAO Irrigation and Drainage
Paper 56, Rome; chapter 3, equations 21 to 40.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

SOLAR_CONSTANT = 0.0820
"""[MJ/(m² min)], FAO-56 equation 21."""
STEFAN_BOLTZMANN = 4.903e-9 / 24
"""[MJ/(K⁴ m² h)], FAO-56 equation 39 divided by 24."""
KELVIN = 273.16
"""[K] at 0 °C, as FAO-56 uses it."""
LAST_CLEAR_HOURS = 0.52
"""[rad] Hour angle before sunset up to which the cloudiness is read (FAO-56, text under equation 39)."""


def sun_angles(hours: pd.DatetimeIndex, latitude: float, longitude: float, *, zone: float = 1.0) -> pd.DataFrame:
    r"""Return declination, hour angle and sunset hour angle in the middle of every hour.

    Parameters
    ----------
    hours : pandas.DatetimeIndex
        Beginnings of the hours in the time zone UTC + `zone`.
    latitude, longitude : float
        North and east are positive [deg].
    zone : float
        [h].

    Returns
    -------
    pandas.DataFrame
        Columns `distance` (inverse relative distance to the sun), `declination`, `hour_angle`, `sunset`
        [rad].

    Notes
    -----
    Equations 23 to 25 and 31 to 33; the seasonal correction of solar time is
    :math:`S_c = 0.1645 \sin 2b - 0.1255 \cos b - 0.025 \sin b`, :math:`b = 2\pi (J - 81)/364`.
    """
    day = hours.dayofyear.to_numpy()
    season = 2 * np.pi * (day - 81) / 364
    correction = 0.1645 * np.sin(2 * season) - 0.1255 * np.cos(season) - 0.025 * np.sin(season)
    middle = hours.hour.to_numpy() + hours.minute.to_numpy() / 60 + 0.5
    solar_time = middle + (longitude - 15 * zone) / 15 + correction
    declination = 0.409 * np.sin(2 * np.pi * day / 365 - 1.39)
    sunset = np.arccos(np.clip(-np.tan(np.radians(latitude)) * np.tan(declination), -1, 1))
    hour_angle = (np.pi / 12 * (solar_time - 12) + np.pi) % (2 * np.pi) - np.pi
    distance = 1 + 0.033 * np.cos(2 * np.pi * day / 365)
    columns = {"distance": distance, "declination": declination, "hour_angle": hour_angle, "sunset": sunset}
    return pd.DataFrame(columns, index=hours)


def extraterrestrial_radiation(angles: pd.DataFrame, latitude: float) -> np.ndarray:
    r"""Return the radiation on a horizontal plane above the air in every hour [MJ/m²].

    .. math:: R_a = \frac{12 \cdot 60}{\pi} G_{sc} d_r \left[(\omega_2 - \omega_1) \sin\varphi \sin\delta
              + \cos\varphi \cos\delta (\sin\omega_2 - \sin\omega_1)\right]

    (FAO-56 equation 28), the hour cut at sunrise and sunset.
    """
    half_hour = np.pi / 24
    sunset, middle = angles["sunset"].to_numpy(), angles["hour_angle"].to_numpy()
    start, end = (np.clip(middle + step, -sunset, sunset) for step in (-half_hour, half_hour))
    phi, delta = np.radians(latitude), angles["declination"].to_numpy()
    path = (end - start) * np.sin(phi) * np.sin(delta)
    path = path + np.cos(phi) * np.cos(delta) * (np.sin(end) - np.sin(start))
    return np.maximum(12 * 60 / np.pi * SOLAR_CONSTANT * angles["distance"].to_numpy() * path, 0.0)


def clear_sky_radiation(extraterrestrial: np.ndarray, elevation: float) -> np.ndarray:
    """Return the radiation at the ground without clouds [MJ/m²].

    R_so = (0.75 + 2e-5 z) R_a (FAO-56 equation 37).

    >>> clear_sky_radiation(3.543, 8.0).round(3)
    np.float64(2.658)
    """
    return np.multiply(0.75 + 2e-5 * elevation, extraterrestrial)


def clearness(global_radiation: np.ndarray, clear_sky: np.ndarray, angles: pd.DataFrame) -> np.ndarray:
    """Return R_s/R_so [1] for every hour, between 0.3 and 1; nights keep what the afternoon before had.

    Near sunrise, sunset and at night the ratio has no meaning; FAO-56 (text under equation 39) takes the hour
    two to three hours before sunset for the night that follows. The hours before the first afternoon take its
    value.
    """
    core = np.abs(angles["hour_angle"].to_numpy()) <= angles["sunset"].to_numpy() - LAST_CLEAR_HOURS
    core &= clear_sky > 0
    ratio = np.full(len(angles), np.nan)
    ratio[core] = np.clip(global_radiation[core] / clear_sky[core], 0.3, 1.0)
    return pd.Series(ratio).ffill().bfill().to_numpy()


def net_longwave_radiation(temperature: np.ndarray, vapour_pressure: np.ndarray, ratio: np.ndarray) -> np.ndarray:
    r"""Return the heat that the ground loses to the sky in an hour [MJ/m²].

    .. math:: R_{nl} = \sigma T^4 (0.34 - 0.14 \sqrt{e_a}) (1.35 R_s/R_{so} - 0.35)

    (FAO-56 equation 39.)

    Parameters
    ----------
    temperature : array
        Air temperature [°C].
    vapour_pressure : array
        [kPa].
    ratio : array
        R_s/R_so [1].
    """
    emitted = STEFAN_BOLTZMANN * (temperature + KELVIN) ** 4
    return emitted * (0.34 - 0.14 * np.sqrt(vapour_pressure)) * (1.35 * ratio - 0.35)

"""How cold was the year? Daily means, heating days and degree days of an hourly temperature."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from energyplan.core.hours import HOURS_PER_DAY


def daily_mean(hourly: ArrayLike) -> np.ndarray:
    """Return the mean of every day.

    Parameters
    ----------
    hourly : array_like
        Whole days of hourly values, the first hour of a day first.

    Returns
    -------
    numpy.ndarray
        One value per day, same unit.

    Raises
    ------
    ValueError
        If the values are not whole days.

    Examples
    --------
    >>> daily_mean([0.0] * 12 + [10.0] * 12)
    array([5.])
    """
    values = np.asarray(hourly, dtype=float)
    if values.ndim != 1 or values.size % HOURS_PER_DAY:
        raise ValueError(f"{values.size} hourly values are not whole days")
    return values.reshape(-1, HOURS_PER_DAY).mean(axis=1)


def heating_days(air_temperature: ArrayLike, *, heating_limit: float = 15.0) -> np.ndarray:
    """Tell for every day whether its mean temperature lies below the heating limit.

    Parameters
    ----------
    air_temperature : array_like
        Hourly [degC].
    heating_limit : float
        [degC]; usual are 15 °C for the stock, 12 °C for low-energy houses, 10 °C for passive houses.

    Returns
    -------
    numpy.ndarray of bool
    """
    return daily_mean(air_temperature) < heating_limit


def heating_degree_days(
    air_temperature: ArrayLike, *, heating_limit: float = 15.0, room_temperature: float = 20.0
) -> float:
    """Return the degree days of the year (Gradtagzahl G20/15).

    Parameters
    ----------
    air_temperature : array_like
        Hourly [degC].
    heating_limit, room_temperature : float
        [degC]

    Returns
    -------
    float
        [K d]

    Notes
    -----
    G = Σ (θ_room − θ_mean) over the days with θ_mean < θ_limit (VDI 3807-1, VDI 4710).

    Examples
    --------
    >>> heating_degree_days([5.0] * 24 + [18.0] * 24)
    15.0
    """
    means = daily_mean(air_temperature)
    return float((room_temperature - means)[means < heating_limit].sum())

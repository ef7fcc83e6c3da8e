"""What shape does the heat of a class of customers have over the hours of a year?

The German standard load profiles for gas: a daily value from a sigmoid of the mean temperature of four days,
times a factor of the weekday, spread over the hours by factors that depend on the temperature. Coefficients
and factors are those that `demandlib` ships. These are the sigmoid profiles of BGW/BDEW; the linear terms
that SigLinDe adds since 2015 are not in demandlib. What demandlib leaves open is done here: the wall clock
with its changes, cold beyond its table, the heating limit, and hot water with the hourly shape of a hot day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from energyplan.core.hours import HOURS_PER_DAY, hours_of_year, local_calendar
from energyplan.physics.degree_days import daily_mean

# The mean of four days weighs each day half as much as the next (BDEW/VKU/GEODE guideline).
DAY_WEIGHTS = (1.0, 0.5, 0.25, 0.125)
# The sigmoid refers to 40 °C (BDEW/VKU/GEODE guideline).
REFERENCE_TEMPERATURE = 40.0
# Bounds of demandlib's table of temperature intervals; the outer intervals are open, so that clipping changes
# nothing.
COLDEST_INTERVAL, HOTTEST_INTERVAL = -19.0, 30.0


@dataclass(frozen=True)
class StandardProfile:
    """A standard load profile split by purpose, on the 8760 wall-clock hours of a year.

    Attributes
    ----------
    space_heat, hot_water : numpy.ndarray
        Relative load [1], not normalised.
    """

    space_heat: np.ndarray
    hot_water: np.ndarray


def allocation_temperature(air_temperature: np.ndarray) -> np.ndarray:
    """Return the temperature that decides the daily heat.

    Parameters
    ----------
    air_temperature : numpy.ndarray
        Hourly, whole days [degC].

    Returns
    -------
    numpy.ndarray
        Daily [degC]. The days before 1 January are those of the end of the year.

    Notes
    -----
    θ = (T₀ + ½ T₁ + ¼ T₂ + ⅛ T₃) / 1.875 with the mean T_i of the day i days ago.

    Examples
    --------
    >>> allocation_temperature(np.full(96, 7.0)).tolist()
    [7.0, 7.0, 7.0, 7.0]
    """
    means = daily_mean(air_temperature)
    weighted = sum(weight * np.roll(means, days) for days, weight in enumerate(DAY_WEIGHTS))
    return np.asarray(weighted / sum(DAY_WEIGHTS))


def sigmoid(temperature: np.ndarray, *, a: float, b: float, c: float) -> np.ndarray:
    """Return the temperature-dependent part of the daily heat.

    Parameters
    ----------
    temperature : numpy.ndarray
        Allocation temperature, below 40 °C [degC].
    a, b, c : float
        Coefficients of the profile [1, K, 1].

    Returns
    -------
    numpy.ndarray
        [1]

    Notes
    -----
    h = A / (1 + (B / (θ − 40 °C))^C)
    """
    return a / (1.0 + (b / (temperature - REFERENCE_TEMPERATURE)) ** c)


def to_wall_clock(hourly: np.ndarray, calendar_year: int) -> np.ndarray:
    """Return values of the 8760 hours in UTC+1 at the 8760 hours of the wall clock in Germany.

    The hour that the wall clock leaves out in March repeats the one before; of the doubled one in October the
    first is taken.
    """
    series = pd.Series(hourly, index=local_calendar(hours_of_year(calendar_year)))
    series = series[~series.index.duplicated()]
    return series.reindex(hours_of_year(calendar_year), method="ffill").to_numpy()


def from_wall_clock(hourly: np.ndarray, calendar_year: int) -> np.ndarray:
    """Return values of the wall clock in Germany at the 8760 hours in UTC+1."""
    wall = hours_of_year(calendar_year)
    return np.asarray(hourly)[wall.get_indexer(local_calendar(wall))]


def standard_profile(
    load_profile: str,
    air_temperature: np.ndarray,
    *,
    calendar_year: int,
    building_class: int = 0,
    wind_class: int = 0,
) -> StandardProfile:
    """Return the standard load profile of a class of customers.

    Parameters
    ----------
    load_profile : str
        Name in demandlib: EFH, MFH, GKO, GHA, GBD, GBH, GMK …
    air_temperature : numpy.ndarray
        8760 wall-clock hours [degC].
    calendar_year : int
        Decides weekdays and holidays.
    building_class : int
        Age structure of houses: 1 to 10 by federal state, 11 whole Germany; 0 for all but EFH and MFH.
    wind_class : int
        0 or 1 (windy).

    Returns
    -------
    StandardProfile

    Notes
    -----
    space heat = h(θ) · F(weekday) · S(hour, θ), hot water = F(weekday) · S(hour, hot day): the constant D of
    the profile is what hot water needs every day, and cancels when the profile is normalised.

    References
    ----------
    BDEW/VKU/GEODE: Abwicklung von Standardlastprofilen Gas; oemof demandlib 0.2.
    """
    building = _heat_building(load_profile, air_temperature, calendar_year, building_class, wind_class)
    a, b, c, _ = building.get_sigmoid_parameters()
    temperature = np.repeat(allocation_temperature(air_temperature), HOURS_PER_DAY)
    weekday = np.asarray(building.get_weekday_parameters())
    daily = sigmoid(np.minimum(temperature, HOTTEST_INTERVAL), a=a, b=b, c=c)
    return StandardProfile(
        space_heat=daily * weekday * _hour_factors(building, temperature),
        hot_water=weekday * _hour_factors(building, np.full_like(temperature, HOTTEST_INTERVAL)),
    )


def _heat_building(
    load_profile: str, air_temperature: np.ndarray, calendar_year: int, building_class: int, wind_class: int
) -> Any:
    import holidays
    from demandlib.bdew import HeatBuilding

    wall = hours_of_year(calendar_year)
    building = HeatBuilding(
        wall,
        holidays=list(holidays.country_holidays("DE", years=calendar_year)),
        temperature=pd.Series(air_temperature, index=wall),
        shlp_type=load_profile,
        building_class=building_class,
        wind_class=wind_class,
        annual_heat_demand=1.0,
    )
    building.df["temperature"] = np.asarray(air_temperature, dtype=float)
    return building


def _hour_factors(building: Any, temperature: np.ndarray) -> np.ndarray:
    building.df["temperature_geo"] = np.clip(temperature, COLDEST_INTERVAL, HOTTEST_INTERVAL)
    try:
        return np.asarray(building.get_sf_values(), dtype=float)
    finally:
        del building.df["temperature_geo"]

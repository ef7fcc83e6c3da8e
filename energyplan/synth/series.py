"""What do a year of rain and a year of electricity prices look like, hour by hour?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from scipy.signal import lfilter

from energyplan.core.hours import TIME_ZONE, hours_of_year, local_calendar
from energyplan.core.vocabulary import quantity


def rain(year: int, numbers: Mapping[str, Any], rng: np.random.Generator) -> xr.DataArray:
    """Return a year of rain [mm per hour]: fronts all year, short strong storms in summer.

    Poisson arrivals by month; a front lasts some hours with a rate that swells and fades, a convective storm one to
    three hours. The sum of the year is drawn from a range and met by scaling; values are read to 0.1 mm, what is
    left over is carried to the next reading as in a gauge.
    """
    hours = hours_of_year(year)
    amount = np.zeros(len(hours))
    for start in _arrivals(numbers["fronts_per_month"], hours, rng):
        length = max(2, int(rng.gamma(2.2, numbers["front_hours"] / 2.2)))
        swell = np.sin(np.pi * (np.arange(length) + 0.5) / length) * rng.gamma(1.6, 1 / 1.6, length)
        _add(amount, start, swell * 1.57 * rng.gamma(1.4, numbers["front_rate"] / 1.4))
    for start in _arrivals(numbers["convective_per_month"], hours, rng, afternoon=True):
        peak = rng.gamma(0.9, numbers["convective_rate"] / 0.9)
        _add(amount, start, peak * np.array([1.0, 0.35, 0.1])[: rng.integers(1, 4)])
    amount *= rng.uniform(*numbers["annual"]) / amount.sum()
    return _array("rain", _gauge(amount, numbers["resolution"]), hours)


def _arrivals(
    per_month: list[float], hours: pd.DatetimeIndex, rng: np.random.Generator, *, afternoon: bool = False
) -> np.ndarray:
    """Return the hours in which storms begin; convective ones prefer the afternoon."""
    rate = np.asarray(per_month)[hours.month - 1] / (730 if not afternoon else 1)
    if afternoon:
        shape = np.exp(-0.5 * ((hours.hour.to_numpy() - 16) / 3.2) ** 2) + 0.08
        rate = rate / 30.4 * shape / shape[:24].sum()
    return np.flatnonzero(rng.random(len(hours)) < rate)


def _add(amount: np.ndarray, start: int, storm: np.ndarray) -> None:
    end = min(start + len(storm), len(amount))
    amount[start:end] += storm[: end - start]


def _gauge(amount: np.ndarray, resolution: float) -> np.ndarray:
    """Return what a tipping gauge reads: whole steps, nothing lost."""
    tips = np.floor(np.cumsum(amount) / resolution + 1e-9)
    return np.round(np.diff(tips, prepend=0) * resolution, 6)


def electricity_price(year: int, numbers: Mapping[str, Any], rng: np.random.Generator) -> xr.DataArray:
    """Return a year of day-ahead prices [EUR/MWh] as a curve over the residual load.

    Load by hour and weekday, less sun and wind whose weather lasts for days, less what runs whatever the price; the
    curve is flat in the middle, steep where little is left and where plants are scarce, and negative at the bottom.
    """
    hours = hours_of_year(year)
    load = numbers["load"] * _load_shape(hours)
    residual = load - numbers["solar"] * _sun(hours, numbers, rng) - numbers["wind"] * _wind(hours, numbers, rng)
    scaled = (residual - residual.mean()) / residual.std()
    # shaped by eye: the published price of 2023 has the same mean, deviation and number of negative hours
    curve = (
        scaled
        + 0.1 * scaled**3 * (scaled > 0)
        - 0.6 * np.maximum(-1.75 - scaled, 0) ** 1.4
        + 0.33 * np.tanh(2 * scaled)
    )
    fuel = _persistent(hours, rng, days=18) * 0.22 + 0.25 * np.cos(2 * np.pi * (hours.dayofyear.to_numpy() - 15) / 365)
    noise = _persistent(hours, rng, days=0.25) * 0.12
    shape = np.asarray(curve + fuel + noise)
    price = numbers["mean"] + numbers["deviation"] * (shape - shape.mean()) / shape.std()
    return _array("electricity_price", np.round(price, 2), hours)


def _load_shape(hours: pd.DatetimeIndex) -> np.ndarray:
    """Return the load relative to its mean: morning and evening peak, quiet nights and Sundays, more in winter."""
    local = local_calendar(hours)
    hour = local.hour.to_numpy()
    peaks = 0.13 * np.exp(-0.5 * ((hour - 10.5) / 3.2) ** 2) + 0.16 * np.exp(-0.5 * ((hour - 18.5) / 2.2) ** 2)
    night = -0.15 * np.exp(-0.5 * (((hour + 9) % 24 - 12) / 2.8) ** 2)
    weekday = np.array([1.03, 1.05, 1.05, 1.05, 1.03, 0.9, 0.82])[local.dayofweek]
    fixed = pd.Series(local.strftime("%m-%d")).isin(["01-01", "05-01", "10-03", "12-25", "12-26"]).to_numpy()
    season = 1 + 0.09 * np.cos(2 * np.pi * (local.dayofyear.to_numpy() - 15) / 365)
    shape = (1 + peaks + night) * np.where(fixed, 0.82, weekday) * season
    return np.asarray(shape / shape.mean())


def _sun(hours: pd.DatetimeIndex, numbers: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Return solar generation per installed power: height of the sun, dimmed by the clouds of the day."""
    day = hours.dayofyear.to_numpy()
    declination = np.radians(23.45) * np.sin(2 * np.pi * (284 + day) / 365)
    angle = np.radians(15) * (hours.hour.to_numpy() + 0.5 - 12 + (numbers["longitude"] - 15) / 15)
    latitude = np.radians(numbers["latitude"])
    height = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(angle)
    mean = np.asarray(numbers["cloudiness"])[hours.month - 1]
    clouds = np.clip(mean + 0.2 * _persistent(hours, rng, days=1.6), 0.05, 0.95)
    return np.asarray(np.maximum(height, 0) ** 1.15 * (1 - 0.82 * clouds))


def _wind(hours: pd.DatetimeIndex, numbers: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Return wind generation per installed power: lulls and storms of some days, more in winter."""
    mean = np.asarray(numbers["wind_mean"])[hours.month - 1]
    weather = np.exp(0.62 * _persistent(hours, rng, days=1.5) - 0.19)
    return np.asarray(np.minimum(mean * weather, 0.85))


def _persistent(hours: pd.DatetimeIndex, rng: np.random.Generator, *, days: float) -> np.ndarray:
    """Return a random series with mean 0 and deviation 1 that forgets itself within so many days."""
    memory = np.exp(-1 / (24 * days))
    shocks = rng.normal(0, np.sqrt(1 - memory**2), len(hours))
    found: np.ndarray = lfilter([1.0], [1.0, -memory], shocks)
    return found


def _array(name: str, values: np.ndarray, hours: pd.DatetimeIndex) -> xr.DataArray:
    attrs = {**quantity(name).attrs, "time_zone": TIME_ZONE, "source": "energyplan.synth"}
    return xr.DataArray(values, dims="time", coords={"time": hours}, name=name, attrs=attrs)

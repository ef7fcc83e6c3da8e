"""When in the year is the heat needed, hour by hour?

A building's series is its annual values times the profiles of its class.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.catalogue import Catalogue, load_catalogue
from energyplan.core.errors import Fault, nearest, raise_faults
from energyplan.core.hours import HOURS_PER_DAY, HOURS_PER_YEAR, hours_of_year
from energyplan.core.vocabulary import annotate
from energyplan.heat.levels import UNASSIGNED
from energyplan.heat.standard_profiles import (
    allocation_temperature,
    from_wall_clock,
    standard_profile,
    to_wall_clock,
)
from energyplan.physics.degree_days import daily_mean

PURPOSES = ("space_heat", "hot_water", "process_heat")


def class_profiles(
    air_temperature: xr.DataArray,
    profile_classes: Sequence[str],
    *,
    calendar_year: int,
    heating_limit: float = 15.0,
    catalogue: Catalogue | None = None,
) -> xr.Dataset:
    """Return the hourly profiles of space heat, hot water and process heat by class.

    Parameters
    ----------
    air_temperature : xarray.DataArray
        Dims `time`: 8760 hours in UTC+1 [degC].
    profile_classes : sequence of str
        Rows of the catalogue table `profile_classes`.
    calendar_year : int
        Decides weekdays, holidays and clock changes in Germany, and the time stamps of the result.
    heating_limit : float
        No space heat on days whose mean, or whose weighted mean of four days, is not below it [degC].
    catalogue : Catalogue, optional
        The shipped one if None.

    Returns
    -------
    xarray.Dataset
        Dims `time`, `profile_class`: `space_heat_profile`, `hot_water_profile`, `process_heat_profile` [1],
        each of sum 1 per class.

    Raises
    ------
    FaultError
        If hours or temperatures are missing, a class is unknown, or no day lies below the heating limit.

    Notes
    -----
    Standard load profiles alone would heat in July: their sigmoid never ends. The limit on the mean of four
    days as well keeps a single cool summer day from starting the heating.
    """
    table = (catalogue or load_catalogue()).table("profile_classes")
    temperature = np.asarray(air_temperature.values, dtype=float)
    raise_faults([*_temperature_faults(temperature), *_class_faults(profile_classes, table)])
    heats = _heating_hours(temperature, heating_limit)
    if not heats.any():
        expected = f"days below the heating limit of {heating_limit:g} degC"
        raise_faults([Fault("EP119", key="heating_limit", value=float(temperature.min()), expected=expected)])
    wall = to_wall_clock(temperature, calendar_year)
    columns = [_profile(table.loc[name], wall, heats, calendar_year) for name in profile_classes]
    time = hours_of_year(calendar_year)
    data = {
        f"{purpose}_profile": (
            ("time", "profile_class"),
            np.stack([column[purpose] for column in columns], axis=1),
        )
        for purpose in PURPOSES
    }
    return annotate(xr.Dataset(data, coords={"time": time, "profile_class": list(profile_classes)}))


def hourly_load(demand: pd.DataFrame, profiles: xr.Dataset, *, by: pd.Series | None = None) -> xr.DataArray:
    """Return the hourly heat load of all buildings, or of groups of them.

    Parameters
    ----------
    demand : pandas.DataFrame
        `profile_class`, `space_heat`, `hot_water`, `process_heat` [kWh]; see
        :func:`energyplan.heat.annual_demand`.
    profiles : xarray.Dataset
        See :func:`class_profiles`.
    by : pandas.Series, optional
        Group of every building, such as its area; buildings without one form the group "unassigned".

    Returns
    -------
    xarray.DataArray
        `heat_load` [kW], dims `time`, or `group` and `time`. Its sum over the hours is the annual demand.

    Raises
    ------
    FaultError
        If a class of the buildings has no profile.

    Notes
    -----
    P(t) = Σ_classes Σ_purposes Q(class, purpose) · f(class, purpose, t)
    """
    known = profiles.indexes["profile_class"]
    unknown = sorted(set(demand["profile_class"]) - set(known))
    raise_faults(
        [Fault("EP117", "demand", column="profile_class", value=n, expected=nearest(n, known)) for n in unknown]
    )
    group = pd.Series("all", index=demand.index) if by is None else by.reindex(demand.index).fillna(UNASSIGNED)
    sums = demand[list(PURPOSES)].groupby([group.rename("group"), demand["profile_class"]]).sum()
    groups = sums.index.unique("group")
    load = np.zeros((len(groups), profiles.sizes["time"]))
    for purpose in PURPOSES:
        annual = sums[purpose].unstack(fill_value=0.0).reindex(index=groups, columns=known, fill_value=0.0)
        load += annual.to_numpy() @ profiles[f"{purpose}_profile"].transpose("profile_class", "time").to_numpy()
    coords = {"group": groups.to_numpy(dtype=object), "time": profiles["time"]}
    array = annotate(xr.Dataset({"heat_load": (("group", "time"), load)}, coords))["heat_load"]
    return array.isel(group=0, drop=True) if by is None else array


def _profile(
    row: pd.Series, wall_temperature: np.ndarray, heats: np.ndarray, calendar_year: int
) -> dict[str, np.ndarray]:
    found = standard_profile(
        row["load_profile"],
        wall_temperature,
        calendar_year=calendar_year,
        building_class=int(row["building_class"]),
        wind_class=int(row["wind_class"]),
    )
    space_heat = np.where(heats, from_wall_clock(found.space_heat, calendar_year), 0.0)
    hot_water = from_wall_clock(found.hot_water, calendar_year)
    constant = np.ones(HOURS_PER_YEAR)
    return {
        name: values / values.sum() for name, values in zip(PURPOSES, (space_heat, hot_water, constant), strict=True)
    }


def _heating_hours(temperature: np.ndarray, heating_limit: float) -> np.ndarray:
    cold = (daily_mean(temperature) < heating_limit) & (allocation_temperature(temperature) < heating_limit)
    return np.repeat(cold, HOURS_PER_DAY)


def _temperature_faults(temperature: np.ndarray) -> list[Fault]:
    if temperature.shape != (HOURS_PER_YEAR,):
        return [Fault("EP207", column="air_temperature", value=temperature.size, expected=str(HOURS_PER_YEAR))]
    missing = int((~np.isfinite(temperature)).sum())
    return [Fault("EP401", column="air_temperature", value=f"{missing} hours", expected="a number")] if missing else []


def _class_faults(profile_classes: Sequence[str], table: pd.DataFrame) -> list[Fault]:
    return [
        Fault("EP117", key="profile_class", value=name, expected=nearest(name, table.index))
        for name in profile_classes
        if name not in table.index
    ]

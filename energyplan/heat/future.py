"""How much heat is needed in a later year, when part of the buildings has been refurbished?"""

from __future__ import annotations

import pandas as pd

from energyplan.core.errors import Fault, raise_faults
from energyplan.core.hours import HOURS_PER_YEAR


def refurbished_share(year: int, *, reference_year: int, refurbishment_rate: float) -> float:
    """Return the share of the stock refurbished between `reference_year` and `year`.

    Notes
    -----
    s = min(1, r · (year − reference year)): a refurbishment rate counts the stock, not the rest.

    Examples
    --------
    >>> round(refurbished_share(2045, reference_year=2025, refurbishment_rate=0.02), 10)
    0.4
    """
    return min(1.0, refurbishment_rate * (year - reference_year))


def demand_in_year(
    demand: pd.DataFrame,
    year: int,
    *,
    reference_year: int,
    refurbishment_rate: float,
    refurbishment_depth: float,
) -> pd.DataFrame:
    """Return the demand of a later year.

    Parameters
    ----------
    demand : pandas.DataFrame
        Of the reference year, see :func:`energyplan.heat.annual_demand`.
    year, reference_year : int
    refurbishment_rate : float
        Share of the stock refurbished per year [1/a].
    refurbishment_depth : float
        Share of its space heat that a refurbished building saves [1].

    Returns
    -------
    pandas.DataFrame
        As `demand`; space heat is lower, all that follows from it moves along. Every building bears the mean
        saving.

    Raises
    ------
    FaultError
        If the year lies before the reference year, or rate or depth outside 0 to 1.

    Notes
    -----
    Q_space(year) = Q_space · (1 − depth · share).
    """
    _check(year, reference_year, refurbishment_rate, refurbishment_depth)
    share = refurbished_share(year, reference_year=reference_year, refurbishment_rate=refurbishment_rate)
    space_heat = demand["space_heat"] * (1.0 - refurbishment_depth * share)
    saving = demand["space_heat"] - space_heat
    heat_demand = demand["heat_demand"] - saving
    result = demand.assign(space_heat=space_heat, heat_demand=heat_demand)
    ratio = _ratio(heat_demand, demand["heat_demand"])
    for name in ("delivered_heat", "final_energy", "ambient_heat"):
        result[name] = demand[name] * ratio
    result["design_load"] = _design_load(demand, saving)
    return result


def _design_load(demand: pd.DataFrame, saving: pd.Series) -> pd.Series:
    """Return the load; that of space and hot water falls with their heat, that of processes stays."""
    process = demand["process_heat"] / HOURS_PER_YEAR
    before = demand["space_heat"] + demand["hot_water"]
    return (demand["design_load"] - process) * _ratio(before - saving, before) + process


def _ratio(after: pd.Series, before: pd.Series) -> pd.Series:
    return (after / before.where(before > 0)).fillna(1.0)


def _check(year: int, reference_year: int, rate: float, depth: float) -> None:
    faults = [
        Fault("EP108", key=name, value=value, expected="0 to 1")
        for name, value in (("refurbishment_rate", rate), ("refurbishment_depth", depth))
        if not 0 <= value <= 1
    ]
    if year < reference_year:
        faults.append(Fault("EP108", key="year", value=year, expected=f"≥ {reference_year}"))
    raise_faults(faults)

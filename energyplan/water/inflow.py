"""How much waste water enters each sewer section, and how does it come and go over the day?

Residents times litres per day, a share of extraneous water, and measured flows where there are any.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.catalogue import Catalogue
from energyplan.core.columns import numbers
from energyplan.core.errors import Fault, raise_faults
from energyplan.core.hours import local_calendar
from energyplan.core.notes import Note
from energyplan.water.remarks import remark
from energyplan.water.sewer_tree import SewerTree

if TYPE_CHECKING:
    import geopandas as gpd

SECONDS_PER_DAY = 86400.0
PLAUSIBLE_FACTOR = 3.0
"""A measured flow that differs by more from what the residents let expect is reported."""


@dataclass(frozen=True)
class Inflow:
    """What enters each section itself, annual means [l/s].

    Attributes
    ----------
    household : numpy.ndarray
        Waste water of households and small business; follows the daily pattern.
    infiltration : numpy.ndarray
        Extraneous water; constant.
    notes : tuple of Note
        What was scaled, missing or contradictory.
    """

    household: np.ndarray
    infiltration: np.ndarray
    notes: tuple[Note, ...] = ()

    @property
    def total(self) -> np.ndarray:
        """Household and extraneous water [l/s]."""
        return self.household + self.infiltration


def waste_water_per_person(catalogue: Catalogue) -> float:
    """Return the waste water per person and day [l/d]: what of table `water_uses` reaches the sewer."""
    uses = catalogue.table("water_uses")
    return float((uses["water_use"] * uses["to_sewer"]).sum())


def hourly_pattern(hours: pd.DatetimeIndex, catalogue: Catalogue) -> np.ndarray:
    """Return the flow relative to its annual mean in every hour [1]; the mean over `hours` is 1.

    Weekdays and weekends by the wall clock in Europe/Berlin; public holidays count as weekdays.
    """
    table = catalogue.table("water_patterns").sort_index()
    clock = local_calendar(hours)
    weekend = clock.dayofweek.to_numpy() >= 5
    factors = np.where(weekend, table["weekend"].to_numpy()[clock.hour], table["weekday"].to_numpy()[clock.hour])
    return factors / factors.mean()


def own_inflow(
    sewers: gpd.GeoDataFrame,
    tree: SewerTree,
    catalogue: Catalogue,
    *,
    residents_by_sewer: pd.Series | None = None,
) -> Inflow:
    """Return the mean inflow of every section.

    Parameters
    ----------
    sewers : geopandas.GeoDataFrame
        Columns `residents` and `dry_weather_flow` [l/s] where known; lengths from the geometry.
    tree : SewerTree
    catalogue : Catalogue
        Tables water_uses and sewage (extraneous water per sewage).
    residents_by_sewer : pandas.Series, optional
        Persons by sewer id; replaces the column `residents`.

    Returns
    -------
    Inflow

    Raises
    ------
    FaultError
        EP212 for negative numbers, EP401 if neither residents nor a flow are known anywhere.

    Notes
    -----
    `dry_weather_flow` is the mean flow *through* the section where it was measured, not its own inflow. The
    inflows between a measured section and the measured sections next upstream are scaled so that they add up
    to the difference; where no residents are known there, the difference is spread by length. A flow smaller
    than what was measured upstream is a contradiction: the larger flow stays, and a note says so.
    """
    residents, notes = _residents(sewers, residents_by_sewer)
    measured = _numbers(sewers, "dry_weather_flow")
    if not residents.sum() and not np.nansum(measured):
        raise_faults([Fault("EP401", "sewers", column="residents", expected="residents or dry_weather_flow_l_s")])
    ratio = float(catalogue.table("sewage").loc["standard", "infiltration_ratio"])
    household = residents * waste_water_per_person(catalogue) / SECONDS_PER_DAY
    estimate = Inflow(household, household * ratio, tuple(notes))
    lengths = sewers.geometry.length.to_numpy()
    return fit_to_measured(estimate, tree, measured, lengths=lengths, infiltration_ratio=ratio)


def fit_to_measured(
    estimate: Inflow, tree: SewerTree, measured: np.ndarray, *, lengths: np.ndarray, infiltration_ratio: float
) -> Inflow:
    """Scale inflows so that the flow through measured sections is what was measured (see :func:`own_inflow`).

    Parameters
    ----------
    estimate : Inflow
        From residents.
    measured : array
        Mean flow through each section [l/s], NaN where unknown.
    lengths : array
        [m].
    infiltration_ratio : float
        Extraneous water per sewage [1], where a flow must be split.
    """
    if np.isnan(measured).all():
        return estimate
    region = _regions(tree, measured)
    household, infiltration = estimate.household.copy(), estimate.infiltration.copy()
    arriving = np.zeros(measured.size)  # what measured sections next upstream bring
    contradictory, implausible = [], []
    for section in [s for s in tree.order if not np.isnan(measured[s])]:
        inside = region == section
        needed = measured[section] - arriving[section]
        expected = (household + infiltration)[inside].sum()
        if needed < 0:
            contradictory.append(tree.sewers[section])
        elif expected > 0 and not 1 / PLAUSIBLE_FACTOR <= needed / expected <= PLAUSIBLE_FACTOR:
            implausible.append(tree.sewers[section])
        needed = max(needed, 0.0)
        if expected > 0:
            household[inside] *= needed / expected
            infiltration[inside] *= needed / expected
        else:
            spread = _by_length(needed, lengths[inside])
            household[inside] = spread / (1 + infiltration_ratio)
            infiltration[inside] = spread - household[inside]
        following = tree.downstream[section]
        if following >= 0 and region[following] >= 0:
            arriving[region[following]] += arriving[section] + needed
    notes = [
        *remark("measured", tree.sewers[~np.isnan(measured)]),
        *remark("contradiction", contradictory),
        *remark("implausible", implausible),
    ]
    return replace(estimate, household=household, infiltration=infiltration, notes=(*estimate.notes, *notes))


def _by_length(flow: float, lengths: np.ndarray) -> np.ndarray:
    """Spread a flow over sections by their length; evenly where no length is known."""
    weight = lengths if lengths.sum() > 0 else np.ones_like(lengths)
    return flow * weight / weight.sum()


def _regions(tree: SewerTree, measured: np.ndarray) -> np.ndarray:
    """Position of the next measured section at or downstream of each section; -1 where there is none."""
    region = np.full(measured.size, -1)
    for section in tree.order[::-1]:
        if not np.isnan(measured[section]):
            region[section] = section
        elif tree.downstream[section] >= 0:
            region[section] = region[tree.downstream[section]]
    return region


def _residents(sewers: pd.DataFrame, by_sewer: pd.Series | None) -> tuple[np.ndarray, list[Note]]:
    """Persons by section (0 where none are known), and what was not known or not connected."""
    if by_sewer is None:
        persons = _numbers(sewers, "residents")
        missing = sewers.index[np.isnan(persons)]
        some = 0 < len(missing) < len(sewers)
        return np.nan_to_num(persons), remark("no_residents", missing) if some else []
    by_sewer = by_sewer.groupby(level=0).sum()
    elsewhere = by_sewer[~by_sewer.index.isin(sewers.index)]
    notes = remark("unconnected", elsewhere.index, round(float(elsewhere.sum())))
    return by_sewer.reindex(sewers.index, fill_value=0.0).to_numpy(dtype=float), notes


def _numbers(sewers: pd.DataFrame, column: str) -> np.ndarray:
    values = numbers(sewers, column)
    negative = values[values < 0]
    raise_faults([Fault("EP212", "sewers", str(id_), column, value=v, expected="≥ 0") for id_, v in negative.items()])
    return values.to_numpy()

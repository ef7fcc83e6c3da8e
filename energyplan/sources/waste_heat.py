"""How much waste heat do the firms have, hour by hour?

The federal registry (EnEfG §17) names annual heat, highest power, temperature and a word for the profile. The
hourly power follows the profile and keeps to both numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.core.errors import Fault, raise_faults
from energyplan.core.hours import local_calendar
from energyplan.core.notes import Note
from energyplan.sources.contract import Source, SourceSet, assemble
from energyplan.sources.kinds import SOURCE_KINDS, SourceInputs, SourceKind
from energyplan.sources.shape import spread

if TYPE_CHECKING:
    import geopandas as gpd

    from energyplan.catalogue import Catalogue

DEFAULT_PROFILE = "continuous"
#: (month, day) from which on a season holds, as in the standard load profiles of BDEW.
SEASONS = (
    ((1, 1), "winter"),
    ((3, 21), "transition"),
    ((5, 15), "summer"),
    ((9, 15), "transition"),
    ((11, 1), "winter"),
)
DAY_TYPES = ("workday", "workday", "workday", "workday", "workday", "saturday", "sunday")
KWH_PER_MWH = 1000.0


def waste_heat_sources(waste_heat: gpd.GeoDataFrame, hours: pd.DatetimeIndex, *, catalogue: Catalogue) -> SourceSet:
    """Return the waste heat of each firm as a source.

    Parameters
    ----------
    waste_heat : geopandas.GeoDataFrame
        Layer `waste_heat`: annual_heat [kWh], peak_power [kW], source_temperature [degC], company, profile.
    hours : pandas.DatetimeIndex
        8760 hours in UTC+1.
    catalogue : Catalogue
        Tables `waste_heat_profiles` and `source_limits`.

    Returns
    -------
    SourceSet
        Kind "waste_heat"; the further column registered_power is the peak that the registry names, while
        peak_power is the highest hour of the series, which can be lower.

    Raises
    ------
    FaultError
        EP401 where a number is missing (missing is not zero), EP119 where the annual heat is more than the
        peak power yields in 8760 hours, EP220 for an unknown profile.
    """
    profiles = _profile_names(waste_heat, catalogue)
    raise_faults([*_missing(waste_heat), *_contradictions(waste_heat, len(hours)), *_unknown(profiles, catalogue)])
    shapes = {name: hourly_shape(name, hours, catalogue=catalogue) for name in profiles.dropna().unique()}
    shapes |= {DEFAULT_PROFILE: hourly_shape(DEFAULT_PROFILE, hours, catalogue=catalogue)}
    cost = catalogue.value("source_limits", "waste_heat", "tapping_cost").value
    sources, outside = [], dict[str, float]()
    for source_id, row in waste_heat.iterrows():
        shape = shapes[profiles.fillna(DEFAULT_PROFILE)[source_id]]
        power, heat_outside = spread(shape, annual_heat=row["annual_heat"], peak_power=row["peak_power"])
        outside |= {str(source_id): heat_outside} if heat_outside > 0 else {}
        sources.append(_source(str(source_id), row, power, cost))
    notes = [*_note_default(profiles), *_note_outside(outside)]
    return assemble(sources, hours, crs=waste_heat.crs, notes=notes)


def hourly_shape(profile: str, hours: pd.DatetimeIndex, *, catalogue: Catalogue) -> np.ndarray:
    """Return the relative power of each hour, by local time, day of the week and season.

    Parameters
    ----------
    profile : str
        First part of the item names in the table `waste_heat_profiles`.
    hours : pandas.DatetimeIndex
        UTC+1.
    catalogue : Catalogue

    Returns
    -------
    ndarray
        Shape(hour of the day and day type) · factor(season). Public holidays count as the weekday they fall
        on.
    """
    table = catalogue.table("waste_heat_profiles")
    local = local_calendar(hours)
    days = np.array(DAY_TYPES, dtype=object)[local.dayofweek]
    by_hour = table.loc[[f"{profile}/{day}" for day in days], [f"hour_{hour:02d}" for hour in range(24)]]
    of_hour = by_hour.to_numpy(float)[np.arange(len(hours)), local.hour]
    day_of_year = local.month * 100 + local.day
    starts = [month * 100 + day for (month, day), _ in SEASONS]
    season = np.array([name for _, name in SEASONS], dtype=object)[np.searchsorted(starts, day_of_year, "right") - 1]
    factors = table.loc[f"{profile}/workday", ["winter", "transition", "summer"]].astype(float)
    return np.asarray(of_hour * factors.loc[season].to_numpy())


def _source(source_id: str, row: pd.Series, power: np.ndarray, cost: float) -> Source:
    company = row.get("company")
    temperature = np.full(len(power), float(row["source_temperature"]))
    return Source(
        source_id, "waste_heat", power, temperature, row["geometry"],
        cost_to_tap=cost * float(np.max(power)), owner="" if pd.isna(company) else str(company),
        readiness="registered", columns={"registered_power": float(row["peak_power"])},
    )  # fmt: skip


def _profile_names(waste_heat: gpd.GeoDataFrame, catalogue: Catalogue) -> pd.Series:
    if "profile" not in waste_heat:
        return pd.Series(None, index=waste_heat.index, dtype=object)
    return waste_heat["profile"].where(waste_heat["profile"].notna(), None)


def _missing(waste_heat: gpd.GeoDataFrame) -> list[Fault]:
    return [
        Fault("EP401", layer="waste_heat", row=str(source), column=column)
        for column in ("annual_heat", "peak_power", "source_temperature")
        for source in waste_heat.index[waste_heat[column].isna()]
    ]


def _contradictions(waste_heat: gpd.GeoDataFrame, hours: int) -> list[Fault]:
    most = waste_heat["peak_power"] * hours
    return [
        Fault(
            "EP119", layer="waste_heat", row=str(source), column="annual_heat_kwh / peak_power_kw",
            value=waste_heat.loc[source, "annual_heat"],
            expected=f"≤ {most[source]:g} kWh ({hours} h at peak power)",
        )
        for source in waste_heat.index[waste_heat["annual_heat"] > most * (1 + 1e-9)]
    ]  # fmt: skip


def _unknown(profiles: pd.Series, catalogue: Catalogue) -> list[Fault]:
    known = {str(item).split("/")[0] for item in catalogue.table("waste_heat_profiles").index}
    return [
        Fault(
            "EP220",
            layer="waste_heat",
            row=str(source),
            column="profile",
            value=name,
            expected=" | ".join(known),
        )
        for source, name in profiles.dropna().items()
        if name not in known
    ]


def _note_default(profiles: pd.Series) -> list[Note]:
    ids = [str(source) for source in profiles.index[profiles.isna()]]
    if not ids:
        return []
    return [
        Note(
            "sources", "filled",
            f"{len(ids)} waste heat sources name no profile; their heat is spread evenly over the year.",
            f"{len(ids)} Abwärmequellen nennen kein Profil; ihre Wärme ist gleichmäßig verteilt.",
            len(ids), tuple(ids[:20]),
        )
    ]  # fmt: skip


def _note_outside(outside: dict[str, float]) -> list[Note]:
    if not outside:
        return []
    heat = f"{sum(outside.values()) / KWH_PER_MWH:.1f} MWh"
    return [
        Note(
            "sources", "contradiction",
            f"{len(outside)} waste heat sources have more annual heat than fits into the hours of their "
            f"profile at peak power; {heat} are laid into the other hours.",
            f"{len(outside)} Abwärmequellen haben mehr Jahreswärme, als bei Höchstleistung in die Stunden "
            f"ihres Profils passt; {heat} liegen in den übrigen Stunden.",
            len(outside), tuple(outside)[:20],
        )
    ]  # fmt: skip


def _find(inputs: SourceInputs) -> SourceSet:
    hours = pd.DatetimeIndex(inputs.weather.indexes["time"])
    if "waste_heat" not in inputs.layers:
        return assemble([], hours)
    return waste_heat_sources(inputs.layers["waste_heat"], hours, catalogue=inputs.catalogue)


SOURCE_KINDS.add("waste_heat", SourceKind("waste_heat", "Abwärme", "Waste heat", "#D55E00", "waste_heat", _find))

"""How does a file of time stamps and values become 8760 hours in UTC+1?

Stamps need a time zone (an offset in every stamp, or `time_zone` named by the caller). Offsets that contradict each
other are refused; `repair="wall_clock"` drops them and reads the stamps as local time of Europe/Berlin, in which
the doubled hour of autumn is the first and then the second one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.core.errors import Fault, FaultError, raise_faults
from energyplan.core.hours import HOURS_PER_YEAR, TIME_ZONE, hours_of_year
from energyplan.core.vocabulary import quantity

if TYPE_CHECKING:
    import xarray as xr

REPAIRS = ("wall_clock",)
LOCAL = "Europe/Berlin"
MAXIMUM_BYTES = 200_000_000
_LISTED = 20
ZONE_HOURS = 2


def read_series(
    path: str | Path,
    name: str,
    *,
    column: str | None = None,
    time_column: str = "time",
    time_zone: str | None = None,
    repair: str | None = None,
) -> xr.DataArray:
    """Read one hourly series from a CSV file.

    Parameters
    ----------
    path : path
        Comma-separated, decimal points, UTF-8.
    name : str
        Quantity of the vocabulary.
    column : str, optional
        Default: the quantity's name with its unit, such as `electricity_price_eur_per_mwh`, else its plain name.
    time_column : str
    time_zone : str, optional
        Zone of stamps that carry none.
    repair : {None, "wall_clock"}
        "wall_clock" ignores the offsets and reads the stamps as wall clock of Europe/Berlin.

    Returns
    -------
    xarray.DataArray
        Dim `time`: 8760 hours of the file's year in UTC+1 (29 February left out).

    Raises
    ------
    FaultError
        EP120, EP112, EP203 for the file; EP219 column; EP208 no zone; EP206 hours that come twice or do not exist;
        EP205 missing hours; EP207 not one year; EP211/EP218 missing values; EP201, EP212 bad values.
    """
    path = Path(path)
    table = _read_table(path)
    column = column or _default_column(table, name)
    _require(table, (time_column, column), path)
    values = _numbers(table[column], name, path)
    stamps = _stamps(table[time_column].astype(str), path, time_zone, repair)
    raise_faults(_check_hours(stamps, path, repair))
    series = pd.Series(values.to_numpy(), index=stamps).sort_index()
    return _one_year(series, name, path)


def align_weekdays(series: xr.DataArray, year: int) -> xr.DataArray:
    """Return `series` on the calendar of `year`: each day is the nearest one with the same weekday.

    Parameters
    ----------
    series : xarray.DataArray
        Dim `time`, 8760 hours of another year.
    year : int

    Returns
    -------
    xarray.DataArray
        At most 6 days are moved. Where the left-out 29 February of one of the two years breaks the order of the week, and
        at the ends of the year, a day may come twice and another not at all.
    """
    hours = hours_of_year(year)
    wanted = hours.dayofweek.to_numpy()[::24]
    given = pd.DatetimeIndex(series["time"].values).dayofweek.to_numpy()[::24]
    days = np.arange(len(wanted))
    # Nearest first; across the turn of the year the order of the week breaks, so that up to 6 days must be looked at.
    steps = np.array(sorted(range(-6, 7), key=lambda step: (abs(step), -step)))
    near = (days[:, None] + steps) % len(days)
    source = near[days, np.argmax(given[near] == wanted[:, None], axis=1)]
    values = series.values.reshape(len(days), 24)[source].ravel()
    return series.copy(data=values).assign_coords(time=hours)


def _read_table(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise FaultError([Fault("EP120", file=str(path), expected="CSV")])
    if path.stat().st_size > MAXIMUM_BYTES:
        raise FaultError([Fault("EP112", file=str(path), expected=f"≤ {MAXIMUM_BYTES} B")])
    try:
        table = pd.read_csv(path, encoding="utf-8-sig", comment="#")
    except UnicodeDecodeError as error:
        raise FaultError([Fault("EP203", file=str(path), value=error.reason, expected="UTF-8")]) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise FaultError([Fault("EP121", file=str(path), value=str(error), expected="CSV")]) from None
    if table.empty:
        raise FaultError([Fault("EP217", file=str(path))])
    return table


def _default_column(table: pd.DataFrame, name: str) -> str:
    return name if name in table.columns else quantity(name).border_name


def _require(table: pd.DataFrame, columns: tuple[str, ...], path: Path) -> None:
    given = ", ".join(map(str, table.columns))
    raise_faults([Fault("EP219", file=str(path), column=c, value=given, expected=c) for c in columns if c not in table])


def _numbers(values: pd.Series, name: str, path: Path) -> pd.Series:
    """Return the values as numbers; text, gaps and implausible values are faults with their line."""
    numbers = pd.to_numeric(values, errors="coerce")
    found = quantity(name)
    missing = "EP218" if "EUR" in found.unit else "EP211"
    groups = [
        ("EP201", numbers.isna() & values.notna(), "number"),
        (missing, values.isna(), "no missing value"),
        (
            "EP212",
            (numbers < found.lower) | (numbers > found.upper),
            f"{found.lower:g} to {found.upper:g} {found.unit}",
        ),
    ]
    raise_faults([fault for code, wrong, expected in groups for fault in _listed(code, values, wrong, expected, path)])
    return numbers


def _listed(code: str, values: pd.Series, wrong: pd.Series, expected: str, path: Path) -> list[Fault]:
    rows = values.index[wrong.to_numpy()]
    more = f" ({len(rows)} rows)" if len(rows) > _LISTED else ""
    return [
        Fault(
            code,
            file=str(path),
            line=int(row) + 2,
            column=str(values.name),
            value=values[row],
            expected=expected + more,
        )
        for row in rows[:_LISTED]
    ]


def _stamps(text: pd.Series, path: Path, time_zone: str | None, repair: str | None) -> pd.DatetimeIndex:
    """Return the stamps in UTC."""
    if repair not in (None, *REPAIRS):
        raise FaultError([Fault("EP117", key="repair", value=repair, expected=" | ".join(REPAIRS))])
    has_offset = text.str.contains(r"(?:[+-]\d{2}:?\d{2}|Z)$", regex=True)
    try:
        if repair == "wall_clock":
            naive = pd.DatetimeIndex(pd.to_datetime(text.str.replace(r"(?:[+-]\d{2}:?\d{2}|Z)$", "", regex=True)))
            return _localize(naive, LOCAL, path)
        if has_offset.all():
            return pd.DatetimeIndex(pd.to_datetime(text, utc=True))
        if time_zone is None:
            first = text[~has_offset].iloc[0]
            raise FaultError([Fault("EP208", file=str(path), value=first, expected="2023-01-01T00:00+01:00")])
        return _localize(pd.DatetimeIndex(pd.to_datetime(text)), time_zone, path)
    except (ValueError, TypeError) as error:
        raise FaultError([Fault("EP121", file=str(path), column=str(text.name), value=str(error))]) from None


def _localize(naive: pd.DatetimeIndex, zone: str, path: Path) -> pd.DatetimeIndex:
    """Return wall-clock stamps in UTC; of an hour that comes twice in autumn the first is summer time."""
    import zoneinfo

    try:
        first_is_summer = ~naive.duplicated(keep="first") & naive.duplicated(keep=False)
        return naive.tz_localize(zone, ambiguous=first_is_summer).tz_convert("UTC")
    except (ValueError, KeyError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise FaultError([Fault("EP206", file=str(path), value=str(error), expected=zone)]) from None


def _check_hours(stamps: pd.DatetimeIndex, path: Path, repair: str | None) -> list[Fault]:
    """Return the hours that come twice and those that are missing."""
    hint = "" if repair else ' (repair "wall_clock" reads the stamps as local time)'
    doubled = stamps[stamps.duplicated()].unique()
    expected = pd.date_range(stamps.min(), stamps.max(), freq="h")
    missing = expected.difference(stamps)
    odd = stamps.difference(expected)
    faults = [
        Fault("EP206", file=str(path), row=str(stamp), value="2 ×", expected="1 ×" + hint)
        for stamp in doubled[:_LISTED]
    ]
    faults += [
        Fault("EP205", file=str(path), row=str(stamp), expected="one value per hour" + hint)
        for stamp in missing[:_LISTED]
    ]
    faults += [Fault("EP207", file=str(path), row=str(stamp), expected="whole hours") for stamp in odd[:1]]
    return faults


def _one_year(series: pd.Series, name: str, path: Path) -> xr.DataArray:
    import xarray as xr

    local = pd.DatetimeIndex(series.index).tz_convert("Etc/GMT-1").tz_localize(None)
    series.index = local
    year = int(pd.Series(local.year).mode().iloc[0])
    other = local[local.year != year]
    # A year in another zone begins or ends a few hours early.
    if len(other) > ZONE_HOURS:
        expected = f"one year ({year}), not {len(other)} hours of other years"
        raise FaultError([Fault("EP207", file=str(path), row=str(other[0]), value=len(local), expected=expected)])
    whole = series.reindex(hours_of_year(year))
    if whole.isna().any():
        there = HOURS_PER_YEAR - int(whole.isna().sum())
        expected = f"{HOURS_PER_YEAR} hours of {year} in UTC+1"
        raise FaultError([Fault("EP207", file=str(path), value=there, expected=expected)])
    attrs = quantity(name).attrs | {"time_zone": TIME_ZONE, "source_year": year, "file": path.name}
    return xr.DataArray(
        whole.to_numpy(float), dims="time", coords={"time": hours_of_year(year)}, name=name, attrs=attrs
    )

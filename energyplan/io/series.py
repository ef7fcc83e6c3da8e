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

from energyplan.core.errors import Fault, FaultError, nearest, raise_faults
from energyplan.core.hours import HOURS_PER_YEAR, TIME_ZONE, hours_of_year
from energyplan.core.messages import joined, phrase
from energyplan.core.vocabulary import quantity
from energyplan.io.csv_file import read_csv
from energyplan.io.validation import in_range

if TYPE_CHECKING:
    import xarray as xr

REPAIRS = ("wall_clock",)
LOCAL = "Europe/Berlin"
MAXIMUM_BYTES = 50_000_000
_LISTED = 20
_LONGEST = pd.Timedelta(days=400)
_OFFSET = r"(?:[+-]\d{2}:?\d{2}|[+-]\d{2}|Z)$"
_STAMP = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:[+-]\d{2}:?\d{2}|[+-]\d{2}|Z)?"
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
    table = read_csv(path, maximum_bytes=MAXIMUM_BYTES)
    column = column or _default_column(table, name)
    _require(table, (time_column, column), path)
    values, faults = _numbers(table[column], name, path)
    stamps = _stamps(table[time_column], path, time_zone, repair)
    raise_faults([*faults, *_check_hours(stamps, path, repair)])
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


def _default_column(table: pd.DataFrame, name: str) -> str:
    return name if name in table.columns else quantity(name).border_name


def _require(table: pd.DataFrame, columns: tuple[str, ...], path: Path) -> None:
    names = [str(name) for name in table.columns]
    raise_faults(
        [
            Fault("EP219", file=str(path), line=1, column=c, expected=joined([c, nearest(c, names)], "; "))
            for c in columns
            if c not in table
        ]
    )


def _numbers(values: pd.Series, name: str, path: Path) -> tuple[pd.Series, list[Fault]]:
    """Return the values as numbers; text, gaps and implausible values are faults with their line."""
    numbers = pd.to_numeric(values, errors="coerce").astype(float)
    found = quantity(name)
    missing = "EP218" if "EUR" in found.unit else "EP211"
    outside = (numbers < found.lower) | (numbers > found.upper) | np.isinf(numbers)
    groups = [
        ("EP201", numbers.isna() & values.notna(), phrase("decimal_numbers")),
        (missing, values.isna(), phrase("no_missing")),
        ("EP212", outside, in_range(found.lower, found.upper, found.unit)),
    ]
    faults = [fault for code, wrong, expected in groups for fault in _listed(code, values, wrong, expected, path)]
    return numbers, faults


def _listed(code: str, values: pd.Series, wrong: pd.Series, expected: str, path: Path) -> list[Fault]:
    lines = values.index[wrong.to_numpy(dtype=bool)]
    expected = expected + (phrase("rows_in_all", count=len(lines)) if len(lines) > _LISTED else "")
    return [
        Fault(code, file=str(path), line=int(line), column=str(values.name), value=values[line], expected=expected)
        for line in lines[:_LISTED]
    ]


def _stamps(text: pd.Series, path: Path, time_zone: str | None, repair: str | None) -> pd.DatetimeIndex:
    """Return the stamps in UTC."""
    if repair not in (None, *REPAIRS):
        raise FaultError([Fault("EP117", key="repair", value=repair, expected=" | ".join(REPAIRS))])
    raise_faults(_listed("EP211", text, text.isna(), phrase("a_time_stamp"), path))
    raise_faults(_listed("EP204", text, ~text.str.fullmatch(_STAMP), phrase("a_time_stamp"), path))
    has_offset = text.str.contains(_OFFSET, regex=True)
    naive = _parsed(text.str.replace(_OFFSET, "", regex=True), path)
    if repair == "wall_clock":
        return _localize(naive, LOCAL, path, text.index)
    if has_offset.all():
        return pd.DatetimeIndex(pd.to_datetime(text, utc=True, format="ISO8601"))
    if time_zone is None:
        expected = joined([phrase("a_time_stamp"), phrase("time_zone_key")], phrase("or"))
        raise FaultError(_listed("EP208", text, ~has_offset, expected, path)[:1])
    raise_faults(_listed("EP208", text, has_offset, phrase("no_offset", zone=time_zone), path)[:1])
    return _localize(naive, time_zone, path, text.index)


def _parsed(text: pd.Series, path: Path) -> pd.DatetimeIndex:
    """Return the wall clock of the stamps; days that no calendar has are faults."""
    stamps = pd.to_datetime(text, errors="coerce", format="ISO8601")
    raise_faults(_listed("EP204", text, stamps.isna(), phrase("a_time_stamp"), path))
    return pd.DatetimeIndex(stamps)


def _localize(naive: pd.DatetimeIndex, zone: str, path: Path, lines: pd.Index) -> pd.DatetimeIndex:
    """Return wall-clock stamps in UTC; of an hour that comes twice in autumn the first is summer time."""
    try:
        first_is_summer = ~naive.duplicated(keep="first") & naive.duplicated(keep=False)
        local = naive.tz_localize(zone, ambiguous=first_is_summer, nonexistent="NaT")
    except (ValueError, KeyError, IndexError, TypeError, OSError) as error:
        raise FaultError([Fault("EP117", key="time_zone", value=zone, expected=phrase("a_time_zone"))]) from error
    stamps = pd.Series(naive.astype(str), index=lines, name="time")
    raise_faults(_listed("EP206", stamps, pd.Series(local.isna(), lines), phrase("every_hour_of", zone=zone), path))
    return local.tz_convert("UTC")


def _check_hours(stamps: pd.DatetimeIndex, path: Path, repair: str | None) -> list[Fault]:
    """Return the hours that come twice and those that are missing."""
    doubled = stamps[stamps.duplicated()].unique()
    first, last = stamps.min().floor("h"), stamps.max()
    if last - first > _LONGEST:
        years = f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
        return [Fault("EP207", file=str(path), value=years, expected=phrase("one_year"))]
    expected = pd.date_range(first, last, freq="h")
    missing, odd = expected.difference(stamps), stamps.difference(expected)
    if len(odd):
        return _hours("EP207", odd[:1], None, phrase("whole_hours"), path)
    # hours that come twice and others that are missing: most likely the offsets are wrong, not the clock
    hint = phrase("try_wall_clock") if len(doubled) and len(missing) and not repair else ""
    return [
        *_hours("EP206", doubled, "2 ×", "1 ×" + hint, path),
        *_hours("EP205", missing, None, phrase("one_value_per_hour") + hint, path),
    ]


def _hours(code: str, stamps: pd.DatetimeIndex, found: str | None, expected: str, path: Path) -> list[Fault]:
    expected = expected + (phrase("rows_in_all", count=len(stamps)) if len(stamps) > _LISTED else "")
    local = stamps[:_LISTED].tz_convert("Etc/GMT-1").strftime("%Y-%m-%dT%H:%M+01:00")
    return [Fault(code, file=str(path), row=stamp, value=found, expected=expected) for stamp in local]


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
        expected = phrase("year_of_hours", count=HOURS_PER_YEAR, year=year)
        raise FaultError([Fault("EP207", file=str(path), value=there, expected=expected)])
    attrs = quantity(name).attrs | {"time_zone": TIME_ZONE, "source_year": year, "file": path.name}
    return xr.DataArray(
        whole.to_numpy(float), dims="time", coords={"time": hours_of_year(year)}, name=name, attrs=attrs
    )

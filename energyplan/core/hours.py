"""Which 8760 hours does a year have, whatever calendar it came from?

Fixed UTC+1 all year, hour-beginning, 29 February left out: as the German test reference years. Time stamps carry
no zone inside the package (numpy has none); the attribute `time_zone` says it.
"""

from __future__ import annotations

import pandas as pd

HOURS_PER_YEAR = 8760
HOURS_PER_DAY = 24
TIME_ZONE = "UTC+01:00"


def hours_of_year(year: int) -> pd.DatetimeIndex:
    """Return the 8760 hour beginnings of `year` in UTC+1, without 29 February.

    Examples
    --------
    >>> len(hours_of_year(2024)), hours_of_year(2025)[-1].isoformat()
    (8760, '2025-12-31T23:00:00')
    """
    hours = pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h", name="time")
    return hours[~((hours.month == 2) & (hours.day == 29))]


def local_calendar(hours: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """Return the wall clock in Europe/Berlin of hours given in UTC+1 (zone dropped again).

    Calendar rules of tariffs and load profiles live in local time.
    """
    return hours.tz_localize("Etc/GMT-1").tz_convert("Europe/Berlin").tz_localize(None)

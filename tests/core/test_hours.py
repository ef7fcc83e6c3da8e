"""8760 hours, whatever the year."""

import pandas as pd
import pytest

from energyplan.core.hours import hours_of_year, local_calendar


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2028])
def test_a_year_has_8760_hours(year):
    hours = hours_of_year(year)
    assert len(hours) == 8760 and hours.is_unique
    assert not ((hours.month == 2) & (hours.day == 29)).any()


def test_local_calendar_is_an_hour_ahead_in_summer():
    hours = pd.DatetimeIndex(["2025-01-15 12:00", "2025-07-15 12:00"])
    assert list(local_calendar(hours).hour) == [12, 13]

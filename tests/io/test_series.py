"""Hourly series: zones, clock changes, gaps, wrong offsets."""

import numpy as np
import pandas as pd
import pytest

from energyplan.core.errors import FaultError
from energyplan.core.hours import hours_of_year
from energyplan.io.series import align_weekdays, read_series


def write(path, stamps, values, name="electricity_price_eur_per_mwh"):
    pd.DataFrame({"time": stamps, name: values}).to_csv(path, index=False)
    return path


def utc_stamps(year=2023):
    return pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h", tz="Etc/GMT-1")


def codes(error):
    return {fault.code for fault in error.value.faults}


def test_stamps_with_offsets(tmp_path):
    stamps = utc_stamps()
    path = write(tmp_path / "p.csv", stamps.strftime("%Y-%m-%dT%H:%M+01:00"), np.arange(8760.0) / 10)
    series = read_series(path, "electricity_price")
    assert series.sizes == {"time": 8760}
    np.testing.assert_allclose(series.values, np.arange(8760) / 10)


def test_local_time_with_clock_changes(tmp_path):
    local = utc_stamps().tz_convert("Europe/Berlin")
    path = write(tmp_path / "p.csv", local.strftime("%Y-%m-%dT%H:%M"), np.arange(8760.0) / 10)
    series = read_series(path, "electricity_price", time_zone="Europe/Berlin")
    np.testing.assert_allclose(series.values, np.arange(8760) / 10)


def test_leap_day_is_left_out(tmp_path):
    stamps = utc_stamps(2024)
    path = write(tmp_path / "p.csv", stamps.strftime("%Y-%m-%dT%H:%M+01:00"), np.arange(8784.0) / 10)
    series = read_series(path, "electricity_price")
    assert series.sizes["time"] == 8760
    assert float(series.sel(time="2024-03-01T00:00")) == pytest.approx(144.0)


def test_naive_stamps_are_refused(tmp_path):
    path = write(tmp_path / "p.csv", utc_stamps().strftime("%Y-%m-%dT%H:%M"), 1.0)
    with pytest.raises(FaultError) as error:
        read_series(path, "electricity_price")
    assert codes(error) == {"EP208"}


def test_missing_hours_are_listed(tmp_path):
    stamps = utc_stamps().delete([100, 200])
    path = write(tmp_path / "p.csv", stamps.strftime("%Y-%m-%dT%H:%M+01:00"), 1.0)
    with pytest.raises(FaultError) as error:
        read_series(path, "electricity_price")
    assert [fault.code for fault in error.value.faults] == ["EP205", "EP205"]


@pytest.mark.parametrize(("value", "code"), [(None, "EP218"), ("1.234,5", "EP201"), (1e9, "EP212")])
def test_bad_values_name_their_line(tmp_path, value, code):
    values = [50.0] * 8760
    values[41] = value
    path = write(tmp_path / "p.csv", utc_stamps().strftime("%Y-%m-%dT%H:%M+01:00"), values)
    with pytest.raises(FaultError) as error:
        read_series(path, "electricity_price")
    assert [(fault.code, fault.line) for fault in error.value.faults] == [(code, 43)]


def test_half_a_year_is_refused(tmp_path):
    path = write(tmp_path / "p.csv", utc_stamps()[:4000].strftime("%Y-%m-%dT%H:%M+01:00"), 1.0)
    with pytest.raises(FaultError) as error:
        read_series(path, "electricity_price")
    assert codes(error) == {"EP207"}


def test_missing_file_and_column(tmp_path):
    with pytest.raises(FaultError) as error:
        read_series(tmp_path / "no.csv", "rain")
    assert codes(error) == {"EP120"}
    path = write(tmp_path / "p.csv", utc_stamps().strftime("%Y-%m-%dT%H:%M+01:00"), 1.0)
    with pytest.raises(FaultError) as error:
        read_series(path, "rain")
    assert codes(error) == {"EP219"}


def test_weekdays_are_aligned():
    import xarray as xr

    hours = hours_of_year(2023)
    series = xr.DataArray(
        hours.dayofweek.to_numpy(float), dims="time", coords={"time": hours}, name="electricity_price"
    )
    for year in (2024, 2025, 2026, 2028):
        moved = align_weekdays(series, year)
        np.testing.assert_array_equal(moved.values, hours_of_year(year).dayofweek.to_numpy())


def test_aligning_keeps_the_values():
    import xarray as xr

    hours = hours_of_year(2023)
    series = xr.DataArray(np.arange(8760.0), dims="time", coords={"time": hours}, name="electricity_price")
    moved = align_weekdays(series, 2025)
    assert len(np.unique(moved.values)) >= 8760 - 7 * 24
    assert np.abs(moved.values - series.values)[144:-144].max() <= 3 * 24


def test_two_years_are_refused(tmp_path):
    stamps = pd.date_range("2022-06-01", "2023-12-31 23:00", freq="h", tz="Etc/GMT-1")
    path = write(tmp_path / "p.csv", stamps.strftime("%Y-%m-%dT%H:%M+01:00"), 1.0)
    with pytest.raises(FaultError) as error:
        read_series(path, "electricity_price")
    assert codes(error) == {"EP207"}


def test_published_prices_with_wrong_offsets(shared_data):
    """Two wrong offsets in September and one in February: refused first, then read by the named repair."""
    path = shared_data / "electricity_de_2023.csv"
    with pytest.raises(FaultError) as error:
        read_series(path, "electricity_price", column="day_ahead_eur_per_mwh")
    assert codes(error) == {"EP205", "EP206"}
    assert "wall_clock" in str(error.value)
    series = read_series(path, "electricity_price", column="day_ahead_eur_per_mwh", repair="wall_clock")
    assert series.sizes["time"] == 8760
    assert int((series < 0).sum()) == 301
    table = pd.read_csv(path)
    assert float(series.sum()) == pytest.approx(table["day_ahead_eur_per_mwh"].sum(), rel=1e-12)


def faults_of(path, name="electricity_price", **options):
    with pytest.raises(FaultError) as error:
        read_series(path, name, **options)
    return error.value.faults


def stamped(path, year=2023, values=50.0, form="%Y-%m-%dT%H:%M+01:00"):
    return write(path, utc_stamps(year).strftime(form), values)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("%d.%m.%Y %H:%M", "EP204"),
        ("%m/%d/%Y %H:%M", "EP204"),
        ("%j", "EP204"),
        ("%Y-%m-%d", "EP204"),
        ("%Y-%m-%d %H:%M", "EP208"),
    ],
)
def test_stamps_are_not_guessed(tmp_path, form, code):
    found = faults_of(stamped(tmp_path / "p.csv", form=form))
    assert {fault.code for fault in found} == {code} and found[0].line == 2


@pytest.mark.parametrize(
    "stamp", ["2023-02-30T00:00+01:00", "2023-02-03T24:00+01:00", "9999-12-31T00:00+01:00", "soon"]
)
def test_a_day_that_no_calendar_has(tmp_path, stamp):
    path = stamped(tmp_path / "p.csv")
    path.write_text(path.read_text() + f"{stamp},5\n")
    assert [(fault.code, fault.line) for fault in faults_of(path)] == [("EP204", 8762)]


def test_missing_and_double_hours_are_named_in_the_time_of_the_package(tmp_path):
    stamps = utc_stamps().delete([100])
    path = write(tmp_path / "p.csv", stamps.strftime("%Y-%m-%dT%H:%M+01:00"), 1.0)
    assert [(fault.code, fault.row) for fault in faults_of(path)] == [("EP205", "2023-01-05T04:00+01:00")]
    assert "wall_clock" not in str(faults_of(path)[0].expected)


@pytest.mark.parametrize(
    ("start", "end", "step"),
    [
        ("2023-01-01", "2024-12-31 23:00", "h"),
        ("2023-01-01", "2023-12-31 23:45", "15min"),
        ("2023-01-01 00:30", "2023-12-31 23:30", "h"),
    ],
)
def test_other_years_and_steps(tmp_path, start, end, step):
    stamps = pd.date_range(start, end, freq=step, tz="Etc/GMT-1")
    path = write(tmp_path / "p.csv", stamps.strftime("%Y-%m-%dT%H:%M+01:00"), 1.0)
    assert [fault.code for fault in faults_of(path)] == ["EP207"]


def test_an_hour_that_the_clock_leaves_out(tmp_path):
    path = stamped(tmp_path / "p.csv", form="%Y-%m-%dT%H:%M")
    found = faults_of(path, time_zone="Europe/Berlin")
    assert [(fault.code, fault.value) for fault in found] == [("EP206", "2023-03-26 02:00:00")]


@pytest.mark.parametrize("zone", ["Europe/Berln", "1", "../../etc/passwd", ""])
def test_an_unknown_time_zone(tmp_path, zone):
    path = stamped(tmp_path / "p.csv", form="%Y-%m-%dT%H:%M")
    assert [(fault.code, fault.key) for fault in faults_of(path, time_zone=zone)] == [("EP117", "time_zone")]


def test_values_and_hours_are_checked_in_one_pass(tmp_path):
    stamps = utc_stamps().delete([100])
    values = [50.0] * 8759
    values[7] = None
    path = write(tmp_path / "p.csv", stamps.strftime("%Y-%m-%dT%H:%M+01:00"), values)
    assert [fault.code for fault in faults_of(path)] == ["EP218", "EP205"]


def test_other_separators_are_named_once(tmp_path):
    path = stamped(tmp_path / "p.csv")
    path.write_text(path.read_text().replace(",", ";").replace(".", ","))
    assert [(fault.code, fault.line) for fault in faults_of(path)] == [("EP121", 1)]

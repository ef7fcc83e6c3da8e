"""Waste heat keeps annual heat and peak power; what contradicts itself is refused by name."""

from __future__ import annotations

import numpy as np
import pytest

from energyplan.core.errors import FaultError
from energyplan.sources import waste_heat_sources
from energyplan.sources.waste_heat import hourly_shape


def test_annual_heat_and_peak_power_are_kept(waste_heat, hours, catalogue):
    found = waste_heat_sources(waste_heat, hours, catalogue=catalogue)
    np.testing.assert_allclose(found.table["annual_heat"], waste_heat["annual_heat"], rtol=1e-12)
    assert (found.table["peak_power"] <= waste_heat["peak_power"] * (1 + 1e-12)).all()
    assert found.table["registered_power"].tolist() == [200.0, 400.0]
    assert found.table["owner"].tolist() == ["Bäckerei", ""]
    assert (found.dataset["source_temperature"].sel(source="w2") == 90).all()


def test_two_shifts_work_by_local_time(hours, catalogue):
    """Monday 7 July 2025: 6 o'clock in Berlin is 5 o'clock in UTC+1."""
    shape = hourly_shape("two_shift", hours, catalogue=catalogue)
    monday = hours.get_loc("2025-07-07 05:00")
    assert shape[monday - 1] == pytest.approx(0.1) and shape[monday] == 1.0
    assert shape[hours.get_loc("2025-07-06 12:00")] == pytest.approx(0.1)


def test_seasons(hours, catalogue):
    shape = hourly_shape("winter", hours, catalogue=catalogue)
    days = {day: shape[hours.get_loc(f"2025-{day} 12:00")] for day in ("01-15", "03-20", "03-21", "07-01", "11-01")}
    assert days == {"01-15": 1.0, "03-20": 1.0, "03-21": 0.5, "07-01": 0.1, "11-01": 1.0}


def test_a_missing_profile_is_spread_evenly_and_said(waste_heat, hours, catalogue):
    found = waste_heat_sources(waste_heat, hours, catalogue=catalogue)
    even = found.dataset["source_power"].sel(source="w2")
    np.testing.assert_allclose(even, 2_000_000 / 8760)
    assert [note.ids for note in found.notes if note.topic == "filled"] == [("w2",)]


def test_annual_heat_beyond_the_peak_is_a_fault_with_its_id(waste_heat, hours, catalogue):
    waste_heat.loc["w2", "annual_heat"] = 400.0 * 8760 * 1.001
    with pytest.raises(FaultError) as error:
        waste_heat_sources(waste_heat, hours, catalogue=catalogue)
    assert [(fault.code, fault.row) for fault in error.value.faults] == [("EP119", "w2")]


def test_annual_heat_beyond_the_shift_is_laid_into_the_other_hours_and_said(waste_heat, hours, catalogue):
    catalogue = catalogue.with_overrides(
        {
            "waste_heat_profiles": {
                f"two_shift/{day}": {f"hour_{h:02d}": 0.0 for h in range(24)} for day in ("saturday", "sunday")
            }
        }
    )
    waste_heat.loc["w1", "annual_heat"] = 200.0 * 8000
    found = waste_heat_sources(waste_heat, hours, catalogue=catalogue)
    assert found.table.loc["w1", "annual_heat"] == pytest.approx(1_600_000, rel=1e-12)
    assert [note.ids for note in found.notes if note.topic == "contradiction"] == [("w1",)]


@pytest.mark.parametrize("column", ["annual_heat", "peak_power", "source_temperature"])
def test_missing_is_not_zero(waste_heat, hours, catalogue, column):
    waste_heat.loc["w1", column] = np.nan
    with pytest.raises(FaultError) as error:
        waste_heat_sources(waste_heat, hours, catalogue=catalogue)
    assert [(fault.code, fault.row, fault.column) for fault in error.value.faults] == [("EP401", "w1", column)]


def test_an_unknown_profile_is_named(waste_heat, hours, catalogue):
    waste_heat.loc["w1", "profile"] = "sometimes"
    with pytest.raises(FaultError) as error:
        waste_heat_sources(waste_heat, hours, catalogue=catalogue)
    assert error.value.faults[0].code == "EP220" and "two_shift" in error.value.faults[0].expected


@pytest.mark.parametrize("profile", ["continuous", "one_shift", "two_shift", "three_shift", "winter", "summer"])
def test_every_profile_of_the_schema_is_in_the_table(profile, hours, catalogue):
    shape = hourly_shape(profile, hours, catalogue=catalogue)
    assert shape.shape == (8760,) and shape.min() >= 0 and shape.max() == 1

"""The contract of the sources: table and dataset agree, sets merge, a new kind is one registration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from energyplan import sources
from energyplan.core.errors import FaultError
from energyplan.core.schema.layers import CARRIERS
from energyplan.sources import SOURCE_KINDS, Source, SourceInputs, SourceKind, SourceSet, assemble, merge


def one(name: str, hours: pd.DatetimeIndex, *, kind: str = "waste_heat", power: float = 1.5) -> SourceSet:
    series = np.linspace(0.0, power, len(hours))
    return assemble([Source(name, kind, series, np.full(len(hours), 30.0), Point(0, 0))], hours, crs="EPSG:25832")


def codes(error: pytest.ExceptionInfo[FaultError]) -> set[str]:
    return {fault.code for fault in error.value.faults}


def test_annual_values_are_those_of_the_series(hours):
    found = one("s", hours)
    assert found.table.loc["s", "annual_heat"] == pytest.approx(float(found.dataset["source_power"].sum()), rel=1e-12)
    assert found.table.loc["s", "peak_power"] == 1.5
    assert found.dataset["source_power"].attrs["units"] == "kW"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("annual_heat", 1.0, "EP216"),
        ("peak_power", 2.0, "EP216"),
        ("cost_to_tap", -1.0, "EP212"),
        ("kind", "magic", "EP220"),
    ],
)
def test_a_table_that_contradicts_its_series_is_refused(hours, column, value, code):
    found = one("s", hours)
    with pytest.raises(FaultError) as error:
        replace(found, table=found.table.assign(**{column: value}))
    assert codes(error) == {code}


@pytest.mark.parametrize(("value", "code"), [(np.nan, "EP401"), (-1.0, "EP212")])
def test_missing_or_negative_power_is_refused(hours, value, code):
    found = one("s", hours)
    dataset = found.dataset.copy(deep=True)
    dataset["source_power"][0, 5] = value
    with pytest.raises(FaultError) as error:
        replace(found, dataset=dataset)
    assert code in codes(error)


def test_ids_must_be_in_both(hours):
    found = one("s", hours)
    with pytest.raises(FaultError) as error:
        replace(found, table=found.table.rename(index={"s": "t"}))
    assert [fault.row for fault in error.value.faults if fault.code == "EP214"] == ["s", "t"]


def test_a_year_has_8760_hours(hours):
    with pytest.raises(FaultError) as error:
        one("s", hours[:100])
    assert "EP207" in codes(error)


@pytest.mark.filterwarnings("error")
def test_merged_sets_keep_every_kilowatt_hour(hours, weather):
    air = sources.air_source(weather["air_temperature"], maximum_power=10.0)
    whole = merge([one("s", hours), assemble([], hours), air, one("t", hours, kind="river", power=7.0)])
    assert list(whole.table.index) == ["s", "air", "t"] == list(whole.dataset["source"].values)
    assert whole.table["annual_heat"].sum() == pytest.approx(float(whole.dataset["source_power"].sum()), rel=1e-12)
    assert whole.table.crs == "EPSG:25832"
    assert list(whole.of_kind("river").table.index) == ["t"]


def test_merging_the_same_id_twice_is_refused(hours):
    with pytest.raises((FaultError, ValueError)):
        merge([one("s", hours), one("s", hours)])


def test_merging_other_hours_or_systems_is_refused(hours):
    with pytest.raises(ValueError, match="reference systems"):
        merge(
            [
                one("s", hours),
                replace(one("t", hours), table=one("t", hours).table.set_crs(25833, allow_override=True)),
            ]
        )
    later = hours.shift(24)
    with pytest.raises(ValueError, match="hours"):
        merge([one("s", hours), one("t", later)])


def test_nothing_found_is_a_valid_set(hours):
    empty = merge([assemble([], hours), assemble([], hours)])
    assert empty.table.empty and empty.dataset.sizes == {"source": 0, "time": 8760}


@pytest.mark.parametrize("kind", list(SOURCE_KINDS), ids=lambda kind: kind.name)
def test_every_kind_has_labels_colour_and_carrier(kind, catalogue):
    assert kind.label_de and kind.label_en and kind.colour.startswith("#") and len(kind.colour) == 7
    assert kind.carrier in CARRIERS
    assert kind.name in catalogue.table("source_limits").index


def test_a_new_kind_is_one_registration(hours, weather, catalogue, monkeypatch, buildings):
    monkeypatch.setattr(SOURCE_KINDS, "_items", dict(SOURCE_KINDS._items))

    def find(inputs: SourceInputs) -> SourceSet:
        return one("shaft", hours, kind="mine_water")

    SOURCE_KINDS.add(
        "mine_water", SourceKind("mine_water", "Grubenwasser", "Mine water", "#777777", "ambient_heat", find)
    )
    inputs = SourceInputs(catalogue, weather, {"buildings": buildings})
    found = sources.find_sources(inputs)
    assert found.table.loc["shaft", "kind"] == "mine_water"

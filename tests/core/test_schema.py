"""A table against its schema: every fault with its row, nothing right refused."""

import numpy as np
import pandas as pd
import pytest

from energyplan.core.schema import LAYERS, Column, Schema, check_table

SCHEMA = Schema(
    "things", "thing_id",
    (Column("heat_demand"), Column("construction_year", kind="integer"), Column("use", kind="text", allowed=("a", "b")),
     Column("protected", kind="boolean"), Column("height", positive=True)),
)  # fmt: skip


def table(**columns):
    size = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=[f"t{number}" for number in range(size)])


def found(**columns):
    return [(fault.code, fault.row, fault.value) for fault in check_table(table(**columns), SCHEMA)]


@pytest.mark.parametrize(
    "columns",
    [
        {"heat_demand": [1.0, np.nan, 0.0]},
        {"heat_demand": [np.nan, np.nan]},
        {"heat_demand": pd.array([1, None], dtype="Int64")},
        {"construction_year": [1950.0, np.nan]},
        {"use": ["a", None]},
        {"protected": [True, False]},
        {"protected": [0, 1]},
        {"protected": pd.array([True, None], dtype="boolean")},
        {"other": ["x", "y"]},
    ],
)
def test_right_tables_have_no_faults(columns):
    assert found(**columns) == []


@pytest.mark.parametrize(
    ("columns", "code", "row"),
    [
        ({"heat_demand": [1.0, -1.0]}, "EP212", "t1"),
        ({"heat_demand": [1.0, np.inf]}, "EP212", "t1"),
        ({"heat_demand": ["1", "k. A."]}, "EP201", "t1"),
        ({"heat_demand": ["1", "1,5"]}, "EP201", "t1"),
        ({"heat_demand": [True]}, "EP106", "t0"),
        ({"heat_demand": [pd.Timestamp("2025")]}, "EP106", "t0"),
        ({"construction_year": [1950.5]}, "EP106", "t0"),
        ({"construction_year": [65]}, "EP212", "t0"),
        ({"use": ["a", "c"]}, "EP220", "t1"),
        ({"protected": ["maybe"]}, "EP106", "t0"),
        ({"height": [0.0]}, "EP212", "t0"),
    ],
)
def test_a_wrong_value_is_named_with_its_row(columns, code, row):
    assert [entry[:2] for entry in found(**columns)] == [(code, row)]


def test_rows_without_an_id_are_named_by_their_number():
    faults = check_table(pd.DataFrame({"heat_demand": [1.0, 2.0, -3.0]}, index=["a", None, np.nan]), SCHEMA)
    assert [(fault.code, fault.row) for fault in faults] == [("EP318", "row 2"), ("EP318", "row 3"), ("EP212", "row 3")]


def test_an_id_that_comes_often_is_one_fault_with_its_rows():
    faults = check_table(pd.DataFrame({"heat_demand": [1.0] * 4}, index=["a", "b", "a", "a"]), SCHEMA)
    assert [(fault.row, fault.value) for fault in faults] == [("a", "rows 1, 3, 4")]
    assert faults[0].value.german == "Zeilen 1, 3, 4"


def test_the_same_wrong_name_in_many_rows_is_one_fault():
    faults = check_table(table(use=["x"] * 1000 + ["y"]), SCHEMA)
    assert [(fault.value, fault.row) for fault in faults] == [("x", "t0"), ("y", "t1000")]
    assert "999 more rows" in faults[0].expected


def test_an_empty_table():
    assert [fault.code for fault in check_table(table(use=[]), SCHEMA)] == ["EP217"]


def test_plain_numbers_have_no_unit_in_messages():
    faults = check_table(table(construction_year=[1.0]), SCHEMA)
    assert faults[0].expected == "800 to 2100"


@pytest.mark.parametrize("schema", LAYERS.values(), ids=lambda schema: schema.name)
def test_required_columns_of_every_layer_are_asked_for(schema):
    faults = check_table(pd.DataFrame({"x": [1]}, index=["a"]), schema)
    assert [fault.column for fault in faults] == [c.border_name for c in schema.columns if c.required]

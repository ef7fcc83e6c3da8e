"""Layers as others deliver them: what is meant is read, what is not clear is asked."""

import sqlite3

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from energyplan.core.errors import FaultError
from energyplan.io.read import read_municipality
from tests.io.conftest import write_small


def settings_of(folder, buildings):
    text = (folder / "municipality.yaml").read_text()
    text = text.replace("{file: municipality.gpkg}", f"\n  file: municipality.gpkg\n  buildings:\n    {buildings}")
    (folder / "municipality.yaml").write_text(text)
    return folder


def faults_of(folder):
    with pytest.raises(FaultError) as error:
        read_municipality(folder)
    return error.value.faults


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ([1, 2, 3, 4], ["1", "2", "3", "4"]),
        ([1.0, 2.0, 3.0, 4.0], ["1", "2", "3", "4"]),
        ([10**17 + 1, 10**17 + 2, 3, 4], ["100000000000000001", "100000000000000002", "3", "4"]),
        (["1", "01", "a", "A"], ["1", "01", "a", "A"]),
        (["<script>", "\u202ea", "b;c", '"d"'], ["<script>", "\u202ea", "b;c", '"d"']),
    ],
)
def test_ids_are_text(tmp_path, layers, ids, expected):
    layers["buildings"]["building_id"] = ids
    assert list(read_municipality(write_small(tmp_path / "town", layers)).buildings.index) == expected


def test_blanks_around_ids_and_composed_letters_are_made_uniform_and_said(tmp_path, layers):
    layers["buildings"]["building_id"] = ["a ", "u\u0308", "c", "d"]
    town = read_municipality(write_small(tmp_path / "town", layers))
    assert list(town.buildings.index) == ["a", "ü", "c", "d"]
    assert [(note.topic, note.count) for note in town.notes] == [("cleaned", 2)]


BAD_IDS = (
    ["a", "a ", "b", "c"], ["ü", "u\u0308", "b", "c"], [None, "a", "b", "c"], [np.nan, 1, 2, 3], ["", "a", "b", "c"],
    [np.inf, 1, 2, 3], [True, False, True, False],
)  # fmt: skip


@pytest.mark.parametrize("ids", BAD_IDS)
def test_ids_that_are_none_or_the_same(tmp_path, layers, ids):
    layers["buildings"]["building_id"] = ids
    assert {fault.code for fault in faults_of(write_small(tmp_path / "town", layers))} == {"EP318"}


def test_capital_letters_of_columns_and_layers_do_not_matter(tmp_path, layers):
    renamed = layers["buildings"].rename(columns={"building_id": "Building_ID", "heat_demand_kwh": "HEAT_DEMAND_kWh"})
    town = read_municipality(write_small(tmp_path / "town", {"Buildings": renamed, "STREETS": layers["streets"]}))
    assert list(town.buildings.index) == ["a", "b", "c", "d"] and town.buildings["heat_demand"].sum() == 35e3


def test_further_columns_are_kept_and_missing_ones_are_missing(tmp_path, layers):
    layers["buildings"] = layers["buildings"].drop(columns=["use", "heat_demand_kwh"])
    layers["buildings"]["index"] = layers["buildings"]["Straße"] = 1
    town = read_municipality(write_small(tmp_path / "town", layers))
    assert {"index", "Straße"} <= set(town.buildings.columns) and "heat_demand" not in town.buildings


def test_a_column_that_nearly_has_a_known_name_is_asked_about(tmp_path, layers):
    layers["buildings"] = layers["buildings"].rename(columns={"heat_demand_kwh": "heat_demand_mwh"})
    notes = read_municipality(write_small(tmp_path / "town", layers)).notes
    assert [note.topic for note in notes] == ["unused"] and "heat_demand_kwh" in notes[0].english


def test_layers_that_nobody_reads_are_named(tmp_path, layers):
    folder = write_small(tmp_path / "town", {**layers, "sewer": layers["streets"]})
    with sqlite3.connect(folder / "municipality.gpkg") as database:
        database.execute("create table layer_styles (id integer)")
    notes = read_municipality(folder).notes
    assert [note.ids for note in notes] == [("sewer",)]


def test_two_columns_for_one_quantity_are_not_guessed(tmp_path, layers):
    layers["buildings"]["heat_demand"] = 7.0
    folder = write_small(tmp_path / "town", layers)
    assert [(fault.code, fault.column) for fault in faults_of(folder)] == [("EP221", "heat_demand_kwh")]
    town = read_municipality(settings_of(folder, "columns: {heat_demand: heat_demand_kwh}"))
    assert town.buildings["heat_demand"].sum() == 35e3


@pytest.mark.parametrize(
    ("buildings", "code", "key", "said"),
    [
        ("colums: {use: use}", "EP101", "colums", "columns"),
        ("columns: {use: usee}", "EP219", "columns.use", "use"),
        ("columns: {usee: use}", "EP101", "columns.usee", "use"),
        ("columns: {use: geometry}", "EP219", "columns.use", "building_id"),
        ("columns: {use: use, heating_type: use}", "EP221", "columns", ""),
        ("values: {usee: {a: b}}", "EP101", "values.usee", "use"),
        ("constants: {usee: office}", "EP101", "constants.usee", "use"),
        ("constants: {storeys: three}", "EP106", "constants.storeys", "number"),
        ("constants: {storeys: true}", "EP106", "constants.storeys", "number"),
        ("constants: {use: ofice}", "EP220", "constants.use", "office"),
        ("constants: {geometry: 5}", "EP101", "constants.geometry", "use"),
        ("constants: {storeys: {a: 1}}", "EP106", "constants.storeys", "number"),
        ("id: osm_id", "EP219", "id", "building_id"),
        ("id: geometry", "EP219", "id", "building_id"),
        ("file: [a]", "EP106", "file", "text"),
    ],
)
def test_wrong_settings_of_a_layer_name_key_and_line(tmp_path, layers, buildings, code, key, said):
    found = faults_of(settings_of(write_small(tmp_path / "town", layers), buildings))
    assert [(fault.code, fault.key, fault.file, fault.line) for fault in found] == [
        (code, f"layers.buildings.{key}", "municipality.yaml", 6)
    ]
    assert said in found[0].expected


def test_values_of_the_file_may_be_numbers(tmp_path, layers):
    layers["buildings"]["use"] = [1000, 1000, 2000, 2000]
    folder = settings_of(write_small(tmp_path / "town", layers), "values: {use: {1000: single_family, 2000: office}}")
    assert list(read_municipality(folder).buildings["use"]) == ["single_family"] * 2 + ["office"] * 2


def test_constants_and_the_id_as_a_column(tmp_path, layers):
    text = "{constants: {height_m: 5, protected: true}, columns: {heating_type: building_id}}"
    town = read_municipality(
        settings_of(write_small(tmp_path / "town", layers), text[1:-1].replace(", columns", "\n    columns"))
    )
    assert town.buildings["height"].eq(5).all() and town.buildings["protected"].all()
    assert list(town.buildings["heating_type"]) == list(town.buildings.index)


@pytest.mark.parametrize("values", [[True, False, True, False], ["true", "FALSE", "true", None], [1, 0, 1, 0]])
def test_truth_in_several_spellings(tmp_path, layers, values):
    layers["buildings"]["protected"] = values
    read = read_municipality(write_small(tmp_path / "town", layers)).buildings["protected"]
    assert [value is not None and bool(value) for value in read] == [True, False, True, False]


@pytest.mark.parametrize(
    ("column", "values", "code"),
    [
        ("heat_demand_kwh", [True] * 4, "EP106"),
        ("heat_demand_kwh", [pd.Timestamp("2025")] * 4, "EP106"),
        ("heat_demand_kwh", ["1,5", "2", "3", "4"], "EP201"),
        ("heat_demand_kwh", ["nan", "k. A.", "-", "4"], "EP201"),
        ("construction_year", ["1919-1948", "1960", "1970", "1980"], "EP201"),
        ("age_class", ["very old"] * 4, "EP220"),
        ("use", ["Single_Family"] * 4, "EP220"),
    ],
)
def test_wrong_values(tmp_path, layers, column, values, code):
    layers["buildings"][column] = values
    assert {fault.code for fault in faults_of(write_small(tmp_path / "town", layers))} == {code}


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.99])
def test_a_geopackage_without_its_end(tmp_path, layers, share):
    folder = write_small(tmp_path / "town", layers)
    data = (folder / "municipality.gpkg").read_bytes()
    (folder / "municipality.gpkg").write_bytes(data[: int(share * len(data))])
    assert [fault.code for fault in faults_of(folder)] == ["EP316"]


def test_damaged_geopackages_do_not_make_it_fail_otherwise(tmp_path, layers):
    folder = write_small(tmp_path / "town", layers)
    data, random = (folder / "municipality.gpkg").read_bytes(), np.random.default_rng(1)
    for _ in range(40):
        damaged = np.frombuffer(data, dtype=np.uint8).copy()
        damaged[random.integers(100, len(data), 200)] = random.integers(0, 256, 200)
        (folder / "municipality.gpkg").write_bytes(damaged.tobytes())
        try:
            read_municipality(folder)
        except FaultError as error:
            assert error.faults


def test_plain_sqlite_is_no_geopackage(tmp_path, layers):
    folder = write_small(tmp_path / "town", layers)
    (folder / "municipality.gpkg").unlink()
    with sqlite3.connect(folder / "municipality.gpkg") as database:
        database.execute("create table buildings (building_id text)")
    assert [fault.code for fault in faults_of(folder)] == ["EP316"]


def test_a_table_instead_of_shapes(tmp_path, layers):
    layers["buildings"] = pd.DataFrame(layers["buildings"].drop(columns="geometry"))
    assert [fault.code for fault in faults_of(write_small(tmp_path / "town", layers))] == ["EP308"]


def test_three_dimensions_and_other_systems_in_one_file(tmp_path, layers):
    import shapely

    buildings = layers["buildings"]
    layers["buildings"] = buildings.set_geometry(
        gpd.GeoSeries(shapely.force_3d(buildings.geometry.values, 5.0), crs=25832)
    )
    layers["streets"] = layers["streets"].to_crs("EPSG:4326")
    town = read_municipality(write_small(tmp_path / "town", layers))
    assert not town.buildings.has_z.any() and town.streets.crs == town.buildings.crs

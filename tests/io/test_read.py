"""Reading a municipality: everything right, and every fault found in one pass."""

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, Polygon, box

from energyplan.core.errors import FaultError
from energyplan.io.municipality import write_municipality
from energyplan.io.read import read_municipality
from tests.io.conftest import X, Y, write_small


def faults_of(folder, **options):
    with pytest.raises(FaultError) as error:
        read_municipality(folder, **options)
    return error.value.faults


def codes(faults):
    return {fault.code for fault in faults}


def test_a_clean_folder(tmp_path, layers):
    town = read_municipality(write_small(tmp_path / "town", layers))
    assert list(town.buildings.index) == ["a", "b", "c", "d"]
    assert town.buildings["heat_demand"].sum() == 35e3
    assert town.crs == "EPSG:25832" and not town.notes
    assert town.weather.sizes["time"] == 8760


def test_written_and_read_again(tmp_path, layers):
    town = read_municipality(write_small(tmp_path / "town", layers))
    again = read_municipality(write_municipality(town, tmp_path / "copy"))
    assert again.buildings["heat_demand"].equals(town.buildings["heat_demand"])
    assert shapely.equals(again.buildings.geometry.values, town.buildings.geometry.values).all()


def test_all_faults_in_one_pass(tmp_path, layers):
    buildings = layers["buildings"]
    buildings.loc[1, "building_id"] = "a"
    buildings.loc[2, "use"] = "castle"
    buildings.loc[3, "heat_demand_kwh"] = -5.0
    buildings.loc[0, "geometry"] = Polygon([(X, Y), (X + 10, Y + 10), (X + 10, Y), (X, Y + 10)])
    found = faults_of(write_small(tmp_path / "town", layers))
    assert codes(found) == {"EP318", "EP220", "EP212", "EP307"}
    by_code = {fault.code: fault for fault in found}
    assert (
        by_code["EP212"].row == "d" and by_code["EP212"].column == "heat_demand_kwh" and by_code["EP212"].value == -5.0
    )
    assert "single_family" in by_code["EP220"].expected


def test_nothing_is_left_out_when_many_rows_are_wrong(tmp_path, layers):
    import pandas as pd

    many = pd.concat([layers["buildings"]] * 15, ignore_index=True)
    many["building_id"] = [f"h{i}" for i in range(len(many))]
    many["geometry"] = [shapely.affinity.translate(g, yoff=40 * (i // 4)) for i, g in enumerate(many.geometry)]
    many["heat_demand_kwh"] = -1.0
    found = faults_of(write_small(tmp_path / "town", {**layers, "buildings": many}))
    assert len(found) == 20 and "40 more rows" in found[-1].expected


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda layer: layer.set_crs(None, allow_override=True), "EP301"),
        (lambda layer: layer.set_crs("EPSG:4326", allow_override=True), "EP302"),
        (lambda layer: layer.to_crs("EPSG:4326").set_crs("EPSG:25832", allow_override=True), "EP302"),
        (lambda layer: layer.set_geometry(layer.geometry.translate(3.2e7)), "EP304"),
        (lambda layer: layer.set_geometry(layer.centroid), "EP310"),
        (lambda layer: layer.set_geometry([None, *layer.geometry[1:]]), "EP308"),
        (lambda layer: layer.iloc[:0], "EP217"),
        (lambda layer: layer.drop(columns="building_id"), "EP219"),
        (lambda layer: layer.assign(heat_demand_kwh="viel"), "EP201"),
        (lambda layer: layer.assign(heat_demand_kwh=np.inf), "EP212"),
        (lambda layer: layer.assign(geometry=[layer.geometry[0]] * 4), "EP309"),
    ],
)
def test_faults_of_the_building_layer(tmp_path, layers, change, code):
    layers["buildings"] = change(layers["buildings"])
    assert code in codes(faults_of(write_small(tmp_path / "town", layers)))


def test_geographic_layers_are_reprojected_and_said(tmp_path, layers):
    folder = write_small(tmp_path / "town", {name: layer.to_crs("EPSG:4326") for name, layer in layers.items()})
    town = read_municipality(folder)
    assert town.crs == "EPSG:32632"
    assert [note.topic for note in town.notes] == ["reprojected", "reprojected"]
    assert float(town.buildings.area.sum()) == pytest.approx(400, rel=1e-4)


def test_a_layer_far_away_is_a_fault(tmp_path, layers):
    layers["streets"] = layers["streets"].set_geometry([LineString([(X + 2e5, Y), (X + 2e5, Y + 100)])])
    assert codes(faults_of(write_small(tmp_path / "town", layers))) == {"EP311"}


def test_meters_must_name_buildings(tmp_path, layers):
    folder = write_small(tmp_path / "town", layers)
    text = "group_id,carrier,metered_energy_kwh,heating_value,building_ids\ng1,natural_gas,4000,Hs,a b x\n"
    (folder / "meters.csv").write_text(text)
    settings = (folder / "municipality.yaml").read_text()
    settings = settings.replace("{file: municipality.gpkg}", "{file: municipality.gpkg, meters: {file: meters.csv}}")
    (folder / "municipality.yaml").write_text(settings)
    found = faults_of(folder)
    assert [(fault.code, fault.row, fault.value) for fault in found] == [("EP214", "g1", "x")]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("populaton: 5\n", "EP101"),
        ("population: viele\n", "EP107"),
        ("population: 3,5\n", "EP104"),
        ("population: .nan\n", "EP105"),
        ("population: -5\n", "EP108"),
        ("population: true\n", "EP106"),
        ("series: {rain: {file: ../../etc/passwd}}\n", "EP111"),
        ("series: {rain: {file: 'https://example.org/rain.csv'}}\n", "EP111"),
        ("series: {rain: {file: no.csv}}\n", "EP120"),
        ("series: {rainn: {file: no.csv}}\n", "EP117"),
    ],
)
def test_faults_of_the_settings_name_key_and_line(tmp_path, layers, settings, code):
    found = faults_of(write_small(tmp_path / "town", layers, settings))
    assert codes(found) == {code}
    assert found[0].key
    if code not in ("EP111", "EP120"):
        assert found[0].line == 5 and found[0].file == "municipality.yaml"


def test_a_link_out_of_the_folder_is_refused(tmp_path, layers):
    folder = write_small(tmp_path / "town", layers, "series: {rain: {file: link.csv}}\n")
    (tmp_path / "secret.csv").write_text("time,rain_mm\n")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert codes(faults_of(folder)) == {"EP111"}


def test_something_else_named_gpkg_is_refused(tmp_path, layers):
    folder = write_small(tmp_path / "town", layers)
    (folder / "municipality.gpkg").write_text("<OGRVRTDataSource></OGRVRTDataSource>")
    assert codes(faults_of(folder)) == {"EP316"}


def test_truncated_geopackage(tmp_path, layers):
    folder = write_small(tmp_path / "town", layers)
    data = (folder / "municipality.gpkg").read_bytes()
    (folder / "municipality.gpkg").write_bytes(data[: len(data) // 3])
    assert codes(faults_of(folder)) <= {"EP316", "EP217"}


def test_overlapping_buildings_are_warned_of(tmp_path, layers):
    layers["buildings"].loc[1, "geometry"] = box(X + 5, Y + 10, X + 15, Y + 20)
    town = read_municipality(write_small(tmp_path / "town", layers))
    assert [note.topic for note in town.notes] == ["warning"]
    assert "a + b" in town.notes[0].english


def test_aachen_quarter(shared_data, repository):
    town = read_municipality(repository / "tests/cases/aachen_quarter_municipality.yaml", data_roots=[shared_data])
    assert len(town.buildings) == 299 and len(town.streets) == 147
    assert float(town.buildings["heat_demand"].sum()) == pytest.approx(2_662_995.248436, rel=1e-12)
    assert town.streets.index.is_unique
    assert [note.topic for note in town.notes] == ["generated"]

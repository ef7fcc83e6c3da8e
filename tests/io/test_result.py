"""A result folder: whole or not there, read back as written, damage noticed."""

import sqlite3

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from shapely.geometry import Point

from energyplan.core.errors import FaultError
from energyplan.io.result import Result, StoreError, read_result, write_result


@pytest.fixture
def result():
    heat = xr.Dataset(
        {
            "heat_demand": ("building", np.array([1.5, np.nan, 1 / 3]), {"units": "kWh"}),
            "use": ("building", ["a", "ö", ""]),
        },
        coords={"building": ["b1", "b2", "b3"]},
    )
    supply = xr.Dataset(
        {"power": (("time",), np.random.default_rng(1).random(8760))},
        {"time": pd.date_range("2025", periods=8760, freq="h")},
    )
    tree = xr.DataTree.from_dict({"/": xr.Dataset(attrs={"name": "t"}), "/heat": heat, "/supply": supply})
    maps = {
        "buildings": gpd.GeoDataFrame(
            {"heat_demand": [1.0]},
            index=pd.Index(["b1"], name="building_id"),
            geometry=[Point(1, 2)],
            crs="EPSG:25832",
        )
    }
    plan = {"table": pd.DataFrame({"carrier": ["gas", '=HYPERLINK("x")'], "Energie [kWh]": [1 / 3, 2.0]})}
    return Result(tree, maps, plan, {"name": "t", "notes": []})


def test_round_trip(result, tmp_path):
    back = read_result(write_result(result, tmp_path / "out"))
    xr.testing.assert_identical(back.tree["heat"].to_dataset(), result.tree["heat"].to_dataset())
    np.testing.assert_array_equal(back.tree["supply/power"].values, result.tree["supply/power"].values)
    assert back.maps["buildings"].loc["b1", "heat_demand"] == 1.0
    assert back.plan["table"]["Energie [kWh]"].tolist() == pytest.approx([1 / 3, 2.0], rel=1e-11)
    assert back.run["name"] == "t" and back.folder == tmp_path / "out"


def test_opens_with_plain_xarray(result, tmp_path):
    folder = write_result(result, tmp_path / "out")
    with xr.open_dataset(folder / "results.nc", group="heat", engine="netcdf4") as dataset:
        assert dataset["heat_demand"].attrs["units"] == "kWh"


def test_formulas_are_written_as_text(result, tmp_path):
    folder = write_result(result, tmp_path / "out")
    assert "'=HYPERLINK" in (folder / "plan/table.csv").read_text()


def test_a_changed_file_is_noticed(result, tmp_path):
    folder = write_result(result, tmp_path / "out")
    data = bytearray((folder / "results.nc").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "results.nc").write_bytes(bytes(data))
    (folder / "plan/table.csv").unlink()
    with pytest.raises(FaultError) as error:
        read_result(folder)
    assert [(fault.code, fault.file, fault.value) for fault in error.value.faults] == [
        ("EP502", "plan/table.csv", "missing"), ("EP502", "results.nc", "changed"),
    ] or {fault.file for fault in error.value.faults} == {"plan/table.csv", "results.nc"}  # fmt: skip


def test_an_interrupted_writing_leaves_the_old_result(result, tmp_path):
    folder = write_result(result, tmp_path / "out")
    before = (folder / "run.json").read_bytes()

    def interrupt(_result, _scratch):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_result(result, folder, render=interrupt)
    assert (folder / "run.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_foreign_folder_is_not_replaced(result, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/holiday.jpg").write_text("x")
    with pytest.raises(FaultError):
        write_result(result, tmp_path / "photos")
    assert (tmp_path / "photos/holiday.jpg").exists()


def test_a_place_that_cannot_be_written(result, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="EP501"):
        write_result(result, tmp_path / "file" / "out")


def test_styles_lie_where_qgis_looks(result, tmp_path):
    folder = write_result(result, tmp_path / "out", style=lambda name, layer: "<qgis/>")
    with sqlite3.connect(folder / "maps.gpkg") as database:
        rows = database.execute("select f_table_name, styleQML, useAsDefault from layer_styles").fetchall()
    assert rows == [("buildings", "<qgis/>", 1)]

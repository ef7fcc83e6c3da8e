"""Does the written folder read back as the same town, with its origin beside it?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from ruamel.yaml import YAML

from energyplan.io.read import read_municipality
from energyplan.synth import make_town, write_town


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_town(80, 5, tmp_path_factory.mktemp("towns") / "kleinstadt", name="Kleinstadt")


def test_files(folder):
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "municipality.yaml", "municipality.gpkg", "rain.csv", "electricity_price.csv", "manifest.yaml", "truth.csv",
    }  # fmt: skip


def test_manifest_says_where_the_town_comes_from(folder):
    manifest = YAML(typ="safe").load(folder / "manifest.yaml")
    assert manifest["licence"] == "CC0-1.0"
    assert manifest["seed"] == 5
    assert manifest["buildings"] == 80
    assert set(manifest["files"]) == {path.name for path in folder.iterdir()} - {"manifest.yaml"}


def test_truth_is_named_nowhere_in_the_settings(folder):
    assert "truth" not in (folder / "municipality.yaml").read_text(encoding="utf-8")
    truth = pd.read_csv(folder / "truth.csv", index_col="building_id")
    assert len(truth) == 80
    assert "heat_demand_kwh" in truth


def test_town_reads_back(folder):
    town, _ = make_town(80, seed=5, name="Kleinstadt")
    back = read_municipality(folder)
    assert back.name == "Kleinstadt"
    assert back.population == town.population
    assert set(back.layers) == set(town.layers)
    for name, layer in town.layers.items():
        assert list(back.layers[name].index) == list(layer.index), name
    assert back.buildings.geometry.geom_equals_exact(town.buildings.geometry, 1e-6).all()
    assert np.allclose(back.buildings["residents"], town.buildings["residents"])
    for name, series in town.series.items():
        assert np.allclose(back.series[name], series, rtol=1e-5, atol=1e-9), name
    assert back.weather is not None


def test_committed_demo_town_is_what_the_generator_makes(repository):
    folder = repository / "data" / "musterstadt"
    manifest = YAML(typ="safe").load(folder / "manifest.yaml")
    town, truth = make_town(manifest["buildings"], seed=manifest["seed"], name=manifest["name"])
    back = read_municipality(folder)
    assert back.buildings.geometry.geom_equals_exact(town.buildings.geometry, 0.02).all()
    assert list(back.streets["name"]) == list(town.streets["name"])
    written = pd.read_csv(folder / "truth.csv", index_col="building_id")
    assert np.allclose(written["heat_demand_kwh"], truth["buildings"]["heat_demand"], rtol=1e-6)
    assert sum(path.stat().st_size for path in folder.iterdir()) < 2e6

"""The demo town as a user runs it: from the command line, with every stage, to the report."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

import energyplan as ep
from energyplan.core import vocabulary

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(repository, tmp_path_factory):
    out = tmp_path_factory.mktemp("musterstadt") / "result"
    command = [
        sys.executable,
        "-m",
        "energyplan",
        "run",
        str(repository / "scenarios/musterstadt.yaml"),
        "--out",
        str(out),
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=out.parent,
        env={**os.environ, "PYTHONPATH": str(repository)},
    )
    assert done.returncode == 0, done.stderr
    assert "report.html" in done.stdout
    return out


@pytest.fixture(scope="module")
def result(folder):
    return ep.read_result(folder)


def test_every_stage_left_its_group(result):
    assert {"heat", "water", "sources", "network", "supply", "indicators"} <= set(result.tree.children)
    assert {"buildings", "sections", "blocks", "cells", "network_pipes", "sources", "sewers"} <= set(result.maps)
    assert result.run["stages"] == ["heat", "water", "sources", "network", "supply"]


def test_every_variable_carries_unit_and_name(result):
    missing = []
    for node in result.tree.subtree:
        for name, array in node.to_dataset(inherit=False).data_vars.items():
            if array.dtype.kind == "f" and not ("units" in array.attrs and "long_name" in array.attrs):
                missing.append(f"{node.path}/{name}")
    assert not missing


def test_values_are_plausible(result):
    wrong = []
    for node in result.tree.subtree:
        for name, array in node.to_dataset(inherit=False).data_vars.items():
            if array.dtype.kind == "f" and vocabulary.is_quantity(str(name)) and array.notnull().any():
                found = vocabulary.quantity(str(name))
                if float(array.min()) < found.lower - 1e-6 or float(array.max()) > found.upper:
                    wrong.append((f"{node.path}/{name}", float(array.min()), float(array.max())))
    assert not wrong


def test_heat_adds_up_on_every_level(result):
    heat = result.tree["heat"].to_dataset()
    total = float(heat["heat_demand"].sum())
    assert float(heat["heat_load"].sum()) == pytest.approx(total, rel=1e-9)
    for layer in ("buildings", "sections", "blocks", "cells"):
        assert float(result.maps[layer]["heat_demand"].sum()) == pytest.approx(total, rel=1e-9)
    supplied = result.tree["supply/useful_heat"].isel(year=0, co2_path=0).sum()
    assert float(supplied) == pytest.approx(float(heat["heat_demand_in_year"].isel(year=0)), rel=1e-9)


def test_rain_balance_closes(result):
    water = result.tree["water"].to_dataset()
    after_first = water.isel(time=slice(1, None)).sum("time")
    out = sum(after_first[name] for name in ("runoff", "evaporation", "infiltration", "cistern_use"))
    stored = water["water_storage"].isel(time=-1) - water["water_storage"].isel(time=0)
    np.testing.assert_allclose((out + stored).to_numpy(), after_first["precipitation_volume"].to_numpy(), rtol=1e-9)
    runoff = water["runoff"].sum("time")
    assert float(runoff.sel(measure="measures")) < float(runoff.sel(measure="today"))


def test_costs_are_those_of_the_objective(result):
    supply = result.tree["supply"].to_dataset()
    own = supply.isel(component=np.flatnonzero(supply["archetype"].values != "network"))
    total = own["annual_cost"].sum(["component", "cost_group"])
    np.testing.assert_allclose(total.to_numpy(), supply["objective"].to_numpy(), rtol=1e-6)


def test_run_file_tells_where_everything_comes_from(folder):
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert run["versions"]["pandapipes"].startswith("0.16")
    assert {"municipality.gpkg", "musterstadt.yaml"} <= set(run["inputs"])
    assert set(run["stage_seconds"]) == set(run["stages"])
    assert all(note["german"] and note["english"] for note in run["notes"])


def test_report_rendered_again_in_place(folder, repository):
    report = ep.render_report(folder)
    assert report.is_file() and ep.read_result(folder).run["report"]

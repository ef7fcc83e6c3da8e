"""Promises about the shape of the package."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["energyplan", "energyplan.cli", "energyplan.optimise", "energyplan.network"])
def test_heavy_libraries_are_imported_late(module, repository):
    code = f"import sys, {module}; print(' '.join(m for m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
    )
    heavy = {"pandapipes", "pandapower", "pyomo", "highspy", "pvlib", "demandlib", "matplotlib", "swmm"}
    assert not heavy & set(done.stdout.split())


def test_the_command_line_starts_without_numpy(repository):
    """`energyplan --help` answers in half a second because it loads nothing that it does not need."""
    code = "import sys, energyplan.cli; print(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
    )
    assert not {"numpy", "pandas", "geopandas", "xarray", "scipy", "pydantic"} & set(done.stdout.split())


def test_files_stay_small(repository):
    long = {
        str(path.relative_to(repository)): lines
        for path in (repository / "energyplan").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert not long


def test_no_large_file_is_tracked(repository):
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, cwd=repository, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    large = [name for name in listed.stdout.split("\0") if name and (repository / name).stat().st_size > 5_000_000]
    assert not large

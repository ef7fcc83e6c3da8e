"""Where does the demo town lie, and how does a project folder with it begin?"""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

from energyplan.core.errors import Fault, FaultError

TOWN, SCENARIO = "data/musterstadt", "scenarios/musterstadt.yaml"


def demo_folder() -> Path:
    """Return the folder that holds `data/musterstadt` and `scenarios`: inside the wheel, or the checkout."""
    package = Path(str(resources.files("energyplan")))
    for folder in (package / "demo", package.parent):
        if (folder / TOWN).is_dir() and (folder / SCENARIO).is_file():
            return folder
    raise FaultError([Fault("EP120", file=str(package / "demo"), expected=f"{TOWN} and {SCENARIO}")])


def init_project(folder: str | Path) -> Path:
    """Make a project folder with the demo town and its scenarios.

    Parameters
    ----------
    folder : path
        New or empty.

    Returns
    -------
    pathlib.Path
        The scenario to run first.

    Raises
    ------
    FaultError
        EP501 if the folder holds something already.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FaultError([Fault("EP501", file=str(folder), expected="a new or empty folder")])
    source = demo_folder()
    shutil.copytree(source / "data" / "musterstadt", folder / TOWN)
    shutil.copytree(source / "scenarios", folder / "scenarios")
    return folder / SCENARIO

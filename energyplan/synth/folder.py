"""How is a fictional town written down, so that everyone knows where it comes from?"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from energyplan.io.municipality import Municipality, write_municipality
from energyplan.synth.town import make_town

TRUTH_FILE, MANIFEST_FILE = "truth.csv", "manifest.yaml"

MANIFEST = """\
name: {name}
licence: CC0-1.0
origin: fictional; made by energyplan.synth, no data of any real place went into it
made_by: "energyplan synth --buildings {buildings} --seed {seed}"
seed: {seed}
buildings: {buildings}
population: {population:.0f}
reference_year: {year}
place: near 51.4 N 7.0 E (EPSG:25832), in the climate of the test reference year of region {region}
weather: not stored; read from the package demandlib by region
files:
  municipality.yaml: name, reference system, which file holds what
  municipality.gpkg: "layers: {layers}"
  rain.csv: rain [mm per hour] from a seeded storm model
  electricity_price.csv: day-ahead price [EUR/MWh] from a seeded model of residual load
  truth.csv: what the town does not know (true areas, refurbishment, heat by building); no stage reads it
assumptions:
  - "The main collector also takes the waste water of a neighbouring place ({neighbour:.0f} persons, section with
    from_node 'neighbour', measured dry-weather flow {flow:.1f} l/s); a town of this size alone has too little."
  - "heat_demand is given for municipal buildings only, process_heat for the works only; a few years of
    construction, of heatings and refurbishment states are unknown, as in real registers."
  - "Gas meters: groups of at least five neighbouring buildings, upper heating value (Hs), noise of 3 %."
  - "Numbers that the town was drawn from, with their sources: energyplan/synth/portrait.yaml."
"""


def write_town(buildings: int, seed: int, folder: str | Path, *, name: str = "Musterstadt") -> Path:
    """Make a fictional town and write it as an input folder.

    Parameters
    ----------
    buildings : int
        30 to 20,000.
    seed : int
    folder : path
        Replaced when everything is written.
    name : str

    Returns
    -------
    pathlib.Path
        The folder: `municipality.yaml`, `municipality.gpkg`, series, `manifest.yaml`, `truth.csv`.
    """
    town, truth = make_town(buildings, seed=seed, name=name)
    extra = {MANIFEST_FILE: _manifest(town, seed), TRUTH_FILE: _truth_text(truth["buildings"])}
    return write_municipality(town, folder, extra_files=extra)


def _manifest(town: Municipality, seed: int) -> str:
    neighbour = town.layers["sewers"].query("from_node == 'neighbour'").iloc[0]
    return MANIFEST.format(
        name=town.name, buildings=len(town.buildings), seed=seed, population=town.population, year=town.reference_year,
        region=town.settings["weather"]["test_reference_year"], layers=", ".join(sorted(town.layers)),
        neighbour=neighbour["residents"], flow=neighbour["dry_weather_flow"],
    )  # fmt: skip


def _truth_text(truth: pd.DataFrame) -> str:
    """Return the hidden truth as CSV, units in the header."""
    from energyplan.core.schema import to_border

    columns = [
        "use", "construction_year", "storeys", "heated_area", "residents", "refurbishment", "heating_carrier",
        "heating_type", "heating_year", "efficiency", "space_heat", "hot_water", "process_heat", "heat_demand",
        "final_energy",
    ]  # fmt: skip
    return str(to_border(truth[columns]).to_csv(lineterminator="\n"))

"""How do the stages become one result?"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from energyplan.catalogue import load_catalogue
from energyplan.core.errors import Fault, raise_faults
from energyplan.core.notes import Note
from energyplan.core.vocabulary import annotate
from energyplan.indicators import compute_indicators
from energyplan.io.municipality import Municipality
from energyplan.io.provenance import versions
from energyplan.io.read import region_of
from energyplan.io.result import Result
from energyplan.io.weather import read_test_reference_year
from energyplan.pipeline.records import Inputs, StageOutput
from energyplan.pipeline.stages import STAGES, check_stages
from energyplan.plan import plan_tables

if TYPE_CHECKING:
    import xarray as xr

    from energyplan.scenario import Scenario

Progress = Callable[[str], None]


def run_pipeline(
    town: Municipality,
    scenario: Scenario,
    *,
    stages: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Run the stages over a municipality.

    Parameters
    ----------
    town : Municipality
    scenario : Scenario
    stages : iterable of str, optional
        See :func:`energyplan.pipeline.stages.check_stages`.
    progress : callable, optional
        Called with the name of each stage as it begins.

    Returns
    -------
    Result
        Nothing is written.

    Raises
    ------
    FaultError, SolveError, CheckError
        Of any stage.
    """
    inputs = make_inputs(town, scenario)
    done: dict[str, StageOutput] = {}
    seconds: dict[str, float] = {}
    wanted = check_stages(stages)
    for stage in STAGES:
        if stage.name in wanted:
            started = time.perf_counter()
            if progress:
                progress(stage.name)
            done[stage.name] = stage.function(inputs, done)
            seconds[stage.name] = round(time.perf_counter() - started, 2)
    if progress:
        progress("indicators")
    return _assemble(inputs, done, seconds)


def make_inputs(town: Municipality, scenario: Scenario) -> Inputs:
    """Return what every stage reads: the catalogue with the scenario's values, the weather on the town's calendar."""
    early = [year for year in scenario.years if year < town.reference_year]
    raise_faults([Fault("EP108", key="years", value=y, expected=f"≥ {town.reference_year}") for y in early])
    catalogue = load_catalogue().with_overrides(scenario.catalogue, source=f"scenario {scenario.name}")
    return Inputs(town, scenario, catalogue, _weather(town, scenario))


def _weather(town: Municipality, scenario: Scenario) -> xr.Dataset:
    if scenario.weather is None and town.weather is not None:
        return town.weather
    region = scenario.weather.test_reference_year if scenario.weather else "auto"
    return read_test_reference_year(region_of(town.buildings) if region == "auto" else int(region), town.reference_year)


def _assemble(inputs: Inputs, done: dict[str, StageOutput], seconds: dict[str, float]) -> Result:
    import xarray as xr

    datasets = {path: annotate(part) for output in done.values() for path, part in output.datasets.items()}
    scenario, town = inputs.scenario, inputs.town
    attrs = {
        "title": scenario.name,
        "municipality": town.name,
        "crs": town.crs,
        "reference_year": town.reference_year,
    }
    tree = xr.DataTree.from_dict(
        {"/": xr.Dataset(attrs=attrs), **{f"/{path}": part for path, part in datasets.items()}}
    )
    tree["indicators"] = xr.DataTree(annotate(compute_indicators(tree, catalogue=inputs.catalogue)))
    maps = {name: layer for output in done.values() for name, layer in output.maps.items()}
    plan = plan_tables(tree, maps, inputs.catalogue, scenario.language)
    return Result(tree, maps, plan, _run(inputs, done, seconds))


def _run(inputs: Inputs, done: dict[str, StageOutput], seconds: dict[str, float]) -> dict[str, Any]:
    """Return what `run.json` says."""
    scenario, town = inputs.scenario, inputs.town
    notes: list[Note] = [*town.notes, *(note for output in done.values() for note in output.notes)]
    return {
        "name": scenario.name,
        "finished": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        "municipality": town.name,
        "language": scenario.language,
        "report": scenario.outputs.report,
        "reference_year": town.reference_year,
        "population": town.population,
        "crs": town.crs,
        "licence": town.settings.get("licence", ""),
        "weather": dict(inputs.weather.attrs),
        "scenario": scenario.model_dump(mode="json"),
        "stages": list(done),
        "stage_seconds": seconds,
        "notes": [note.as_dict() for note in notes],
        "versions": versions(),
    }

"""What can be done with a scenario from Python? Check it, run it, compare results, render the report again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from energyplan.core.errors import Fault, FaultError, nearest
from energyplan.core.notes import Note

if TYPE_CHECKING:
    import pandas as pd

    from energyplan.io.municipality import Municipality
    from energyplan.io.result import Result
    from energyplan.io.yaml_file import Document
    from energyplan.scenario import Scenario

Progress = Callable[[str], None]
Paths = Iterable[str | Path]


@dataclass(frozen=True)
class CheckReport:
    """What a check found.

    Attributes
    ----------
    faults : tuple of Fault
        Empty if the input can be used.
    notes : tuple of Note
        Conversions and warnings.
    summary : dict of str to int
        Rows per layer.
    """

    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()
    summary: Mapping[str, int] = ()  # type: ignore[assignment]


def check(path: str | Path, *, data_roots: Paths = ()) -> CheckReport:
    """Check a scenario, or a municipality, without running anything.

    Parameters
    ----------
    path : path
        A scenario file, a municipality's YAML file or its folder.
    data_roots : iterable of path
        Further folders from which files may be read.

    Returns
    -------
    CheckReport
        Never raises for bad input: the faults are in the report.
    """
    from energyplan.io.read import read_municipality

    roots = tuple(data_roots)
    try:
        is_scenario = _is_scenario(Path(path))
        town = (
            _read_inputs(Path(path), None, roots, with_weather=False)[1]
            if is_scenario
            else read_municipality(path, data_roots=roots, with_weather=False)
        )
    except FaultError as error:
        return CheckReport(error.faults)
    return CheckReport((), town.notes, {name: len(layer) for name, layer in town.layers.items()})


def _is_scenario(path: Path) -> bool:
    """Tell a scenario from a municipality by what the file says; a folder is a municipality."""
    from energyplan.io.text_file import is_folder
    from energyplan.io.yaml_file import read_yaml

    if is_folder(path):
        return False
    keys = set(read_yaml(path).data)
    if keys & {"municipality", "extends"}:
        return True
    return not keys & {"layers", "reference_year"} and bool(
        keys & {"years", "supply", "networks", "demand", "co2_price"}
    )


def _read_inputs(
    path: Path, overrides: Mapping[str, Any] | None, roots: tuple[str | Path, ...], *, with_weather: bool = True
) -> tuple[Scenario, Municipality]:
    """Return scenario and municipality, with the faults of both, and between them, found in one pass."""
    from energyplan.io.read import read_municipality
    from energyplan.scenario import build_scenario, check_references, read_document

    document = read_document(path, overrides=overrides, data_roots=roots)
    scenario, town = None, None
    faults: list[Fault] = []
    try:
        scenario = build_scenario(document)
    except FaultError as error:
        faults.extend(error.faults)
    if isinstance(document.data.get("municipality"), str | int):
        try:
            town_path = _locate_town(document, path, roots)
            town = read_municipality(town_path, data_roots=roots, with_weather=with_weather)
        except FaultError as error:
            faults.extend(error.faults)
    if scenario is not None and town is not None:
        faults.extend(check_references(scenario, town, document))
    if scenario is None or town is None or faults:
        raise FaultError(dict.fromkeys(faults))
    return scenario, town


def _locate_town(document: Document, path: Path, roots: tuple[str | Path, ...]) -> Path:
    try:
        return _town_path(str(document.data["municipality"]), path, roots)
    except FaultError as error:
        raise FaultError(document.located(error)) from None


def run(
    scenario: str | Path | Scenario,
    *,
    out: str | Path | None = None,
    municipality: Municipality | None = None,
    stages: Iterable[str] | None = None,
    overrides: Mapping[str, Any] | None = None,
    data_roots: Paths = (),
    progress: Progress | None = None,
) -> Result:
    """Run a scenario from the data to the result.

    Parameters
    ----------
    scenario : path or Scenario
    out : path, optional
        Folder for the result; nothing is written without it.
    municipality : Municipality, optional
        Instead of the one that the scenario names.
    stages : iterable of str, optional
        Only these of heat, water, sources, network, supply, with what they need; default all.
    overrides : mapping, optional
        Laid over a scenario file, such as {"supply.interest_rate": 0.05}.
    data_roots : iterable of path
    progress : callable, optional
        Called with the name of each stage as it begins.

    Returns
    -------
    Result

    Raises
    ------
    FaultError
        If scenario or municipality have faults; nothing is written then.
    SolveError
        If no supply meets the demand.
    """
    from energyplan.pipeline import run_pipeline
    from energyplan.pipeline.stages import check_stages

    started = time.perf_counter()
    roots = tuple(data_roots)
    path = None if _is_spec(scenario) else Path(scenario)  # type: ignore[arg-type]
    wanted = check_stages(stages)
    spec: Any = scenario
    if path is not None and municipality is None:
        spec, town = _read_inputs(path, overrides, roots)
    else:
        spec = scenario if path is None else _read_scenario(path, overrides, roots)
        town = municipality or _read_town(spec, path, roots)
    result = run_pipeline(town, spec, stages=wanted, progress=progress)
    result.run["seconds"] = round(time.perf_counter() - started, 2)
    result.run["inputs"] = _input_hashes(path, spec, roots)
    if out is None:
        return result
    if progress:
        progress("report")
    return replace(result, folder=write(result, out))


def write(result: Result, folder: str | Path) -> Path:
    """Write a result with its report as a folder, at once.

    Parameters
    ----------
    result : Result
    folder : path

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    StoreError
        If it cannot be written; what was there before stays.
    """
    from energyplan.io.result import write_result
    from energyplan.report import render

    language = str(result.run.get("language", "de"))
    return write_result(
        result, folder, render=render if result.run.get("report", True) else None, style=_style(language)
    )


def _is_spec(scenario: object) -> bool:
    return not isinstance(scenario, str | Path)


def _read_scenario(path: Path, overrides: Mapping[str, Any] | None, roots: tuple[str | Path, ...]) -> Scenario:
    from energyplan.scenario import read_scenario

    return read_scenario(path, overrides=overrides, data_roots=roots)


def _town_path(given: str, path: Path | None, roots: tuple[str | Path, ...]) -> Path:
    from energyplan.io.roots import allowed_roots, resolve_path

    base = path.resolve().parent if path else Path.cwd()
    roots = allowed_roots(base, base.parent, data_roots=roots)
    return resolve_path(given, base, roots, key="municipality")


def _read_town(scenario: Scenario, path: Path | None, roots: tuple[str | Path, ...]) -> Municipality:
    from energyplan.io.read import read_municipality

    return read_municipality(_town_path(scenario.municipality, path, roots), data_roots=roots)


def _input_hashes(path: Path | None, scenario: Any, roots: tuple[str | Path, ...]) -> dict[str, str]:
    from energyplan.io.provenance import input_hashes

    if path is None:
        return {}
    return {**input_hashes(path), **input_hashes(_town_path(scenario.municipality, path, roots))}


def _style(language: str) -> Callable[..., str | None]:
    from functools import partial

    from energyplan.plan.styles import styles_for

    return partial(styles_for, language=language)


def render_report(folder: str | Path) -> Path:
    """Render report and figures of a finished result again.

    Parameters
    ----------
    folder : path
        Of a result.

    Returns
    -------
    pathlib.Path
        The report.
    """
    from energyplan.io.result import read_result

    result = read_result(folder)
    run = {key: value for key, value in result.run.items() if key != "files"} | {"report": True}
    return write(replace(result, run=run), folder) / "report.html"


def compare(folders: Paths, *, indicators: Iterable[str] | None = None) -> pd.DataFrame:
    """Return the indicators of several results side by side.

    Parameters
    ----------
    folders : iterable of path
        Result folders.
    indicators : iterable of str, optional
        Default all that are numbers.

    Returns
    -------
    pandas.DataFrame
        Index indicator, year, CO₂ path; one column per scenario.

    Raises
    ------
    KeyError
        For an unknown indicator; the message names the nearest.
    """
    import pandas as pd

    from energyplan.io.result import read_result

    columns: dict[str, pd.Series] = {}
    for folder in folders:
        result = read_result(folder)
        name = str(result.run.get("name", Path(folder).name))
        columns[name if name not in columns else str(folder)] = _indicator_series(result)
    table = pd.DataFrame(columns)
    if indicators is None:
        return table
    names = table.index.get_level_values("indicator")
    unknown = [i for i in indicators if i not in set(names)]
    if unknown:
        raise KeyError("; ".join(f"unknown indicator {i!r}: {nearest(i, names)}" for i in unknown))
    return table[names.isin(list(indicators))]


def _indicator_series(result: Result) -> pd.Series:
    """Return all numeric indicators as one series over (indicator, unit, where)."""
    import pandas as pd

    dataset = result.tree["indicators"].to_dataset()
    records = {}
    for name, array in dataset.data_vars.items():
        if array.dtype.kind not in "fiu":
            continue
        unit = array.attrs.get("units", "")
        flat = array.to_series() if array.ndim else pd.Series({"": float(array)})
        for key, value in flat.items():
            where = ", ".join(map(str, key)) if isinstance(key, tuple) else str(key)
            records[(str(name), unit, where)] = value
    index = pd.MultiIndex.from_tuples(list(records), names=["indicator", "unit", "where"])
    return pd.Series(list(records.values()), index=index, dtype=float)


def input_state(
    scenario: str | Path, overrides: Mapping[str, Any] | None = None, data_roots: Paths = ()
) -> dict[str, Any]:
    """Return what decides a run: the whole scenario as data and the hashes of the municipality's files."""
    path, roots = Path(scenario), tuple(data_roots)
    spec = _read_scenario(path, overrides, roots)
    return {"scenario": spec.model_dump(mode="json"), "inputs": _input_hashes(path, spec, roots)}


def catalogue_table(name: str = "") -> pd.DataFrame:
    """Return the numbers of one catalogue table with unit, year and source; without a name the list of tables.

    Raises
    ------
    FaultError
        EP117 if there is no such table.
    """
    import pandas as pd

    from energyplan.catalogue import load_catalogue

    catalogue = load_catalogue()
    if not name:
        rows = [
            {"table": table.name, "items": len(table.rows), "description": table.description}
            for table in catalogue.tables.values()
        ]
        rows.append(
            {
                "table": "technologies",
                "items": len(catalogue.technologies),
                "description": "Technologies, one file each",
            }
        )
        return pd.DataFrame(rows)
    valid = [*catalogue.tables, "technologies"]
    if name not in valid:
        raise FaultError([Fault("EP117", key="catalogue", value=name, expected=nearest(name, valid))])
    found = catalogue.long()
    return found[found["table"] == name].drop(columns="table").reset_index(drop=True)


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report."""

    subject: str
    found: str
    fits: bool


def examine() -> list[Finding]:
    """Check versions of the packages, the solver and the demo data of this installation.

    Returns
    -------
    list of Finding
    """
    from importlib.metadata import PackageNotFoundError

    from energyplan.io.versions import package_states

    try:
        states = package_states()
    except PackageNotFoundError:
        return [Finding("energyplan", "not installed as a package (pip install .)", False)]
    packages = [Finding(s.package, f"{s.installed} (needs {s.required})", s.fits) for s in states]
    return [*packages, _examine_solver(), _examine_demo()]


def _examine_solver() -> Finding:
    """Solve a problem whose optimum is known: min x + 2 y with x + y ≥ 1, x ≤ 0.4."""
    import numpy as np
    from scipy import sparse

    from energyplan.core.errors import EnergyplanError
    from energyplan.solve import LinearProgram, solve

    infinite = np.array([np.inf])
    upper = np.array([0.4, np.inf])
    program = LinearProgram(
        np.array([1.0, 2.0]), sparse.csc_matrix([[1.0, 1.0]]), np.ones(1), infinite, np.zeros(2), upper
    )
    try:
        objective = solve(program).objective
    except (EnergyplanError, ImportError, OSError) as error:
        return Finding("solver HiGHS", str(error), False)
    return Finding("solver HiGHS", f"known optimum 1.6, found {objective:.6g}", abs(objective - 1.6) < 1e-9)


def _examine_demo() -> Finding:
    from energyplan.io.demo import demo_folder

    try:
        return Finding("demo town", str(demo_folder()), True)
    except FaultError as error:
        return Finding("demo town", str(error), False)

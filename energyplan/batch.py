"""How are many scenarios run, resumed and read as one dataset?

A sweep file names a base and lists or grids of overrides. Every run has a folder of its own that appears when it is
whole; a run whose folder is there with the same inputs is not done again. One that fails is recorded, the others go on.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, model_validator

from energyplan.core.errors import EnergyplanError, Fault, FaultError
from energyplan.io.validation import Settings, validate
from energyplan.io.yaml_file import read_yaml

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

LEDGER_FILE = "sweep.json"


class Sweep(Settings):
    """A sweep file: one base, and what varies."""

    name: str = Field(min_length=1, max_length=120)
    base: str
    """Scenario file, relative to this file."""
    grid: dict[str, list[Any]] = Field(default_factory=dict)
    """Dotted key → values; every combination is a run."""
    runs: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Name → overrides (dotted keys); each is a run."""

    @model_validator(mode="after")
    def _some(self) -> Sweep:
        if not self.grid and not self.runs:
            raise ValueError("give grid or runs")
        return self


@dataclass(frozen=True)
class Run:
    """One run of a sweep.

    Attributes
    ----------
    name : str
        Also the name of its folder.
    overrides : dict
    """

    name: str
    overrides: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """How one run ended: "done", "kept" (was there already) or "failed" with its message."""

    name: str
    status: str
    message: str = ""


def expand(sweep: Sweep) -> list[Run]:
    """Return the runs of a sweep: the grid's combinations, then the named ones.

    Examples
    --------
    >>> [run.name for run in expand(Sweep(name="s", base="b.yaml", grid={"supply.interest_rate": [0.02, 0.05]}))]
    ['interest_rate=0.02', 'interest_rate=0.05']
    """
    combinations = itertools.product(*sweep.grid.values()) if sweep.grid else []
    grid = [
        Run(_name(dict(zip(sweep.grid, c, strict=True))), dict(zip(sweep.grid, c, strict=True))) for c in combinations
    ]
    return [*grid, *(Run(_slug(name), overrides) for name, overrides in sweep.runs.items())]


def _name(overrides: Mapping[str, Any]) -> str:
    return _slug(",".join(f"{key.rsplit('.', 1)[-1]}={value}" for key, value in overrides.items()))


def _slug(text: str) -> str:
    """Return `text` as a folder name; what is cut off is replaced by a hash, so that names stay apart."""
    slug = re.sub(r"[^\w=,.+-]+", "_", text).strip("_.")
    return slug if len(slug) <= 80 else f"{slug[:70]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def read_sweep_file(path: str | Path) -> Sweep:
    """Read a sweep file.

    Raises
    ------
    FaultError
        With every fault of the file.
    """
    return validate(Sweep, read_yaml(path))


def sweep(
    path: str | Path,
    *,
    out: str | Path,
    workers: int = 1,
    scheduler: str | None = None,
    data_roots: Iterable[str | Path] = (),
    progress: Callable[[Outcome, int, int], None] | None = None,
) -> list[Outcome]:
    """Run every scenario of a sweep; those that are done already are kept.

    Parameters
    ----------
    path : path
        Sweep file.
    out : path
        Folder; one folder per run inside, and `sweep.json` with the outcome of each.
    workers : int
        Processes on this machine; 1 runs here.
    scheduler : str, optional
        Address of a Dask scheduler, such as "tcp://host:8786", instead of own workers.
    data_roots : iterable of path
    progress : callable, optional
        Called after each run with its outcome, the number done and the number of all.

    Returns
    -------
    list of Outcome
        In the order of the runs. A failed run does not stop the others.

    Raises
    ------
    FaultError
        If the sweep file or the base scenario of any run has faults: found before the first run starts.
    """
    path, out = Path(path).resolve(), Path(out).resolve()
    plan = read_sweep_file(path)
    base = path.parent / plan.base
    runs = expand(plan)
    roots = tuple(str(Path(root).resolve()) for root in data_roots)
    _check_runs(base, runs, roots)
    out.mkdir(parents=True, exist_ok=True)
    tasks = [(str(base), run, str(out / run.name), roots) for run in runs]
    outcomes: list[Outcome] = []
    for outcome in _execute(tasks, workers, scheduler):
        outcomes.append(outcome)
        if progress:
            progress(outcome, len(outcomes), len(tasks))
    order = {run.name: number for number, run in enumerate(runs)}
    outcomes.sort(key=lambda outcome: order[outcome.name])
    _write_ledger(out, plan, runs, outcomes)
    return outcomes


def _check_runs(base: Path, runs: list[Run], roots: tuple[str, ...]) -> None:
    from energyplan.scenario import read_scenario

    faults: list[Fault] = []
    for run in runs:
        try:
            read_scenario(base, overrides=run.overrides, data_roots=roots)
        except FaultError as error:
            faults.extend(error.faults)
    if faults:
        raise FaultError(dict.fromkeys(faults))


def _execute(
    tasks: list[tuple[str, Run, str, tuple[str, ...]]], workers: int, scheduler: str | None
) -> Iterable[Outcome]:
    if workers <= 1 and scheduler is None:
        yield from (_run_one(*task) for task in tasks)
        return
    from distributed import Client, LocalCluster, as_completed

    cluster = None if scheduler else LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    with Client(scheduler or cluster) as client:
        futures = {client.submit(_run_one, *task, pure=False, retries=1): task[1].name for task in tasks}
        for future in as_completed(futures):
            error = future.exception()
            yield Outcome(futures[future], "failed", str(error)) if error else future.result()
    if cluster is not None:
        cluster.close()


def _run_one(base: str, run: Run, folder: str, roots: tuple[str, ...]) -> Outcome:
    from energyplan.api import run as run_scenario

    if _is_done(Path(folder), Path(base), run, roots):
        return Outcome(run.name, "kept")
    try:
        result = run_scenario(base, out=None, overrides={**run.overrides, "name": run.name}, data_roots=roots)
        _write(result, Path(folder), _key(Path(base), run, roots))
    except EnergyplanError as error:
        return Outcome(run.name, "failed", str(error))
    except Exception as error:
        # Whatever happens to one run, the others go on; the ledger names it.
        return Outcome(run.name, "failed", f"unexpected fault ({type(error).__name__}): {error}")
    return Outcome(run.name, "done")


def _write(result: Any, folder: Path, key: str) -> None:
    from energyplan.api import write

    result.run["sweep_key"] = key
    write(result, folder)


def _is_done(folder: Path, base: Path, run: Run, roots: tuple[str, ...]) -> bool:
    file = folder / "run.json"
    if not file.is_file():
        return False
    return bool(json.loads(file.read_text(encoding="utf-8")).get("sweep_key") == _key(base, run, roots))


def _key(base: Path, run: Run, roots: tuple[str, ...]) -> str:
    """Return a hash of what decides the run: the base and its bases, the municipality's files, the overrides, the program."""
    from energyplan import __version__
    from energyplan.api import input_state

    text = json.dumps(
        [input_state(base, run.overrides, roots), run.overrides, __version__], sort_keys=True, default=str
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _write_ledger(out: Path, plan: Sweep, runs: list[Run], outcomes: list[Outcome]) -> None:
    found = {outcome.name: outcome for outcome in outcomes}
    entries = [
        {
            "name": run.name,
            "overrides": dict(run.overrides),
            "status": found[run.name].status,
            "message": found[run.name].message,
        }
        for run in runs
    ]
    scratch = out / f".{LEDGER_FILE}"
    scratch.write_text(
        json.dumps({"name": plan.name, "runs": entries}, indent=2, ensure_ascii=False, default=str),
        encoding="utf-8",
    )
    scratch.replace(out / LEDGER_FILE)


def read_sweep(folder: str | Path) -> tuple[xr.Dataset, pd.DataFrame]:
    """Read the finished runs of a sweep as one dataset.

    Parameters
    ----------
    folder : path
        Of the sweep.

    Returns
    -------
    xarray.Dataset
        The indicators, with the dim `scenario` in front.
    pandas.DataFrame
        The runs: index name; overrides, status, message.
    """
    import pandas as pd
    import xarray as xr

    from energyplan.io.result import read_result

    folder = Path(folder)
    ledger = json.loads((folder / LEDGER_FILE).read_text(encoding="utf-8"))
    runs = pd.DataFrame(
        [{"name": r["name"], **r["overrides"], "status": r["status"], "message": r["message"]} for r in ledger["runs"]]
    ).set_index("name")
    done = [name for name in runs.index if runs.at[name, "status"] != "failed"]
    parts = [read_result(folder / name).tree["indicators"].to_dataset() for name in done]
    if not parts:
        return xr.Dataset(), runs
    return xr.concat(parts, dim=pd.Index(done, name="scenario"), join="outer"), runs

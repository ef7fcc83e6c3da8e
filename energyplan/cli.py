"""The command line: `energyplan --help`."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from energyplan.core.errors import BAD_INPUT, DONE, FAILED, EnergyplanError, Fault, FaultError, printable
from energyplan.core.messages import LANGUAGES, in_language, phrase

app = typer.Typer(
    name="energyplan", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich",
    help="Plan the heat, water and energy of a municipality: from its data and a scenario to tables, maps and a report.",
)  # fmt: skip

DataRoots = Annotated[
    list[Path] | None, typer.Option("--data-root", help="Further folder from which files may be read.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the result.")]


class _Options:
    """What was said before the command."""

    debug = False
    quiet = False
    verbose = False
    language = "en"


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="All notes of the stages.")] = False,
    language: Annotated[
        str, typer.Option("--language", help="Language of messages: de or en; default as the system.")
    ] = "",
) -> None:
    _Options.debug, _Options.quiet, _Options.verbose = debug, quiet, verbose
    system = os.environ.get("ENERGYPLAN_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    if language and language.lower() not in LANGUAGES:
        raise typer.BadParameter(phrase("one_of", names=", ".join(LANGUAGES)), param_hint="--language")
    _Options.language = "de" if (language or system).lower().startswith("de") else "en"


def main() -> None:
    """Run the command line; bad input ends with 2, a failed run with 1, neither with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console without "→" or "ä" shows "?" instead of failing
            stream.reconfigure(errors="replace")
    try:
        # Without its standalone mode click returns the code of an Exit instead of raising it.
        code = app(standalone_mode=False)
    except typer.Abort:
        sys.exit(FAILED)
    except EnergyplanError as error:
        _fail(error, error.in_language(_Options.language), error.exit_code)
    except KeyboardInterrupt:
        _print_error("stopped; nothing was written")
        sys.exit(130)
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):
            error.show()
            sys.exit(BAD_INPUT)
        _fail(
            error,
            f"unexpected fault ({type(error).__name__}): {error}\nCall again with --debug before the command and report it.",
            FAILED,
        )
    sys.exit(code if isinstance(code, int) else DONE)


def _fail(error: BaseException, message: str, code: int) -> None:
    if _Options.debug:
        raise error
    _print_error(message)
    sys.exit(code)


def _print_error(message: str) -> None:
    print(message, file=sys.stderr)


def _say(message: str) -> None:
    if not _Options.quiet:
        print(message)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show the stages as they pass, with the time used so far."""
    if _Options.quiet:
        yield lambda stage: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: list[Any] = []

        def begin(stage: str) -> None:
            for task in tasks:
                bar.stop_task(task)
                bar.update(task, total=1, completed=1)
            tasks.append(bar.add_task(stage, total=None))

        yield begin
        for task in tasks:
            bar.update(task, total=1, completed=1)


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="New folder.")]) -> None:
    """Make a project folder with the demo town and a scenario that runs."""
    from energyplan.io.demo import init_project

    scenario = init_project(folder)
    _say(f"Project folder {folder} is ready. Next: energyplan run {scenario}")


@app.command()
def check(path: Annotated[Path, typer.Argument(help="Scenario or municipality.")], data_root: DataRoots = None) -> None:
    """Check a scenario or a municipality and list every fault."""
    from energyplan.api import check as check_input

    report = check_input(path, data_roots=data_root or ())
    if report.faults:
        raise FaultError(report.faults)
    for note in report.notes:
        _say(printable(f"· {note.german if _Options.language == 'de' else note.english}"))
    rows = ", ".join(f"{name} {count}" for name, count in report.summary.items())
    _say(in_language(phrase("no_faults", rows=rows), _Options.language))


@app.command()
def run(
    scenario: Annotated[Path, typer.Argument(help="Scenario file.")],
    out: Out = None,
    stages: Annotated[
        str, typer.Option(help="Only these stages, separated by commas: heat,water,sources,network,supply.")
    ] = "",
    data_root: DataRoots = None,
) -> None:
    """Run a scenario: result folder with datasets, maps, tables and report."""
    from energyplan.api import run as run_scenario

    folder = out or Path("results") / scenario.stem
    wanted = [stage.strip() for stage in stages.split(",") if stage.strip()] or None
    with _progress() as progress:
        result = run_scenario(scenario, out=folder, stages=wanted, data_roots=data_root or (), progress=progress)
    if _Options.verbose:
        for note in result.run["notes"]:
            _say(f"· {note['german' if _Options.language == 'de' else 'english']}")
    for line in result.run.get("summary", []):
        _say(line)
    report = folder / "report.html"
    _say(f"Report: {report if report.exists() else folder}")


@app.command()
def sweep(
    file: Annotated[Path, typer.Argument(help="Sweep file.")],
    out: Out = None,
    workers: Annotated[int, typer.Option(help="Processes on this machine.")] = 1,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler.")] = None,
    data_root: DataRoots = None,
) -> None:
    """Run many scenarios; what is done already is kept."""
    from energyplan.batch import Outcome
    from energyplan.batch import sweep as run_sweep

    def report(outcome: Outcome, done: int, total: int) -> None:
        _say(
            f"[{done}/{total}] {outcome.name}: {outcome.status} {outcome.message.splitlines()[0] if outcome.message else ''}"
        )

    folder = out or Path("results") / file.stem
    outcomes = run_sweep(
        file, out=folder, workers=workers, scheduler=scheduler, data_roots=data_root or (), progress=report
    )
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    _say(f"{len(outcomes) - len(failed)} of {len(outcomes)} runs are in {folder}")
    if failed:
        raise typer.Exit(FAILED)


@app.command()
def compare(
    folders: Annotated[list[Path], typer.Argument(help="Result folders.")],
    csv: Annotated[Path | None, typer.Option(help="Write the table to this file.")] = None,
) -> None:
    """Show the indicators of several results side by side."""
    from energyplan.api import compare as compare_results

    table = compare_results(folders)
    if csv:
        table.reset_index().to_csv(csv, index=False)
        _say(f"Table: {csv}")
    else:
        _show(table.reset_index())


@app.command()
def report(folder: Annotated[Path, typer.Argument(help="Result folder.")]) -> None:
    """Render report and figures of a result again."""
    from energyplan.api import render_report

    _say(f"Report: {render_report(folder)}")


@app.command()
def synth(
    out: Annotated[Path, typer.Option("--out", help="New folder.")],
    buildings: Annotated[int, typer.Option(help="Number of buildings.", min=30, max=20_000)] = 300,
    seed: Annotated[int, typer.Option(help="The same seed makes the same town.")] = 1,
    name: Annotated[str, typer.Option(help="Name of the town.")] = "Musterstadt",
) -> None:
    """Make a town from nothing."""
    from energyplan.synth import write_town

    folder = write_town(buildings, seed, out, name=name)
    _say(f"Town: {folder}. Next: energyplan check {folder}")


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(help="scenario, municipality or sweep.")] = "scenario",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file.")] = None,
) -> None:
    """Print the JSON schema, with which an editor completes and checks the file."""
    import json

    from energyplan.core.errors import nearest

    schemas = {"scenario": _scenario_schema, "municipality": _municipality_schema, "sweep": _sweep_schema}
    if kind not in schemas:
        raise typer.BadParameter(in_language(nearest(kind, schemas), _Options.language))
    text = json.dumps(schemas[kind](), indent=2, ensure_ascii=False)
    if out is None:
        print(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FaultError([Fault("EP501", file=str(out), value=error.strerror)]) from None


def _scenario_schema() -> dict[str, Any]:
    from energyplan.scenario import scenario_schema

    return scenario_schema()


def _municipality_schema() -> dict[str, Any]:
    from energyplan.io.settings import MunicipalitySettings

    return MunicipalitySettings.model_json_schema()


def _sweep_schema() -> dict[str, Any]:
    from energyplan.batch import Sweep

    return Sweep.model_json_schema()


@app.command()
def catalogue(
    name: Annotated[str, typer.Argument(help="Table, or technologies; default: the list of tables.")] = "",
    csv: Annotated[Path | None, typer.Option(help="Write the numbers to this file.")] = None,
) -> None:
    """Show the numbers of the catalogue with unit, year and source."""
    from energyplan.api import catalogue_table

    table = catalogue_table(name)
    if csv:
        table.to_csv(csv, index=False)
        _say(f"Table: {csv}")
    else:
        _show(table)


@app.command()
def doctor() -> None:
    """Check versions, solver and data of this installation."""
    from energyplan.api import examine

    findings = examine()
    for finding in findings:
        _say(f"{'ok  ' if finding.fits else 'FAIL'} {finding.subject}: {finding.found}")
    if not all(finding.fits for finding in findings):
        raise typer.Exit(FAILED)


def _show(table: Any) -> None:
    """Print a table as wide as the terminal allows."""
    from rich.console import Console
    from rich.table import Table

    console = Console() if sys.stdout.isatty() else Console(width=180)
    shown = Table()
    for column in table.columns:
        shown.add_column(str(column), overflow="fold")
    for row in table.itertuples(index=False):
        shown.add_row(
            *(
                "" if value is None or value != value else f"{value:.6g}" if isinstance(value, float) else str(value)
                for value in row
            )
        )
    console.print(shown)

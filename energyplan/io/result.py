"""What is a result, and how is its folder written at once and read back whole?

The folder is made beside its place and renamed when everything is in it; `run.json` holds the SHA-256 of every data
file, so that a damaged or changed one is noticed when the result is opened.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from energyplan.core.errors import EnergyplanError, Fault, FaultError, raise_faults
from energyplan.core.schema import strip_units, to_border
from energyplan.io.provenance import sha256

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import xarray as xr

RESULTS_FILE, MAPS_FILE, PLAN_FOLDER, RUN_FILE = "results.nc", "maps.gpkg", "plan", "run.json"
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Result:
    """What a run returns.

    Attributes
    ----------
    tree : xarray.DataTree
        Groups heat, water, sources, network, supply, indicators.
    maps : dict of str to GeoDataFrame
        Layers of `maps.gpkg`.
    plan : dict of str to DataFrame
        Tables of the heat planning act.
    run : dict
        Name, language, versions, input hashes, durations, notes, solver status.
    folder : pathlib.Path or None
        Where it lies, once written or read.
    """

    tree: xr.DataTree
    maps: dict[str, gpd.GeoDataFrame]
    plan: dict[str, pd.DataFrame]
    run: dict[str, Any] = field(default_factory=dict)
    folder: Path | None = None


class StoreError(EnergyplanError):
    """The result could not be written."""


def write_result(
    result: Result,
    folder: str | Path,
    *,
    render: Callable[[Result, Path], object] | None = None,
    style: Callable[[str, gpd.GeoDataFrame], str | None] | None = None,
) -> Path:
    """Write `result` as a folder, replacing an older one when the new one is whole.

    Parameters
    ----------
    result : Result
    folder : path
    render : callable, optional
        Called with the result and the scratch folder; writes report and figures into it.
    style : callable, optional
        Returns the QGIS style (QML) of a layer of the maps.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    StoreError
        If the folder cannot be written; an older result stays as it was.
    FaultError
        EP501 if `folder` exists and is not a result of ours.
    """
    folder = Path(folder).resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / RUN_FILE).exists():
        raise FaultError([Fault("EP501", file=str(folder), expected=f"a new or empty folder, or one with {RUN_FILE}")])
    try:
        with _scratch_folder(folder) as scratch:
            _write_tree(result.tree, scratch / RESULTS_FILE)
            _write_maps(result.maps, scratch / MAPS_FILE, style)
            _write_plan(result.plan, scratch / PLAN_FOLDER)
            if render is not None:
                render(result, scratch)
            _write_run(result.run, scratch)
            _replace(folder, scratch)
    except OSError as error:
        raise StoreError(f"EP501 {folder}: {error.strerror or error}") from error
    return folder


@contextlib.contextmanager
def _scratch_folder(folder: Path) -> Iterator[Path]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _replace(folder: Path, scratch: Path) -> None:
    scratch.chmod(0o755)
    old = folder.with_name(f".{folder.name}-old")
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
    scratch.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _write_tree(tree: xr.DataTree, path: Path) -> None:
    encoding = {
        node.path: {
            name: {"zlib": True, "complevel": 4, "shuffle": True}
            for name, array in node.to_dataset(inherit=False).variables.items()
            if array.dtype.kind in "fi" and array.size > 1
        }
        for node in tree.subtree
    }
    tree.to_netcdf(path, engine="netcdf4", encoding=encoding)


def _write_maps(
    maps: dict[str, gpd.GeoDataFrame], path: Path, style: Callable[[str, gpd.GeoDataFrame], str | None] | None
) -> None:
    import pyogrio

    styles = {}
    for name, layer in maps.items():
        table = to_border(layer).reset_index()
        pyogrio.write_dataframe(table, path, layer=name, driver="GPKG", append=path.exists(), geometry_type="Unknown")
        qml = style(name, to_border(layer)) if style else None
        if qml:
            styles[name] = qml
    if styles:
        _write_styles(path, styles)


def _write_styles(path: Path, styles: dict[str, str]) -> None:
    """Add the table in which QGIS looks for the style of a layer."""
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,"
            " f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,"
            " owner TEXT, ui TEXT, update_time DATETIME)"
        )
        database.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,"
            " styleSLD, useAsDefault, description, owner, ui) VALUES ('', '', ?, 'geom', ?, ?, '', 1, 'energyplan', '', '')",
            [(name, name, qml) for name, qml in styles.items()],
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('layer_styles', 'attributes', 'layer_styles')"
        )


def _write_plan(plan: dict[str, pd.DataFrame], folder: Path) -> None:
    folder.mkdir()
    for name, table in plan.items():
        _as_text_cells(table).to_csv(folder / f"{name}.csv", index=False, float_format="%.12g", encoding="utf-8")


def _as_text_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with texts that a spreadsheet would run as formula quoted."""
    safe = table.copy()
    for column in safe.columns:
        if safe[column].dtype == object or str(safe[column].dtype).startswith("str"):
            safe[column] = [f"'{v}" if isinstance(v, str) and v.startswith(_FORMULA_START) else v for v in safe[column]]
    return safe


def _write_run(run: dict[str, Any], scratch: Path) -> None:
    files = sorted(path for path in scratch.rglob("*") if path.is_file())
    hashes = {str(path.relative_to(scratch)): sha256(path) for path in files}
    text = json.dumps({**run, "files": hashes}, indent=2, ensure_ascii=False, default=str)
    (scratch / RUN_FILE).write_text(text, encoding="utf-8")


def read_result(folder: str | Path) -> Result:
    """Read a result folder back.

    Parameters
    ----------
    folder : path

    Returns
    -------
    Result

    Raises
    ------
    FaultError
        EP120 if it is no result; EP502 for every file that is missing or was changed since the run.
    """
    import pyogrio
    import xarray as xr

    folder = Path(folder).resolve()
    if not (folder / RUN_FILE).is_file():
        raise FaultError([Fault("EP120", file=str(folder / RUN_FILE), expected="the folder of a result")])
    run = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    raise_faults(_check_files(folder, run.get("files", {})))
    with xr.open_datatree(folder / RESULTS_FILE, engine="netcdf4") as tree:
        tree = tree.load()
    maps = _read_maps(folder / MAPS_FILE, pyogrio) if (folder / MAPS_FILE).exists() else {}
    plan = {path.stem: _read_table(path) for path in sorted((folder / PLAN_FOLDER).glob("*.csv"))}
    return Result(tree, maps, plan, run, folder)


def _read_table(path: Path) -> pd.DataFrame:
    """Return a table of the plan; its first column holds names, and the block "007" stays that."""
    import pandas as pd

    return pd.read_csv(path, dtype={0: str}, keep_default_na=True)


def _check_files(folder: Path, hashes: dict[str, str]) -> list[Fault]:
    data = {name: value for name, value in hashes.items() if Path(name).suffix in (".nc", ".gpkg", ".csv")}
    return [
        Fault(
            "EP502",
            file=name,
            value="missing" if not (folder / name).is_file() else "changed",
            expected=value[:12],
        )
        for name, value in data.items()
        if not (folder / name).is_file() or sha256(folder / name) != value
    ]


def _read_maps(path: Path, pyogrio: Any) -> dict[str, gpd.GeoDataFrame]:
    names = [str(name) for name, kind in pyogrio.list_layers(path) if name != "layer_styles" and kind is not None]
    maps = {}
    for name in names:
        layer = pyogrio.read_dataframe(path, layer=name)
        maps[name] = strip_units(layer.set_index(layer.columns[0]))
    return maps

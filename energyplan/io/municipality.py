"""What is a municipality inside the package, and how is its folder written?"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from energyplan.core.notes import Note
from energyplan.core.schema import LAYERS, to_border

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import xarray as xr

SETTINGS_FILE = "municipality.yaml"
LAYERS_FILE = "municipality.gpkg"


@dataclass(frozen=True)
class Municipality:
    """Validated layers and series of one municipality.

    Attributes
    ----------
    name : str
    crs : str
        Projected reference system of all layers, such as "EPSG:25832".
    reference_year : int
        Year that the layers describe.
    population : float or None
    layers : dict of str to GeoDataFrame or DataFrame
        Internal column names, indexed by id; only the layers that are there.
    weather : xarray.Dataset or None
        Dims `time` (8760 h); see :mod:`energyplan.io.weather`.
    series : dict of str to xarray.DataArray
        Further hourly series by quantity, such as "electricity_price", "rain", "water_temperature".
    settings : dict
        What `municipality.yaml` says.
    notes : tuple of Note
        Conversions and repairs made while reading.
    """

    name: str
    crs: str
    reference_year: int
    layers: dict[str, gpd.GeoDataFrame]
    population: float | None = None
    weather: xr.Dataset | None = None
    series: dict[str, xr.DataArray] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def buildings(self) -> gpd.GeoDataFrame:
        """The building layer."""
        return self.layers["buildings"]

    @property
    def streets(self) -> gpd.GeoDataFrame:
        """The street layer."""
        return self.layers["streets"]


def write_municipality(town: Municipality, folder: str | Path, *, extra_files: dict[str, str] | None = None) -> Path:
    """Write `town` as an input folder: `municipality.yaml`, `municipality.gpkg`, one CSV file per series.

    Parameters
    ----------
    town : Municipality
        `settings` is written as it stands, completed with name, CRS, year, population and the files.
    folder : path
        Replaced when everything is written.
    extra_files : dict of str to str, optional
        Further text files: name → content.

    Returns
    -------
    pathlib.Path
        The folder.
    """
    folder = Path(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, layer in town.layers.items():
            _write_layer(layer, scratch / LAYERS_FILE, name, town.crs)
        files = {name: _write_series(array, scratch) for name, array in town.series.items()}
        for name, content in (extra_files or {}).items():
            (scratch / name).write_text(content, encoding="utf-8")
        _write_settings(town, files, scratch / SETTINGS_FILE)
        if folder.exists():
            shutil.rmtree(folder)
        scratch.chmod(0o755)
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return folder


def _write_layer(layer: gpd.GeoDataFrame | pd.DataFrame, path: Path, name: str, crs: str) -> None:
    import geopandas as gpd
    import pyogrio

    schema = LAYERS[name]
    table = to_border(layer, schema).rename_axis(schema.key).reset_index()
    if "geometry" in table:
        table = gpd.GeoDataFrame(table, geometry="geometry", crs=crs)
    pyogrio.write_dataframe(table, path, layer=name, driver="GPKG", append=path.exists())


def _write_series(array: xr.DataArray, folder: Path) -> str:
    """Write one series in UTC+1 with the unit in the header; return the file name."""
    import pandas as pd

    from energyplan.core.vocabulary import quantity

    name = str(array.name)
    frame = array.to_series().rename(quantity(name).border_name).to_frame()
    frame.index = pd.DatetimeIndex(frame.index).strftime("%Y-%m-%dT%H:%M+01:00")
    frame.index.name = "time"
    frame.to_csv(folder / f"{name}.csv", float_format="%.6g")
    return f"{name}.csv"


def _write_settings(town: Municipality, files: dict[str, str], path: Path) -> None:
    from ruamel.yaml import YAML

    settings = {
        **town.settings,
        "name": town.name,
        "crs": town.crs,
        "reference_year": town.reference_year,
        "population": town.population,
        "layers": {"file": LAYERS_FILE},
        "series": {name: {"file": file} for name, file in files.items()},
    }
    yaml = YAML()
    yaml.default_flow_style = False
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(json.loads(json.dumps(settings)), file)

"""How does an input folder become a municipality, with every fault found in one pass?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from energyplan.core.errors import Fault, FaultError, raise_faults
from energyplan.core.notes import Note
from energyplan.core.schema import LAYERS, Schema, check_table
from energyplan.io.geometry import check_crs, check_overlaps, check_places, check_shapes, to_metric
from energyplan.io.layers import list_layers, read_layer
from energyplan.io.municipality import SETTINGS_FILE, Municipality
from energyplan.io.references import check_references
from energyplan.io.roots import allowed_roots, resolve_path
from energyplan.io.series import read_series
from energyplan.io.settings import LayerFile, MunicipalitySettings
from energyplan.io.validation import validate
from energyplan.io.weather import read_test_reference_year
from energyplan.io.yaml_file import read_yaml

if TYPE_CHECKING:
    import geopandas as gpd
    import xarray as xr


def read_municipality(path: str | Path, *, data_roots: Iterable[str | Path] = ()) -> Municipality:
    """Read and check a municipality.

    Parameters
    ----------
    path : path
        The input folder, or a YAML file such as `municipality.yaml`.
    data_roots : iterable of path
        Further folders from which files may be read; also those of `$ENERGYPLAN_DATA`.

    Returns
    -------
    Municipality
        Metric coordinates, internal column names, indexed by id.

    Raises
    ------
    FaultError
        With every fault of all layers and series.
    """
    path = Path(path)
    path = path / SETTINGS_FILE if path.is_dir() else path
    document = read_yaml(path)
    settings = validate(MunicipalitySettings, document)
    roots = allowed_roots(path.parent, data_roots=data_roots)
    reader = _Reader(path.parent, roots, settings)
    layers = reader.layers()
    series = reader.series()
    raise_faults(reader.faults)
    layers = reader.checked(layers)
    raise_faults(reader.faults)
    crs = layers["buildings"].crs
    return Municipality(
        name=settings.name, crs=crs.to_string(), reference_year=settings.reference_year, layers=layers,
        population=settings.population, weather=_weather(settings, layers["buildings"]), series=series,
        settings=document.data, notes=tuple([*reader.notes, *_warnings(reader.faults)]),
    )  # fmt: skip


class _Reader:
    """Collects the faults and notes of one reading."""

    def __init__(self, folder: Path, roots: tuple[Path, ...], settings: MunicipalitySettings):
        self.folder, self.roots, self.settings = folder, roots, settings
        self.faults: list[Fault] = []
        self.notes: list[Note] = []

    def layers(self) -> dict[str, gpd.GeoDataFrame]:
        """Read every layer that the settings name and every known layer of the common file."""
        found = {}
        for name, schema in LAYERS.items():
            how = self.settings.layers.own.get(name)
            path = self._file(name, how)
            if path is None and schema.required:
                self.faults.append(Fault("EP118", key=f"layers.{name}", expected="file"))
            if path is not None:
                layer = self._collect(read_layer, path, schema, how or LayerFile())
                if layer is not None:
                    found[name] = layer
        return found

    def _file(self, name: str, how: LayerFile | None) -> Path | None:
        common = self.settings.layers.file
        given = (how.file if how else "") or common
        if not given:
            return None
        path: Path | None = self._resolve(given, f"layers.{name}")
        if path is None or (how is not None and (how.file or how.layer)):
            return path
        names = self._names(path)
        return path if name in names or LAYERS[name].required or how is not None else None

    def _names(self, path: Path) -> list[str]:
        try:
            return list_layers(path)
        except FaultError as error:
            self._add(error.faults)
            return []

    def _resolve(self, given: str, key: str) -> Path | None:
        try:
            return resolve_path(given, self.folder, self.roots, key=key)
        except FaultError as error:
            self._add(error.faults)
            return None

    def _collect(self, read: Any, *arguments: Any) -> Any:
        try:
            layer, notes = read(*arguments)
        except FaultError as error:
            self._add(error.faults)
            return None
        self.notes.extend(notes)
        return layer

    def _add(self, faults: Iterable[Fault]) -> None:
        self.faults.extend(fault for fault in faults if fault not in self.faults)

    def series(self) -> dict[str, xr.DataArray]:
        """Read every series of the settings."""
        found = {}
        for name, how in self.settings.series.items():
            path = self._resolve(how.file, f"series.{name}.file")
            if path is None:
                continue
            try:
                found[name] = read_series(
                    path,
                    name,
                    column=how.column,
                    time_column=how.time_column,
                    time_zone=how.time_zone,
                    repair=how.repair,
                )
            except FaultError as error:
                self._add(error.faults)
        return found

    def checked(self, layers: dict[str, gpd.GeoDataFrame]) -> dict[str, gpd.GeoDataFrame]:
        """Check tables, geometry, place and references; bring all layers to one metric system."""
        for name, layer in layers.items():
            self._add(check_table(layer, LAYERS[name]))
            if LAYERS[name].geometry:
                self._add(self._check_geometry(layer, LAYERS[name]))
        raise_faults(self.faults)
        layers = self._metric(layers)
        self._add([*check_places(layers), *check_references(layers), *check_overlaps(layers["buildings"])])
        return layers

    def _check_geometry(self, layer: gpd.GeoDataFrame, schema: Schema) -> list[Fault]:
        if "geometry" not in layer:
            return [Fault("EP308", layer=schema.name, expected=" | ".join(schema.geometry))]
        return [*check_crs(layer, schema.name), *check_shapes(layer, schema)]

    def _metric(self, layers: dict[str, gpd.GeoDataFrame]) -> dict[str, gpd.GeoDataFrame]:
        buildings, notes = to_metric(layers["buildings"], "buildings", self.settings.crs)
        self.notes.extend(notes)
        metric = {"buildings": buildings}
        for name, layer in layers.items():
            if name != "buildings" and LAYERS[name].geometry:
                metric[name], notes = to_metric(layer, name, buildings.crs.to_string())
                self.notes.extend(notes)
            elif name != "buildings":
                metric[name] = layer
        return metric


def _warnings(faults: list[Fault]) -> list[Note]:
    return [Note("io", "warning", fault.describe("en"), fault.describe("de"), 1, (fault.row,)) for fault in faults]


def _weather(settings: MunicipalitySettings, buildings: gpd.GeoDataFrame) -> xr.Dataset:
    region = settings.weather.test_reference_year
    if region == "auto":
        region = region_of(buildings)
    return read_test_reference_year(int(region), settings.reference_year)


def region_of(buildings: gpd.GeoDataFrame) -> int:
    """Return the test reference region in which the middle of the buildings lies.

    Raises
    ------
    FaultError
        EP311 if it lies in none (outside Germany).
    """
    from demandlib.vdi import find_try_region
    from pyproj import Transformer

    west, south, east, north = buildings.total_bounds
    place = Transformer.from_crs(buildings.crs, "EPSG:4326", always_xy=True).transform(
        (west + east) / 2, (south + north) / 2
    )
    try:
        return int(find_try_region(*place))
    except IndexError:
        where = f"{place[0]:.3f}° E, {place[1]:.3f}° N"
        raise FaultError([Fault("EP311", key="weather.test_reference_year", value=where, expected="Germany")]) from None

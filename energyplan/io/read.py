"""How does an input folder become a municipality, with every fault found in one pass?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from energyplan.core.errors import Fault, FaultError, raise_faults
from energyplan.core.messages import phrase
from energyplan.core.notes import Note
from energyplan.core.schema import LAYERS, Schema, check_table
from energyplan.io.crs import check_crs, check_target, to_metric
from energyplan.io.geometry import check_buildings, check_overlaps, check_places, check_shapes
from energyplan.io.layers import find_layer, has_shapes, list_layers, read_layer
from energyplan.io.municipality import SETTINGS_FILE, Municipality
from energyplan.io.references import check_catalogue_names, check_references
from energyplan.io.roots import allowed_roots, resolve_path
from energyplan.io.series import read_series
from energyplan.io.settings import LayerFile, MunicipalitySettings
from energyplan.io.text_file import is_folder
from energyplan.io.validation import validate
from energyplan.io.weather import read_test_reference_year
from energyplan.io.yaml_file import Document, KeyPath, read_yaml

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import xarray as xr

NO_DATA = ("layer_styles", "qgis_projects")


def read_municipality(
    path: str | Path, *, data_roots: Iterable[str | Path] = (), with_weather: bool = True
) -> Municipality:
    """Read and check a municipality.

    Parameters
    ----------
    path : path
        The input folder, or a YAML file such as `municipality.yaml`.
    data_roots : iterable of path
        Further folders from which files may be read; also those of `$ENERGYPLAN_DATA`.
    with_weather : bool
        Read the weather, too; without it only its region is looked up.

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
    path = path / SETTINGS_FILE if is_folder(path) else path
    document = read_yaml(path)
    settings, faults = _settings(document)
    if settings is None:
        raise FaultError(faults)
    reader = _Reader(document, allowed_roots(path.parent, data_roots=data_roots), settings)
    reader.faults.extend(faults)
    layers, series = reader.layers(), reader.series()
    layers = reader.checked(layers)
    raise_faults(reader.faults)
    region, crs = _region(settings, layers["buildings"], document), layers["buildings"].crs
    weather = read_test_reference_year(region, settings.reference_year) if with_weather else None
    return Municipality(
        name=settings.name, crs=crs.to_string(), reference_year=settings.reference_year, layers=layers,
        population=settings.population, weather=weather, series=series,
        settings=document.data, notes=tuple([*reader.notes, *_warnings(reader.faults)]),
    )  # fmt: skip


def _settings(document: Document) -> tuple[MunicipalitySettings | None, list[Fault]]:
    """Return the settings with their faults; keys that have some are left out so that the data can be checked, too."""
    try:
        return validate(MunicipalitySettings, document), []
    except FaultError as error:
        wrong = {fault.key.split(".")[0] for fault in error.faults}
        stand_in = {"name": "?", "reference_year": 2025}
        usable = {key: value for key, value in document.data.items() if key not in wrong}
        if "layers" in wrong:
            return None, list(error.faults)
        rest = Document(document.path, {**stand_in, **usable}, document.places)
        return validate(MunicipalitySettings, rest), list(error.faults)


class _Reader:
    """Collects the faults and notes of one reading."""

    def __init__(self, document: Document, roots: tuple[Path, ...], settings: MunicipalitySettings):
        self.document, self.roots, self.settings = document, roots, settings
        self.folder = document.path.parent
        self.faults: list[Fault] = []
        self.notes: list[Note] = []

    def layers(self) -> dict[str, gpd.GeoDataFrame]:
        """Read every layer that the settings name and every known layer of the common file."""
        common = self.settings.layers.file
        path = self._resolve(common, ("layers", "file")) if common else None
        names = [] if path is None else self._names(path)
        found = {}
        for name, schema in LAYERS.items():
            how = self.settings.layers.own.get(name)
            if how is not None and how.file:
                own = self._resolve(how.file, ("layers", name, "file"))
            else:
                wanted = schema.required or how is not None or find_layer(name, names) is not None
                own = path if wanted and names else None
                if schema.required and not common:
                    self._add([self.document.fault("EP118", ("layers",), expected=f"layers.{name}.file")])
            layer = None if own is None else self._collect(own, schema, how or LayerFile())
            if layer is not None:
                found[name] = layer
        self._note_ignored(names, common)
        return found

    def _names(self, path: Path) -> list[str]:
        try:
            return list_layers(path)
        except FaultError as error:
            self._add(error.faults)
            return []

    def _note_ignored(self, names: list[str], file: str) -> None:
        own = [how.layer for how in self.settings.layers.own.values() if how.layer]
        ignored = [name for name in names if not any(find_layer(name, [known]) for known in (*LAYERS, *own, *NO_DATA))]
        if ignored:
            listed = ", ".join(ignored[:20])
            self.notes.append(
                Note("io", "unused", f"{file}: {len(ignored)} layers are not used: {listed}.",
                     f"{file}: {len(ignored)} Layer werden nicht verwendet: {listed}.", len(ignored), tuple(ignored[:20]))
            )  # fmt: skip

    def _resolve(self, given: str, keys: KeyPath) -> Path | None:
        try:
            return resolve_path(given, self.folder, self.roots)
        except FaultError as error:
            self._add(self.document.located(error, keys))
            return None

    def _collect(self, path: Path, schema: Schema, how: LayerFile) -> gpd.GeoDataFrame | None:
        try:
            layer, notes = read_layer(path, schema, how)
        except FaultError as error:
            self._add([self._in_settings(fault, schema.name) for fault in error.faults])
            return None
        self.notes.extend(notes)
        return layer

    def _in_settings(self, fault: Fault, layer: str) -> Fault:
        """Return a fault of the settings of a layer with file and line."""
        if not fault.key:
            return fault
        part, _, name = fault.key.partition(".")
        keys = ("layers", layer, part, name) if name else ("layers", layer, part)
        return self.document.fault(fault.code, keys, fault.value, fault.expected)

    def _add(self, faults: Iterable[Fault]) -> None:
        self.faults.extend(fault for fault in faults if fault not in self.faults)

    def series(self) -> dict[str, xr.DataArray]:
        """Read every series of the settings."""
        found = {}
        for name, how in self.settings.series.items():
            path = self._resolve(how.file, ("series", name, "file"))
            if path is None:
                continue
            try:
                found[name] = read_series(
                    path, name, column=how.column, time_column=how.time_column, time_zone=how.time_zone, repair=how.repair
                )  # fmt: skip
            except FaultError as error:
                self._add(self.document.located(error, ("series", name)))
        return found

    def checked(self, layers: dict[str, gpd.GeoDataFrame]) -> dict[str, gpd.GeoDataFrame]:
        """Check tables, geometry, place and references; bring all layers to one metric system."""
        sound = {}
        for name, layer in layers.items():
            self._add(_check_content(layer, LAYERS[name]))
            faults = _check_geometry(layer, LAYERS[name]) if LAYERS[name].geometry else []
            self._add(faults)
            if not faults and len(layer):
                sound[name] = layer
        self._add(check_references(layers))
        if "buildings" not in sound or not self._target_fits(sound["buildings"]):
            return layers
        metric = self._metric(sound)
        self._add([*check_places(metric), *check_buildings(metric["buildings"])])
        self._add(check_overlaps(metric["buildings"]))
        return metric

    def _target_fits(self, buildings: gpd.GeoDataFrame) -> bool:
        crs = self.settings.crs
        expected = check_target(crs, buildings) if crs else ""
        if expected:
            self._add([self.document.fault("EP303", ("crs",), crs, expected)])
        return not expected

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


def _check_content(layer: pd.DataFrame, schema: Schema) -> list[Fault]:
    """Return the faults of a table against its schema and the names in it that the catalogue does not know."""
    return [*check_table(layer, schema), *check_catalogue_names(layer, schema.name)]


def _check_geometry(layer: gpd.GeoDataFrame, schema: Schema) -> list[Fault]:
    if not has_shapes(layer):
        return [Fault("EP308", layer=schema.name, expected=" | ".join(schema.geometry))]
    if layer.empty:
        return []
    return [*check_crs(layer, schema.name), *check_shapes(layer, schema)]


def _warnings(faults: list[Fault]) -> list[Note]:
    return [Note("io", "warning", fault.describe("en"), fault.describe("de"), 1, (fault.row,)) for fault in faults]


def _region(settings: MunicipalitySettings, buildings: gpd.GeoDataFrame, document: Document) -> int:
    region = settings.weather.test_reference_year
    try:
        return region_of(buildings) if region == "auto" else int(region)
    except FaultError as error:
        raise FaultError(document.located(error)) from None


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
        where = phrase("position", longitude=f"{place[0]:.3f}", latitude=f"{place[1]:.3f}")
        expected = phrase("in_germany_or_region")
        raise FaultError([Fault("EP311", key="weather.test_reference_year", value=where, expected=expected)]) from None

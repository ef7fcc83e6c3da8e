"""How is one layer read from its file, with the columns that energyplan knows?"""

from __future__ import annotations

import difflib
import math
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from energyplan.core.errors import Fault, FaultError, nearest, raise_faults
from energyplan.core.messages import phrase
from energyplan.core.notes import Note
from energyplan.core.schema import Column, Schema
from energyplan.core.schema.table import may_be_numbers
from energyplan.io.csv_file import read_csv
from energyplan.io.geometry import normalise
from energyplan.io.settings import LayerFile
from energyplan.io.text_file import require_file

if TYPE_CHECKING:
    import geopandas as gpd

MAXIMUM_BYTES = 4_000_000_000
MAXIMUM_CSV_BYTES = 50_000_000
MAXIMUM_ROWS = 5_000_000
GENERATE = "generate"
_MAGIC = b"SQLite format 3\x00"
_GEOMETRY = "geometry"
_TRUTH = {"true": True, "false": False}
_ALIKE = 0.85


def list_layers(path: Path) -> list[str]:
    """Return the names of the layers of a GeoPackage.

    Raises
    ------
    FaultError
        EP120 no file, EP112 too large, EP316 no GeoPackage, or one of which the end is missing.
    """
    import pyogrio

    require_file(path, kind="GeoPackage", maximum_bytes=MAXIMUM_BYTES)
    with path.open("rb") as file:
        header = file.read(100)
    # bytes 16 to 18 and 28 to 32 of the header of SQLite: size and number of the pages
    page, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
    whole = (65536 if page == 1 else page) * pages
    if not header.startswith(_MAGIC) or path.stat().st_size < whole:
        raise FaultError([Fault("EP316", file=str(path), expected="GeoPackage (SQLite)")])
    try:
        return [str(name) for name, _ in pyogrio.list_layers(path)]
    except (pyogrio.errors.DataSourceError, RuntimeError, ValueError) as error:
        raise FaultError([Fault("EP316", file=str(path), value=str(error))]) from None


def find_layer(name: str, names: Iterable[str]) -> str | None:
    """Return how `name` is written among `names`; small and capital letters are alike, as in SQLite."""
    names = list(names)
    folded = {candidate.casefold(): candidate for candidate in names}
    return name if name in names else folded.get(name.casefold())


def read_layer(path: Path, schema: Schema, how: LayerFile) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Read one layer and return it with internal column names, indexed by id.

    Parameters
    ----------
    path : pathlib.Path
        GeoPackage, or CSV for a table without geometry.
    schema : Schema
    how : LayerFile
        Layer name, id column, column names and values of the file.

    Raises
    ------
    FaultError
        EP222 no such layer, EP219 no such column, EP101, EP106 and EP220 for what the settings say of it (`key` names
        where), EP221 two columns for one thing; EP112, EP120, EP121, EP316 for the file.
    """
    is_csv = path.suffix.lower() == ".csv"
    table = (
        read_csv(path, maximum_bytes=MAXIMUM_CSV_BYTES) if is_csv else _read_geopackage(path, how.layer or schema.name)
    )
    raise_faults(_check_settings(table, schema, how))
    notes = _note_unused(table, schema, how)
    table = _rename(table, schema, how)
    table, more = _set_index(table, schema, how)
    for name, mapping in how.values.items():
        column = _column(schema, name).name
        if column in table:
            table[column] = table[column].map(lambda value, mapping=mapping: mapping.get(_as_text(value) or "", value))
    for name, constant in how.constants.items():
        table[_column(schema, name).name] = constant
    notes = [*notes, *more]
    if schema.geometry and has_shapes(table):
        table, more = normalise(table, schema)
        notes = [*notes, *more]
    return _convert(table, schema), notes


def has_shapes(table: pd.DataFrame) -> bool:
    """Tell whether a table comes with a column of geometries."""
    import geopandas as gpd

    return isinstance(table, gpd.GeoDataFrame) and table.active_geometry_name == _GEOMETRY


def _read_geopackage(path: Path, layer: str) -> gpd.GeoDataFrame:
    import pyogrio
    import pyproj
    import shapely

    names = list_layers(path)
    found = find_layer(layer, names)
    if found is None:
        raise FaultError([Fault("EP222", file=str(path), layer=layer, expected=nearest(layer, names))])
    errors = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError,
              pyogrio.errors.GeometryError, shapely.errors.ShapelyError, pyproj.exceptions.CRSError,
              RuntimeError, ValueError, OverflowError)  # fmt: skip
    try:
        rows = pyogrio.read_info(path, layer=found)["features"]
        if rows > MAXIMUM_ROWS:
            expected = phrase("entries_limit", limit=MAXIMUM_ROWS)
            raise FaultError([Fault("EP112", file=str(path), layer=layer, value=rows, expected=expected)])
        return pyogrio.read_dataframe(path, layer=found, force_2d=True)
    except errors as error:
        raise FaultError([Fault("EP316", file=str(path), layer=layer, value=str(error))]) from None


def _check_settings(table: pd.DataFrame, schema: Schema, how: LayerFile) -> list[Fault]:
    """Return what the settings of a layer say wrongly about its columns and values."""
    there = [str(name) for name in table.columns]
    faults = [*_check_names(schema, how), *_check_constants(schema, how)]
    for name, given in how.columns.items():
        if given == _GEOMETRY or find_layer(given, there) is None:
            faults.append(_wrong(f"columns.{name}", "EP219", given, nearest(given, _attributes(there))))
    twice = {given for given in how.columns.values() if list(how.columns.values()).count(given) > 1}
    faults += [_wrong("columns", "EP221", given, phrase("one_column")) for given in sorted(twice)]
    wanted = how.id or schema.key
    if wanted != GENERATE and (wanted == _GEOMETRY or find_layer(wanted, there) is None):
        hint = phrase("column_or_generate", column=wanted, hint=nearest(wanted, _attributes(there)))
        faults.append(_wrong("id", "EP219", how.id or None, hint))
    return faults


def _wrong(key: str, code: str, value: object, expected: str) -> Fault:
    return Fault(code, key=key, value=value, expected=expected)


def _attributes(names: list[str]) -> list[str]:
    return [name for name in names if name != _GEOMETRY]


def _check_names(schema: Schema, how: LayerFile) -> list[Fault]:
    valid = [column.border_name for column in schema.columns]
    given = [("columns", name) for name in how.columns]
    given += [("values", name) for name in how.values] + [("constants", name) for name in how.constants]
    return [
        _wrong(f"{part}.{name}", "EP101", None, nearest(name, valid))
        for part, name in given
        if schema.column(name) is None
    ]


def _check_constants(schema: Schema, how: LayerFile) -> list[Fault]:
    kinds: dict[str, tuple[type, str]] = {"text": (str, "text"), "boolean": (bool, "truth")}
    faults = []
    for name, value in how.constants.items():
        column = schema.column(name)
        if column is None:
            continue
        kind, said = kinds.get(column.kind, (float, "number"))
        if type(value) is not kind:
            faults.append(_wrong(f"constants.{name}", "EP106", value, phrase(said)))
        elif column.allowed and value not in column.allowed:
            faults.append(_wrong(f"constants.{name}", "EP220", value, nearest(str(value), column.allowed)))
    return faults


def _column(schema: Schema, name: str) -> Column:
    return schema.column(name) or Column(name)


def _internal_names(table: pd.DataFrame, schema: Schema, how: LayerFile) -> dict[str, str]:
    """Return column of the file → internal name: as the settings say, else by name, capital letters or not."""
    there = [str(name) for name in table.columns if name != _GEOMETRY]
    given = {str(find_layer(file, there)): _column(schema, name).name for name, file in how.columns.items()}
    known = {text.casefold(): column.name for column in schema.columns for text in (column.name, column.border_name)}
    by_name = {
        name: known[name.casefold()]
        for name in there
        if name.casefold() in known and known[name.casefold()] not in given.values()
    }
    return {**by_name, **given}


def _note_unused(table: pd.DataFrame, schema: Schema, how: LayerFile) -> list[Note]:
    """Return a note on columns that nearly have the name of a known one: most likely they were meant to be used."""
    used = _internal_names(table, schema, how)
    known = {c.border_name.casefold(): c for c in schema.columns if c.name not in used.values()}
    names = {column.name.casefold() + "_": column for column in known.values()}
    notes = []
    for name in [str(name) for name in table.columns if str(name) not in used]:
        near = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=_ALIKE)
        meant = known[near[0]] if near else next((c for p, c in names.items() if name.casefold().startswith(p)), None)
        if meant is not None and name not in (schema.key, how.id, _GEOMETRY):
            notes.append(Note(
                "io", "unused", f"Layer {schema.name}: column {name} is not used; did you mean {meant.border_name}?",
                f"Layer {schema.name}: Spalte {name} wird nicht verwendet; meinten Sie {meant.border_name}?", 1, (name,),
            ))  # fmt: skip
    return notes


def _rename(table: pd.DataFrame, schema: Schema, how: LayerFile) -> pd.DataFrame:
    """Give the columns their internal names; the id stays, and a column that stands for a known one is replaced by it."""
    names = _internal_names(table, schema, how)
    wanted = find_layer(how.id or schema.key, map(str, table.columns))
    doubled = {name for name in names.values() if list(names.values()).count(name) > 1}
    raise_faults(
        [Fault("EP221", layer=schema.name, column=_column(schema, name).border_name,
               value=", ".join(file for file, internal in names.items() if internal == name),
               expected=phrase("one_column")) for name in sorted(doubled)]
    )  # fmt: skip
    hidden = [str(c) for c in table.columns if str(c) in names.values() and str(c) not in names]
    table = table.drop(columns=[c for c in hidden if c not in (wanted, _GEOMETRY)])
    if wanted in names:
        table = table.assign(**{names.pop(wanted): table[wanted]})
    return table.rename(columns=names)


def _set_index(table: pd.DataFrame, schema: Schema, how: LayerFile) -> tuple[pd.DataFrame, list[Note]]:
    if (how.id or schema.key) == GENERATE:
        ids = [f"{schema.name}-{number:05d}" for number in range(1, len(table) + 1)]
        note = Note(
            "io", "generated", f"Layer {schema.name}: {len(ids)} ids generated from the order of the rows.",
            f"Layer {schema.name}: {len(ids)} Kennungen aus der Reihenfolge der Zeilen erzeugt.", len(ids),
        )  # fmt: skip
        return table.set_index(pd.Index(ids, name=schema.key)), [note]
    column = find_layer(how.id or schema.key, map(str, table.columns))
    texts = [_as_text(value) for value in table[column]]
    clean = [text and unicodedata.normalize("NFC", text.strip()) for text in texts]
    changed = [text for text, id_ in zip(texts, clean, strict=True) if text != id_]
    notes = [] if not changed else [Note(
        "io", "cleaned", f"Layer {schema.name}: blanks or composed letters made uniform in {len(changed)} ids.",
        f"Layer {schema.name}: Leerzeichen oder zusammengesetzte Buchstaben in {len(changed)} Kennungen vereinheitlicht.",
        len(changed), tuple(str(text) for text in changed[:20]),
    )]  # fmt: skip
    return table.drop(columns=column).set_index(pd.Index(clean, name=schema.key, dtype=object)), notes


def _as_text(value: object) -> str | None:
    """Return an id as text; 17.0 of a column with gaps is "17" again."""
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _convert(table: pd.DataFrame, schema: Schema) -> gpd.GeoDataFrame:
    """Turn number columns into floats where every value is one; what is not stays for the check to name."""
    for column in schema.columns:
        if column.name not in table:
            continue
        values: pd.Series[Any] = table[column.name]
        if column.kind in ("number", "integer") and may_be_numbers(values):
            numbers = pd.to_numeric(values, errors="coerce")
            if numbers.notna().equals(values.notna()):
                table[column.name] = numbers.astype(float)
        elif column.kind == "boolean" and not pd.api.types.is_bool_dtype(values):
            table[column.name] = values.map(_as_truth)
        elif column.kind == "text":
            table[column.name] = values.map(_as_text) if values.dtype != object else values.where(values.notna(), None)
    return table


def _as_truth(value: object) -> object:
    return _TRUTH.get(value.strip().lower(), value) if isinstance(value, str) else value

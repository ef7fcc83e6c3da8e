"""How is one layer read from its file, with the columns that energyplan knows?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.core.errors import Fault, FaultError, nearest
from energyplan.core.notes import Note
from energyplan.core.schema import Column, Schema, from_border
from energyplan.io.settings import LayerFile

if TYPE_CHECKING:
    import geopandas as gpd

MAXIMUM_BYTES = 4_000_000_000
_MAGIC = b"SQLite format 3\x00"
GENERATE = "generate"


def list_layers(path: Path) -> list[str]:
    """Return the names of the layers of a GeoPackage.

    Raises
    ------
    FaultError
        EP316 if the file is none, EP112 if it is too large.
    """
    import pyogrio

    if path.stat().st_size > MAXIMUM_BYTES:
        raise FaultError([Fault("EP112", file=str(path), expected=f"≤ {MAXIMUM_BYTES} B")])
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise FaultError([Fault("EP316", file=str(path), expected="GeoPackage (SQLite)")])
    try:
        return [str(name) for name, _ in pyogrio.list_layers(path)]
    except pyogrio.errors.DataSourceError as error:
        raise FaultError([Fault("EP316", file=str(path), value=str(error))]) from None


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
        EP217 no such layer, EP219 no such column, EP121, EP316 unreadable.
    """
    table = _read_csv(path) if path.suffix.lower() == ".csv" else _read_geopackage(path, how.layer or schema.name)
    table = _rename(table, schema, how)
    table, notes = _set_index(table, schema, how)
    for column, mapping in how.values.items():
        if column in table:
            table[column] = table[column].replace(mapping)
    for column, constant in how.constants.items():
        table[column] = constant
    return _convert(table, schema), notes


def _read_csv(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=True)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise FaultError([Fault("EP121", file=str(path), value=str(error), expected="CSV, UTF-8")]) from None


def _read_geopackage(path: Path, layer: str) -> gpd.GeoDataFrame:
    import pyogrio

    names = list_layers(path)
    if layer not in names:
        raise FaultError([Fault("EP217", file=str(path), layer=layer, expected=nearest(layer, names))])
    try:
        return pyogrio.read_dataframe(path, layer=layer, force_2d=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise FaultError([Fault("EP316", file=str(path), layer=layer, value=str(error))]) from None


def _rename(table: pd.DataFrame, schema: Schema, how: LayerFile) -> pd.DataFrame:
    """Give the columns their internal names; a column that the settings name must be there."""
    missing = [given for given in how.columns.values() if given not in table.columns]
    if missing:
        there = list(map(str, table.columns))
        raise FaultError([Fault("EP219", layer=schema.name, column=m, expected=nearest(m, there)) for m in missing])
    unknown = [name for name in how.columns if schema.column(name) is None]
    if unknown:
        valid = [column.name for column in schema.columns]
        raise FaultError([Fault("EP101", layer=schema.name, column=u, expected=nearest(u, valid)) for u in unknown])
    given = {there: (schema.column(name) or Column(name)).name for name, there in how.columns.items()}
    kept = [c for c in table.columns if c in given or c not in given.values()]
    return from_border(table[kept].rename(columns=given), schema)


def _set_index(table: pd.DataFrame, schema: Schema, how: LayerFile) -> tuple[pd.DataFrame, list[Note]]:
    column = how.id or schema.key
    if column == GENERATE:
        ids = [f"{schema.name}-{number:05d}" for number in range(1, len(table) + 1)]
        note = Note(
            "io", "generated", f"Layer {schema.name}: {len(ids)} ids generated from the order of the rows.",
            f"Layer {schema.name}: {len(ids)} Kennungen aus der Reihenfolge der Zeilen erzeugt.", len(ids),
        )  # fmt: skip
        return table.set_index(pd.Index(ids, name=schema.key)), [note]
    if column not in table.columns:
        hint = nearest(column, map(str, table.columns))
        raise FaultError(
            [
                Fault(
                    "EP219",
                    layer=schema.name,
                    column=column,
                    expected=f'{column} ({hint}) or id: "{GENERATE}"',
                )
            ]
        )
    texts = [_as_text(value) for value in table[column]]
    return table.drop(columns=column).set_index(pd.Index(texts, name=schema.key, dtype=object)), []


def _as_text(value: object) -> str | None:
    """Return an id as text; 17.0 of a column with gaps is "17" again."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _convert(table: pd.DataFrame, schema: Schema) -> gpd.GeoDataFrame:
    """Turn number columns into floats where every value is one; what is not stays for the check to name."""
    for column in schema.columns:
        if column.name in table and column.kind in ("number", "integer"):
            numbers = pd.to_numeric(table[column.name], errors="coerce")
            if numbers.notna().equals(table[column.name].notna()):
                table[column.name] = numbers.astype(float)
        if column.name in table and column.kind == "text":
            table[column.name] = table[column.name].where(table[column.name].notna(), None)
    return table

"""Do the layers of a municipality name each other correctly?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from energyplan.catalogue import load_catalogue
from energyplan.core.errors import Fault, nearest
from energyplan.core.messages import phrase
from energyplan.core.schema import LAYERS
from energyplan.core.schema.table import MAXIMUM_ROWS_LISTED

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

# layer → column → catalogue table
CATALOGUE_COLUMNS = {"buildings": {"age_class": "age_classes"}, "surfaces": {"kind": "surfaces"}}


def check_references(layers: dict[str, gpd.GeoDataFrame]) -> list[Fault]:
    """Return every reference to an id that no row has."""
    faults = [
        fault
        for name, layer in layers.items()
        for column, (target, _) in LAYERS[name].references.items()
        if column in layer and target in layers
        for fault in _dangling(layer[column].dropna(), layers[target].index, name, target)
    ]
    if {"meters", "buildings"} <= set(layers) and "building_ids" in layers["meters"]:
        members = layers["meters"]["building_ids"].dropna().astype(str).str.split().explode()
        faults += _dangling(members, layers["buildings"].index, "meters", "buildings")
    return faults


def check_catalogue_names(layer: pd.DataFrame, name: str) -> list[Fault]:
    """Return names in a layer that must be rows of a catalogue table and are not."""
    faults = []
    for column, table in CATALOGUE_COLUMNS.get(name, {}).items():
        if column in layer:
            valid = list(map(str, load_catalogue().table(table).index))
            named = layer[column].dropna()
            wrong = named[~named.astype(str).isin(valid)]
            rest = len(wrong) - MAXIMUM_ROWS_LISTED
            more = phrase("more_rows", count=rest) if rest > 0 else ""
            faults += [
                Fault("EP220", layer=name, row=str(row), column=column, value=value,
                      expected=nearest(str(value), valid) + more)
                for row, value in wrong.iloc[:MAXIMUM_ROWS_LISTED].items()
            ]  # fmt: skip
    return faults


def _dangling(named: pd.Series, valid: pd.Index, layer: str, target: str) -> list[Fault]:
    wrong = named[~named.isin(valid)]
    rest = len(wrong) - MAXIMUM_ROWS_LISTED
    more = phrase("more_rows", count=rest) if rest > 0 else ""
    expected = phrase("an_id_of", layer=target) + more
    return [
        Fault("EP214", layer=layer, row=str(row), column=str(named.name), value=value, expected=expected)
        for row, value in wrong.iloc[:MAXIMUM_ROWS_LISTED].items()
    ]

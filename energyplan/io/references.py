"""Do the layers of a municipality name each other correctly?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from energyplan.core.errors import Fault
from energyplan.core.schema import LAYERS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


def check_references(layers: dict[str, gpd.GeoDataFrame]) -> list[Fault]:
    """Return every reference to an id that no row has."""
    faults = [
        fault
        for name, layer in layers.items()
        for column, (target, _) in LAYERS[name].references.items()
        if column in layer and target in layers
        for fault in _dangling(layer[column].dropna(), layers[target].index, name, target)
    ]
    if "meters" in layers and "building_ids" in layers["meters"]:
        members = layers["meters"]["building_ids"].dropna().astype(str).str.split().explode()
        faults += _dangling(members, layers["buildings"].index, "meters", "buildings")
    return faults


def _dangling(named: pd.Series, valid: pd.Index, layer: str, target: str) -> list[Fault]:
    wrong = named[~named.isin(valid)]
    column = str(named.name)
    return [
        Fault("EP214", layer=layer, row=str(row), column=column, value=value, expected=f"an id of {target}")
        for row, value in wrong.items()
    ]

"""How much floor area does a building heat?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from energyplan.core.columns import numbers
from energyplan.core.errors import Fault, raise_faults
from energyplan.core.notes import Note
from energyplan.heat.columns import note_rows

if TYPE_CHECKING:
    import geopandas as gpd


def storey_count(buildings: pd.DataFrame, types: pd.DataFrame) -> tuple[pd.Series, list[Note]]:
    """Return the storeys of every building: given, else height / storey height, else the default of its use.

    Parameters
    ----------
    buildings : pandas.DataFrame
        Columns `storeys` [1] and `height` [m] where known.
    types : pandas.DataFrame
        Per building, the row of the catalogue table `building_types`.

    Returns
    -------
    storeys : pandas.Series
        [1], at least one.
    notes : list of Note
        How many were taken from the height, how many are the default.
    """
    given = numbers(buildings, "storeys")
    by_height = (numbers(buildings, "height") / types["storey_height"]).clip(lower=1.0)
    storeys = given.fillna(by_height).fillna(types["default_storeys"])
    return storeys, [
        *note_rows(
            "storeys_from_height",
            given.isna() & by_height.notna(),
            english="Storeys from height / storey height of the use: {count} building(s).",
            german="Geschosse aus Höhe / Geschosshöhe der Nutzung: {count} Gebäude.",
        ),
        *note_rows(
            "storeys_default",
            given.isna() & by_height.isna() & (types["area_factor"] > 0),
            english="Storeys and height unknown, default storeys of the use taken: {count} building(s).",
            german="Geschosse und Höhe unbekannt, übliche Geschosszahl der Nutzung: {count} Gebäude.",
        ),
    ]


def heated_area(buildings: gpd.GeoDataFrame, types: pd.DataFrame) -> tuple[pd.Series, list[Note]]:
    """Return the heated floor area of every building.

    Parameters
    ----------
    buildings : geopandas.GeoDataFrame
        Column `heated_area` [m2] where known; else the footprint, `storeys` [1] and `height` [m] are used.
    types : pandas.DataFrame
        Per building, the row of the catalogue table `building_types`.

    Returns
    -------
    area : pandas.Series
        Heated floor area (Energiebezugsfläche) [m2].
    notes : list of Note
        What was filled, and how often.

    Raises
    ------
    FaultError
        If a building has neither heated area nor geometry.

    Notes
    -----
    A = footprint · storeys · factor; the factor from gross to heated floor area follows VDI 3807-2 (0.84
    residential, 0.85 mixed, 0.90 industry). It makes A comparable with TABULA's reference area (1.1 × living
    area).
    """
    given = numbers(buildings, "heated_area")
    unknown = given.isna()
    storeys, notes = storey_count(buildings[unknown], types[unknown])
    footprint = pd.Series(buildings.geometry.area, index=buildings.index)[unknown]
    raise_faults([Fault("EP308", "buildings", str(row), "geometry") for row in footprint.index[footprint.isna()]])
    derived = footprint * storeys * types["area_factor"][unknown]
    return given.fillna(derived).rename("heated_area"), notes

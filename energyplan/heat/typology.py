"""How much heat does a square metre need, by use, age and state of refurbishment?

The values are data: `typology_tabula` (calculated, as built), `typology_technikkatalog` (mean stock) and
`typology_nonresidential`. The two residential ones differ by a factor of two to three for old single-family
houses; meters decide which one fits.
"""

from __future__ import annotations

import pandas as pd

from energyplan.catalogue import Catalogue
from energyplan.core.columns import numbers, texts
from energyplan.core.errors import Fault, nearest, raise_faults

TYPOLOGIES = ("tabula", "technikkatalog")
UNKNOWN_REFURBISHMENT = "unknown"


def construction_years(buildings: pd.DataFrame, age_classes: pd.DataFrame) -> pd.Series:
    """Return the year of construction: as given, else the representative year of the age class, else NaN.

    Raises
    ------
    FaultError
        If an age class is not in the table.
    """
    classes = texts(buildings, "age_class")
    unknown = classes[(classes != "") & ~classes.isin(age_classes.index)]
    raise_faults(
        [
            Fault(
                "EP220",
                "buildings",
                str(row),
                "age_class",
                value=name,
                expected=nearest(name, age_classes.index),
            )
            for row, name in unknown.items()
        ]
    )
    return numbers(buildings, "construction_year").fillna(classes.map(age_classes["representative_year"]))


def typology_rows(typology: pd.Series, year: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Return the name of the typology row of every building.

    Parameters
    ----------
    typology : pandas.Series of str
        Use in the sense of the table's column `use`; others get no row.
    year : pandas.Series
        Year of construction, NaN where unknown.
    table : pandas.DataFrame
        Rows with `use`, `first_year`, `last_year`; a row without years holds for unknown age.

    Returns
    -------
    pandas.Series of str
        NaN where the table has no row.
    """
    dated = table["first_year"].notna()
    fallback = table[~dated].reset_index().set_index("use")["name"]
    rows = typology.map(fallback).astype(object)
    for name, entry in table[dated].iterrows():
        fits = (typology == entry["use"]) & year.between(entry["first_year"], entry["last_year"])
        rows = rows.mask(fits, name)
    return rows


def specific_heat(
    buildings: pd.DataFrame,
    typology: pd.Series,
    year: pd.Series,
    catalogue: Catalogue,
    *,
    kind: str = "tabula",
) -> pd.DataFrame:
    """Return the annual useful heat per heated area of every building.

    Parameters
    ----------
    buildings : pandas.DataFrame
        Column `refurbishment` where known.
    typology : pandas.Series of str
        Which rows of the typology apply; "" for none (no heat).
    year : pandas.Series
        Year of construction, NaN where unknown.
    catalogue : Catalogue
    kind : {"tabula", "technikkatalog"}
        Typology of the residential buildings.

    Returns
    -------
    pandas.DataFrame
        Columns `space_heat` and `hot_water` [kWh/(m2 a)].

    Raises
    ------
    FaultError
        If there is no such typology.

    Notes
    -----
    space heat = (published value − hot water, where that is part of it) · factor of the state of
    refurbishment.
    """
    if kind not in TYPOLOGIES:
        raise_faults([Fault("EP117", key="typology", value=kind, expected=nearest(kind, TYPOLOGIES))])
    residential = catalogue.table(f"typology_{kind}")
    table = pd.concat([residential, catalogue.table("typology_nonresidential")])
    rows = typology_rows(typology, year, table)
    space = table["specific_heat"] - table["includes_hot_water"] * table["hot_water"]
    factors = catalogue.table("refurbishment_states")
    state = texts(buildings, "refurbishment").replace("", UNKNOWN_REFURBISHMENT)
    factor = state.map(factors[kind]).where(rows.isin(residential.index), state.map(factors["nonresidential"]))
    return pd.DataFrame(
        {
            "space_heat": rows.map(space).fillna(0.0) * factor,
            "hot_water": rows.map(table["hot_water"]).fillna(0.0),
        },
        index=buildings.index,
    )

"""Which tables of the heat planning act can we fill from a result, and what was not collected?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from energyplan.plan import status_quo, target
from energyplan.plan.layers import with_internal_names

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import xarray as xr

    from energyplan.catalogue import Catalogue


def plan_tables(
    tree: xr.DataTree,
    maps: dict[str, gpd.GeoDataFrame],
    catalogue: Catalogue | None = None,
    language: str = "de",
) -> dict[str, pd.DataFrame]:
    """Return the tables of Annex 2 of the act (WPG) that the data can fill.

    Parameters
    ----------
    tree : xarray.DataTree
        The result; the group `indicators` is needed for the table of III.
    maps : dict of str to GeoDataFrame
        For the tables by block and street section.
    catalogue : Catalogue, optional
        The one of the run; the shipped one if not given.
    language : {"de", "en"}
        Of titles and names; the names of the tables are the act's numbers.

    Returns
    -------
    dict of str to DataFrame
        Units in the headers; what data do not give says "nicht erhoben" or "nicht berechnet".
    """
    from energyplan.catalogue import load_catalogue

    catalogue = catalogue or load_catalogue()
    layers = {name: with_internal_names(layer) for name, layer in maps.items()}
    tables: dict[str, pd.DataFrame] = {}
    if "heat" in tree.children:
        tables |= _status_quo(tree, layers, catalogue, language)
    if "sources" in tree.children:
        tables["II_potenziale_quellen"] = target.potential_table(tree, language)
    if "indicators" in tree.children:
        tables["III_indikatoren"] = target.indicator_table(tree, catalogue, language)
    return tables


def _status_quo(
    tree: xr.DataTree, layers: dict[str, gpd.GeoDataFrame], catalogue: Catalogue, language: str
) -> dict[str, pd.DataFrame]:
    grid_heat, grid_share = status_quo.grid_tables(tree, catalogue, language)
    tables = {
        "I_1_1_endenergie": status_quo.final_energy_table(tree, catalogue, language),
        "I_1_2_anteil_erneuerbar": status_quo.renewable_table(tree, catalogue, language),
        "I_1_3_leitungsgebundene_waerme": grid_heat,
        "I_1_4_leitungsgebunden_erneuerbar": grid_share,
        "I_1_5_waermeerzeuger": status_quo.heater_table(tree, layers.get("buildings"), catalogue, language),
    }
    if "blocks" in layers and "buildings" in layers:
        tables["I_2_baubloecke"] = status_quo.block_table(
            tree, layers["blocks"], layers["buildings"], catalogue, language
        )
    if "sections" in layers:
        tables["I_2_strassenabschnitte"] = status_quo.section_table(layers["sections"], language)
    return tables

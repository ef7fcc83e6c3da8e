"""What does the heat planning act want to know about today? (WPG, Annex 2 I.1)"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.indicators.balance import (
    NETWORK_CARRIER,
    UNKNOWN_CARRIER,
    balance_today,
    carriers_are_known,
    carriers_of_buildings,
    emission_factors,
)
from energyplan.plan.titles import UNKNOWN_CARRIERS, carrier_name, label_of, sector_name, title

if TYPE_CHECKING:
    import geopandas as gpd
    import xarray as xr

    from energyplan.catalogue import Catalogue


def final_energy_table(tree: xr.DataTree, catalogue: Catalogue, language: str) -> pd.DataFrame:
    """Return I.1 (1): final energy by carrier and sector [kWh/a] and its emissions [t CO₂e/a].

    Where the carrier of more than half of the energy is unknown, neither its emissions nor their sum are stated, as
    in the indicator.
    """
    balance = balance_today(tree, catalogue)
    table = balance.final_energy.sum("supply").transpose("carrier", "sector").to_pandas()
    table = table.loc[_in_catalogue_order(list(table.index), catalogue)]
    factors = emission_factors(list(table.index), catalogue).to_series()
    named = table.rename(
        columns={s: title("final_energy_of", language, sector=sector_name(s, language)) for s in table.columns}
    )
    named[title("final_energy_kwh", language)] = table.sum(axis=1)
    named.loc[title("sum", language)] = named.sum()
    emissions = _unless_unknown(table.sum(axis=1) * factors / 1000.0, table.sum(axis=1))
    emissions[title("sum", language)] = float(balance.emissions)
    named[title("emissions_t", language)] = _or_not_collected(emissions, language)
    return _with_carriers(named, catalogue, language)


def _unless_unknown(values: pd.Series, energy: pd.Series) -> pd.Series:
    """Return values by carrier, NaN for the unknown carrier where it makes most of the energy."""
    if carriers_are_known(energy.rename_axis("carrier").to_xarray()):
        return values
    return values.mask(values.index == UNKNOWN_CARRIER)


def _or_not_collected(values: pd.Series, language: str) -> pd.Series:
    return values.astype(object).where(values.notna(), title("not_collected", language))


def _in_catalogue_order(carriers: list[str], catalogue: Catalogue) -> list[str]:
    known = [str(carrier) for carrier in catalogue.table("carriers").index]
    return [c for c in known if c in carriers] + [c for c in carriers if c not in known]


def _with_carriers(table: pd.DataFrame, catalogue: Catalogue, language: str) -> pd.DataFrame:
    names = [carrier_name(catalogue, str(carrier), language) for carrier in table.index]
    return table.set_axis(names).rename_axis(title("carrier", language)).rename_axis(columns=None).reset_index()


def renewable_table(tree: xr.DataTree, catalogue: Catalogue, language: str) -> pd.DataFrame:
    """Return I.1 (2): each carrier's share of final energy and its renewable or waste-heat part [%].

    Where the carrier of more than half of the energy is unknown, neither its part nor the sum is stated.
    """
    energy = balance_today(tree, catalogue).final_energy.sum(["supply", "sector"]).to_series()
    energy = energy[_in_catalogue_order(list(energy.index), catalogue)]
    share = 100.0 * energy / energy.sum()
    part = _unless_unknown(share * renewable_part(list(energy.index), catalogue), energy)
    total = title("sum", language)
    share[total], part[total] = share.sum(), part.sum(skipna=False)
    columns = {"share_percent": share, "renewable_percent": _or_not_collected(part, language)}
    table = pd.DataFrame({title(name, language): values for name, values in columns.items()})
    return _with_carriers(table, catalogue, language)


def renewable_part(carriers: list[str], catalogue: Catalogue) -> pd.Series:
    """Return the part of each carrier that is renewable or unavoidable waste heat [1]; NaN where unknown."""
    return catalogue.table("carriers")["renewable"].astype(float).reindex(carriers)


def grid_tables(tree: xr.DataTree, catalogue: Catalogue, language: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return I.1 (3) and (4): grid-bound heat today by carrier, and its renewable share.

    The carriers of a network of today are not among the data of the municipality: its heat is stated as a
    sum.
    """
    heat = tree["heat"].to_dataset()
    on_network = heat.heating_carrier.values.astype(str) == NETWORK_CARRIER
    energy = float(heat.final_energy.values[on_network].sum())
    unknown, none = title("not_collected", language), title("no_network", language)
    carrier = unknown if energy > 0 else none
    column = title("carrier", language)
    first = pd.DataFrame({column: [carrier], title("grid_energy_kwh", language): [energy]})
    second = pd.DataFrame({column: [carrier], title("grid_renewable_percent", language): [carrier]})
    return first, second


def heater_table(
    tree: xr.DataTree, buildings: gpd.GeoDataFrame | None, catalogue: Catalogue, language: str
) -> pd.DataFrame:
    """Return I.1 (5): number of heaters, substations included, by type and carrier; one per heated building."""
    heat = tree["heat"].to_dataset()
    table = heat[["heating_carrier", "heat_demand"]].to_dataframe()
    table = table[table["heat_demand"] > 0]
    types = None if buildings is None or "heating_type" not in buildings else buildings["heating_type"]
    kinds = pd.Series("", index=table.index) if types is None else types.reindex(table.index).fillna("").astype(str)
    counts = table.groupby([table["heating_carrier"], kinds.rename("type")]).size()
    rows = [
        (
            _heater_name(catalogue, str(carrier), str(kind), language),
            carrier_name(catalogue, str(carrier), language),
            count,
        )
        for (carrier, kind), count in counts.items()
    ]
    columns = [title(key, language) for key in ("heater_type", "carrier", "heater_count")]
    result = pd.DataFrame(rows, columns=columns)
    result.loc[len(result)] = [title("sum", language), "", int(counts.sum())]
    return result


def _heater_name(catalogue: Catalogue, carrier: str, kind: str, language: str) -> str:
    if not kind or carrier in UNKNOWN_CARRIERS:
        return title("not_collected", language)
    return label_of(catalogue, "heaters", f"{carrier}/{kind}", language)


def block_table(
    tree: xr.DataTree,
    blocks: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame,
    catalogue: Catalogue,
    language: str,
) -> pd.DataFrame:
    """Return I.2 (1), (3)–(6) by block: density, shares of carriers, heaters, predominant type and age."""
    heat = _buildings_with_blocks(tree, buildings, catalogue)
    grouped = heat.groupby("block_id")
    table = pd.DataFrame(index=[str(block) for block in blocks.index])
    table[title("building_count", language)] = grouped.size().reindex(table.index).fillna(0).astype(int)
    table[title("heat_demand_kwh", language)] = grouped["heat_demand"].sum().reindex(table.index).fillna(0.0)
    table[title("heat_density", language)] = blocks["heat_density"].to_numpy(float)
    table[title("main_use", language)] = _named(_weightiest(heat, "use"), "building_types", catalogue, language, table)
    table[title("main_age", language)] = _named(
        _weightiest(heat, "age_class"), "age_classes", catalogue, language, table
    )
    parts = [table, _shares(tree, heat["block_id"], catalogue, language), _counts(heat, catalogue, language)]
    joined = pd.concat([parts[0], *(part.reindex(table.index) for part in parts[1:])], axis=1)
    return joined.rename_axis(title("block", language)).reset_index()


def _buildings_with_blocks(tree: xr.DataTree, buildings: gpd.GeoDataFrame, catalogue: Catalogue) -> pd.DataFrame:
    heat = tree["heat"].to_dataset()
    table = heat[["block_id", "use", "heating_carrier", "heat_demand", "heated_area", "final_energy"]].to_dataframe()
    table["age_class"] = age_classes(buildings, catalogue).reindex(table.index)
    return table[table["heat_demand"] > 0]


def age_classes(buildings: gpd.GeoDataFrame, catalogue: Catalogue) -> pd.Series:
    """Return the age class of every building: as stated, else by its year of construction; NaN where both miss.

    Of overlapping classes the first in the catalogue table `age_classes` counts.
    """
    missing = pd.Series(np.nan, index=buildings.index, dtype=object)
    stated = buildings["age_class"].astype(object) if "age_class" in buildings else missing
    if "construction_year" not in buildings:
        return stated
    found = missing.copy()
    for name, row in catalogue.table("age_classes").iloc[::-1].iterrows():
        inside = buildings["construction_year"].between(row["first_year"], row["last_year"])
        found = found.mask(inside, name)
    return stated.where(stated.notna() & (stated != ""), found)


def _weightiest(heat: pd.DataFrame, column: str) -> pd.Series:
    """Return the value with most heated area per block (most buildings where areas are unknown)."""
    if column not in heat or heat[column].isna().all():
        return pd.Series(dtype=object)
    weight = heat["heated_area"].fillna(0.0).clip(lower=1e-9)
    sums = weight.groupby([heat["block_id"], heat[column]]).sum()
    return sums.groupby(level=0).idxmax().map(lambda key: key[1])


def _named(values: pd.Series, table: str, catalogue: Catalogue, language: str, like: pd.DataFrame) -> list[str]:
    missing = title("not_collected", language)
    found = values.reindex(like.index)
    return [missing if pd.isna(v) else label_of(catalogue, table, str(v), language) for v in found]


def _shares(tree: xr.DataTree, block_id: pd.Series, catalogue: Catalogue, language: str) -> pd.DataFrame:
    """Return the carriers' shares in the final energy of every block [%], ambient heat included as in I.1 (1)."""
    taken = carriers_of_buildings(tree)
    energy = taken.groupby([block_id.reindex(taken.index), "carrier"])["final_energy"].sum().unstack(fill_value=0.0)
    energy = energy[_in_catalogue_order(list(energy.columns), catalogue)]
    shares = 100.0 * energy.div(energy.sum(axis=1).replace(0.0, np.nan), axis=0)
    return shares.fillna(0.0).rename(
        columns=lambda c: title("carrier_share", language, carrier=carrier_name(catalogue, str(c), language))
    )


def _counts(heat: pd.DataFrame, catalogue: Catalogue, language: str) -> pd.DataFrame:
    counts = heat.pivot_table(index="block_id", columns="heating_carrier", values="heat_demand", aggfunc="count")
    return (
        counts.fillna(0)
        .astype(int)
        .rename(columns=lambda c: title("heaters_of", language, carrier=carrier_name(catalogue, str(c), language)))
    )


def section_table(sections: gpd.GeoDataFrame, language: str) -> pd.DataFrame:
    """Return I.2 (2): heat line density by street section [kWh/(m·a)]."""
    return pd.DataFrame(
        {
            title("section", language): [str(section) for section in sections.index],
            title("length_m", language): sections["length"].to_numpy(float),
            title("heat_demand_kwh", language): sections["heat_demand"].to_numpy(float),
            title("line_density", language): sections["heat_line_density"].to_numpy(float),
        }
    )

"""What does the act want to know about potentials and the target years? (WPG, Annex 2 II and III)"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from energyplan.indicators.compute import TODAY, as_table
from energyplan.plan.titles import carrier_name, readiness_name, sector_name, source_kind_name, title

if TYPE_CHECKING:
    import xarray as xr

    from energyplan.catalogue import Catalogue

ACT_YEARS = (2030, 2035, 2040, 2045)
_SOURCE_COLUMNS = {
    "kind": "kind", "owner": "owner", "annual_heat": "annual_heat_kwh", "peak_power": "peak_power_kw",
    "temperature_min": "temperature_min", "temperature_max": "temperature_max", "readiness": "readiness",
}  # fmt: skip
_UNITS = {"kWh": "kWh/a", "t/a": "t CO₂-Äq/a", "1": "%", "count": ""}


def potential_table(tree: xr.DataTree, language: str) -> pd.DataFrame:
    """Return II: the heat sources found, quantified."""
    sources = tree["sources"].to_dataset()
    present = [name for name in _SOURCE_COLUMNS if name in sources]
    table = sources[present].to_dataframe()[present].reset_index()
    table["kind"] = [source_kind_name(str(kind), language) for kind in table["kind"]]
    if "readiness" in table:
        table["readiness"] = [readiness_name(str(value), language) for value in table["readiness"]]
    if "owner" in table:
        table["owner"] = [str(value) or title("not_collected", language) for value in table["owner"]]
    columns = {name: title(key, language) for name, key in _SOURCE_COLUMNS.items()}
    return table.rename(columns={"source": title("source", language), **columns})


def indicator_table(tree: xr.DataTree, catalogue: Catalogue, language: str) -> pd.DataFrame:
    """Return III: the act's indicators, a row per sector, carrier and CO₂ path, a column per year.

    The years of the act that were not computed say so; carriers and sectors that never occur are left out.
    """
    long = as_table(tree["indicators"].to_dataset(), language)
    long = long[long["act"] != ""]
    paths = [path for path in dict.fromkeys(long["co2_path"]) if path] or [""]
    today = long[long["year"] == TODAY]
    rows = pd.concat([*(today.assign(co2_path=path) for path in paths), long[long["year"] != TODAY]])
    keys = ["act", "indicator", "label", "sector", "carrier", "co2_path", "unit"]
    wide = rows.pivot_table(index=keys, columns="year", values="value", aggfunc="first", sort=False).reset_index()
    order = {name: list(dict.fromkeys(long[name])) for name in keys} | {"co2_path": paths}
    wide = wide.sort_values(keys, key=lambda column: column.map(order[str(column.name)].index), ignore_index=True)
    values = wide.drop(columns=keys).fillna(0.0)
    occurs = (values != 0).any(axis=1) | ((wide["carrier"] == "") & (wide["sector"] == ""))
    years = sorted({*ACT_YEARS, *(column for column in wide.columns if isinstance(column, int))})
    return _in_words(wide[occurs].reset_index(drop=True), years, catalogue, language)


def _in_words(wide: pd.DataFrame, years: list[int], catalogue: Catalogue, language: str) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            title("number", language): "III." + wide["act"],
            title("indicator", language): wide["label"],
            title("sector", language): [sector_name(s, language) if s else "" for s in wide["sector"]],
            title("carrier", language): [carrier_name(catalogue, c, language) if c else "" for c in wide["carrier"]],
            title("co2_path", language): wide["co2_path"],
            title("unit", language): [_UNITS.get(unit, unit) for unit in wide["unit"]],
        }
    )
    factor = wide["unit"].map({"1": 100.0}).fillna(1.0)
    table[title("today_plain", language)] = _values(wide, TODAY, factor, title("not_collected", language))
    for year in years:
        table[str(year)] = _values(wide, year, factor, title("not_computed", language))
    return table


def _values(wide: pd.DataFrame, column: int | str, factor: pd.Series, missing: str) -> list[object]:
    """Return a year's values; a year that was computed has 0 where a carrier or sector does not occur."""
    if column not in wide:
        return [missing] * len(wide)
    values = wide[column] * factor
    filled = values if column == TODAY else values.fillna(0.0)
    return [missing if pd.isna(value) else value for value in filled]

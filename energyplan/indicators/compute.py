"""How do the declared indicators become one dataset and one table?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import xarray as xr

from energyplan.indicators.balance import balance_planned, balance_today
from energyplan.indicators.contract import Indicator, all_indicators

if TYPE_CHECKING:
    from energyplan.catalogue import Catalogue

BALANCE = "balance"
TODAY_SUFFIX = "_today"
TODAY = "today"


def compute_indicators(tree: xr.DataTree, *, catalogue: Catalogue | None = None) -> xr.Dataset:
    """Return every indicator whose groups are in the result.

    Parameters
    ----------
    tree : xarray.DataTree
        The result of the stages.
    catalogue : Catalogue, optional
        The one of the run; the shipped one if not given.

    Returns
    -------
    xarray.Dataset
        One variable per indicator; dims `year`, `co2_path` where it depends on the plan. Indicators of the
        energy balance have a second variable `<name>_today` for the status quo.
    """
    from energyplan.catalogue import load_catalogue

    catalogue = catalogue or load_catalogue()
    variables: dict[str, xr.DataArray] = {}
    for item in all_indicators():
        if BALANCE not in item.needs and all(_has(tree, need) for need in item.needs):
            variables[item.name] = _declared(item, item.function(tree))
    if "heat" in tree.children:
        variables |= _of_balance(balance_today(tree, catalogue), TODAY_SUFFIX)
    if {"heat", "supply"} <= set(tree.children):
        variables |= _of_balance(balance_planned(tree, catalogue), "")
    return _merged(variables, list(catalogue.table("carriers").index))


def _has(tree: xr.DataTree, need: str) -> bool:
    """Tell whether the result has a group, or "group/variable": a group may hold only a part of what it could."""
    group, _, variable = need.partition("/")
    return group in tree.children and (not variable or variable in tree[group].data_vars)


def _merged(variables: dict[str, xr.DataArray], carriers: list[str]) -> xr.Dataset:
    """Return one dataset; every balance names all carriers that occur, in the order of the catalogue."""
    used = {str(c) for array in variables.values() if "carrier" in array.dims for c in array.carrier.values}
    order = [c for c in carriers if c in used] + sorted(used - set(carriers))
    filled = {name: _with_carriers(array, order) for name, array in variables.items()}
    merged = xr.merge([array.rename(name) for name, array in filled.items()], join="outer", compat="override")
    for name, array in variables.items():
        merged[name].attrs = array.attrs
    return merged.drop_attrs(deep=False)


def _with_carriers(array: xr.DataArray, carriers: list[str]) -> xr.DataArray:
    """Return the array with all carriers: 0 for one that does not occur, unless nothing is defined at all."""
    if "carrier" not in array.dims:
        return array
    return array.reindex(carrier=carriers, fill_value=float("nan") if bool(array.isnull().all()) else 0.0)


def _of_balance(balance: xr.Dataset, suffix: str) -> dict[str, xr.DataArray]:
    tree = xr.DataTree.from_dict({f"/{BALANCE}": balance})
    chosen = [item for item in all_indicators() if item.needs == (BALANCE,)]
    return {item.name + suffix: _declared(item, item.function(tree)) for item in chosen}


def _declared(item: Indicator, values: xr.DataArray) -> xr.DataArray:
    coords = {str(name) for name in values.coords} - {str(dim) for dim in values.dims}
    values = values.drop_vars(coords)
    values.attrs = item.attrs
    return values


def as_table(indicators: xr.Dataset, language: str = "de") -> pd.DataFrame:
    """Return the indicators as a long table.

    Parameters
    ----------
    indicators : xarray.Dataset
        From :func:`compute_indicators`.
    language : {"de", "en"}

    Returns
    -------
    pandas.DataFrame
        Columns act, indicator, label, unit, year ("today" or the plan year), co2_path, sector, carrier, area,
        bus, cost_group, measure (empty where the indicator has no such dimension), value.
    """
    rows: list[dict[str, Any]] = []
    for item in all_indicators():
        for name, year in ((item.name + TODAY_SUFFIX, TODAY), (item.name, "")):
            if name in indicators:
                rows += _rows(item, indicators[name], year, language)
    columns = [
        "act",
        "indicator",
        "label",
        "unit",
        "year",
        "co2_path",
        "sector",
        "carrier",
        "area",
        "bus",
        "cost_group",
        "measure",
        "value",
    ]
    return pd.DataFrame(rows, columns=columns).fillna({column: "" for column in columns[:-1]})


def _rows(item: Indicator, values: xr.DataArray, year: str, language: str) -> list[dict[str, Any]]:
    head = {
        "act": item.act,
        "indicator": item.name,
        "label": item.label(language),
        "unit": item.unit,
        "year": year,
    }
    if not values.dims:
        return [head | {"value": float(values)}]
    series = values.to_series().dropna()
    names = [str(name) for name in series.index.names]
    keys = [key if isinstance(key, tuple) else (key,) for key in series.index]
    return [
        head | dict(zip(names, key, strict=True)) | {"value": value} for key, value in zip(keys, series, strict=True)
    ]

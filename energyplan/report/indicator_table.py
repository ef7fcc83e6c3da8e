"""How do the act's indicators develop from today to the target year?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energyplan.indicators import all_indicators
from energyplan.indicators.compute import TODAY_SUFFIX
from energyplan.plan.titles import carrier_name
from energyplan.report.assumptions import TableText

if TYPE_CHECKING:
    import xarray as xr

    from energyplan.indicators import Indicator
    from energyplan.report.view import View

_UNITS = {"kWh": "MWh/a", "1": "%", "count": "", "t/a": "t/a"}
_FACTORS = {"kWh": 1e-3, "1": 100.0}


def indicator_table(view: View) -> TableText:
    """Return all indicators, today (or for the reference year) and by year on the middle path."""
    rows = [row for item in all_indicators() if _occurs(view, item) for row in _rows(view, item)]
    years = view.years if view.has("supply") else []
    head = (view.texts("indicator_column"), view.texts("indicator_unit"), view.texts("today"), *map(str, years))
    heading = view.texts("table_indicators_today")
    if years:
        price = ", ".join(f"{year}: {view.number(view.co2_price(year, view.middle_path))}" for year in years)
        heading = view.texts("table_indicators", price=price)
    return TableText(heading, head, tuple(rows), tuple(range(2, len(head))))


def _occurs(view: View, item: Indicator) -> bool:
    """Tell whether an indicator belongs here: by year, or of the reference year; what is planned stands elsewhere."""
    if "network" in item.needs or "water" in item.needs:
        return False
    return item.name in view.indicators or item.name + TODAY_SUFFIX in view.indicators


def _columns(view: View, item: Indicator) -> list[xr.DataArray | None]:
    """Return the values of today and of each plan year, sectors summed; None where there are none."""
    values, before = view.indicators.get(item.name), view.indicators.get(item.name + TODAY_SUFFIX)
    by_year = values is not None and "year" in values.dims
    columns: list[xr.DataArray | None] = [before if by_year or values is None else values]
    if view.has("supply"):
        chosen = values.sel(co2_path=view.middle_path) if by_year and values is not None else None
        columns += [None if chosen is None else chosen.sel(year=year) for year in view.years]
    return [c if c is None or "sector" not in c.dims else c.sum("sector") for c in columns]


def _rows(view: View, item: Indicator) -> list[tuple[str, ...]]:
    columns = _columns(view, item)
    label = item.label(view.language) + (f" (III.{item.act})" if item.act else "")
    unit = _UNITS.get(item.unit, item.unit.replace("EUR", "€").replace("(m a)", "(m·a)"))
    dim = next((str(c.dims[0]) for c in columns if c is not None and c.dims), "")
    if not dim:
        return [(label, unit, *_cells(view, item, columns))]
    rows: list[tuple[str, ...]] = [(label, unit, *[""] * len(columns))]
    for value in dict.fromkeys(v for c in columns if c is not None for v in c[dim].values.tolist()):
        parts = [None if c is None else c.sel({dim: value}) for c in columns]
        if any(part is not None and float(part) > 0 for part in parts):
            rows.append(("\u2003" + _part_name(view, dim, str(value)), unit, *_cells(view, item, parts)))
    return rows if len(rows) > 1 else [(label, unit, *_cells(view, item, [None] * len(columns)))]


def _part_name(view: View, dim: str, value: str) -> str:
    if dim == "carrier":
        return carrier_name(view.catalogue, value, view.language)
    if dim == "bus":
        return view.bus_label(value)
    key = f"{dim}_{value}"
    return view.texts(key) if view.texts.has(key) else value


def _cells(view: View, item: Indicator, values: list[xr.DataArray | None]) -> list[str]:
    factor = _FACTORS.get(item.unit, 1.0)
    digits = 1 if item.unit == "1" else 0
    return [view.number(np.nan if value is None else factor * float(value), digits) for value in values]

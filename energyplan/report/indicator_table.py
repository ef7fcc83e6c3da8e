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
    """Return the indicators of the act and the plain ones, today and by year on the middle path."""
    rows: list[tuple[str, ...]] = []
    for item in all_indicators():
        if item.name in view.indicators and ("co2_path" in view.indicators[item.name].dims):
            rows += _rows(view, item)
    head = (
        view.texts("indicator_column"),
        view.texts("indicator_unit"),
        view.texts("today"),
        *map(str, view.years),
    )
    price = ", ".join(f"{year}: {view.number(view.co2_price(year, view.middle_path))}" for year in view.years)
    return TableText(view.texts("table_indicators", price=price), head, tuple(rows), tuple(range(2, len(head))))


def _rows(view: View, item: Indicator) -> list[tuple[str, ...]]:
    planned = view.indicators[item.name].sel(co2_path=view.middle_path)
    today = view.indicators.get(item.name + TODAY_SUFFIX)
    if "sector" in planned.dims:
        planned, today = planned.sum("sector"), None if today is None else today.sum("sector")
    label = item.label(view.language) + (f" (III.{item.act})" if item.act else "")
    unit = _UNITS.get(item.unit, item.unit.replace("EUR", "€"))
    extra = [str(dim) for dim in planned.dims if dim != "year"]
    if not extra:
        return [(label, unit, *_cells(view, item, planned, today))]
    rows: list[tuple[str, ...]] = [(label, unit, *[""] * (1 + len(view.years)))]
    for value in planned[extra[0]].values.tolist():
        part = planned.sel({extra[0]: value})
        before = None if today is None else today.sel({extra[0]: value})
        if float(np.nan_to_num(part).max()) <= 0 and (before is None or not float(np.nan_to_num(before)) > 0):
            continue
        rows.append(("\u2003" + _part_name(view, extra[0], str(value)), unit, *_cells(view, item, part, before)))
    return rows


def _part_name(view: View, dim: str, value: str) -> str:
    if dim == "carrier":
        return carrier_name(view.catalogue, value, view.language)
    if dim == "bus":
        return view.bus_label(value)
    key = f"{dim}_{value}"
    return view.texts(key) if view.texts.has(key) else value


def _cells(view: View, item: Indicator, planned: xr.DataArray, today: xr.DataArray | None) -> list[str]:
    values = [
        np.nan if today is None else float(today),
        *(float(planned.sel(year=year)) for year in view.years),
    ]
    factor = _FACTORS.get(item.unit, 1.0)
    digits = 1 if item.unit == "1" else 0
    return [view.number(factor * value, digits) for value in values]

"""Where does the rain go, today and with the measures?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.report.figures.canvas import (
    INK,
    Drawn,
    add_axes,
    legend_below,
    new_figure,
    number_axis,
    plate,
)
from energyplan.report.view import View

PARTS = {
    "runoff": "#0072B2",
    "cistern_use": "#009E73",
    "infiltration": "#E69F00",
    "evaporation": "#56B4E9",
}
_MONTHS = "JFMAMJJASOND"


@plate("water_balance", section="water", groups=("water",))
def water_balance(view: View) -> Drawn | None:
    """Draw where a year's rain goes, a bar per scenario, and the runoff month by month."""
    water = view.tree["water"].to_dataset()
    if "runoff" not in water or "measure" not in water.dims:
        return None
    figure = new_figure(3.9)
    left, right = add_axes(figure, 1, 2, width_ratios=(1, 1.35))
    handles = _draw_year(view, left, water)
    _draw_months(view, right, water)
    legend_below(figure, handles.values(), handles.keys(), columns=5)
    runoff = water.runoff.sum("time")
    rain = float(water.precipitation_volume.isel(measure=0).sum())
    first, last = float(runoff.isel(measure=0)), float(runoff.isel(measure=-1))
    return Drawn(
        figure,
        {
            "rain": view.quantity(rain, "m3"),
            "runoff_today": view.percent(first / rain),
            "runoff_measures": view.percent(last / rain),
            "reduction": view.percent(1.0 - last / first if first else np.nan),
        },
    )


def _scenario_names(view: View, water: xr.Dataset) -> list[str]:
    names = [str(name) for name in water.measure.values]
    return [view.texts(f"measure_{name}") if view.texts.has(f"measure_{name}") else name for name in names]


def _draw_year(view: View, axes: Any, water: xr.Dataset) -> dict[str, Any]:
    names = _scenario_names(view, water)
    base = np.zeros(len(names))
    handles = {}
    total = water.precipitation_volume.sum("time").values
    for part, colour in PARTS.items():
        if part not in water or float(water[part].sum()) <= 0:
            continue
        values = water[part].sum("time").values
        bars = axes.bar(names, values, bottom=base, color=colour, width=0.62, edgecolor="white", linewidth=0.6)
        texts = [view.percent(v / t) if v / t > 0.06 else "" for v, t in zip(values, total, strict=True)]
        axes.bar_label(bars, texts, label_type="center", color="white" if part != "evaporation" else INK, fontsize=8)
        base = base + values
        handles[view.texts(f"water_{part}")] = bars
    axes.set(title=view.texts("water_year"), ylabel="m³/a")
    axes.grid(axis="x", visible=False)
    number_axis(axes.yaxis, view.language)
    return handles


def _draw_months(view: View, axes: Any, water: xr.Dataset) -> None:
    months = pd.DatetimeIndex(water.time.values).month
    names = _scenario_names(view, water)
    width = 0.8 / len(names)
    colours = ("#7a7a7a", "#0072B2", "#009E73")
    for position, name in enumerate(names):
        runoff = water.runoff.isel(measure=position).to_series().groupby(months).sum()
        places = runoff.index + (position - (len(names) - 1) / 2) * width
        axes.bar(places, runoff, width=width, color=colours[position % 3], label=name)
    axes.set(title=view.texts("water_months"), ylabel=view.texts("unit_m3_month"))
    axes.set_xticks(range(1, 13), list(_MONTHS))
    axes.grid(axis="x", visible=False)
    axes.legend(loc="upper left", ncols=len(names))
    axes.margins(y=0.18)
    number_axis(axes.yaxis, view.language)


@plate("waste_water_year", section="water", groups=("water",))
def waste_water_year(view: View) -> Drawn | None:
    """Draw the temperature and flow of the largest sewer over the year (daily means)."""
    water = view.tree["water"].to_dataset()
    if "sewage_temperature" not in water or "sewer" not in water.dims:
        return None
    largest = str(water.sewer.values[int(water.flow.mean("time").values.argmax())])
    flow, warmth = water.flow.sel(sewer=largest).values, water.sewage_temperature.sel(sewer=largest).values
    days = np.arange(len(flow)) // 24
    daily = {
        name: np.bincount(days, weights=values) / np.bincount(days)
        for name, values in (("flow", flow), ("warmth", warmth))
    }
    figure = new_figure(2.7)
    left, right = add_axes(figure, 1, 2)
    left.plot(daily["warmth"], color="#D55E00", linewidth=1.4)
    right.plot(daily["flow"], color="#8C6D31", linewidth=1.4)
    left.set(title=view.texts("sewage_temperature"), ylabel="°C", ylim=(0, None))
    right.set(title=view.texts("sewage_flow"), ylabel="l/s", ylim=(0, None))
    for axes in (left, right):
        axes.set_xticks(np.linspace(0, 365, 25)[1::2], list(_MONTHS))
        axes.tick_params(axis="x", length=0)
        axes.set_xlim(0, days[-1])
        axes.grid(axis="x", visible=False)
        number_axis(axes.yaxis, view.language)
    return Drawn(
        figure,
        {
            "sewer": largest,
            "flow": view.rounded(flow.mean()),
            "coldest": view.number(warmth.min(), 1),
            "warmest": view.number(warmth.max(), 1),
        },
    )

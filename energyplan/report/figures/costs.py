"""What does the supply cost and emit, and how do CO₂ price and year change the mix?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.indicators import flows
from energyplan.plan.classes import CATEGORY_COLOURS
from energyplan.report.figures.canvas import (
    INK,
    SOFT,
    Drawn,
    add_axes,
    distinct_colours,
    legend_below,
    new_figure,
    number_axis,
    plate,
)
from energyplan.report.view import View

_SMALL = 0.015
_VISIBLE = 0.002
_SMALLEST_PLACES = 5
_REST_COLOUR = "#bdbdbd"
_COST_GROUP_COLOURS = {"capital": "#0072B2", "fixed": "#56B4E9", "energy": "#E69F00", "co2": "#000000"}


@plate("cost_breakdown", section="cost", groups=("supply",))
def cost_breakdown(view: View) -> Drawn:
    """Draw annual cost by cost group and by component, a bar per year and CO₂ price."""
    groups = _cases(view, view.supply.annual_cost.sum("component"), "cost_group") / 1000.0
    groups.columns = [str(column) for column in groups.columns]
    components = _cases(view, view.supply.annual_cost.sum("cost_group"), "component") / 1000.0
    figure = new_figure(6.6)
    top, bottom = add_axes(figure, 2, 1)
    labels = {name: view.texts(f"cost_group_{name}") for name in groups.columns}
    _stacked_bars(view, top, groups, labels, _COST_GROUP_COLOURS)
    names, colours, shown = _main_components(view, components)
    _stacked_bars(view, bottom, shown, names, colours)
    top.set(title=view.texts("cost_by_group"), ylabel=view.texts("unit_thousand_euro"))
    bottom.set(title=view.texts("cost_by_component"), ylabel=view.texts("unit_thousand_euro"))
    totals = groups.sum(axis=1)
    return Drawn(
        figure,
        {
            "lowest": view.quantity(totals.min() * 1000, "EUR"),
            "highest": view.quantity(totals.max() * 1000, "EUR"),
        },
    )


@plate("emission_breakdown", section="cost", groups=("supply",))
def emission_breakdown(view: View) -> Drawn:
    """Draw emissions by component, a bar per year and CO₂ price, today's beside them."""
    cases = _cases(view, view.supply.emissions, "component")
    names, colours, shown = _main_components(view, cases)
    figure = new_figure(3.9)
    (axes,) = add_axes(figure)
    today = _emissions_today(view)
    _stacked_bars(view, axes, shown, names, colours, before=today)
    axes.set_ylabel(view.texts("unit_emissions"))
    totals = cases.sum(axis=1)
    values = {"lowest": view.quantity(totals.min(), "t"), "highest": view.quantity(totals.max(), "t")}
    return Drawn(
        figure,
        values | {"today": view.quantity(today, "t") if np.isfinite(today) else view.texts("not_known")},
    )


def _emissions_today(view: View) -> float:
    name = "greenhouse_gas_emissions_today"
    return float(view.indicators[name]) if view.has("indicators") and name in view.indicators else np.nan


@plate("heat_mix", section="cost", groups=("supply",))
def heat_mix(view: View) -> Drawn:
    """Draw each bus's heat by producer in percent, a bar per year and CO₂ price."""
    buses = view.heat_buses[:3]
    figure = new_figure(2.7 * len(buses) + 0.7)
    shown: dict[str, Any] = {}
    for axes, bus in zip(add_axes(figure, len(buses)), buses, strict=True):
        heat = _cases(view, flows.heat_by_producer(view.supply, bus), "component")
        heat = heat.loc[:, heat.max() > _VISIBLE * heat.sum(axis=1).max()]
        shares = 100.0 * heat.div(heat.sum(axis=1), axis=0)
        names = {name: view.component_label(name) for name in shares.columns}
        colours = distinct_colours({name: view.component_colour(name) for name in shares.columns})
        shown |= _stacked_bars(view, axes, shares, names, colours, legend=False, totals=False)
        axes.set(title=view.bus_label(bus), ylabel=view.texts("axis_share_of_heat"), ylim=(0, 100))
    legend_below(figure, shown.values(), shown.keys())
    prices = view.supply.co2_price.values
    return Drawn(figure, {"low": view.number(prices.min()), "high": view.number(prices.max())})


def _cases(view: View, values: xr.DataArray, dim: str) -> pd.DataFrame:
    """Return a row per (year, CO₂ path) and a column per item of `dim`, in the order of the report."""
    rows = {(year, path): values.sel(year=year, co2_path=path).values for year in view.years for path in view.paths}
    return pd.DataFrame.from_dict(rows, orient="index", columns=[str(item) for item in values[dim].values])


def _main_components(view: View, table: pd.DataFrame) -> tuple[dict[str, str], dict[str, str], pd.DataFrame]:
    """Merge components of the same label, put small ones together; return labels, colours and the table."""
    merged, main = _by_label(view, table)
    shown = merged[main]
    rest = merged.drop(columns=main).sum(axis=1)
    colours = _colours_of_parts(view)
    if (rest.abs() > 1e-6 * max(merged.abs().sum(axis=1).max(), 1e-9)).any():
        shown = shown.assign(**{view.texts("others"): rest})
        colours[view.texts("others")] = _REST_COLOUR
    return {name: name for name in shown.columns}, colours, shown


def _by_label(view: View, table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the table with a column per label, and the labels that are large enough to be seen."""
    labels = pd.Series({name: view.component_label(name) for name in table.columns})
    merged = table.T.groupby(labels, sort=False).sum().T
    largest = merged.abs().sum(axis=1).max()
    return merged, [label for label in merged if merged[label].abs().max() >= _SMALL * largest]


def _colours_of_parts(view: View) -> dict[str, str]:
    """Return a colour per label, the same in the pictures of cost and of emissions."""
    labels: list[str] = []
    for values in (view.supply.annual_cost.sum("cost_group"), view.supply.emissions):
        labels += _by_label(view, _cases(view, values, "component"))[1]
    first = {view.component_label(str(name)): str(name) for name in reversed(view.supply.component.values)}
    return distinct_colours({label: view.component_colour(first[label]) for label in dict.fromkeys(labels)})


def _stacked_bars(
    view: View,
    axes: Any,
    table: pd.DataFrame,
    labels: dict[str, str],
    colours: dict[str, str],
    *,
    before: float = np.nan,
    legend: bool = True,
    totals: bool = True,
) -> dict[str, Any]:
    """Draw a stacked bar per row; positive parts up, negative ones down; `before` is a single bar in front."""
    places = _places(view, len(table))
    up, down = np.zeros(len(table)), np.zeros(len(table))
    handles: dict[str, Any] = {}
    for position, name in enumerate(table.columns):
        values = table[name].to_numpy(float)
        base = np.where(values >= 0, up, down)
        colour = colours.get(name, CATEGORY_COLOURS[position % len(CATEGORY_COLOURS)])
        handles[labels[name]] = axes.bar(
            places, values, bottom=base, color=colour, width=0.72, edgecolor="white", linewidth=0.5
        )
        up, down = up + np.clip(values, 0, None), down + np.clip(values, None, 0)
    ticks, names = (
        list(places),
        [view.texts("price_tick", price=view.number(view.co2_price(*row))) for row in table.index],
    )
    if np.isfinite(before):
        axes.bar([places[0] - 1.5], [before], color=SOFT, width=0.72)
        ticks, names = [places[0] - 1.5, *ticks], [view.texts("today"), *names]
        axes.annotate(view.rounded(before), (places[0] - 1.5, before), ha="center", va="bottom", fontsize=8)
    axes.set_xticks(ticks, names)
    margin = max(0.6, (_SMALLEST_PLACES - (ticks[-1] - ticks[0])) / 2)
    axes.set_xlim(ticks[0] - margin, ticks[-1] + margin)
    _add_years(view, axes, places)
    if totals:
        for place, height, total in zip(places, up, table.sum(axis=1), strict=True):
            axes.annotate(view.rounded(total), (place, height), ha="center", va="bottom", fontsize=8, color=INK)
        axes.margins(y=0.12)
    axes.grid(axis="x", visible=False)
    axes.tick_params(axis="x", length=0)
    number_axis(axes.yaxis, view.language)
    if legend:
        axes.legend(handles.values(), handles.keys(), loc="center left", bbox_to_anchor=(1.01, 0.5), reverse=True)
    return handles


def _places(view: View, count: int) -> np.ndarray:
    """Return the places of the bars: those of a year together, a gap between years."""
    per_year = count // len(view.years)
    return np.arange(count) + 0.6 * (np.arange(count) // per_year)


def _add_years(view: View, axes: Any, places: np.ndarray) -> None:
    """Write the year under its group of bars."""
    per_year = len(places) // len(view.years)
    for position, year in enumerate(view.years):
        middle = places[position * per_year : (position + 1) * per_year].mean()
        axes.annotate(
            str(year), (middle, 0), xycoords=("data", "axes fraction"), xytext=(0, -20), textcoords="offset points",
            ha="center", va="top", fontweight="bold", annotation_clip=False,
        )  # fmt: skip

"""Which plant runs when: over the sorted year, in a winter week, in a summer week?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from energyplan.indicators import flows
from energyplan.report.figures.canvas import (
    INK,
    Drawn,
    add_axes,
    legend_below,
    new_figure,
    number_axis,
    plate,
)
from energyplan.report.figures.stack import HeatStack, heat_stack
from energyplan.report.view import View

_MAXIMUM_BUSES = 3
_RANK_WINDOW = 72
_WEEK = 168
_DAYS = {
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


@plate("load_duration", section="operation", groups=("supply",))
def load_duration(view: View) -> Drawn | None:
    """Draw the sorted heat load of each network and of the single houses, with what covers it.

    Hours are sorted by load; the coverage is the mean over 72 hours of neighbouring rank, so that a store's
    charging does not fray the picture.
    """
    buses = _shown_buses(view)
    if not buses:
        return None
    figure = new_figure(2.9 * len(buses) + 0.7)
    shown: dict[str, Any] = {}
    for axes, bus in zip(add_axes(figure, len(buses)), buses, strict=True):
        stack = heat_stack(view, bus, view.focus)
        shown |= _draw_duration(view, axes, stack)
        axes.set_title(view.bus_label(bus))
    legend_below(figure, shown.values(), shown.keys())
    first = heat_stack(view, buses[0], view.focus)
    return Drawn(figure, _duration_values(view, buses[0], first))


def _shown_buses(view: View) -> list[str]:
    """Return networks and single houses; process heat runs even and shows nothing."""
    return [bus for bus in view.heat_buses if flows.area_of(bus) != flows.PROCESS][:_MAXIMUM_BUSES]


def _draw_duration(view: View, axes: Any, stack: HeatStack) -> dict[str, Any]:
    order = np.argsort(-stack.demand, kind="stable")
    hours = np.arange(1, len(order) + 1)
    windows = np.arange(len(order)) // _RANK_WINDOW
    count = np.bincount(windows)
    middle = np.bincount(windows, weights=hours) / count
    given = stack.given
    names = list(given)
    parts = [np.bincount(windows, weights=given[name][order]) / count for name in names]
    areas = axes.stackplot(middle, parts, colors=[stack.colours[n] for n in names], linewidth=0) if parts else []
    (line,) = axes.plot(hours, stack.demand[order], color=INK, linewidth=1.3)
    axes.set(xlim=(0, len(order)), ylabel="kW", xlabel=view.texts("axis_hours"))
    axes.set_ylim(bottom=0)
    number_axis(axes.xaxis, view.language)
    number_axis(axes.yaxis, view.language)
    handles = {stack.labels[name]: area for name, area in zip(names, areas, strict=True)}
    return {view.texts("legend_load"): line, **handles}


def _duration_values(view: View, bus: str, stack: HeatStack) -> dict[str, str]:
    biggest = max(stack.produced, key=lambda name: stack.produced[name].sum(), default="")
    total = sum(values.sum() for values in stack.produced.values())
    return {
        "window": str(_RANK_WINDOW),
        "year": str(view.target_year),
        "price": view.number(view.co2_price(view.target_year, view.middle_path)),
        "area": view.bus_label(bus),
        "peak": view.quantity(stack.demand.max(), "kW"),
        "hours": view.rounded(stack.demand.sum() / max(stack.demand.max(), 1e-9), 2),
        "first": stack.labels.get(biggest, ""),
        "first_share": view.percent(stack.produced[biggest].sum() / total) if biggest else "–",
    }


@plate("dispatch_weeks", section="operation", groups=("supply",))
def dispatch_weeks(view: View) -> Drawn | None:
    """Draw a winter week (with the highest load) and a summer week (with the lowest) hour by hour."""
    buses = _shown_buses(view)
    if not buses:
        return None
    figure = new_figure(2.8 * len(buses) + 0.8)
    panels = add_axes(figure, len(buses), 2, sharey="row")
    total = sum(heat_stack(view, bus, view.focus).demand for bus in buses)
    starts = typical_weeks(np.asarray(total))
    times = pd.DatetimeIndex(view.supply.time.values)
    shown: dict[str, Any] = {}
    for row, bus in enumerate(buses):
        stack = heat_stack(view, bus, view.focus)
        for column, start in enumerate(starts):
            axes = panels[2 * row + column]
            shown |= _draw_week(view, axes, stack, times[start : start + _WEEK], start)
            season = view.texts(("winter_week", "summer_week")[column])
            axes.set_title(f"{view.bus_label(bus)}: {season}", fontsize=9)
        panels[2 * row].set_ylabel("kW")
    legend_below(figure, shown.values(), shown.keys())
    first = _duration_values(view, buses[0], heat_stack(view, buses[0], view.focus))
    return Drawn(figure, first | {"winter": _date(times[starts[0]], view), "summer": _date(times[starts[1]], view)})


def typical_weeks(load: np.ndarray) -> tuple[int, int]:
    """Return the first hours of the week around the peak and of the week with the lowest load, both at
    midnight.

    >>> load = np.ones(8760); load[500] = 9.0; load[4800:4968] = 0.5
    >>> typical_weeks(load)
    (408, 4800)
    """
    starts = np.arange(0, len(load) - _WEEK + 1, 24)
    means = np.array([load[start : start + _WEEK].mean() for start in starts])
    peak_day = int(load.argmax()) // 24
    winter = int(np.clip(24 * (peak_day - 3), 0, len(load) - _WEEK))
    return winter, int(starts[means.argmin()])


def _draw_week(view: View, axes: Any, stack: HeatStack, times: pd.DatetimeIndex, start: int) -> dict[str, Any]:
    chosen = slice(start, start + len(times))
    hours = np.arange(len(times))
    given = {name: values[chosen] for name, values in stack.given.items()}
    filled = {name: np.clip(values[chosen], None, 0) for name, values in stack.stored.items()}
    names = list(given)
    areas = axes.stackplot(hours, list(given.values()), colors=[stack.colours[n] for n in names], linewidth=0)
    if filled:
        axes.stackplot(hours, list(filled.values()), colors=[stack.colours[n] for n in filled], linewidth=0)
    (line,) = axes.plot(hours, stack.demand[chosen], color=INK, linewidth=1.1)
    axes.axhline(0.0, color=INK, linewidth=0.6)
    middays = hours[12::24]
    axes.set_xticks(middays, [_day(times[hour], view) for hour in middays], fontsize=7.5)
    axes.set_xticks(hours[::24], minor=True)
    axes.tick_params(axis="x", which="major", length=0)
    axes.grid(axis="x", visible=False)
    axes.set_xlim(0, len(times) - 1)
    number_axis(axes.yaxis, view.language)
    handles = {stack.labels[name]: area for name, area in zip(names, areas, strict=True)}
    return {view.texts("legend_load"): line, **handles}


def _day(time: pd.Timestamp, view: View) -> str:
    return f"{_DAYS[view.language][time.dayofweek]}\n{_date(time, view)}"


def _date(time: pd.Timestamp, view: View) -> str:
    return f"{time.day}.{time.month}." if view.language == "de" else f"{time.day} {time:%b}"

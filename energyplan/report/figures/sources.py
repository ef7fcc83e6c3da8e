"""Which heat sources are there, how much do they give, and where do they lie?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from energyplan.plan.titles import source_kind_name
from energyplan.report.figures.canvas import INK, Drawn, add_axes, new_figure, number_axis, plate
from energyplan.report.figures.cartography import add_backdrop_buildings, extent_around, finish_map, new_map
from energyplan.report.view import View

_MARKERS = {"waste_heat": "s", "sewage": "D", "effluent": "P", "ground": "v"}
_MAXIMUM_BARS = 14


@plate("source_bars", section="sources", groups=("sources",))
def source_bars(view: View) -> Drawn | None:
    """Draw the annual heat of every source as a bar, the heat demand as a line to compare with."""
    table = _finite_sources(view)
    if table.empty:
        return None
    table = table.tail(_MAXIMUM_BARS)
    figure = new_figure(1.3 + 0.36 * len(table))
    (axes,) = add_axes(figure)
    kinds = [str(kind) for kind in table["kind"]]
    names = [_name(view, str(i), str(row.kind), str(row.owner)) for i, row in table.iterrows()]
    energy = table["annual_heat"] / 1e6
    bars = axes.barh(names, energy, color=[_colour(kind) for kind in kinds], height=0.7)
    labels = [
        f"{view.quantity(heat, 'kWh')}, {view.texts('up_to')} {view.quantity(power, 'kW')}"
        for heat, power in zip(table["annual_heat"], table["peak_power"], strict=True)
    ]
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    axes.bar_label(bars, labels, padding=4, fontsize=8, color=INK, bbox=box)
    axes.set(xlabel="GWh/a", xlim=(0, energy.max() * 1.35))
    axes.grid(axis="y", visible=False)
    number_axis(axes.xaxis, view.language)
    _mark_demand(view, axes)
    largest = table.iloc[-1]
    return Drawn(
        figure,
        {
            "first": source_kind_name(str(largest["kind"]), view.language),
            "first_heat": view.quantity(largest["annual_heat"], "kWh"), "count": view.number(len(table)),
        },
    )  # fmt: skip


def _finite_sources(view: View) -> pd.DataFrame:
    """Return the sources that can be exhausted, the smallest first; the air is left out."""
    table = view.tree["sources"].to_dataset()[["kind", "owner", "annual_heat", "peak_power"]].to_dataframe()
    table = table[(table["kind"] != "air") & np.isfinite(table["annual_heat"]) & (table["annual_heat"] > 0)]
    return table.sort_values("annual_heat")


def _name(view: View, source_id: str, kind: str, owner: str) -> str:
    known = owner if owner not in ("", "nan", "None") else source_id
    return f"{source_kind_name(kind, view.language)}: {_short(known)}"


def _mark_demand(view: View, axes: Any) -> None:
    """Draw the heat demand as a dashed line if it fits on the axis."""
    if not view.has("heat"):
        return
    demand = float(view.heat.heat_demand.sum()) / 1e6
    if demand < axes.get_xlim()[1]:
        axes.axvline(demand, color=INK, linestyle="--", linewidth=1.2, zorder=0.8)
        axes.annotate(
            view.texts("demand_line"), (demand, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 3),
            textcoords="offset points", ha="center", va="bottom", fontsize=8,
        )  # fmt: skip


def _colour(kind: str) -> str:
    from energyplan.sources import SOURCE_KINDS

    return SOURCE_KINDS[kind].colour if kind in SOURCE_KINDS else "#777777"


def _short(name: str, length: int = 26) -> str:
    return name if len(name) <= length else name[: length - 1] + "…"


@plate("source_map", section="sources", maps=("sources",))
def source_map(view: View) -> Drawn | None:
    """Draw the sources that have a place: points as marks, rivers and sewers as lines, areas hatched."""
    sources = view.maps["sources"]
    sources = sources[sources.geometry.notna() & ~sources.geometry.is_empty & (sources["kind"] != "roof_solar")]
    if not sources.geom_type.str.contains("Point|Line").any():
        return None  # areas of ground heat alone are the town itself
    sheet = new_map(view, extent_around(view, sources, reach=0.15))
    add_backdrop_buildings(view, sheet)
    if "sewers" in view.maps and len(view.maps["sewers"]):
        _add_sewers(view, sheet)
    for kind, group in sources.groupby("kind", sort=False):
        _add_kind(view, sheet, str(kind), group)
    finish_map(view, sheet, view.texts("legend_sources"), columns=4)
    return Drawn(sheet.figure, {"count": view.number(len(sources))})


def _add_sewers(view: View, sheet: Any) -> None:
    from matplotlib.lines import Line2D

    view.maps["sewers"].plot(ax=sheet.axes, color="#8C6D31", linewidth=0.8, alpha=0.6, zorder=3, aspect=None)
    sheet.handles.append(Line2D([], [], color="#8C6D31", linewidth=1.0, alpha=0.6))
    sheet.labels.append(view.texts("sewers"))


def _add_kind(view: View, sheet: Any, kind: str, group: Any) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    colour = _colour(kind)
    types = group.geometry.geom_type
    points, lines = group[types == "Point"], group[types.str.contains("Line")]
    areas = group[types.str.contains("Polygon")]
    handle: Any = None
    if len(areas):
        areas.plot(ax=sheet.axes, facecolor=colour, alpha=0.18, edgecolor="none", zorder=3, aspect=None)
        handle = Patch(facecolor=colour, alpha=0.4)
    if len(lines):
        lines.plot(ax=sheet.axes, color=colour, linewidth=3.0, zorder=4, aspect=None, capstyle="round")
        handle = Line2D([], [], color=colour, linewidth=3.0)
    if len(points):
        x, y = points.geometry.x, points.geometry.y
        handle = sheet.axes.scatter(x, y, s=70, marker=_MARKERS.get(kind, "o"), color=colour, edgecolor=INK, zorder=6)
    sheet.handles.append(handle)
    sheet.labels.append(source_kind_name(kind, view.language))

"""Where do the pipes run, how thick are they, and what do they lose over the year?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from energyplan.plan.classes import CATEGORY_COLOURS, PIPE_COLOURS, spread
from energyplan.report.figures.canvas import (
    INK,
    Drawn,
    add_axes,
    legend_below,
    new_figure,
    number_axis,
    plate,
)
from energyplan.report.figures.cartography import MapSheet, finish_map, new_map
from energyplan.report.view import View

_CONNECTED_COLOUR, _OTHER_COLOUR = "#c9b79c", "#ececec"
_AROUND = 0.08  # share of the network's size shown around it
_MONTHS = {"de": "JFMAMJJASOND", "en": "JFMAMJJASOND"}


@plate("network_map", section="network", maps=("network_pipes",))
def network_map(view: View) -> Drawn:
    """Draw the pipes, width and colour by nominal diameter, connected buildings darker, heat sources as points."""
    pipes = view.maps["network_pipes"]
    west, south, east, north = pipes.total_bounds
    pad = _AROUND * max(east - west, north - south)
    sheet = new_map(view, (west - pad, south - pad, east + pad, north + pad))
    _add_buildings(view, sheet)
    diameters = sorted(int(value) for value in pd.unique(pipes["nominal_diameter"].dropna()))
    colours = spread(PIPE_COLOURS, max(len(diameters), 2))
    for number, diameter in enumerate(diameters):
        _add_pipes(
            view,
            sheet,
            pipes[pipes["nominal_diameter"] == diameter],
            diameter,
            colours[number],
            1.1 + 0.55 * number,
        )
    _add_heat_source(view, sheet)
    finish_map(view, sheet, view.texts("legend_diameters"), columns=4)
    lengths = pipes.groupby("nominal_diameter")["length"].sum()
    return Drawn(
        sheet.figure,
        {
            "length": view.quantity(float(pipes["length"].sum()), "m"),
            "smallest": str(diameters[0]), "largest": str(diameters[-1]),
            "common": str(int(lengths.idxmax())),
        },
    )  # fmt: skip


def _add_pipes(view: View, sheet: MapSheet, pipes: Any, diameter: int, colour: str, width: float) -> None:
    from matplotlib.lines import Line2D

    pipes.plot(ax=sheet.axes, color=colour, linewidth=width, zorder=5, aspect=None, capstyle="round")
    sheet.handles.append(Line2D([], [], color=colour, linewidth=max(width, 1.5)))
    sheet.labels.append(f"DN {diameter} ({view.quantity(float(pipes['length'].sum()), 'm', 2)})")


def _add_buildings(view: View, sheet: MapSheet) -> None:
    from matplotlib.patches import Patch

    if "buildings" not in view.maps:
        return
    buildings = view.maps["buildings"]
    areas = set(view.maps["network_pipes"].get("area_id", pd.Series(dtype=object)).dropna())
    connected = buildings.get("area_id", pd.Series("", index=buildings.index)).isin(areas)
    for chosen, colour, label in (
        (~connected, _OTHER_COLOUR, "other_buildings"),
        (connected, _CONNECTED_COLOUR, "connected_buildings"),
    ):
        if chosen.any():
            buildings[chosen].plot(
                ax=sheet.axes, facecolor=colour, edgecolor="#9a9a9a", linewidth=0.2, zorder=2, aspect=None
            )
            sheet.handles.append(Patch(facecolor=colour, edgecolor="#9a9a9a", linewidth=0.4))
            sheet.labels.append(view.texts(label))


def _add_heat_source(view: View, sheet: MapSheet) -> None:
    nodes = view.maps.get("network_nodes")
    if nodes is None or "kind" not in nodes:
        return
    sources = nodes[nodes["kind"].astype(str).str.contains("source")]
    if len(sources):
        points = sources.geometry.representative_point()
        mark = sheet.axes.scatter(
            points.x, points.y, marker="*", s=190, color=CATEGORY_COLOURS[5], edgecolor=INK, zorder=7
        )
        sheet.handles.append(mark)
        sheet.labels.append(view.texts("heat_plant"))


@plate("network_year", section="network", groups=("network",))
def network_year(view: View) -> Drawn:
    """Draw heat delivered and lost by month, and the temperatures over the year, for the largest network."""
    area, network = max(view.networks.items(), key=lambda item: float(item[1].heat_load.sum()))
    months = pd.DatetimeIndex(network.time.values).month
    sold = network.heat_load.to_series().groupby(months).sum() / 1000.0
    lost = network.loss_power.to_series().groupby(months).sum() / 1000.0
    figure = new_figure(3.4)
    left, right = add_axes(figure, 1, 2)
    sold_bars = left.bar(sold.index, sold, color=CATEGORY_COLOURS[1], width=0.75)
    lost_bars = left.bar(lost.index, lost, bottom=sold, color=CATEGORY_COLOURS[7], width=0.75)
    left.set(title=view.texts("network_months"), ylabel="MWh")
    left.set_xticks(range(1, 13), list(_MONTHS[view.language]))
    left.grid(axis="x", visible=False)
    number_axis(left.yaxis, view.language)
    lines = _draw_temperatures(view, right, network)
    handles = {view.texts("heat_sold"): sold_bars, view.texts("heat_lost"): lost_bars, **lines}
    legend_below(figure, handles.values(), handles.keys())
    share = lost.sum() / (sold.sum() + lost.sum())
    pumps = float(network.pump_power.sum()) if "pump_power" in network else np.nan
    return Drawn(
        figure,
        {
            "area": area,
            "lost": view.quantity(lost.sum() * 1000, "kWh"),
            "share": view.percent(share, 1),
            "pumps": view.quantity(pumps, "kWh"),
        },
    )


def _draw_temperatures(view: View, axes: Any, network: Any) -> dict[str, Any]:
    days = np.arange(network.sizes["time"]) // 24
    count = np.bincount(days)
    lines = {}
    for name, colour in (
        ("supply_temperature", CATEGORY_COLOURS[5]),
        ("return_temperature", CATEGORY_COLOURS[0]),
    ):
        if name in network and network[name].dims == ("time",):
            daily = np.bincount(days, weights=network[name].values) / count
            (lines[view.texts(name)],) = axes.plot(np.arange(len(daily)), daily, color=colour, linewidth=1.4)
    axes.set(title=view.texts("network_temperatures"), ylabel="°C", xlim=(0, days[-1]))
    axes.set_ylim(bottom=0)
    middles = np.linspace(0, 365, 25)[1::2]
    axes.set_xticks(middles, list(_MONTHS[view.language]))
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="x", visible=False)
    return lines

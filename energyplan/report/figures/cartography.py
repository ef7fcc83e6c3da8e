"""What makes a picture a map: frame, backdrop, scale bar, north arrow, classes, source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from energyplan.plan.classes import NO_VALUE_COLOUR, MapClass, classify
from energyplan.report.figures.canvas import INK, SOFT, WIDTH, new_figure
from energyplan.report.view import View

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WATER_COLOUR = "#9cc9e3"
STREET_COLOUR = "#cfcfcf"
BUILDING_COLOUR = "#e4e1dc"
_MARGIN = 0.04
_HEIGHTS = (4.2, 8.4)  # inches of the map, so that neither ribbons nor towers come out


@dataclass(frozen=True)
class MapSheet:
    """A map under construction: figure, axes, and what its legend shows."""

    figure: Figure
    axes: Axes
    handles: list[Any]
    labels: list[str]


def new_map(view: View, extent: tuple[float, float, float, float]) -> MapSheet:
    """Return a sheet with backdrop (water, streets), cut to `extent` (west, south, east, north)."""
    west, south, east, north = extent
    margin = _MARGIN * max(east - west, north - south, 1.0)
    ratio = (north - south + 2 * margin) / (east - west + 2 * margin)
    figure = new_figure(float(np.clip(ratio * WIDTH, *_HEIGHTS)) + 0.9)
    axes = figure.add_subplot()
    axes.set_aspect("equal")
    axes.set_xlim(west - margin, east + margin)
    axes.set_ylim(south - margin, north + margin)
    axes.set_axis_off()
    for name, colour, width in (("water_bodies", WATER_COLOUR, 3.0), ("streets", STREET_COLOUR, 0.9)):
        if name in view.maps and len(view.maps[name]):
            view.maps[name].plot(ax=axes, color=colour, linewidth=width, zorder=1, aspect=None)
    return MapSheet(figure, axes, [], [])


def extent_around(view: View, layer: gpd.GeoDataFrame, *, reach: float = 0.35) -> tuple[float, float, float, float]:
    """Return the bounds of the buildings, widened to what of `layer` lies within `reach` (share of their size)."""
    from shapely.geometry import box

    west, south, east, north = extent_of(view, "buildings")
    around = box(west, south, east, north).buffer(reach * max(east - west, north - south), join_style="mitre")
    near = layer.geometry.intersection(around)
    bounds = near[~near.is_empty].bounds
    if bounds.empty:
        return west, south, east, north
    return (
        min(west, float(bounds["minx"].min())),
        min(south, float(bounds["miny"].min())),
        max(east, float(bounds["maxx"].max())),
        max(north, float(bounds["maxy"].max())),
    )


def extent_of(view: View, *names: str) -> tuple[float, float, float, float]:
    """Return the bounds of the first of these layers that there is."""
    layer = next(view.maps[name] for name in names if name in view.maps and len(view.maps[name]))
    return tuple(float(bound) for bound in layer.total_bounds)  # type: ignore[return-value]


def add_backdrop_buildings(view: View, sheet: MapSheet) -> None:
    """Draw the buildings in a quiet colour."""
    if "buildings" in view.maps:
        view.maps["buildings"].plot(ax=sheet.axes, color=BUILDING_COLOUR, linewidth=0, zorder=2, aspect=None)


def add_classes(
    view: View,
    sheet: MapSheet,
    layer: gpd.GeoDataFrame,
    values: pd.Series,
    classes: list[MapClass],
    *,
    widths: list[float] | None = None,
    missing: str = "",
) -> None:
    """Draw a layer in classes and add those that occur to the legend.

    Parameters
    ----------
    values : pandas.Series
        One per row of `layer`.
    widths : list of float, optional
        Line width per class, for lines.
    missing : str
        Label of rows without a value; they are not drawn if it is empty.
    """
    position = classify(values, classes)
    if missing and (position < 0).any():
        _add_group(sheet, layer[(position < 0).to_numpy()], NO_VALUE_COLOUR, missing, 0.7)
    for number, item in enumerate(classes):
        chosen = layer[(position == number).to_numpy()]
        if len(chosen):
            _add_group(sheet, chosen, item.colour, item.describe(view.language), widths[number] if widths else 0.25)


def _add_group(sheet: MapSheet, layer: gpd.GeoDataFrame, colour: str, label: str, width: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    is_line = layer.geometry.geom_type.str.contains("Line").any()
    if is_line:
        layer.plot(ax=sheet.axes, color=colour, linewidth=width, zorder=4, aspect=None, capstyle="round")
        sheet.handles.append(Line2D([], [], color=colour, linewidth=max(width, 1.5)))
    else:
        layer.plot(ax=sheet.axes, facecolor=colour, edgecolor="#5a5a5a", linewidth=width, zorder=3, aspect=None)
        sheet.handles.append(Patch(facecolor=colour, edgecolor="#5a5a5a", linewidth=0.4))
    sheet.labels.append(label)


def finish_map(view: View, sheet: MapSheet, legend_title: str, *, columns: int = 3) -> None:
    """Add legend, scale bar, north arrow and the line that names the sources."""
    if sheet.handles:
        legend = sheet.figure.legend(
            sheet.handles, sheet.labels, loc="outside lower left", ncols=columns, title=legend_title,
            alignment="left", handlelength=1.6, columnspacing=1.6,
        )  # fmt: skip
        legend.get_title().set_fontweight("bold")
    _add_scale_bar(view, sheet.axes)
    _add_north_arrow(view, sheet.axes)
    sheet.axes.text(
        1.0,
        -0.008,
        source_line(view),
        transform=sheet.axes.transAxes,
        ha="right",
        va="top",
        fontsize=6.5,
        color=SOFT,
    )


def source_line(view: View) -> str:
    """Return the line under a map: data of the municipality, own computation."""
    data = view.run.get("attribution") or view.texts(
        "source_data", name=view.run.get("municipality") or view.run.get("name", "")
    )
    version = (view.run.get("versions") or {}).get("energyplan", "")
    return view.texts("source_line", data=data, version=version)


def round_length(width: float) -> float:
    """Return a round length of about a fifth of `width`.

    >>> round_length(1340.0)
    250.0
    """
    target = max(width, 1.0) / 5.0
    power = 10.0 ** np.floor(np.log10(target))
    return float(max(step * power for step in (1.0, 2.0, 2.5, 5.0) if step * power <= target))


def _add_scale_bar(view: View, axes: Axes) -> None:
    from matplotlib.patches import Rectangle

    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    length = round_length(east - west)
    x, y, height = west + 0.02 * (east - west), south + 0.02 * (north - south), 0.008 * (north - south)
    pad = 0.014 * (east - west)
    back = Rectangle((x - pad, y - pad), length + 3 * pad, height + 3.2 * pad, facecolor="white", alpha=0.8, zorder=8)
    axes.add_patch(back)
    for half, colour in ((0, INK), (1, "white")):
        axes.add_patch(
            Rectangle(
                (x + half * length / 2, y),
                length / 2,
                height,
                facecolor=colour,
                edgecolor=INK,
                linewidth=0.7,
                zorder=9,
            )
        )
    for share in (0.0, 0.5, 1.0):
        text = view.number(share * length) + (" m" if share == 1.0 else "")
        axes.text(
            x + share * length,
            y + 1.5 * height,
            text,
            fontsize=7,
            ha="center",
            va="bottom",
            color=INK,
            zorder=9,
        )


def _add_north_arrow(view: View, axes: Axes) -> None:
    axes.annotate(
        view.texts("north"), xy=(0.97, 0.985), xytext=(0.97, 0.905), xycoords="axes fraction", ha="center", va="center",
        fontsize=9, fontweight="bold", color=INK, zorder=9,
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.4, "shrinkA": 5, "shrinkB": 0},
        bbox={"boxstyle": "circle,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
    )  # fmt: skip

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
WATER_KINDS = ("river", "lake")
STREET_COLOUR = "#cfcfcf"
BUILDING_COLOUR = "#e4e1dc"
_MARGIN = 0.04
_BESIDE_SCALE_BAR = 75  # letters of the source line that fit beside the bar
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
    if "sources" in view.maps:
        water = view.maps["sources"][view.maps["sources"]["kind"].isin(WATER_KINDS)]
        water = water[water.geometry.notna()]
        if len(water):
            water.plot(ax=axes, color=WATER_COLOUR, linewidth=3.0, zorder=0.8, aspect=None)
    if "streets" in view.maps and len(view.maps["streets"]):
        view.maps["streets"].plot(ax=axes, color=STREET_COLOUR, linewidth=0.9, zorder=1, aspect=None)
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
    """Add legend, scale bar with north arrow and the line that names the sources."""
    if sheet.handles:
        legend = sheet.figure.legend(
            sheet.handles, sheet.labels, loc="outside lower left", ncols=columns, title=legend_title,
            alignment="left", handlelength=1.6, columnspacing=1.6,
        )  # fmt: skip
        legend.get_title().set_fontweight("bold")
    _add_scale_bar(view, sheet.axes)
    source = source_line(view)
    # A long licence gets a line of its own below the scale bar.
    drop = -12 if len(source) <= _BESIDE_SCALE_BAR else -25
    sheet.axes.annotate(
        source, (1.0, 0.0), xycoords="axes fraction", xytext=(0, drop), textcoords="offset points",
        ha="right", va="center", fontsize=6.5, color=SOFT, annotation_clip=False,
    )  # fmt: skip


def source_line(view: View) -> str:
    """Return the line under a map: data of the municipality, own computation."""
    licence = str(view.run.get("licence") or "")
    data = view.texts("source_data") + (f" ({licence})" if licence else "")
    return view.texts("source_line", data=data, version=view.version)


def round_length(width: float) -> float:
    """Return a round length of at most a fifth of `width`, whose half is round as well.

    >>> round_length(1340.0)
    200.0
    """
    target = max(width, 1.0) / 5.0
    power = 10.0 ** np.floor(np.log10(target))
    return float(max(step * power for step in (1.0, 2.0, 5.0) if step * power <= target))


def _add_scale_bar(view: View, axes: Axes) -> None:
    """Draw the bar under the map, so that it hides nothing."""
    from matplotlib.transforms import ScaledTranslation

    west, east = axes.get_xlim()
    length = round_length(east - west)
    below = axes.get_xaxis_transform() + ScaledTranslation(0, -12 / 72, axes.figure.dpi_scale_trans)
    options: dict[str, Any] = {"solid_capstyle": "butt", "transform": below, "clip_on": False}
    for half, colour in ((0, INK), (1, "white")):
        x = west + half * length / 2
        for shade, width in ((INK, 4.6), (colour, 3.0)):
            axes.plot([x, x + length / 2], [0, 0], color=shade, linewidth=width, **options)
    label = f"{view.number(length, 0 if length >= 1 else 1)} m   {view.texts('north')} \u2191"
    axes.annotate(
        label, (west + length, 0), xycoords=below, xytext=(6, 0), textcoords="offset points", ha="left", va="center",
        fontsize=8, color=INK, annotation_clip=False,
    )  # fmt: skip
    axes.set_xlim(west, east)

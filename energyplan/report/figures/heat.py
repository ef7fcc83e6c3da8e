"""Where is heat needed, by whom, and which carriers give it today?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from energyplan.plan.classes import CATEGORY_COLOURS, classes_of
from energyplan.plan.titles import carrier_name, label_of
from energyplan.report.figures.canvas import INK, Drawn, add_axes, new_figure, number_axis, plate
from energyplan.report.figures.cartography import (
    add_backdrop_buildings,
    add_classes,
    extent_of,
    finish_map,
    new_map,
)
from energyplan.report.view import View

_LINE_WIDTHS = (1.0, 2.2, 3.2, 4.2)


@plate("heat_map_buildings", section="heat", groups=("heat",), maps=("buildings",))
def heat_map_buildings(view: View) -> Drawn:
    """Draw every building by its heat per heated area; by its annual heat where areas are unknown."""
    buildings = view.maps["buildings"]
    demand = buildings["heat_demand"].where(buildings["heat_demand"] > 0)
    areas = buildings.get("heated_area", pd.Series(np.nan, index=buildings.index))
    is_specific = bool((areas[demand.notna()] > 0).mean() > 0.5)
    quantity = "specific_heat_demand" if is_specific else "heat_demand"
    values = demand / areas.where(areas > 0) if is_specific else demand
    sheet = new_map(view, extent_of(view, "buildings"))
    classes = classes_of(quantity, view.catalogue, view.language)
    add_classes(view, sheet, buildings, values, classes, missing=view.texts("map_no_heat"))
    finish_map(view, sheet, view.texts(f"legend_{quantity}"))
    share = values.groupby(values >= (classes[5].lower if is_specific else classes[3].lower)).size()
    high = int(share.get(True, 0))
    return Drawn(
        sheet.figure,
        {
            "what": view.texts(f"legend_{quantity}"),
            "count": view.number(int(demand.notna().sum())),
            "high": view.number(high),
            "bound": view.number(classes[5].lower if is_specific else classes[3].lower),
            "unit": "kWh/(m²·a)" if is_specific else "kWh/a",
        },
    )


@plate("heat_density_cells", section="heat", maps=("cells",))
def heat_density_cells(view: View) -> Drawn:
    """Draw the hectare cells by heat density, the buildings above them as outlines."""
    cells = view.maps["cells"]
    sheet = new_map(view, extent_of(view, "cells"))
    classes = classes_of("heat_density", view.catalogue, view.language)
    values = cells["heat_density"].where(cells["heat_density"] > 0)
    add_classes(view, sheet, cells, values, classes)
    if "buildings" in view.maps:
        view.maps["buildings"].plot(ax=sheet.axes, color="#1c1c1c", alpha=0.38, linewidth=0, zorder=5, aspect=None)
    finish_map(view, sheet, view.texts("legend_heat_density"), columns=2)
    best = values.max()
    return Drawn(
        sheet.figure,
        {
            "highest": view.number(best),
            "bound": view.number(classes[4].lower),
            "count": view.number(int((values >= classes[4].lower).sum())),
        },
    )


@plate("heat_line_density", section="heat", maps=("sections",))
def heat_line_density(view: View) -> Drawn:
    """Draw the street sections by heat line density, dense ones thicker."""
    sections = view.maps["sections"]
    sheet = new_map(view, extent_of(view, "buildings", "sections"))
    add_backdrop_buildings(view, sheet)
    values = sections["heat_line_density"].where(sections["heat_line_density"] > 0)
    classes = classes_of("heat_line_density", view.catalogue, view.language)
    # The palest colour of the ramp is lost on a line.
    classes = [
        type(c)(c.lower, c.upper, colour, c.label)
        for c, colour in zip(classes, ("#f4d065", "#e37f50", "#b04a45", "#542e20"), strict=False)
    ]
    add_classes(view, sheet, sections, values, classes, widths=list(_LINE_WIDTHS))
    finish_map(view, sheet, view.texts("legend_heat_line_density"), columns=2)
    bound = classes[2].lower
    dense = sections[values >= bound]
    share = (
        dense["heat_demand"].sum() / max(sections["heat_demand"].sum(), 1e-9) if "heat_demand" in sections else np.nan
    )
    length = dense["length"].sum() if "length" in dense else dense.length.sum()
    return Drawn(
        sheet.figure,
        {"length": view.quantity(length, "m"), "share": view.percent(share), "bound": view.number(bound)},
    )


@plate("demand_by_use", section="heat", groups=("heat",))
def demand_by_use(view: View) -> Drawn | None:
    """Draw annual heat by building type and by carrier of today, as bars."""
    table = view.heat[["use", "heating_carrier", "heat_demand"]].to_dataframe()
    table = table[table["heat_demand"] > 0]
    by_use = table.groupby("use")["heat_demand"].sum().sort_values()
    by_carrier = table.groupby("heating_carrier")["heat_demand"].sum().sort_values()
    if len(by_use) < 2 and len(by_carrier) < 2:
        return None
    figure = new_figure(1.3 + 0.28 * max(len(by_use), len(by_carrier)))
    left, right = add_axes(figure, 1, 2)
    uses = [label_of(view.catalogue, "building_types", str(use), view.language) for use in by_use.index]
    carriers = [carrier_name(view.catalogue, str(carrier), view.language) for carrier in by_carrier.index]
    _bars(view, left, uses, by_use, view.texts("demand_by_use"), CATEGORY_COLOURS[1])
    _bars(view, right, carriers, by_carrier, view.texts("demand_by_carrier"), CATEGORY_COLOURS[0])
    return Drawn(
        figure,
        {
            "first_use": uses[-1],
            "first_use_share": view.percent(by_use.iloc[-1] / by_use.sum()),
            "first_carrier": carriers[-1],
            "first_carrier_share": view.percent(by_carrier.iloc[-1] / by_carrier.sum()),
        },
    )


def _bars(view: View, axes: object, names: list[str], values: pd.Series, heading: str, colour: str) -> None:
    energy = values / 1000.0
    bars = axes.barh([_wrap(name) for name in names], energy, color=colour, height=0.7)  # type: ignore[attr-defined]
    shares = [view.percent(value / values.sum()) for value in values]
    axes.bar_label(bars, shares, padding=3, fontsize=8, color=INK)  # type: ignore[attr-defined]
    axes.set(title=heading, xlabel="MWh/a", xlim=(0, energy.max() * 1.18))  # type: ignore[attr-defined]
    axes.grid(axis="y", visible=False)  # type: ignore[attr-defined]
    axes.locator_params(axis="x", nbins=4)  # type: ignore[attr-defined]
    number_axis(axes.xaxis, view.language)  # type: ignore[attr-defined]


def _wrap(name: str, width: int = 24) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(name, width))

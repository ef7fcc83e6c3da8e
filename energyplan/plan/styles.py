"""How does QGIS draw our layers when somebody opens `maps.gpkg`?

A style is QML text, kept in the GeoPackage's table `layer_styles`, where QGIS looks for it. Classes and
colours are those of the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import pandas as pd

from energyplan.core.vocabulary import quantity
from energyplan.plan.classes import (
    CATEGORY_COLOURS,
    CLASSED_QUANTITY,
    NO_VALUE_COLOUR,
    PIPE_COLOURS,
    MapClass,
    classes_of,
    spread,
)

if TYPE_CHECKING:
    import geopandas as gpd

    from energyplan.catalogue import Catalogue

_LAYER_CLASS = {"fill": "SimpleFill", "line": "SimpleLine", "marker": "SimpleMarker"}
_CATEGORIES = {"sources": "kind", "network_nodes": "kind", "surfaces": "kind"}
_SINGLE_COLOUR = {"sewers": "#8c6d31", "streets": "#bbbbbb", "water_bodies": "#56b4e9", "boundary": "#666666"}
_LARGEST = 1e12


def styles_for(
    layer_name: str, layer: gpd.GeoDataFrame, *, language: str = "de", catalogue: Catalogue | None = None
) -> str:
    """Return the QGIS style of a layer.

    Parameters
    ----------
    layer_name : str
        As in the result's maps.
    layer : geopandas.GeoDataFrame
        With internal or border column names; its geometry and values decide symbol and classes.
    language : {"de", "en"}
        Of the legend.
    catalogue : Catalogue, optional
        For the map classes; the shipped one if not given.

    Returns
    -------
    str
        QML: graduated by demand or density, pipes by diameter, sources by kind, otherwise one symbol.
    """
    from energyplan.catalogue import load_catalogue

    kind = _symbol_kind(layer)
    if layer_name in CLASSED_QUANTITY:
        column = _column(layer, CLASSED_QUANTITY[layer_name])
        if column:
            classes = classes_of(CLASSED_QUANTITY[layer_name], catalogue or load_catalogue(), language)
            return _document(_graduated(column, classes, kind, language))
    if layer_name == "network_pipes" and _column(layer, "nominal_diameter"):
        return _document(_pipes(_column(layer, "nominal_diameter"), layer, kind))
    if layer_name in _CATEGORIES and _CATEGORIES[layer_name] in layer:
        return _document(_categorised(_CATEGORIES[layer_name], layer, kind))
    return _document(_single(_SINGLE_COLOUR.get(layer_name, "#888888"), kind))


def _column(layer: gpd.GeoDataFrame, name: str) -> str:
    """Return the border name of a quantity if the layer has it, as it is called in the file."""
    border = quantity(name).border_name
    return border if name in layer or border in layer else ""


def _symbol_kind(layer: gpd.GeoDataFrame) -> str:
    kinds = set(layer.geometry.dropna().geom_type)
    if any("Polygon" in kind for kind in kinds):
        return "fill"
    return "line" if any("Line" in kind for kind in kinds) else "marker"


def _document(renderer: str) -> str:
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="3.34" styleCategories="Symbology">\n{renderer}\n</qgis>\n'
    )


def _rgba(colour: str) -> str:
    return ",".join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5)) + ",255"


def _symbol(name: int, colour: str, kind: str, width: float = 0.4) -> str:
    options = {
        "fill": {
            "color": _rgba(colour),
            "outline_color": "90,90,90,255",
            "outline_width": "0.1",
            "style": "solid",
        },
        "line": {
            "line_color": _rgba(colour),
            "line_width": f"{width:g}",
            "line_width_unit": "MM",
            "capstyle": "round",
        },
        "marker": {"color": _rgba(colour), "name": "circle", "size": "3", "outline_color": "60,60,60,255"},
    }[kind]
    lines = "".join(f'<Option type="QString" name="{key}" value="{value}"/>' for key, value in options.items())
    return (
        f'<symbol type="{kind}" name="{name}" alpha="1">'
        f'<layer class="{_LAYER_CLASS[kind]}" enabled="1" pass="0" locked="0">'
        f'<Option type="Map">{lines}</Option></layer></symbol>'
    )


def _graduated(column: str, classes: list[MapClass], kind: str, language: str) -> str:
    ranges, symbols = [], []
    for position, item in enumerate(classes):
        upper = min(item.upper, _LARGEST)
        label = item.describe(language)
        ranges.append(
            f'<range render="true" symbol="{position}" lower="{item.lower:.6f}" upper="{upper:.6f}"'
            f" label={quoteattr(label)}/>"
        )
        symbols.append(_symbol(position, item.colour, kind, width=0.4 + 0.3 * position))
    return (
        f'<renderer-v2 type="graduatedSymbol" attr={quoteattr(column)} graduatedMethod="GraduatedColor"'
        ' symbollevels="0">'
        f"<ranges>{''.join(ranges)}</ranges><symbols>{''.join(symbols)}</symbols></renderer-v2>"
    )


def _pipes(column: str, layer: gpd.GeoDataFrame, kind: str) -> str:
    name = column if column in layer else "nominal_diameter"
    diameters = sorted(int(value) for value in pd.unique(layer[name].dropna()))
    colours = spread(PIPE_COLOURS, max(len(diameters), 1))
    labels = [f"DN {diameter}" for diameter in diameters]
    symbols = [_symbol(i, colour, kind, width=0.4 + 0.25 * i) for i, colour in enumerate(colours)]
    return _categories(column, [str(diameter) for diameter in diameters], labels, symbols, value_type="double")


def _categorised(column: str, layer: gpd.GeoDataFrame, kind: str) -> str:
    values = sorted(str(value) for value in pd.unique(layer[column].dropna()))
    symbols = [_symbol(i, CATEGORY_COLOURS[i % len(CATEGORY_COLOURS)], kind) for i in range(len(values))]
    return _categories(column, values, values, symbols, value_type="string")


def _categories(column: str, values: list[str], labels: list[str], symbols: list[str], *, value_type: str) -> str:
    rows = [
        f'<category render="true" symbol="{i}" type="{value_type}" value={quoteattr(value)} label={quoteattr(label)}/>'
        for i, (value, label) in enumerate(zip(values, labels, strict=True))
    ]
    return (
        f'<renderer-v2 type="categorizedSymbol" attr={quoteattr(column)} symbollevels="0">'
        f"<categories>{''.join(rows)}</categories><symbols>{''.join(symbols)}</symbols></renderer-v2>"
    )


def _single(colour: str, kind: str) -> str:
    return (
        f'<renderer-v2 type="singleSymbol" symbollevels="0"><symbols>{_symbol(0, colour, kind)}</symbols></renderer-v2>'
    )


__all__ = ["NO_VALUE_COLOUR", "styles_for"]

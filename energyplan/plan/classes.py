"""In which classes and colours is a quantity drawn, in the report and in QGIS alike?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energyplan.plan.numbers import format_number

if TYPE_CHECKING:
    import pandas as pd

    from energyplan.catalogue import Catalogue

# Sampled from "lajolla" and "lapaz" of Crameri's scientific colour maps (doi:10.5281/zenodo.1243862):
# even to the eye, readable by the colour-blind and in grey.
HEAT_COLOURS = ("#fefabe", "#f4d065", "#eba553", "#e37f50", "#d0554c", "#92413e", "#542e20")
PIPE_COLOURS = ("#d5bda4", "#9ea596", "#7097a0", "#4a7fa3", "#32609a", "#273f87", "#1e1c6e")
NO_VALUE_COLOUR = "#d9d9d9"
# Okabe & Ito: eight colours that the colour-blind can tell apart (jfly.uni-koeln.de/color).
CATEGORY_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
CLASSED_QUANTITY = {
    "buildings": "heat_demand",
    "sections": "heat_line_density",
    "blocks": "heat_density",
    "cells": "heat_density",
}
CLASS_TABLE = {
    "heat_demand": "demand_classes",
    "specific_heat_demand": "specific_demand_classes",
    "heat_line_density": "line_density_classes",
    "heat_density": "density_classes",
}


@dataclass(frozen=True)
class MapClass:
    """One class of a map: from `lower` up to below `upper`, drawn in `colour`."""

    lower: float
    upper: float
    colour: str
    label: str = ""

    def describe(self, language: str) -> str:
        """Return the bounds and the label as a legend shows them.

        >>> MapClass(1500.0, np.inf, "#000000", "hoch").describe("de")
        'ab 1.500: hoch'
        """
        low, high = (format_number(bound, language) for bound in (self.lower, self.upper))
        first = {"de": f"unter {high}", "en": f"below {high}"}[language]
        last = {"de": f"ab {low}", "en": f"from {low}"}[language]
        bounds = last if np.isinf(self.upper) else first if self.lower == 0 else f"{low}–{high}"
        return f"{bounds}: {self.label}" if self.label else bounds


def spread(colours: tuple[str, ...], count: int) -> list[str]:
    """Return `count` colours spread over a ramp, its ends included.

    >>> spread(("#000000", "#777777", "#ffffff"), 2)
    ['#000000', '#ffffff']
    """
    positions = np.linspace(0, len(colours) - 1, count) if count > 1 else np.array([0.0])
    return [_between(colours, position) for position in positions]


def _between(colours: tuple[str, ...], position: float) -> str:
    low = min(int(position), len(colours) - 2)
    ends = [np.array([int(colours[i][k : k + 2], 16) for k in (1, 3, 5)]) for i in (low, low + 1)]
    mixed = ends[0] + (position - low) * (ends[1] - ends[0])
    return "#" + "".join(f"{round(float(part)):02x}" for part in mixed)


def classes_of(quantity: str, catalogue: Catalogue, language: str = "de") -> list[MapClass]:
    """Return the classes of a quantity from its catalogue table; the last one is open.

    Raises
    ------
    KeyError
        If there are no classes for it.
    """
    table = catalogue.table(CLASS_TABLE[quantity]).sort_values("lower")
    colours = spread(HEAT_COLOURS, len(table))
    uppers = table["upper"].fillna(np.inf)
    rows = zip(table["lower"], uppers, colours, table[f"label_{language}"], strict=True)
    return [MapClass(float(low), float(high), colour, label) for low, high, colour, label in rows]


def classify(values: pd.Series, classes: list[MapClass]) -> pd.Series:
    """Return the position of each value's class; −1 where the value is missing or lies below the first class."""
    bounds = [item.lower for item in classes]
    positions = np.digitize(values.to_numpy(float), bounds) - 1
    return (values * 0).fillna(0).astype(int) + np.where(values.isna(), -1, positions)


def in_natural_order(items: list[str]) -> list[str]:
    """Sort text so that the numbers in it count.

    >>> in_natural_order(["DN100", "DN25"])
    ['DN25', 'DN100']
    """
    return sorted(items, key=lambda item: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", item)])

"""Are the QGIS styles well-formed, and do their classes cover the layer?"""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from energyplan.catalogue import load_catalogue
from energyplan.core.schema import to_border
from energyplan.plan import classes_of, styles_for
from energyplan.plan.classes import CLASS_TABLE, classify, spread


def _renderer(layer_name, layer, **options):
    text = styles_for(layer_name, layer, **options)
    return ElementTree.fromstring(text.split("\n", 1)[1]).find("renderer-v2")


@pytest.mark.parametrize(
    "name", ["buildings", "sections", "blocks", "cells", "network_pipes", "sources", "sewers", "streets"]
)
def test_every_symbol_is_there(result, name):
    layer = to_border(result.maps[name])
    renderer = _renderer(name, layer)
    symbols = {symbol.get("name") for symbol in renderer.find("symbols")}
    used = [item.get("symbol") for item in renderer.iter() if item.tag in ("range", "category")] or ["0"]
    assert set(used) == symbols
    attribute = renderer.get("attr")
    assert attribute is None or attribute in layer.columns


def test_ranges_join_without_gaps(result):
    ranges = list(_renderer("sections", to_border(result.maps["sections"])).find("ranges"))
    assert ranges[0].get("lower") == "0.000000"
    for low, high in pairwise(ranges):
        assert low.get("upper") == high.get("lower")
    assert result.maps["sections"]["heat_line_density"].max() < float(ranges[-1].get("upper"))


def test_every_diameter_has_a_category(result):
    categories = [
        float(c.get("value")) for c in _renderer("network_pipes", result.maps["network_pipes"]).iter("category")
    ]
    assert categories == sorted(result.maps["network_pipes"]["nominal_diameter"].unique())


def test_labels_follow_the_language(result):
    layer = to_border(result.maps["sections"])
    assert "1.500" in styles_for("sections", layer, language="de")
    assert "1,500" in styles_for("sections", layer, language="en")


def test_names_with_markup_are_escaped(result):
    sources = result.maps["sources"].assign(kind='<b a="1">&')
    assert _renderer("sources", sources).find("categories")[0].get("value") == '<b a="1">&'


@pytest.mark.parametrize("quantity", list(CLASS_TABLE))
def test_classes_rise_and_differ(quantity):
    classes = classes_of(quantity, load_catalogue())
    assert classes[0].lower == 0.0 and np.isinf(classes[-1].upper)
    assert all(a.upper == b.lower for a, b in pairwise(classes))
    assert len({item.colour for item in classes}) == len(classes)


def test_classify_takes_bounds_from_below():
    import pandas as pd

    classes = classes_of("heat_density", load_catalogue())
    values = pd.Series([0.0, 69.9, 70.0, 1e6, np.nan])
    assert classify(values, classes).tolist() == [0, 0, 1, 5, -1]


def test_spread_keeps_the_ends():
    assert spread(("#000000", "#ffffff"), 3) == ["#000000", "#808080", "#ffffff"]

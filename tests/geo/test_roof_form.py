"""Is a roof flat by the use of its building, or because it is too wide for rafters?"""

import geopandas as gpd
import numpy as np
import shapely

from energyplan.catalogue import load_catalogue
from energyplan.geo.roof_form import UNKNOWN_USE, is_flat


def houses(uses, side=10.0):
    boxes = [shapely.box(0, 0, side, side)] * len(uses)
    return gpd.GeoDataFrame({"use": uses}, geometry=boxes, crs="EPSG:25832")


def test_form_follows_the_use():
    forms = load_catalogue().table("roof_forms")
    found = is_flat(houses(list(forms.index), side=1.0), catalogue=load_catalogue())
    assert found.tolist() == (forms["form"] == "flat").tolist()


def test_a_wide_roof_is_flat_whatever_the_use():
    forms = load_catalogue().table("roof_forms")
    limited = forms[(forms["form"] != "flat") & forms["flat_above"].notna()]
    side = np.sqrt(limited["flat_above"].iloc[0])
    for factor, expected in ((0.99, False), (1.01, True)):
        assert is_flat(houses([limited.index[0]], side * factor), catalogue=load_catalogue()).tolist() == [expected]


def test_unknown_uses_are_other():
    town, other = houses(["castle", None, UNKNOWN_USE]), houses([UNKNOWN_USE])
    expected = bool(is_flat(other, catalogue=load_catalogue()).iloc[0])
    assert is_flat(town, catalogue=load_catalogue()).tolist() == [expected] * 3
    assert is_flat(town.drop(columns="use"), catalogue=load_catalogue()).tolist() == [expected] * 3

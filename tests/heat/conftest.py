"""A few houses, a street with crossings, a year of temperature."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import xarray as xr

from energyplan.catalogue import Catalogue, load_catalogue
from energyplan.core.hours import HOURS_PER_YEAR, hours_of_year
from energyplan.geo.graph import StreetGraph

CRS = "EPSG:25832"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def houses() -> gpd.GeoDataFrame:
    """Four houses of 10 m × 10 m with all that one may know, and a shed."""
    table = {
        "use": ["single_family", "multi_family", "school", "unheated", "office"],
        "construction_year": [1963, 1930, np.nan, np.nan, 2015],
        "storeys": [2, 3, 1, 1, 2],
        "heating_carrier": ["natural_gas", "electricity", "district_heat", None, "heating_oil"],
        "heating_type": [None, "heat_pump_air", None, None, None],
    }
    squares = [shapely.box(x, 5, x + 10, 15) for x in (0, 30, 60, 90, 120)]
    return gpd.GeoDataFrame(table, geometry=squares, crs=CRS, index=list("abcde"))


@pytest.fixture
def street() -> StreetGraph:
    """Three sections in a row of 50 m each, and one apart behind a bridge."""
    points = [(0, 0), (50, 0), (100, 0), (150, 0), (170, 0), (220, 0)]
    nodes = gpd.GeoDataFrame(
        {"component": 0},
        geometry=[shapely.Point(p) for p in points],
        index=[f"n{i}" for i in range(6)],
        crs=CRS,
    )
    sections = gpd.GeoDataFrame(
        {
            "from_node": [f"n{i}" for i in range(5)],
            "to_node": [f"n{i}" for i in range(1, 6)],
            "bridge": [False, False, False, True, False],
        },
        geometry=[shapely.LineString([points[i], points[i + 1]]) for i in range(5)],
        index=pd.Index(["s1", "s2", "s3", "b4", "s5"], name="section_id"),
        crs=CRS,
    )
    return StreetGraph(nodes, sections.assign(length=sections.length))


@pytest.fixture(scope="session")
def air_temperature() -> xr.DataArray:
    """A mild German year: 10 °C mean, 1 °C in January, 19 °C in July, 4 K of daily swing, some noise."""
    hour = np.arange(HOURS_PER_YEAR)
    year = 10.0 - 9.0 * np.cos(2 * np.pi * (hour / 24 - 18) / 365)
    day = -4.0 * np.cos(2 * np.pi * (hour % 24 - 3) / 24)
    noise = np.repeat(np.random.default_rng(1).normal(0.0, 1.2, 365), 24)
    values = year + day + noise
    return xr.DataArray(values, dims="time", coords={"time": hours_of_year(2025)}, name="air_temperature")

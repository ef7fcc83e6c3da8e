"""A small town for the sources: weather of Essen, sewers that join, a plant, a river, some houses."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from shapely.geometry import LineString, Point, box

from energyplan.catalogue import Catalogue, load_catalogue
from energyplan.core.hours import hours_of_year
from energyplan.io.weather import read_test_reference_year

CRS = "EPSG:25832"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def hours() -> pd.DatetimeIndex:
    return hours_of_year(2025)


@pytest.fixture(scope="session")
def weather() -> xr.Dataset:
    """Essen; its irradiance is computed and belongs to the half hours around the stamp of the file."""
    essen = read_test_reference_year(5, 2025)
    return essen.assign_attrs(irradiance_minutes=60.0)


@pytest.fixture
def sewers() -> gpd.GeoDataFrame:
    """Two branches a and b join in c, which flows through d to the plant; e goes to the plant on its own."""
    return gpd.GeoDataFrame(
        {
            "from_node": ["n1", "n2", "n3", "n4", "n6"],
            "to_node": ["n3", "n3", "n4", "n5", "n5"],
            "nominal_diameter": [800.0, 900.0, 1000.0, 1200.0, 800.0],
        },
        index=pd.Index(list("abcde"), name="sewer_id"),
        geometry=[LineString([(x, 0), (x + 100, 0)]) for x in (0, 0, 100, 200, 800)],
        crs=CRS,
    )


@pytest.fixture
def treatment_plants() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"node": ["n5"], "population_equivalent": [10000.0]},
        index=pd.Index(["p"], name="plant_id"),
        geometry=[Point(300, 0)],
        crs=CRS,
    )


@pytest.fixture
def waste_water(hours: pd.DatetimeIndex) -> xr.Dataset:
    """Flows add up along the sewers; 14 °C on average, colder than 10 °C in the deepest winter."""
    wave = 14.0 - 4.5 * np.cos(2 * np.pi * np.arange(len(hours)) / len(hours))
    flow = np.array([12.0, 20.0, 32.0, 40.0, 11.0])
    return xr.Dataset(
        {
            "flow": (("sewer", "time"), np.tile(flow[:, None], len(hours))),
            "sewage_temperature": (("sewer", "time"), np.tile(wave, (5, 1))),
            "effluent_flow": (("plant", "time"), np.full((1, len(hours)), 51.0)),
            "water_temperature": (("plant", "time"), wave[None, :] - 1.0),
        },
        coords={"sewer": list("abcde"), "plant": ["p"], "time": hours},
    )


@pytest.fixture
def buildings() -> gpd.GeoDataFrame:
    """Four houses along the axes, one shed, one school with a flat roof."""
    footprints = [box(x, 0, x + 12, 8) for x in (0, 40)] + [box(x, 40, x + 8, 52) for x in (0, 40)]
    return gpd.GeoDataFrame(
        {
            "use": ["single_family"] * 4 + ["unheated", "school"],
            "protected": [None, True, None, False, None, None],
        },
        index=pd.Index([f"b{number}" for number in range(1, 7)], name="building_id"),
        geometry=[*footprints, box(80, 0, 83, 3), box(80, 40, 120, 60)],
        crs=CRS,
    )


@pytest.fixture
def waste_heat() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "company": ["Bäckerei", None],
            "annual_heat": [600_000.0, 2_000_000.0],
            "peak_power": [200.0, 400.0],
            "source_temperature": [45.0, 90.0],
            "profile": ["two_shift", None],
        },
        index=pd.Index(["w1", "w2"], name="source_id"),
        geometry=[Point(0, 0), Point(10, 10)],
        crs=CRS,
    )

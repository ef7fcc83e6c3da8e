"""A tiny municipality on disk: four houses at one street."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import LineString, box

X, Y = 400_000.0, 5_700_000.0


def small_layers() -> dict[str, gpd.GeoDataFrame]:
    """Buildings and streets with the columns of the files."""
    houses = [box(X + 20 * i, Y + 10, X + 20 * i + 10, Y + 20) for i in range(4)]
    buildings = gpd.GeoDataFrame(
        {"building_id": ["a", "b", "c", "d"], "use": "single_family", "heat_demand_kwh": [10e3, 20e3, 0.0, 5e3]},
        geometry=houses, crs="EPSG:25832",
    )  # fmt: skip
    streets = gpd.GeoDataFrame(
        {"street_id": ["s1"], "class": ["residential"]},
        geometry=[LineString([(X - 10, Y), (X + 90, Y)])],
        crs="EPSG:25832",
    )
    return {"buildings": buildings, "streets": streets}


def write_small(folder: Path, layers: dict[str, gpd.GeoDataFrame], settings: str = "") -> Path:
    """Write layers and settings as an input folder."""
    import pyogrio

    folder.mkdir(parents=True, exist_ok=True)
    for name, layer in layers.items():
        pyogrio.write_dataframe(
            layer, folder / "municipality.gpkg", layer=name, append=(folder / "municipality.gpkg").exists()
        )
    text = "name: Klein\nreference_year: 2025\nlayers: {file: municipality.gpkg}\nweather: {test_reference_year: 5}\n"
    (folder / "municipality.yaml").write_text(text + settings, encoding="utf-8")
    return folder


@pytest.fixture
def layers() -> dict[str, gpd.GeoDataFrame]:
    return small_layers()

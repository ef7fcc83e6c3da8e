"""What else is on the map: boundary, works with waste heat, meadows, trees, stations, the gas network?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from energyplan.synth.curves import lines_of, polygons_of
from energyplan.synth.footprints import place
from energyplan.synth.portrait import between
from energyplan.synth.street_net import StreetNet

AROUND = 160.0
TREE_SPACING = 17.0


def boundary(streets: np.ndarray, name: str) -> gpd.GeoDataFrame:
    """Return the municipal boundary: the streets and the land around them."""
    around = shapely.union_all(shapely.buffer(shapely.simplify(streets, 5), AROUND, quad_segs=4))
    outline = Polygon(polygons_of(around)[0].buffer(-AROUND / 3).buffer(AROUND / 3).exterior).simplify(8)
    return _layer({"name": [name]}, [outline], "boundary_id", "g")


def water_bodies(river: LineString, outline: Polygon, water: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Return the river within the municipality and a little beyond."""
    line = lines_of(river.intersection(outline.buffer(200)))[0]
    return _layer(
        {"kind": ["river"], "flow": [float(water["river_flow"])], "name": [water["river_name"]]},
        [line],
        "water_body_id",
        "wb",
    )


def protected_areas(river: LineString, outline: Polygon, built: np.ndarray) -> gpd.GeoDataFrame:
    """Return the river meadows that nobody has built on."""
    land = shapely.union_all(shapely.buffer(built, 18))
    meadows = river.buffer(55).intersection(outline).difference(land).buffer(-4).buffer(4)
    parts = polygons_of(meadows.simplify(2), least=2500)
    return _layer({"kind": ["flood_plain"] * len(parts)}, parts, "protected_area_id", "pa")


def trees(net: StreetNet, half_width: np.ndarray, shapes: np.ndarray, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Return trees along the country roads and around the market."""
    rows = []
    for section in np.flatnonzero(np.isin(net.street_class, ["secondary", "pedestrian"])):
        at = np.arange(8, net.length[section] - 8, TREE_SPACING)
        side = np.where(np.arange(len(at)) % 2, 1.0, -1.0)
        points, out = place(net, np.full(len(at), section), at, side)
        rows.append(points + out * (half_width[section] - 0.8))
    points = np.vstack(rows)[rng.random(sum(map(len, rows))) < 0.8]
    places = shapely.points(np.round(points, 2))
    near = np.zeros(len(places), dtype=bool)
    near[shapely.STRtree(shapes).query(places, predicate="dwithin", distance=2.5)[0]] = True
    near[shapely.STRtree(net.lines).query(places, predicate="dwithin", distance=2.0)[0]] = True
    kinds = rng.choice(["lime", "maple", "plane"], len(places), p=[0.5, 0.3, 0.2])
    return _layer({"kind": kinds[~near]}, places[~near], "tree_id", "t")


def waste_heat(
    table: pd.DataFrame, shapes: np.ndarray, town: str, numbers: Mapping[str, Any], rng: np.random.Generator
) -> gpd.GeoDataFrame | None:
    """Return the works with waste heat, with the columns of the federal registry; None if the town has no works."""
    works = np.flatnonzero((table["process_heat"] > 0).to_numpy())
    if not len(works):
        return None
    kind = numbers["works"]
    annual = table["process_heat"].to_numpy()[works] * between(kind["waste_heat_share"], len(works), rng)
    hours = between(kind["full_load_hours"], len(works), rng)
    trades = np.array(numbers["works_names"])[rng.permutation(len(numbers["works_names"]))]
    columns = {
        "company": [
            numbers["names"]["company"].format(trade=trades[i % len(trades)], town=town) for i in range(len(works))
        ],
        "annual_heat": np.round(annual, -3),
        "peak_power": np.round(annual / hours),
        "source_temperature": np.round(between(kind["temperature"], len(works), rng)),
        "profile": [kind["profile"]] * len(works),
    }
    return _layer(columns, shapely.point_on_surface(shapes[works]), "source_id", "wh")


def grid_stations(
    net: StreetNet,
    half_width: np.ndarray,
    section: np.ndarray,
    table: pd.DataFrame,
    grid: Mapping[str, Any],
    rng: np.random.Generator,
) -> gpd.GeoDataFrame:
    """Return the transformer stations: one per so many neighbouring houses, at the roadside, with present peak load."""
    count = max(1, round(len(table) / grid["houses_per_station"]))
    groups = np.array_split(np.arange(len(table)), count)
    middle = np.array([section[group[len(group) // 2]] for group in groups])
    at = net.length[middle] * rng.uniform(0.35, 0.65, count)
    points, out = place(net, middle, at, rng.choice([-1.0, 1.0], count))
    others = table["heated_area"].where(table["residents"] == 0, 0.0)
    each = grid["kw_per_person"] * table["residents"] + grid["kw_per_area"] * others
    load = np.array([each.iloc[group].sum() for group in groups])
    sizes = np.array(grid["transformers"], dtype=float)
    columns = {
        "transformer_power": sizes[np.minimum(np.searchsorted(sizes, load * grid["reserve"]), len(sizes) - 1)],
        "electricity_load": np.round(load),
    }
    roadside = points + out * (half_width[middle, None] - 0.6)
    return _layer(columns, shapely.points(np.round(roadside, 2)), "station_id", "gs")


def gas_areas(net: StreetNet, served: np.ndarray) -> gpd.GeoDataFrame:
    """Return the areas along the streets in which gas lies."""
    area: BaseGeometry = shapely.union_all(shapely.buffer(net.lines[served], 45, quad_segs=4))
    area = area.buffer(25, quad_segs=4).buffer(-30, quad_segs=4).simplify(3)
    parts = polygons_of(area, least=1000)
    return _layer({"name": [f"Gasnetz {i}" for i in range(1, len(parts) + 1)]}, parts, "gas_area_id", "ga")


def _layer(columns: Mapping[str, Any], shapes: Any, key: str, prefix: str) -> gpd.GeoDataFrame:
    index = pd.Index([f"{prefix}{number:04d}" for number in range(1, len(shapes) + 1)], name=key)
    shapes = shapely.transform(np.asarray(shapes, dtype=object), lambda points: np.round(points, 2))
    return gpd.GeoDataFrame(dict(columns), geometry=list(shapes), index=index)

"""Networks that several tests use."""

import geopandas as gpd
import pytest
import shapely

from energyplan.catalogue import load_catalogue
from energyplan.geo.streets import build_street_graph
from energyplan.network.layout import lay_out
from energyplan.network.sizing import size_pipes


@pytest.fixture(scope="session")
def three_houses():
    """source – 120 m – x (a: 15 m, 12 kW) – 200 m – y (b: 10 m, 30 kW) – 80 m – z (c: 25 m, 18 kW), sized for 80/50."""
    street = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (400, 0)])], crs="EPSG:25832")
    places = {"a": shapely.Point(120, 15), "b": shapely.Point(320, -10), "c": shapely.Point(400, 25)}
    columns = {"connection_load": [12.0, 30.0, 18.0], "heat_demand": [24_000.0, 60_000.0, 36_000.0]}
    consumers = gpd.GeoDataFrame(columns, geometry=list(places.values()), index=list(places), crs=street.crs)
    layout, _ = lay_out(build_street_graph(street)[0], consumers, shapely.Point(0, 0))
    return size_pipes(layout, load_catalogue(), supply_temperature=80.0, return_temperature=50.0)

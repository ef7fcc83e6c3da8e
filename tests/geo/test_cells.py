"""Are the cells those of the European grid, and is each building in one?"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from energyplan.core.errors import FaultError
from energyplan.geo.cells import GRID, cell_id, hectare_cells


def test_name_of_the_cell():
    assert cell_id(40123, 31456) == "100mN31456E40123"


def test_centre_of_the_projection():
    # 10°E 52°N is 4321000 / 3210000 by definition of EPSG:3035.
    place = gpd.GeoDataFrame(geometry=[shapely.Point(10.0005, 52.0005)], index=["a"], crs="EPSG:4326")
    cell, _ = hectare_cells(place)
    assert cell["a"] == "100mN32100E43210"


def test_buildings_lie_in_their_cells():
    rng = np.random.default_rng(4)
    corners = rng.uniform(0, 700, (60, 2)) + np.array([292000, 5627000])
    shapes = [shapely.box(x, y, x + 12, y + 9) for x, y in corners]
    buildings = gpd.GeoDataFrame(geometry=shapes, index=[f"b{i}" for i in range(60)], crs="EPSG:25832")
    cell, cells = hectare_cells(buildings)
    assert set(cell) == set(cells.index) and cells.index.is_unique and cells.crs == buildings.crs
    inner = buildings.representative_point()
    assert cells.geometry.loc[cell].reset_index(drop=True).buffer(0.01).contains(inner.reset_index(drop=True)).all()
    assert (cells["area"] == 1e4).all()
    np.testing.assert_allclose(cells.to_crs(GRID).area, 1e4, rtol=1e-6)
    np.testing.assert_allclose(cells.area, 1e4, rtol=5e-3)


def test_missing_geometry_is_unassigned():
    buildings = gpd.GeoDataFrame(
        geometry=[None, shapely.box(292000, 5627000, 292010, 5627010)], index=["a", "b"], crs="EPSG:25832"
    )
    cell, cells = hectare_cells(buildings)
    assert cell["a"] == "unassigned" and len(cells) == 1


def test_missing_reference_system():
    with pytest.raises(FaultError, match="EP301"):
        hectare_cells(gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], index=["a"]))

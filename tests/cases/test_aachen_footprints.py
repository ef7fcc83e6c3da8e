"""Are twelve thousand real footprints computed in a few seconds, with nothing lost?"""

from __future__ import annotations

import time
from pathlib import Path

import geopandas as gpd
import pytest

from energyplan.catalogue import load_catalogue
from energyplan.geo.cells import hectare_cells
from energyplan.heat import aggregate, annual_demand, cell_density

SECONDS = 10.0  # measured 0.5 s on one core; the bound leaves room for a busy machine


@pytest.fixture(scope="module")
def footprints(shared_data: Path) -> gpd.GeoDataFrame:
    layer = gpd.read_file(shared_data / "aachen" / "aachen_footprints.gpkg")
    return layer.set_index(layer.index.map(lambda row: f"f{row}"))


def test_scale(footprints):
    start = time.perf_counter()
    demand, notes = annual_demand(footprints, load_catalogue())
    cell, cells = hectare_cells(footprints)
    demand["cell_id"] = cell
    density = cell_density(demand, cells)
    assert time.perf_counter() - start < SECONDS
    assert len(demand) == 12_218 and demand["heat_demand"].notna().all()
    assert aggregate(demand, "cell_id")["heat_demand"].sum() == pytest.approx(demand["heat_demand"].sum(), rel=1e-12)
    assert density["heat_demand"].sum() == pytest.approx(demand["heat_demand"].sum(), rel=1e-9)
    assert density["building_count"].sum() == 12_218 and "unassigned" not in density.index
    said = {note.topic: note.count for note in notes}
    assert said["storeys_default"] == said["age_default"] == said["use_default"] == 12_218

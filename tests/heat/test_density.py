"""Is a density heat per length or area, with the rest in a row of its own?"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from energyplan.core.errors import FaultError
from energyplan.heat import block_density, cell_density, density_class, section_density

CRS = "EPSG:25832"


@pytest.fixture
def demand() -> pd.DataFrame:
    heat = np.array([40000.0, 60000.0, 5000.0])
    return pd.DataFrame(
        {
            "heat_demand": heat,
            "delivered_heat": heat,
            "section_id": ["s1", "s1", "unassigned"],
            "block_id": ["k1", "k2", np.nan],
            "cell_id": ["c1", "c1", "c1"],
        },
        index=["a", "b", "c"],
    )


def test_line_density_by_hand(demand, street):
    found = section_density(demand, street.sections)
    assert found.loc["s1", "heat_line_density"] == pytest.approx(100000 / 50)
    assert found.loc["s2", "heat_line_density"] == 0 and found.loc["s2", "building_count"] == 0
    assert found.loc["s1", "density_class"] == "very_high" and found.loc["s2", "density_class"] == "low"
    assert found["heat_demand"].sum() == demand["heat_demand"].sum()
    assert found.index.name == "section_id" and found.crs == CRS


def test_unassigned_row_has_heat_but_no_density(demand, street):
    rest = section_density(demand, street.sections).loc["unassigned"]
    assert rest["heat_demand"] == 5000 and np.isnan(rest["heat_line_density"]) and rest["density_class"] == ""
    assert rest["geometry"] is None
    assigned = demand.assign(section_id="s1")
    assert "unassigned" not in section_density(assigned, street.sections).index


def test_connection_rate_scales_the_heat_sold(demand, street):
    half = section_density(demand, street.sections, connection_rate=0.5)
    assert half.loc["s1", "heat_line_density"] == pytest.approx(1000)
    assert half.loc["s1", "heat_demand"] == 100000
    with pytest.raises(FaultError, match="EP108"):
        section_density(demand, street.sections, connection_rate=50)


def test_section_without_length_has_no_density(demand, street):
    sections = street.sections.assign(length=[0.0, 50.0, 50.0, 20.0, 50.0])
    assert np.isnan(section_density(demand, sections).loc["s1", "heat_line_density"])


def test_block_density_by_hand(demand):
    blocks = gpd.GeoDataFrame(
        geometry=[shapely.box(0, 0, 100, 100), shapely.box(100, 0, 150, 100)], index=["k1", "k2"], crs=CRS
    )
    found = block_density(demand, blocks)
    assert found.loc["k1", "heat_density"] == pytest.approx(40.0)
    assert found.loc["k2", "heat_density"] == pytest.approx(120.0)
    assert found["density_class"].tolist() == ["very_low", "medium", ""]
    assert found["heat_demand"].sum() == demand["heat_demand"].sum()


def test_cell_density_uses_the_nominal_area(demand):
    cells = gpd.GeoDataFrame({"area": [1e4]}, geometry=[shapely.box(0, 0, 99, 99)], index=["c1"], crs=CRS)
    assert cell_density(demand, cells).loc["c1", "heat_density"] == pytest.approx(105.0)


def test_heat_for_an_unknown_section_is_a_fault(demand, street):
    with pytest.raises(FaultError, match="EP214"):
        section_density(demand.assign(section_id="s99"), street.sections)


def test_published_thresholds(catalogue):
    classes = catalogue.table("density_classes")
    values = pd.Series([0.0, 69.9, 70.0, 115.0, 175.0, 415.0, 1049.0, 1050.0, 9999.0])
    expected = [
        "very_low",
        "very_low",
        "low",
        "medium",
        "high",
        "very_high",
        "very_high",
        "extreme",
        "extreme",
    ]
    assert density_class(values, classes).tolist() == expected

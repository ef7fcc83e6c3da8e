"""Do all levels add up to the same heat, with nothing lost on the way?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energyplan.core.errors import FaultError
from energyplan.heat import aggregate, annual_demand, final_energy_by_carrier_and_sector


def test_sums_and_count():
    demand = pd.DataFrame({"heat_demand": [1.0, 2.0, 4.0, 8.0], "block_id": ["x", "x", "", np.nan]})
    found = aggregate(demand, "block_id")
    assert found.loc["x"].to_dict() == {"heat_demand": 3.0, "building_count": 2.0}
    assert found.loc["unassigned", "heat_demand"] == 12


def test_total_is_kept(houses, catalogue):
    demand, _ = annual_demand(houses, catalogue)
    for column in ("use", "sector", "profile_class", "heating_carrier"):
        found = aggregate(demand, column)
        np.testing.assert_allclose(found["heat_demand"].sum(), demand["heat_demand"].sum(), rtol=1e-12)
        assert found["building_count"].sum() == len(demand)


def test_missing_column_names_the_nearest():
    with pytest.raises(FaultError, match="section_id"):
        aggregate(pd.DataFrame({"section_id": ["a"], "heat_demand": [1.0]}), "sectoin_id")


def test_final_energy_table(houses, catalogue):
    demand, _ = annual_demand(houses, catalogue)
    table = final_energy_by_carrier_and_sector(demand)
    assert list(table.columns) == ["residential", "commerce", "industry", "public"]
    assert table.loc["natural_gas", "residential"] == pytest.approx(demand.loc["a", "final_energy"])
    assert table.loc["ambient_heat", "residential"] == pytest.approx(demand.loc["b", "ambient_heat"])
    assert table.loc["heating_oil", "commerce"] == pytest.approx(demand.loc["e", "final_energy"])
    total = demand["final_energy"].sum() + demand["ambient_heat"].sum()
    assert table.to_numpy().sum() == pytest.approx(total, rel=1e-12)

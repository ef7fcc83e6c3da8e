"""Do all levels add up to the same heat, with nothing lost on the way?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energyplan.core.errors import FaultError
from energyplan.heat import aggregate, annual_demand


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

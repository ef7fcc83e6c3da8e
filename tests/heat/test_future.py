"""Does refurbishment lower space heat by rate × years × depth, and nothing else?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energyplan.core.errors import FaultError
from energyplan.heat import annual_demand, demand_in_year


@pytest.fixture
def demand(houses, catalogue):
    houses["process_heat"] = [0.0, 0.0, 0.0, 0.0, 5000.0]
    return annual_demand(houses, catalogue)[0]


def test_by_hand(demand):
    later = demand_in_year(demand, 2045, reference_year=2025, refurbishment_rate=0.02, refurbishment_depth=0.5)
    np.testing.assert_allclose(later["space_heat"], demand["space_heat"] * (1 - 0.5 * 0.4))
    assert (later["hot_water"] == demand["hot_water"]).all()
    assert (later["process_heat"] == demand["process_heat"]).all()
    parts = later[["space_heat", "hot_water", "process_heat"]].sum(axis=1)
    np.testing.assert_allclose(later["heat_demand"], parts, rtol=1e-12)


def test_final_energy_and_load_move_along(demand):
    later = demand_in_year(demand, 2040, reference_year=2025, refurbishment_rate=0.02, refurbishment_depth=0.5)
    np.testing.assert_allclose(
        later["final_energy"] / demand["final_energy"], later["heat_demand"] / demand["heat_demand"]
    )
    before = (demand["space_heat"] + demand["hot_water"]) / (demand["design_load"] - demand["process_heat"] / 8760)
    after = (later["space_heat"] + later["hot_water"]) / (later["design_load"] - later["process_heat"] / 8760)
    np.testing.assert_allclose(after, before, rtol=1e-9, err_msg="the same full-load hours")
    assert later.loc["d", "design_load"] == 0


def test_reference_year_changes_nothing(demand):
    same = demand_in_year(demand, 2025, reference_year=2025, refurbishment_rate=0.02, refurbishment_depth=0.5)
    assert same.equals(demand)


@settings(max_examples=25, deadline=None)
@given(rate=st.floats(0, 0.2), depth=st.floats(0, 1), years=st.integers(0, 60))
def test_never_below_zero_nor_above_today(rate, depth, years):
    one = {"space_heat": 100.0, "hot_water": 20.0, "process_heat": 5.0, "heat_demand": 125.0}
    rest = {"delivered_heat": 125.0, "final_energy": 140.0, "ambient_heat": 0.0, "design_load": 1.0}
    today = pd.DataFrame([one | rest])
    later = demand_in_year(today, 2025 + years, reference_year=2025, refurbishment_rate=rate, refurbishment_depth=depth)
    assert 25 - 1e-9 <= later["heat_demand"].iloc[0] <= 125


@pytest.mark.parametrize(
    "wrong", [{"refurbishment_rate": 2.0}, {"refurbishment_depth": -0.1}, {"reference_year": 2050}]
)
def test_bad_options(demand, wrong):
    options = {"reference_year": 2025, "refurbishment_rate": 0.01, "refurbishment_depth": 0.5} | wrong
    with pytest.raises(FaultError, match="EP108"):
        demand_in_year(demand, 2030, **options)

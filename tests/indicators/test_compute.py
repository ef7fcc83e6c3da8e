"""Is every declared indicator computed, annotated and listed?"""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energyplan.indicators import INDICATORS, all_indicators, as_table, compute_indicators, indicator

KNOWN_UNITS = {"kWh", "kW", "t/a", "1", "count", "kWh/(m a)", "EUR/MWh", "EUR/a"}


@pytest.mark.parametrize("item", all_indicators(), ids=lambda item: item.name)
def test_every_indicator_keeps_to_its_contract(item, result):
    assert item.unit in KNOWN_UNITS
    assert item.label_de and item.label_en and item.description_de and item.description_en
    values = result.tree["indicators"][item.name]
    assert values.attrs["units"] == item.unit
    assert np.isfinite(values.values).any()
    if item.unit == "1":
        assert float(values.max()) <= 1.0 + 1e-9


def test_the_seven_of_the_act_come_first_and_are_complete():
    acts = [item.act for item in all_indicators() if item.act]
    assert sorted(set(acts)) == list("1234567")
    assert [item.act for item in all_indicators()[: len(acts)]] == acts


@pytest.mark.parametrize("missing", ["supply", "water", "network", "sources", "heat"])
def test_indicators_of_a_missing_stage_are_left_out(missing, result):
    groups = {
        f"/{name}": node.to_dataset() for name, node in result.tree.children.items() if name not in (missing, "network")
    }
    if missing != "network":
        groups["/network/mitte"] = result.tree["network/mitte"].to_dataset()
    found = compute_indicators(xr.DataTree.from_dict(groups))
    for item in all_indicators():
        if missing in item.needs:
            assert item.name not in found


def test_a_new_indicator_is_one_function(result):
    @indicator(
        name="dummy",
        unit="kWh",
        needs=("heat",),
        label_de="Probe",
        label_en="Dummy",
        description_de="p",
        description_en="d",
    )
    def dummy(tree: xr.DataTree) -> xr.DataArray:
        return tree["heat"].space_heat.sum("building")

    try:
        found = compute_indicators(result.tree)
        assert float(found.dummy) == pytest.approx(float(result.tree["heat"].space_heat.sum()))
        assert "Probe" in set(as_table(found)["label"])
    finally:
        INDICATORS._items.pop("dummy")


def test_table_holds_every_value_once(result):
    indicators = result.tree["indicators"].to_dataset()
    table = as_table(indicators, "en")
    gas = table[(table.indicator == "gas_share") & (table.year == 2045)]
    assert list(gas.co2_path) == ["eu_low", "eu_middle", "eu_high"]
    np.testing.assert_array_equal(gas.value, indicators.gas_share.sel(year=2045))
    assert not table.duplicated(subset=list(table.columns[:-1])).any()


def test_grid_bound_heat_over_all_is_the_share(result):
    found = result.tree["indicators"].to_dataset()
    share = found.grid_bound_heat.sum("carrier") / found.final_energy.sum(["sector", "carrier"])
    np.testing.assert_allclose(found.grid_bound_share, share, rtol=1e-12)


def test_self_consumption_by_hand(result):
    """All electricity of the example's PV that the heat pump does not take in the same hour is exported."""
    supply = result.tree["supply"].sel(year=2045, co2_path="eu_high")
    solar = supply.power.sel(flow="pv_roof@mitte->electricity:mitte").values
    pump = -supply.power.sel(flow="river_heat_pump_network:river@mitte->electricity:mitte").values
    expected = np.minimum(solar, pump).sum() / solar.sum()
    found = result.tree["indicators"].solar_self_consumption.sel(year=2045, co2_path="eu_high")
    assert float(found) == pytest.approx(expected, rel=1e-9)


def test_runoff_reduction(result):
    assert float(result.tree["indicators"].runoff_reduction.sel(measure="measures")) == pytest.approx(1 - 0.45 / 0.8)

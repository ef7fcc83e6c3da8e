"""Do the indicators of the act count what the catalogue says they should?"""

import pytest
import xarray as xr

from energyplan.catalogue import load_catalogue
from energyplan.indicators import compute_indicators


def test_gas_is_what_the_catalogue_calls_a_carrier_of_the_gas_network(result):
    """Move wood into the gas network: its energy and buildings count as gas at once."""
    shipped = load_catalogue()
    piped = shipped.with_overrides({"carriers": {"wood": {"gas_network": 1}}})
    heat = xr.DataTree.from_dict({"/heat": result.tree["heat"].to_dataset()})
    before, after = (compute_indicators(heat, catalogue=catalogue) for catalogue in (shipped, piped))
    table = result.tree["heat"].to_dataset()[["heating_carrier", "final_energy", "heat_demand"]].to_dataframe()
    wood = table[(table["heating_carrier"] == "wood") & (table["heat_demand"] > 0)]
    assert len(wood) > 0
    assert float(after.buildings_on_gas_today - before.buildings_on_gas_today) == len(wood)
    difference = after.gas_energy_today.sum() - before.gas_energy_today.sum()
    assert float(difference) == pytest.approx(wood["final_energy"].sum(), rel=1e-9)
    assert "wood" not in before.gas_energy_today.where(before.gas_energy_today > 0, drop=True).carrier

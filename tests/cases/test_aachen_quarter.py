"""A real quarter from raw layers to the report: every heated building connected, heat the same in every table and map."""

import numpy as np
import pytest

import energyplan as ep

HEAT = 2_662_995.248436  # [kWh/a], the column sum of the layer
RELATIVE = 1e-9

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def result(shared_data, repository, tmp_path_factory):
    folder = tmp_path_factory.mktemp("aachen") / "result"
    ep.run(repository / "tests/cases/aachen_quarter.yaml", out=folder, data_roots=[shared_data])
    return ep.read_result(folder)


def test_heat_is_the_same_everywhere(result):
    heat = result.tree["heat"].to_dataset()
    assert float(heat["heat_demand"].sum()) == pytest.approx(HEAT, rel=RELATIVE)
    assert float(heat["heat_load"].sum()) == pytest.approx(HEAT, rel=RELATIVE)
    assert float(heat["heat_demand_in_year"].sel(year=2030)) == pytest.approx(HEAT, rel=RELATIVE)
    for layer in ("buildings", "sections", "blocks", "cells"):
        assert float(result.maps[layer]["heat_demand"].sum()) == pytest.approx(HEAT, rel=RELATIVE), layer
    assert float(result.tree["network/quartier/heat_load"].sum()) == pytest.approx(HEAT, rel=RELATIVE)
    useful = result.tree["supply/useful_heat"].sel(bus="heat:quartier")
    np.testing.assert_allclose(useful.to_numpy(), HEAT, rtol=RELATIVE)


def test_heat_in_the_tables_of_the_act(result):
    for name in ("I_2_baubloecke", "I_2_strassenabschnitte"):
        table = result.plan[name]
        column = next(c for c in table if c.startswith("Wärmebedarf") or ("Wärme" in c and "Wh/a" in c))
        unit = 1000.0 if "MWh" in column else 1.0
        assert table[column].sum() * unit == pytest.approx(HEAT, rel=RELATIVE), name


def test_every_heated_building_is_connected(result):
    heat = result.tree["heat"].to_dataset()
    heated = heat["building"].values[heat["heat_demand"].values > 0]
    network = result.tree["network/quartier"].to_dataset()
    assert len(heated) == 156
    assert set(network["building"].values) == set(heated)
    bridges = [note for note in result.run["notes"] if "bridged" in note["english"]]
    assert bridges, "every use of a bridge is reported"


def test_costs_and_emissions_by_co2_price(result):
    supply = result.tree["supply"].to_dataset()
    assert supply["co2_price"].values.tolist() == [[55.0, 120.0, 300.0]]
    cost = supply["heat_cost"].sel(year=2030, bus="heat:quartier").to_numpy()
    assert (cost > 80).all() and (cost < 300).all() and (np.diff(cost) > -1e-6).all()
    priced = supply["priced_emissions"].sum("component").sel(year=2030).to_numpy()
    # Sizes of a reduced year, operation of the full one: a higher price lowers the priced emissions, but for the gap.
    gap = float(np.abs(supply["objective_gap"]).max())
    assert (np.diff(priced) <= gap * priced[:-1]).all() and priced[2] < 0.7 * priced[0]
    assert float(supply["unserved_energy"].max()) == 0.0


def test_every_bus_balances_in_every_hour(result):
    supply = result.tree["supply"].to_dataset()
    power = supply["power"].fillna(0.0)
    for bus in np.unique(supply["flow_bus"].values):
        flows = power.isel(flow=np.flatnonzero(supply["flow_bus"].values == bus))
        assert float(np.abs(flows.sum("flow")).max()) <= 1e-6 * float(np.abs(flows).max())


def test_the_report_is_there(result):
    page = (result.folder / "report.html").read_text(encoding="utf-8")
    assert len(page) < 5e6 and '<html lang="de"' in page and "Aachen" in page
    assert len(list((result.folder / "figures").glob("*.png"))) >= 8

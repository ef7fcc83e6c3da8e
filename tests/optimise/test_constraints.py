"""Each equation of an hour on its own: one test per function of CONSTRAINTS, and none without a test."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from energyplan.optimise import CONSTRAINTS, Converter, Market, Size, Storage, Supply, design

FREE = Size()


def test_every_constraint_has_a_test() -> None:
    missing = [constraint.__name__ for constraint in CONSTRAINTS if f"test_{constraint.__name__}" not in globals()]
    assert missing == []


def test_balance(town: Any) -> None:
    """A CHP gives heat and electricity, a heat pump takes the electricity, the rest is sold."""
    demand = np.array([100.0, 80.0, 60.0, 40.0])
    chp = Converter(name="chp", inputs={"gas": 2.0}, outputs={"heat": 1.0, "electricity": 0.8}, size=Size.fixed(50.0))
    pump = Converter(name="pump", inputs={"electricity": 0.25}, outputs={"heat": 1.0}, size=FREE)
    gas = Market(name="gas", bus="gas", buy_price=20.0)
    grid = Market(name="grid", bus="electricity", buy_price=200.0, sell_price=150.0)
    plan = design(town(chp, pump, gas, grid, demand=demand, buses=("gas", "electricity")), segments=None)
    power = {str(flow): plan["power"].sel(flow=flow).to_numpy() for flow in plan["flow"].values}
    assert plan["power"].groupby("flow_bus").sum().to_numpy() == pytest.approx(np.zeros((3, 4)), abs=1e-6)
    assert power["chp>heat"] == pytest.approx(np.minimum(demand, 50.0))
    assert power["pump>heat"] == pytest.approx(np.maximum(demand - 50.0, 0.0))
    assert power["gas>gas"] == pytest.approx(2.0 * np.minimum(demand, 50.0))
    assert power["grid>electricity:sale"] == pytest.approx(-(power["chp>electricity"] + power["pump>electricity"]))


def test_activity_within_size(town: Any) -> None:
    """Output ≤ availability × size: to serve 100 kW at an availability of 0.5 takes 200 kW."""
    supply = Supply(name="sun", bus="heat", size=Size(capital_cost=1.0), availability=np.array([1.0, 0.5]))
    plan = design(town(supply, demand=np.array([100.0, 100.0])), segments=None)
    assert float(plan["capacity"].sel(component="sun")) == pytest.approx(200.0)


def test_activity_within_limit(town: Any) -> None:
    """What the source gives limits the output, whatever the size."""
    limit = np.array([30.0, np.inf, 10.0])
    plan = design(
        town(
            Supply(name="source", bus="heat", limit=limit, variable_cost=1.0),
            Supply(name="boiler", bus="heat", variable_cost=50.0),
            demand=np.full(3, 100.0),
        ),
        segments=None,
    )
    assert plan["power"].sel(flow="source>heat").to_numpy() == pytest.approx([30.0, 100.0, 10.0])


def test_purchase_within_size(town: Any) -> None:
    """The connection is sized by the highest purchase, and its peak charge is paid."""
    heater = Converter(name="heater", inputs={"electricity": 1.0}, outputs={"heat": 1.0})
    grid = Market(name="grid", bus="electricity", buy_price=0.0, peak_charge=90.0)
    plan = design(town(heater, grid, demand=np.array([10.0, 40.0, 20.0]), buses=("electricity",)), segments=None)
    assert float(plan["capacity"].sel(component="grid")) == pytest.approx(40.0)
    assert float(plan["annual_cost"].sel(component="grid", cost_group="energy")) == pytest.approx(3600.0)


def test_content_follows_flows(town: Any) -> None:
    """Content = keep × content before + 0.9 × charge − discharge / 0.8, hour by hour and round the end."""
    price = np.array([0.0, 100.0, 100.0, 0.0])
    store = Storage(name="tank", bus="heat", keep=0.95, charge_efficiency=0.9, discharge_efficiency=0.8)
    source = Supply(name="source", bus="heat", variable_cost=price)
    plan = design(town(store, source, demand=np.full(4, 100.0)), segments=None)
    content = plan["storage_level"].sel(storage="tank").to_numpy()
    given = plan["power"].sel(flow="tank>heat").to_numpy()
    charge, discharge = np.maximum(-given, 0.0), np.maximum(given, 0.0)
    assert content == pytest.approx(0.95 * np.roll(content, 1) + 0.9 * charge - discharge / 0.8, abs=1e-6)
    assert given[1:3] == pytest.approx([100.0, 100.0])


def test_content_within_size(town: Any) -> None:
    """A store of 50 kWh shifts no more than 50 kWh."""
    store = Storage(name="tank", bus="heat", size=Size(maximum=50.0))
    source = Supply(name="source", bus="heat", variable_cost=np.array([0.0, 100.0]))
    plan = design(town(store, source, demand=np.full(2, 100.0)), segments=None)
    assert plan["power"].sel(flow="tank>heat").to_numpy() == pytest.approx([-50.0, 50.0])
    assert float(plan["storage_capacity"].sel(component="tank")) == pytest.approx(50.0)


@pytest.mark.parametrize("efficiency", [1.0, 0.9])
def test_charge_within_power(town: Any, efficiency: float) -> None:
    """Charging is limited: one cheap hour before two dear ones."""
    store = Storage(name="tank", bus="heat", power=Size(maximum=30.0), charge_efficiency=efficiency)
    source = Supply(name="source", bus="heat", variable_cost=np.array([0.0, 100.0, 100.0]))
    plan = design(town(store, source, demand=np.array([0.0, 100.0, 100.0])), segments=None)
    assert plan["power"].sel(flow="tank>heat").to_numpy()[0] == pytest.approx(-30.0)
    assert float(plan["power"].sel(flow="tank>heat")[1:].sum()) == pytest.approx(30.0 * efficiency)


@pytest.mark.parametrize("efficiency", [1.0, 0.9])
def test_discharge_within_power(town: Any, efficiency: float) -> None:
    """Discharging is limited by a power of its own, or by the hours of a full discharge."""
    source = Supply(name="source", bus="heat", variable_cost=np.array([0.0, 0.0, 100.0]))
    for more in ({"power": Size(maximum=30.0)}, {"hours": 2.0, "size": Size(maximum=60.0)}):
        store = Storage(name="tank", bus="heat", discharge_efficiency=efficiency, **more)
        plan = design(town(store, source, demand=np.array([0.0, 0.0, 100.0])), segments=None)
        assert float(plan["power"].sel(flow="tank>heat").max()) == pytest.approx(30.0)
        assert float(plan["capacity"].sel(component="tank")) == pytest.approx(30.0)


def test_a_constraint_of_your_own(town: Any, plant: Any) -> None:
    """Five lines of Pyomo: the two sources run side by side."""

    def side_by_side(hour: Any) -> None:
        import pyomo.environ as pyo

        m = hour.model
        m.side_by_side = pyo.Constraint(expr=m.activity["cheap"] == m.activity["dear"])

    system = town(plant("cheap", 1.0, 10.0), plant("dear", 1.0, 50.0))
    plan = design(system, segments=None, constraints=(*CONSTRAINTS, side_by_side))
    assert plan["capacity"].to_numpy()[:2] == pytest.approx([50.0, 50.0])


def test_a_row_of_sizes_only_stands_once(town: Any, plant: Any) -> None:
    """Two plants share a site of 120 kW: one row for the year, not one per hour."""

    def shared_site(hour: Any) -> None:
        import pyomo.environ as pyo

        m = hour.model
        m.shared_site = pyo.Constraint(expr=m.new_size["cheap"] + m.new_size["other"] <= 120.0)

    system = town(plant("cheap", 1.0, 10.0), plant("other", 2.0, 5.0), plant("dear", 1.0, 90.0), demand=200.0)
    plan = design(system, segments=None, constraints=(*CONSTRAINTS, shared_site))
    assert plan["capacity"].sel(component=["cheap", "other"]).sum() == pytest.approx(120.0)

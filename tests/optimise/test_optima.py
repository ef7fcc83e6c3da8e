"""Optima that are known on paper."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from energyplan.optimise import (
    Bus,
    Converter,
    Demand,
    Emissions,
    Limit,
    Market,
    Size,
    Storage,
    Supply,
    System,
    design,
    sweep,
)
from energyplan.solve import InfeasibleError, UnboundedError

HOURS = np.arange(8760)


def test_merit_order(town: Any, plant: Any) -> None:
    """Given sizes, the cheap source runs first; the price is that of the last one running."""
    demand = np.array([30.0, 80.0, 120.0])
    plan = design(town(plant("cheap", 0.0, 20.0, maximum=50.0), plant("dear", 0.0, 60.0), demand=demand), segments=None)
    assert plan["power"].sel(flow="cheap>heat").to_numpy() == pytest.approx(np.minimum(demand, 50.0))
    assert plan["power"].sel(flow="dear>heat").to_numpy() == pytest.approx(np.maximum(demand - 50.0, 0.0))
    assert plan["shadow_price"].sel(bus="heat").to_numpy() == pytest.approx([20.0, 60.0, 60.0])
    cost = (20.0 * np.minimum(demand, 50.0) + 60.0 * np.maximum(demand - 50.0, 0.0)).mean() * 8.76
    assert float(plan["objective"]) == pytest.approx(cost)


@pytest.mark.parametrize("segments", [None, 8760])
def test_screening_curve(town: Any, plant: Any, segments: int | None) -> None:
    """Base and peak plant on a straight load duration curve: the crossing of their cost lines divides the load.

    Per kW, base costs 100 + 0.020 h, peak 20 + 0.060 h EUR/a: they cross at 2000 h. Load above that of hour 2000 of the
    duration curve is peak load (Stoft, Power System Economics, 2002, chapter 2-2).
    """
    load = np.random.default_rng(0).permutation(1.0 - HOURS / 8760.0) * 1000.0
    system = town(plant("base", 100.0, 20.0), plant("peak", 20.0, 60.0), demand=load)
    plan = design(system, segments=segments)
    base = np.sort(load)[::-1][2000]
    assert float(plan["capacity"].sel(component="base")) == pytest.approx(base, rel=1e-3)
    assert float(plan["capacity"].sel(component="peak")) == pytest.approx(1000.0 - base, rel=1e-3)
    cost = (
        100.0 * base
        + 20.0 * (1000.0 - base)
        + 0.02 * np.minimum(load, base).sum()
        + 0.06 * np.maximum(load - base, 0).sum()
    )
    assert float(plan["objective"]) == pytest.approx(cost, rel=1e-6)


def test_screening_curve_on_a_reduced_year(town: Any, plant: Any) -> None:
    """A smooth year reduced to 300 segments gives the same sizes to a percent, and no demand is left over."""
    load = 500.0 + 500.0 * np.cos(2 * np.pi * HOURS / 8760.0)
    plan = design(town(plant("base", 100.0, 20.0), plant("peak", 20.0, 60.0), demand=load), segments=300)
    base = np.sort(load)[::-1][2000]
    assert float(plan["capacity"].sel(component="base")) == pytest.approx(base, rel=0.01)
    assert float(plan["capacity"].sum(skipna=True)) == pytest.approx(1000.0, rel=1e-6)
    assert abs(float(plan["objective_gap"])) < 1e-3
    assert float(plan["unserved_energy"]) == 0.0


@pytest.mark.parametrize(("dear", "pays"), [(12.0, False), (13.0, True)])
def test_storage_with_two_prices(town: Any, dear: float, pays: bool) -> None:
    """A store pays where the spread, losses deducted, exceeds its cost.

    1 kWh discharged takes 1 / 0.9 kWh charged. 12 cycles in 24 hours are 4380 in the year, so that 1 kW saves
    4.380 × (dear − 10 / 0.9) EUR/a for 2 EUR/a of content and 3 / 0.9 EUR/a of charging power: from 12.33 EUR/MWh.
    """
    price, demand = np.tile([10.0, dear], 12), np.tile([0.0, 100.0], 12)
    size, power = Size(capital_cost=2.0), Size(capital_cost=3.0)
    store = Storage(name="tank", bus="heat", size=size, power=power, charge_efficiency=0.9)
    source = Supply(name="source", bus="heat", variable_cost=price)
    plan = design(town(store, source, demand=demand), segments=None)
    assert float(plan["storage_capacity"].sel(component="tank")) == pytest.approx(100.0 if pays else 0.0, abs=1e-6)
    saved = float(design(town(source, demand=demand), segments=None)["objective"]) - float(plan["objective"])
    expected = 100.0 * (4.380 * (dear - 10.0 / 0.9) - 2.0 - 3.0 / 0.9)
    assert saved == pytest.approx(max(expected, 0.0), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("factor", [1e-3, 1e3])
def test_any_scale_of_town_gives_the_same_plan(town: Any, plant: Any, factor: float) -> None:
    """A thousand times the demand gives a thousand times the sizes and costs."""
    demand = 100.0 * (1.2 + np.cos(2 * np.pi * np.arange(96) / 24))

    def plan(scale: float) -> Any:
        store = Storage(name="tank", bus="heat", size=Size(capital_cost=0.2), keep=0.999)
        return design(
            town(plant("gas", 10.0, 50.0), plant("pump", 80.0, 25.0), store, demand=demand * scale), segments=None
        )

    one, many = plan(1.0), plan(factor)
    assert many["capacity"].to_numpy()[:2] == pytest.approx(one["capacity"].to_numpy()[:2] * factor, rel=1e-6)
    assert float(many["objective"]) == pytest.approx(float(one["objective"]) * factor, rel=1e-8)


def test_infeasible_says_what_must_give(town: Any, plant: Any) -> None:
    system = town(plant("boiler", 1.0, 1.0, maximum=60.0), demand=np.array([50.0, 100.0, 70.0]), unserved_price=None)
    with pytest.raises(InfeasibleError, match="heat at 01 Jan 01:00: 40 kW more is needed than can be given"):
        design(system, segments=None)


def test_infeasible_names_the_annual_limit(town: Any, plant: Any) -> None:
    cap = Limit(name="cap", quantity="priced_emissions", upper=100.0)
    gas = plant("gas", 1.0, 1.0, emissions=Emissions(priced=0.2))
    with pytest.raises(InfeasibleError, match=r'the limit "cap" must give by 75\.2 t/a'):
        design(town(gas, limits=(cap,), unserved_price=None), segments=None)


def test_unbounded_names_what_grows(town: Any, plant: Any) -> None:
    """A source that is paid for running, and a market that takes everything."""
    paid = Supply(name="subsidised", bus="electricity", variable_cost=-5.0)
    grid = Market(name="grid", bus="electricity", sell_price=1.0)
    with pytest.raises(UnboundedError, match=r"nothing limits .*(subsidised|grid)"):
        design(town(plant("boiler", 1.0, 1.0), paid, grid, buses=("electricity",)), segments=None)


def test_a_sweep_equals_single_designs(town: Any, plant: Any) -> None:
    rng = np.random.default_rng(3)
    demand = rng.random(500) * 100.0
    system = town(
        plant("gas", 8.0, 45.0, emissions=Emissions(priced=0.22)),
        plant("pump", 80.0, 30.0 + 20.0 * rng.random(500)),
        Storage(name="tank", bus="heat", size=Size(capital_cost=0.3), keep=0.999),
        demand=demand,
    )
    prices = [300.0, 0.0, 120.0]
    plans = sweep(system, co2_prices=prices, segments=None)
    for price, plan in zip(prices, plans, strict=True):
        alone = design(system, co2_price=price, segments=None)
        assert float(plan["objective"]) == pytest.approx(float(alone["objective"]), rel=1e-9)


def test_a_heat_pump_draws_on_its_source() -> None:
    """Two heat pumps share a river that gives 60 kW: at COP 4 that is 80 kW of heat."""
    system = System(
        buses=(Bus(name="heat"), Bus(name="river", unserved_price=None), Bus(name="electricity", unserved_price=None)),
        components=(
            Demand(name="houses", bus="heat", power=np.full(24, 100.0)),
            Supply(name="tap", bus="river", limit=60.0),
            *(
                Converter(
                    name=name,
                    inputs={"electricity": 0.25, "river": 0.75},
                    outputs={"heat": 1.0},
                    size=Size(maximum=most),
                )
                for name, most in (("first", 30.0), ("second", 200.0))
            ),
            Converter(name="heater", inputs={"electricity": 1.0}, outputs={"heat": 1.0}),
            Market(name="grid", bus="electricity", buy_price=200.0),
        ),
        time=pd.date_range("2025-01-01", periods=24, freq="h"),
    )
    plan = design(system, segments=None)
    assert float(plan["annual_energy"].sel(flow="heater>heat")) == pytest.approx(20.0 * 8760.0)
    assert float(plan["annual_energy"].sel(flow="tap>river")) == pytest.approx(60.0 * 8760.0)
    assert float(plan["capacity"].sel(component="tap")) == pytest.approx(60.0)

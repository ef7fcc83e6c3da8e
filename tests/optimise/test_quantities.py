"""Annual quantities: costs by group, emissions in three conventions, and limits with the right dual."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from energyplan.optimise import (
    Converter,
    Emissions,
    Limit,
    Market,
    Size,
    Storage,
    Supply,
    UnservedEnergyWarning,
    design,
)
from energyplan.optimise.quantities import QUANTITIES

YEAR = 8760.0


def test_every_quantity_has_a_test() -> None:
    assert [q.__name__ for q in QUANTITIES if f"test_{q.__name__}" not in globals()] == []


def costs(plan: Any, component: str, group: str) -> float:
    return float(plan["annual_cost"].sel(component=component, cost_group=group))


def test_capital(town: Any, plant: Any) -> None:
    """Only what is built new costs capital; power and content of a store are paid apart."""
    plan = design(town(plant("boiler", 10.0, 0.0, existing=40.0)), segments=None)
    assert costs(plan, "boiler", "capital") == pytest.approx(600.0)
    store = Storage(name="tank", bus="heat", size=Size(capital_cost=2.0), power=Size(capital_cost=3.0))
    source = Supply(name="source", bus="heat", limit=np.array([200.0, 0.0]))
    plan = design(town(source, store, demand=np.array([100.0, 100.0])), segments=None)
    assert costs(plan, "tank", "capital") == pytest.approx(100.0 * (2.0 + 3.0))


def test_fixed(town: Any, plant: Any) -> None:
    """Everything that stands is kept up."""
    plan = design(town(plant("boiler", 10.0, 0.0, existing=40.0, fixed_cost=3.0)), segments=None)
    assert costs(plan, "boiler", "fixed") == pytest.approx(300.0)


def test_energy(town: Any) -> None:
    """Purchase less sale, variable cost, peak charge, and demand that is not served."""
    heater = Converter(name="heater", inputs={"electricity": 0.5}, outputs={"heat": 1.0}, variable_cost=4.0, limit=80.0)
    pv = Supply(name="pv", bus="electricity", limit=np.array([0.0, 100.0]))
    grid = Market(name="grid", bus="electricity", buy_price=100.0, sell_price=60.0, peak_charge=7.0)
    system = town(heater, pv, grid, demand=np.array([100.0, 20.0]), buses=("electricity",), unserved_price=1000.0)
    with pytest.warns(UnservedEnergyWarning, match="stay unserved"):
        plan = design(system, segments=None)
    hours = YEAR / 2
    assert costs(plan, "heater", "energy") == pytest.approx((80.0 + 20.0) * 4.0 * hours / 1000.0)
    assert costs(plan, "grid", "energy") == pytest.approx((40.0 * 100.0 - 90.0 * 60.0) * hours / 1000.0 + 40.0 * 7.0)
    assert costs(plan, "unserved:heat", "energy") == pytest.approx(20.0 * 1000.0 * hours / 1000.0)
    assert float(plan["unserved_energy"]) == pytest.approx(20.0 * hours)


def gas_system(town: Any, **limits: Any) -> Any:
    boiler = Converter(name="boiler", inputs={"gas": 1.25}, outputs={"heat": 1.0}, size=Size(capital_cost=10.0))
    gas = Market(name="gas", bus="gas", buy_price=40.0, emissions=Emissions(co2e=0.24, direct=0.201, priced=0.2))
    wood = Supply(
        name="wood", bus="heat", size=Size(capital_cost=90.0), variable_cost=60.0, emissions=Emissions(co2e=0.02)
    )
    return town(boiler, gas, wood, buses=("gas",), **limits)


def test_priced_emissions(town: Any) -> None:
    """The CO₂ price is paid on what bears it: 125 kW gas × 0.2 kg/kWh × 8760 h = 219 t."""
    plan = design(gas_system(town), co2_price=10.0, segments=None)
    assert float(plan["priced_emissions"].sum()) == pytest.approx(219.0)
    assert costs(plan, "gas", "co2") == pytest.approx(2190.0)


def test_emissions(town: Any) -> None:
    plan = design(gas_system(town), segments=None)
    assert float(plan["emissions"].sum()) == pytest.approx(125.0 * 0.24 * 8.76)


def test_direct_emissions(town: Any) -> None:
    plan = design(gas_system(town), segments=None)
    assert float(plan["direct_emissions"].sum()) == pytest.approx(125.0 * 0.201 * 8.76)


@pytest.mark.parametrize(
    ("quantity", "factor"), [("emissions", 0.24), ("direct_emissions", 0.201), ("priced_emissions", 0.2)]
)
def test_a_cap_binds_with_the_right_price(town: Any, quantity: Any, factor: float) -> None:
    """Half of the heat may come from gas; the price of the cap is the cost of wood instead of gas per tonne.

    Per kWh of heat and year (1/8760 kW): wood costs 90 / 8760 + 0.060, gas 10 / 8760 + 1.25 × 0.040 EUR.
    """
    wood_emits = 0.02 if quantity == "emissions" else 0.0
    cap = Limit(name="cap", quantity=quantity, upper=8.76 * (50.0 * 1.25 * factor + 50.0 * wood_emits))
    plan = design(gas_system(town, limits=(cap,)), segments=None)
    assert plan["capacity"].sel(component=["boiler", "wood"]).to_numpy() == pytest.approx([50.0, 50.0])
    per_tonne = (80.0 / 8760.0 + 0.060 - 0.050) / (1.25 * factor - wood_emits) * 1000.0
    assert float(plan["limit_price"].sel(limit="cap")) == pytest.approx(per_tonne, rel=1e-9)


def test_the_price_of_a_cap_is_the_co2_price_that_does_the_same(town: Any, plant: Any) -> None:
    """At the CO₂ price that a cap has, the plan without the cap emits as much."""
    rng = np.random.default_rng(1)
    demand = rng.random(48) * 100.0
    system = [
        plant("gas", 10.0, 50.0, emissions=Emissions(priced=0.25)),
        plant("pump", 70.0, 30.0 + 30.0 * rng.random(48)),
    ]
    free = design(town(*system, demand=demand), segments=None)
    cap = 0.6 * float(free["priced_emissions"].sum())
    capped = design(
        town(*system, demand=demand, limits=(Limit(name="cap", quantity="priced_emissions", upper=cap),)), segments=None
    )
    price = float(capped["limit_price"][0])
    assert (
        design(town(*system, demand=demand), co2_price=price + 0.01, segments=None)["priced_emissions"].sum()
        <= cap + 1e-6
    )
    assert (
        design(town(*system, demand=demand), co2_price=price - 0.01, segments=None)["priced_emissions"].sum()
        >= cap - 1e-6
    )


def test_a_share_of_renewables(town: Any, plant: Any) -> None:
    share = Limit(name="share", coefficients={"wood": 0.7, "gas": -0.3}, lower=0.0)
    plan = design(town(plant("gas", 1.0, 50.0), plant("wood", 1.0, 70.0), limits=(share,)), segments=None)
    assert plan["annual_energy"].to_numpy()[:2] == pytest.approx(np.array([70.0, 30.0]) * YEAR)
    assert float(plan["limit_price"][0]) == pytest.approx(0.020)


def test_sizes_share_a_roof(town: Any, plant: Any) -> None:
    roofs = Limit(name="roofs", quantity="size", coefficients={"pv": 5.0, "collector": 2.0}, upper=200.0)
    plan = design(
        town(plant("pv", 1.0, 0.0), plant("collector", 1.5, 0.0), plant("gas", 0.0, 50.0), limits=(roofs,)),
        segments=None,
    )
    assert plan["capacity"].to_numpy()[:2] == pytest.approx([0.0, 100.0])


def test_limits_hold_in_the_full_year_although_sizes_come_from_a_reduced_one(town: Any, plant: Any) -> None:
    """The cap binds; the sizing keeps a margin until the full year serves every demand below the cap."""
    hours = np.arange(8760)
    demand = 50.0 + 40.0 * np.cos(2 * np.pi * hours / 8760) + 10.0 * np.cos(2 * np.pi * hours / 24)
    sun = np.maximum(-np.cos(2 * np.pi * hours / 24), 0.0) * (1.2 - np.cos(2 * np.pi * hours / 8760))
    system = town(
        plant("gas", 8.0, 50.0, emissions=Emissions(priced=0.25)),
        plant("sun", 30.0, 0.0, availability=sun),
        plant("pump", 80.0, 70.0),
        Storage(name="tank", bus="heat", size=Size(capital_cost=0.5)),
        demand=demand,
        limits=(Limit(name="cap", quantity="priced_emissions", upper=30.0),),
    )
    plan = design(system, segments=100)
    assert float(plan["priced_emissions"].sum()) <= 30.0 * (1 + 1e-6)
    assert float(plan["unserved_energy"]) == 0.0


@pytest.mark.parametrize("tax", [0.0, 0.19])
def test_charged_emissions(town: Any, tax: float) -> None:
    """Households pay VAT on the CO₂ price; the tonnes stay what they are."""
    boiler = Converter(name="boiler", inputs={"gas": 1.0}, outputs={"heat": 1.0})
    gas = Market(name="gas", bus="gas", buy_price=50.0, emissions=Emissions(priced=0.2, tax=tax))
    plan = design(town(boiler, gas, demand=np.array([100.0, 100.0]), buses=("gas",)), co2_price=100.0, segments=None)
    tonnes = 100.0 * YEAR * 0.2 / 1000.0
    assert float(plan["priced_emissions"].sum()) == pytest.approx(tonnes)
    assert costs(plan, "gas", "co2") == pytest.approx(tonnes * 100.0 * (1.0 + tax))
    assert float(plan["objective"]) == pytest.approx(100.0 * YEAR * 50.0 / 1000.0 + tonnes * 100.0 * (1.0 + tax))

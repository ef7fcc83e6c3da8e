"""A sweep of CO₂ prices: with the price, cost never falls and priced emissions never rise."""

import numpy as np
import pytest

from energyplan.core.hours import HOURS_PER_YEAR
from energyplan.optimise import Bus, Converter, Demand, Emissions, Limit, Market, Size, Storage, System, design, sweep
from energyplan.optimise.study import firm_plants


def town() -> System:
    """A heat demand with seasons and cold spells, a boiler, a heat pump with hourly prices and a store."""
    hour = np.arange(HOURS_PER_YEAR)
    noise = np.random.default_rng(4).normal(0, 1, HOURS_PER_YEAR // 24).repeat(24)
    demand = np.maximum(500 + 450 * np.cos(2 * np.pi * hour / HOURS_PER_YEAR) + 120 * noise, 20.0)
    price = 120 + 60 * np.sin(2 * np.pi * hour / 24) + 20 * noise
    cop = 3 + np.cos(2 * np.pi * (hour / HOURS_PER_YEAR + 0.5))
    return System(
        buses=(Bus(name="heat"), Bus(name="gas", unserved_price=None), Bus(name="power", unserved_price=None)),
        components=(
            Demand(name="houses", bus="heat", power=demand),
            Converter(name="boiler", inputs={"gas": 1.1}, outputs={"heat": 1.0}, size=Size(capital_cost=9.0)),
            Converter(name="pump", inputs={"power": 1 / cop}, outputs={"heat": 1.0}, size=Size(capital_cost=95.0)),
            Storage(name="tank", bus="heat", size=Size(capital_cost=0.4), keep=0.999),
            Market(name="gas", bus="gas", buy_price=45.0, emissions=Emissions(priced=0.2, direct=0.2, co2e=0.24)),
            Market(name="power", bus="power", buy_price=price, emissions=Emissions(direct=0.2, co2e=0.3)),
        ),
    )


@pytest.fixture(scope="module")
def plans():
    return sweep(town(), co2_prices=[0, 40, 80, 120, 160, 300], segments=40)


def test_cost_never_falls_with_the_price(plans):
    cost = np.array([float(plan["objective"]) for plan in plans])
    assert (np.diff(cost) >= -1e-6 * cost[:-1]).all()


def test_priced_emissions_never_rise_with_the_price(plans):
    emitted = np.array([float(plan["priced_emissions"].sum()) for plan in plans])
    assert (np.diff(emitted) <= 1e-4 * emitted[0]).all()
    assert emitted[-1] < 0.5 * emitted[0]


def test_no_plan_is_beaten_by_that_of_another_price(plans):
    """C_p + p·E_p ≤ C_q + p·E_q for every pair: what the other plan would cost without changing anything."""
    prices = np.array([0, 40, 80, 120, 160, 300])
    emitted = np.array([float(plan["priced_emissions"].sum()) for plan in plans])
    bare = np.array([float(plan["objective"]) for plan in plans]) - prices * emitted
    at = bare[None, :] + prices[:, None] * emitted[None, :]
    own = np.diagonal(at)
    assert (at >= own[:, None] * (1 - 2e-7)).all()


def test_a_single_price_is_a_sweep_of_one(plans):
    alone = design(town(), co2_price=120, segments=40)
    assert float(alone["objective"]) >= float(plans[3]["objective"]) * (1 - 1e-9)


def test_backup_must_be_able_to_run():
    """A pump on a limited source is not firm, however cheap; a boiler on a bought carrier is."""
    system = town()
    assert firm_plants(system) == {"boiler"}
    limited = Converter(
        name="waste", inputs={"source": 1.0}, outputs={"heat": 1.0}, size=Size(capital_cost=1.0)
    )  # fmt: skip
    from energyplan.optimise import Supply

    more = System(
        buses=(*system.buses, Bus(name="source", unserved_price=None)),
        components=(*system.components, limited, Supply(name="tap", bus="source", limit=50.0)),
    )
    assert firm_plants(more) == {"boiler"}


def test_limits_of_sizes_hold_in_the_full_year():
    system = town()
    capped = System(
        buses=system.buses, components=system.components,
        limits=(Limit(name="cap", quantity="size", coefficients={"pump": 1.0}, upper=100.0),),
    )  # fmt: skip
    plan = design(capped, co2_price=300, segments=40)
    assert float(plan["capacity"].sel(component="pump")) <= 100.0 + 1e-6

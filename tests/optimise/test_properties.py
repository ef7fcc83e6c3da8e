"""What must hold for every system."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energyplan.core.errors import CheckError
from energyplan.optimise import (
    Bus,
    Component,
    Converter,
    Demand,
    Emissions,
    Market,
    Size,
    Storage,
    Study,
    Supply,
    System,
    UnservedEnergyWarning,
    design,
    sweep,
)
from energyplan.optimise.extract import to_dataset
from energyplan.optimise.verify import verify_plan

HOURS = 72


def random_components(seed: int) -> list[Component]:
    """Return gas, heat pump, sun, waste heat, tank and battery with random prices and profiles."""
    rng = np.random.default_rng(seed)

    def number(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    def series(low: float, high: float) -> np.ndarray:
        return rng.uniform(low, high, HOURS)

    emits = Emissions(co2e=number(0.2, 0.3), direct=0.2, priced=number(0.1, 0.3))
    return [
        Converter(name="boiler", inputs={"gas": 1.1}, outputs={"heat": 1.0}, size=Size(capital_cost=number(5, 20))),
        Market(name="gas", bus="gas", buy_price=number(20, 60), emissions=emits),
        Market(name="grid", bus="electricity", buy_price=series(60, 200), sell_price=series(0, 55),
               peak_charge=number(0, 50), emissions=Emissions(co2e=series(0.1, 0.5), priced=number(0, 0.2))),
        Converter(name="pump", inputs={"electricity": 1 / series(2, 4)}, outputs={"heat": 1.0},
                  size=Size(capital_cost=number(40, 120), existing=number(0, 20))),
        Supply(name="pv", bus="electricity", size=Size(capital_cost=number(20, 80), maximum=150.0),
               availability=series(0, 1) * (rng.random(HOURS) < 0.5)),
        Supply(name="waste", bus="heat", limit=series(0, 40), variable_cost=number(0, 30)),
        Converter(name="chp", inputs={"gas": 2.0}, outputs={"heat": 1.0, "electricity": 0.8},
                  size=Size(capital_cost=number(50, 150), maximum=80.0), variable_cost=number(0, 5)),
        Storage(name="tank", bus="heat", size=Size(capital_cost=number(0.1, 2)), keep=number(0.98, 1.0)),
        Storage(name="battery", bus="electricity", size=Size(capital_cost=number(5, 20)),
                power=Size(capital_cost=number(5, 20), fixed_cost=1.0), charge_efficiency=number(0.85, 1.0),
                discharge_efficiency=number(0.85, 1.0), variable_cost=number(0, 2)),
    ]  # fmt: skip


def random_system(seed: int, *, without: tuple[str, ...] = ()) -> System:
    rng = np.random.default_rng(seed + 1)
    demands = [
        Demand(name="houses", bus="heat", power=rng.uniform(0, 100, HOURS)),
        Demand(name="light", bus="electricity", power=rng.uniform(0, 50, HOURS)),
    ]
    return System(
        buses=(Bus(name="heat"), Bus(name="electricity"), Bus(name="gas", unserved_price=None)),
        components=tuple(c for c in (*random_components(seed), *demands) if c.name not in without),
        time=pd.date_range("2025-01-01", periods=HOURS, freq="h"),
    )


SEEDS = st.integers(0, 100_000)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, without=st.sets(st.sampled_from(["pump", "pv", "waste", "chp", "tank", "battery"]), min_size=1))
def test_more_options_never_cost_more(seed: int, without: set[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnservedEnergyWarning)
        every = design(random_system(seed), co2_price=80.0, segments=None)
        fewer = design(random_system(seed, without=tuple(without)), co2_price=80.0, segments=None)
    assert float(every["objective"]) <= float(fewer["objective"]) * (1 + 1e-9)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, prices=st.lists(st.floats(0, 500), min_size=2, max_size=4))
def test_a_higher_co2_price_never_raises_priced_emissions(seed: int, prices: list[float]) -> None:
    plans = sweep(random_system(seed), co2_prices=sorted(prices), segments=None)
    emitted = np.array([float(plan["priced_emissions"].sum()) for plan in plans])
    costs = np.array([float(plan["objective"]) for plan in plans])
    assert (np.diff(emitted) <= 1e-6 * (1.0 + emitted[:-1])).all()
    assert (np.diff(costs) >= -1e-9 * costs[:-1]).all()


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_balances_close_and_costs_are_the_objective(seed: int) -> None:
    """1e-6 relative, summed from the dataset alone."""
    plan = design(random_system(seed), co2_price=100.0, segments=None)
    residual = plan["power"].groupby("flow_bus").sum()
    assert float(np.abs(residual).max()) <= 1e-6 * float(np.abs(plan["power"]).max())
    assert float(plan["annual_cost"].sum()) == pytest.approx(float(plan["objective"]), rel=1e-6)
    priced = float(plan["priced_emissions"].sum())
    assert float(plan["annual_cost"].sel(cost_group="co2").sum()) == pytest.approx(100.0 * priced)
    assert plan["annual_energy"].to_numpy() == pytest.approx(plan["power"].sum("time").to_numpy() * 8760 / HOURS)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_a_reduced_year_is_dispatched_in_full(seed: int) -> None:
    """Sizes from 20 segments cost at least as much as the best sizes, and every demand is served."""
    exact = design(random_system(seed), segments=None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnservedEnergyWarning)
        plan = design(random_system(seed), segments=20)
    assert float(plan["objective"]) >= float(exact["objective"]) * (1 - 1e-9)
    gap = float(plan["objective"]) - float(plan["objective_reduced"])
    assert float(plan["objective_gap"]) == pytest.approx(gap / abs(float(plan["objective"])))


# What is moved: values of the plan, component, hour (None for a size), by how much; and what the message says.
TAMPERINGS = [
    ("activity", "boiler", 5, 1.0, "the balance of heat does not close"),
    ("content", "tank", 7, 1.0, "the content of tank does not follow|tank gives more than it can"),
    ("content", "battery", 9, -0.5, "the content of battery|battery gives more"),
    ("powers", "battery", None, -1e6, "battery gives more than it can"),
    ("sizes", "pump", None, 1.0, "the costs of the components sum to"),
]


@pytest.mark.parametrize(("values", "name", "hour", "step", "message"), TAMPERINGS)
def test_the_verification_catches_tampering(
    values: str, name: str, hour: int | None, step: float, message: str
) -> None:
    study = Study(random_system(11), segments=None)
    answer = study._answer(50.0)

    def verify() -> dict[str, float]:
        dataset = to_dataset(study.system, study._full, answer.plan, co2_price=50.0, row_duals=None)
        return verify_plan(study.system, answer.plan, dataset, answer.solution.objective)

    assert max(verify().values()) < 1e-6
    if hour is None:
        getattr(answer.plan, values)[name] += step
    else:
        getattr(answer.plan, values)[name][hour] += step
    with pytest.raises(CheckError, match=message):
        verify()

"""Does pandapipes agree with the calculation by hand, and is nonsense refused before and after it runs?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from energyplan.core.errors import CheckError, FaultError
from energyplan.network.pipeflow import solve_design_hour
from energyplan.physics import water

TEMPERATURES = {"supply_temperature": 80.0, "return_temperature": 50.0, "ground_temperature": 8.0}
LOADS = pd.Series({"a": 12.0, "b": 30.0, "c": 18.0})


@pytest.fixture(scope="module")
def layout(three_houses):
    return three_houses


@pytest.fixture(scope="module")
def solved(layout):
    return solve_design_hour(layout, loads=LOADS, **TEMPERATURES)


def by_hand(layout):
    """Solve the three houses pipe by pipe: exponential cooling, mixing, Swamee-Jain; plain fixed point."""
    pipes = layout.pipes.reset_index()
    mains, services = pipes[:3], pipes[3:]
    cp, ground = water.heat_capacity(65.0), 8.0

    def outlet(inlet, pipe, flow):
        decay = np.exp(-pipe["heat_loss_coefficient"] * pipe["length"] / (flow * cp * 1000))
        return ground + (inlet - ground) * decay

    def loss(pipe, flow, inlet, out):
        rho, mu = (water.density(inlet) + water.density(out)) / 2, water.viscosity((inlet + out) / 2)
        d, k = pipe["inner_diameter"] / 1000, pipe["roughness"] / 1000
        v = flow / (rho * np.pi / 4 * d**2)
        factor = 0.25 / np.log10(k / (3.7 * d) + 5.74 / (rho * v * d / mu) ** 0.9) ** 2
        return factor * pipe["length"] / d * rho * v**2 / 2 / 1e5

    flow = LOADS.to_numpy() / (cp * 30)
    for _ in range(300):
        node, supply, drop, lost = 80.0, [], 0.0, []
        for i in range(3):
            inside = flow[i:].sum()
            out = outlet(node, mains.iloc[i], inside)
            drop += loss(mains.iloc[i], inside, node, out)
            node = out
            arriving = outlet(node, services.iloc[i], flow[i])
            lost.append(drop + loss(services.iloc[i], flow[i], node, arriving))
            supply.append(arriving)
        flow = LOADS.to_numpy() / (cp * (np.array(supply) - 50.0))
    back, returned = 0.0, []
    for i in (2, 1, 0):
        from_house = outlet(50.0, services.iloc[i], flow[i])
        behind = flow[i + 1 :].sum()
        mixed = (from_house * flow[i] + back * behind) / (flow[i] + behind)
        service = loss(services.iloc[i], flow[i], 50.0, from_house)
        back = outlet(mixed, mains.iloc[i], flow[i:].sum())
        returned.append((service, loss(mains.iloc[i], flow[i:].sum(), mixed, back)))
    returned = returned[::-1]
    both = [lost[i] + returned[i][0] + sum(main for _, main in returned[: i + 1]) for i in range(3)]
    return flow, np.array(supply), back, np.array(both), cp


def test_three_houses_by_hand(layout, solved):
    """Mass flows, temperatures and heat to 1e-8; pressures to 1e-4 (the fluid is interpolated per kelvin)."""
    flow, supply, back, pressure_loss, cp = by_hand(layout)
    data = solved.dataset
    assert data["mass_flow"].sel(pipe=layout.consumers["pipe_id"].to_list()).to_numpy() == pytest.approx(flow, rel=1e-8)
    nodes = layout.consumers["node"].to_list()
    assert data["supply_temperature"].sel(node=nodes).to_numpy() == pytest.approx(supply, abs=1e-6)
    assert float(data["return_temperature"].sel(node=layout.source_node)) == pytest.approx(back, abs=1e-6)
    assert solved.fed_in == pytest.approx(flow.sum() * cp * (80.0 - back), rel=1e-8)
    assert solved.pressure_loss == pytest.approx(pressure_loss.max(), rel=1e-4)
    needed = solved.differential_pressure - pressure_loss
    assert data["differential_pressure"].to_numpy() == pytest.approx(needed, abs=1e-4)


def test_energy_balance(solved):
    assert solved.fed_in == pytest.approx(LOADS.sum() + solved.loss, rel=1e-9)
    assert abs(solved.balance_residual) <= 1e-6
    assert float(solved.dataset["loss_power"].sum()) == pytest.approx(solved.loss, rel=1e-12)
    assert solved.dataset["heat_load"].to_numpy() == pytest.approx(LOADS.to_numpy())


def test_pump_serves_the_worst_consumer(layout, solved):
    data = solved.dataset
    assert solved.worst_consumer == "c"
    assert float(data["differential_pressure"].min()) == pytest.approx(0.6)
    source = data["pressure"].sel(node=layout.source_node)
    assert float(source.sel(side="return")) == pytest.approx(2.0)
    assert float(source.sel(side="supply")) == pytest.approx(2.0 + solved.differential_pressure)
    hydraulic = solved.mass_flow / water.density(49.0) * solved.differential_pressure * 100
    assert solved.pump_power == pytest.approx(hydraulic / 0.6, rel=1e-3)


def test_friction_models_agree_and_nikuradse_is_refused(layout, solved):
    colebrook = solve_design_hour(layout, loads=LOADS, **TEMPERATURES, friction_model="colebrook")
    assert colebrook.pressure_loss == pytest.approx(solved.pressure_loss, rel=0.03)
    with pytest.raises(FaultError, match="EP117"):
        solve_design_hour(layout, loads=LOADS, **TEMPERATURES, friction_model="nikuradse")


def test_consumer_without_load_lies_still(layout):
    loads = LOADS.copy()
    loads["c"] = 0.0
    solved = solve_design_hour(layout, loads=loads, **TEMPERATURES)
    data, resting = solved.dataset, layout.consumers.loc["c"]
    assert float(data["mass_flow"].sel(pipe=resting["pipe_id"])) == 0
    assert float(data["supply_temperature"].sel(node=resting["node"])) == 8.0
    assert solved.worst_consumer == "b"
    assert not data.isnull().any().to_array().any()


def test_low_load_converges(layout):
    """1 % of the load: the water has to flow ten times as fast as without losses, and still does its work."""
    solved = solve_design_hour(layout, loads=LOADS / 100, **TEMPERATURES)
    assert solved.fed_in == pytest.approx(LOADS.sum() / 100 + solved.loss, rel=1e-9)
    assert solved.loss > LOADS.sum() / 100


def bad_pipe(layout, column, value):
    pipes = layout.pipes.copy()
    pipes.loc["p00002", column] = value
    return replace(layout, pipes=pipes)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda given: given | {"loads": LOADS.replace(30.0, np.nan)}, "EP401 loads \\[b\\]"),
        (lambda given: given | {"loads": LOADS.drop("a")}, "EP401 loads \\[a\\]"),
        (lambda given: given | {"loads": -LOADS}, "EP212"),
        (lambda given: given | {"loads": LOADS * 0}, "EP217"),
        (lambda given: given | {"loads": pd.concat([LOADS, pd.Series({"x": 1.0})])}, "EP214 loads \\[x\\]"),
        (lambda given: given | {"supply_temperature": 353.15}, "EP403"),
        (lambda given: given | {"supply_temperature": 45.0}, "EP406"),
    ],
)
def test_bad_input_is_refused_before_the_solver(layout, change, code):
    with pytest.raises(FaultError, match=code):
        solve_design_hour(layout, **change({"loads": LOADS} | TEMPERATURES))


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("length", 0.0, "EP404"),
        ("length", -5.0, "EP404"),
        ("inner_diameter", np.nan, "EP404"),
        ("heat_loss_coefficient", -1.0, "EP212"),
        ("from_node", "nowhere", "EP402 network \\[b\\]"),
    ],
)
def test_bad_pipes_are_refused_before_the_solver(layout, column, value, code):
    with pytest.raises(FaultError, match=code):
        solve_design_hour(bad_pipe(layout, column, value), loads=LOADS, **TEMPERATURES)


def test_unsized_layout_and_two_ways_to_a_node(layout):
    unsized = replace(layout, pipes=layout.pipes.drop(columns=["inner_diameter"]))
    with pytest.raises(FaultError, match="EP219"):
        solve_design_hour(unsized, loads=LOADS, **TEMPERATURES)
    with pytest.raises(CheckError, match="no tree"):
        solve_design_hour(bad_pipe(layout, "to_node", layout.pipes["to_node"].iloc[0]), loads=LOADS, **TEMPERATURES)


@pytest.mark.parametrize("factor", [30, 200])
def test_loads_out_of_scale_are_refused(layout, factor):
    """pandapipes would go to thousands of bar below zero and call it converged."""
    with pytest.raises(CheckError, match=r"m/s|bar"):
        solve_design_hour(layout, loads=LOADS * factor, **TEMPERATURES)

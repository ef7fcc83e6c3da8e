"""Which pressures, flows and temperatures does the network have when every consumer draws its heat?

The only module that knows pandapipes. Its net is built from the layout, solved, read and dropped; nothing of it
leaves. The consumers are given as mass flow and return temperature, which always converges; the flows that carry
exactly the heat asked for are known beforehand from the radial network and corrected where pandapipes differs.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from energyplan.core.errors import ConvergenceError, raise_faults
from energyplan.network.design_hour import SIDES, DesignHour, Plant, Solution, evaluate
from energyplan.network.faults import design_hour_faults
from energyplan.network.layout import Layout
from energyplan.network.radial import RadialNetwork, newton_step, solve_mass_flows
from energyplan.network.tree import path_matrix
from energyplan.physics import water

HEAT_TOLERANCE = 1e-9
MAXIMUM_ITERATIONS = 10
SOLVER = {
    "mode": "bidirectional",
    "max_iter_hyd": 100,
    "max_iter_therm": 100,
    "max_iter_bidirect": 100,
    "tol_p": 1e-9,
    "tol_m": 1e-9,
    "tol_T": 1e-9,
    "tol_res": 1e-6,
    "use_numba": False,
}


@dataclass(frozen=True)
class _Problem:
    """What is to be solved: only pipes and consumers with flow."""

    pipes: pd.DataFrame
    consumers: pd.DataFrame
    radial: RadialNetwork
    friction_model: str
    source_node: str


def solve_design_hour(
    layout: Layout,
    *,
    loads: pd.Series,
    supply_temperature: float,
    return_temperature: float,
    ground_temperature: float,
    friction_model: str = "swamee-jain",
    minimum_differential_pressure: float = 0.6,
    return_pressure: float = 2.0,
    maximum_pressure: float = 16.0,
    pump_efficiency: float = 0.6,
) -> DesignHour:
    """Solve supply and return pipes with pandapipes so that every consumer gets its heat.

    Parameters
    ----------
    layout : Layout
        With sized pipes.
    loads : pandas.Series
        Heat drawn at this hour by building [kW]; 0 allowed.
    supply_temperature : float
        At the plant [°C].
    return_temperature : float
        At the substations [°C].
    ground_temperature : float
        [°C]
    friction_model : {"swamee-jain", "colebrook"}
    minimum_differential_pressure : float
        That the substation of the worst consumer needs [bar].
    return_pressure : float
        At the return of the plant, above ambient [bar].
    maximum_pressure : float
        Nominal pressure of the network [bar].
    pump_efficiency : float
        Hydraulic over electrical power [1].

    Returns
    -------
    DesignHour

    Raises
    ------
    FaultError
        Missing or negative loads, cut-off consumers, temperatures, lengths, diameters (before the solver runs).
    ConvergenceError
        If the pipe flow, or the iteration over the mass flows, does not converge.
    CheckError
        If the energy balance does not close to 1e-6, or pressure or velocity are out of scale.

    Notes
    -----
    Each consumer: m · c_p · (T_in − T_r) = Q, to 1e-9. Pipes cool exponentially. Density and viscosity follow the
    temperature; the heat capacity is that of the mean temperature everywhere, so that the balance of energy is
    exact.
    """
    raise_faults(
        design_hour_faults(
            layout,
            loads,
            supply_temperature=supply_temperature,
            return_temperature=return_temperature,
            ground_temperature=ground_temperature,
            friction_model=friction_model,
        )
    )
    problem = _problem(layout, loads, (supply_temperature, return_temperature, ground_temperature), friction_model)
    net, junctions = _build(problem)
    iterations = _iterate(net, problem, junctions)
    solution = _read(net, problem, junctions, iterations)
    plant = Plant(minimum_differential_pressure, return_pressure, maximum_pressure, pump_efficiency)
    return evaluate(layout, solution, plant, ground_temperature=ground_temperature)


def _problem(
    layout: Layout, loads: pd.Series, temperatures: tuple[float, float, float], friction_model: str
) -> _Problem:
    load = loads.reindex(layout.consumers.index).astype(float)
    consumers = layout.consumers[load > 0]
    paths = path_matrix(layout.pipes, consumers["node"], layout.source_node)
    flowing = np.asarray(paths.sum(axis=1)).ravel() > 0
    pipes = layout.pipes[flowing]
    supply, back, ground = temperatures
    radial = RadialNetwork(
        paths[flowing],
        (pipes["heat_loss_coefficient"] * pipes["length"]).to_numpy() / 1000,
        load[load > 0].to_numpy(),
        water.heat_capacity((supply + back) / 2),
        supply,
        back,
        ground,
    )
    return _Problem(pipes, consumers, radial, friction_model, layout.source_node)


def _build(problem: _Problem) -> tuple[Any, pd.DataFrame]:
    """Return the pandapipes net and its junctions: columns supply, return by node."""
    import pandapipes

    net = pandapipes.create_empty_network(fluid=_fluid(problem.radial.heat_capacity))
    names = pd.Index([problem.source_node, *problem.pipes["to_node"]])
    junctions = pd.DataFrame(index=names, columns=SIDES, dtype=int)
    for side, temperature in zip(
        SIDES, (problem.radial.supply_temperature, problem.radial.return_temperature), strict=True
    ):
        kelvin = temperature + water.KELVIN
        junctions[side] = pandapipes.create_junctions(net, len(names), pn_bar=5.0, tfluid_k=kelvin)
    pipes = problem.pipes
    ends = junctions.loc[pipes["from_node"]], junctions.loc[pipes["to_node"]]
    metres = pipes["inner_diameter"].to_numpy() / 1000
    shape = {
        "length_km": pipes["length"].to_numpy() / 1000,
        "inner_diameter_mm": pipes["inner_diameter"].to_numpy(),
        "outer_diameter_mm": pipes["inner_diameter"].to_numpy(),
        "k_mm": pipes["roughness"].to_numpy(),
        "u_w_per_m2k": pipes["heat_loss_coefficient"].to_numpy() / (np.pi * metres),
        "text_k": problem.radial.ground_temperature + water.KELVIN,
    }
    for side, (start, end) in (("supply", ends), ("return", ends[::-1])):
        pandapipes.create_pipes_from_parameters(net, start[side].to_numpy(), end[side].to_numpy(), **shape)
    at_consumers = junctions.loc[problem.consumers["node"]]
    pandapipes.create_heat_consumers(
        net,
        at_consumers["supply"].to_numpy(),
        at_consumers["return"].to_numpy(),
        controlled_mdot_kg_per_s=solve_mass_flows(problem.radial),
        treturn_k=problem.radial.return_temperature + water.KELVIN,
    )
    source = junctions.loc[problem.source_node]
    pandapipes.create_circ_pump_const_pressure(
        net,
        source["return"],
        source["supply"],
        p_flow_bar=10.0,
        plift_bar=5.0,
        t_flow_k=problem.radial.supply_temperature + water.KELVIN,
    )
    return net, junctions


def _fluid(heat_capacity: float) -> Any:
    """Return water after IAPWS with one heat capacity [kJ/(kg K)] at all temperatures."""
    from pandapipes.properties.fluids import Fluid, FluidPropertyConstant, FluidPropertyInterExtra

    celsius = np.arange(1.0, water.HIGHEST + 0.5)
    kelvin = celsius + water.KELVIN
    return Fluid(
        "water",
        "liquid",
        density=FluidPropertyInterExtra(kelvin, water.density(celsius)),
        viscosity=FluidPropertyInterExtra(kelvin, water.viscosity(celsius)),
        heat_capacity=FluidPropertyConstant(1000 * heat_capacity),
        molar_mass=FluidPropertyConstant(18.015),
        compressibility=FluidPropertyConstant(1.0),
        der_compressibility=FluidPropertyConstant(0.0),
    )


def _iterate(net: Any, problem: _Problem, junctions: pd.DataFrame) -> int:
    """Adjust the consumers' mass flows until each draws exactly its heat; return the number of pipe flows."""
    supply = junctions.loc[problem.consumers["node"], "supply"].to_numpy()
    for iteration in range(1, MAXIMUM_ITERATIONS + 1):
        _run(net, problem.friction_model)
        flow = net.heat_consumer["controlled_mdot_kg_per_s"].to_numpy()
        arriving = net.res_junction["t_k"].to_numpy()[supply] - water.KELVIN
        step = newton_step(problem.radial, flow, arriving)
        if np.abs(step).max() <= HEAT_TOLERANCE:
            return iteration
        net.heat_consumer["controlled_mdot_kg_per_s"] = flow * (1.0 + step)
    raise ConvergenceError(
        f"the mass flows did not settle in {MAXIMUM_ITERATIONS} pipe flows (last change {np.abs(step).max():.1e}). "
        "Try a higher supply temperature, better insulation or smaller pipes"
    )


def _run(net: Any, friction_model: str) -> None:
    import pandapipes
    from pandapipes.pf.pipeflow_setup import PipeflowNotConverged

    try:
        with warnings.catch_warnings():
            # pressures are lifted afterwards to what the worst consumer needs, and checked there
            warnings.filterwarnings("ignore", message=".*pressure is negative.*")
            pandapipes.pipeflow(net, friction_model=friction_model, **SOLVER)
    except PipeflowNotConverged as error:
        raise ConvergenceError(
            f"the pipe flow did not converge ({error}). Try a smaller pressure gradient (larger pipes), the other "
            "friction model, or fewer consumers to find the pipe that causes it"
        ) from None


def _read(net: Any, problem: _Problem, junctions: pd.DataFrame, iterations: int) -> Solution:
    """Return the solver's results by pipe, node and consumer in our units."""
    count = len(problem.pipes)
    found = net.res_pipe
    sides = {"supply": found.iloc[:count], "return": found.iloc[count:]}
    pipes = pd.DataFrame(index=problem.pipes.index)
    pipes["mass_flow"] = sides["supply"]["mdot_from_kg_per_s"].to_numpy()
    pipes["velocity"] = np.maximum(*(np.abs(side["v_mean_m_per_s"].to_numpy()) for side in sides.values()))
    for side, table in sides.items():
        pipes[f"pressure_{side}"] = (table["p_from_bar"] - table["p_to_bar"]).to_numpy()
        cooling = (table["t_from_k"] - table["t_outlet_k"]).to_numpy()
        pipes[f"loss_{side}"] = pipes["mass_flow"] * problem.radial.heat_capacity * cooling
    nodes = pd.DataFrame(index=junctions.index)
    for side in SIDES:
        at = junctions[side].to_numpy()
        nodes[f"temperature_{side}"] = net.res_junction["t_k"].to_numpy()[at] - water.KELVIN
        nodes[f"pressure_{side}"] = net.res_junction["p_bar"].to_numpy()[at]
    consumers = pd.DataFrame(index=problem.consumers.index)
    consumers["mass_flow"] = net.res_heat_consumer["mdot_from_kg_per_s"].to_numpy()
    consumers["heat"] = net.res_heat_consumer["qext_w"].to_numpy() / 1000
    consumers["load"] = problem.radial.loads
    both = (pipes["pressure_supply"] + pipes["pressure_return"]).to_numpy()
    consumers["pressure_loss"] = problem.radial.paths.T @ both
    pump_flow = float(net.res_circ_pump_pressure["mdot_from_kg_per_s"].abs().iloc[0])
    source = nodes.loc[problem.source_node]
    spread = float(source["temperature_supply"] - source["temperature_return"])
    fed_in = pump_flow * problem.radial.heat_capacity * spread
    return Solution(pipes, nodes, consumers, pump_flow, fed_in, iterations)

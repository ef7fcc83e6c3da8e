"""What is known of a network at its design hour, and does the solution hold?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.core.errors import CheckError
from energyplan.core.vocabulary import annotate
from energyplan.network.layout import Layout
from energyplan.physics import water

BALANCE_TOLERANCE = 1e-6
HIGHEST_VELOCITY = 5.0
PASCAL_PER_BAR = 1e5
SIDES = ["supply", "return"]
PRESSURES = ["pressure_supply", "pressure_return"]


@dataclass(frozen=True)
class DesignHour:
    """The network at one hour, solved.

    Attributes
    ----------
    dataset : xarray.Dataset
        Dim `pipe`: `mass_flow` [kg/s], `velocity` [m/s], `pressure_gradient` [Pa/m] (mean of supply and return),
        `loss_power` [kW] (both pipes). Dims `node`: `supply_temperature`, `return_temperature` [°C]; dims
        `node`, `side` (supply, return): `pressure` [bar above ambient]. Dim `building`: `heat_load` [kW],
        `differential_pressure` [bar]. A stretch behind which nobody draws heat has lain still: no flow, no loss,
        water as warm as the ground.
    fed_in : float
        Heat fed into the network [kW].
    loss : float
        Heat lost [kW].
    mass_flow : float
        Through the pump [kg/s].
    differential_pressure : float
        That the pump must build up: losses on the way to the worst consumer and back, and what its substation
        needs [bar].
    pressure_loss : float
        The part lost in pipes [bar].
    pump_power : float
        Electrical power of the pump [kW].
    worst_consumer : str
        The building with the largest loss on its way.
    balance_residual : float
        (fed in − consumed − lost) / fed in [1].
    iterations : int
        Pipe flows solved until every consumer had exactly its heat.
    """

    dataset: xr.Dataset
    fed_in: float
    loss: float
    mass_flow: float
    differential_pressure: float
    pressure_loss: float
    pump_power: float
    worst_consumer: str
    balance_residual: float
    iterations: int


@dataclass(frozen=True)
class Plant:
    """What pump and pressure maintenance must provide.

    Attributes
    ----------
    minimum_differential_pressure : float
        At the substation of the worst consumer [bar].
    return_pressure : float
        At the return of the plant, above ambient [bar].
    maximum_pressure : float
        Nominal pressure of the network [bar].
    pump_efficiency : float
        Hydraulic over electrical power [1].
    """

    minimum_differential_pressure: float
    return_pressure: float
    maximum_pressure: float
    pump_efficiency: float


@dataclass(frozen=True)
class Solution:
    """What the solver found, for the pipes and consumers with flow.

    Attributes
    ----------
    pipes : pandas.DataFrame
        `mass_flow` [kg/s], `velocity` [m/s], `pressure_supply`, `pressure_return` (lost in the pipe) [bar],
        `loss_supply`, `loss_return` [kW].
    nodes : pandas.DataFrame
        `temperature_supply`, `temperature_return` [°C], `pressure_supply`, `pressure_return` [bar].
    consumers : pandas.DataFrame
        `mass_flow` [kg/s], `heat` drawn and `load` asked for [kW], `pressure_loss` on the way and back [bar].
    pump_flow : float
        [kg/s]
    fed_in : float
        Heat taken up between return and supply of the plant [kW].
    iterations : int
    """

    pipes: pd.DataFrame
    nodes: pd.DataFrame
    consumers: pd.DataFrame
    pump_flow: float
    fed_in: float
    iterations: int


def evaluate(layout: Layout, solution: Solution, plant: Plant, *, ground_temperature: float) -> DesignHour:
    """Check the balance, lift the pressures to the worst consumer's need and put everything together.

    Parameters
    ----------
    layout : Layout
    solution : Solution
    plant : Plant
    ground_temperature : float
        Where the water lies still [°C].

    Returns
    -------
    DesignHour

    Raises
    ------
    CheckError
        If the balance does not close to 1e-6, or pressure or velocity are out of scale.
    """
    residual = _balance(solution)
    pressure_loss = float(solution.consumers["pressure_loss"].max())
    lift = pressure_loss + plant.minimum_differential_pressure
    _check_scale(solution, lift + plant.return_pressure, plant.maximum_pressure)
    density = water.density(float(solution.nodes["temperature_return"][layout.source_node]))
    hydraulic = solution.pump_flow / density * lift * PASCAL_PER_BAR / 1000
    return DesignHour(
        _dataset(layout, solution, (plant.return_pressure + lift, plant.return_pressure), ground_temperature),
        solution.fed_in,
        float(solution.pipes[["loss_supply", "loss_return"]].to_numpy().sum()),
        solution.pump_flow,
        lift,
        pressure_loss,
        hydraulic / plant.pump_efficiency,
        str(solution.consumers["pressure_loss"].idxmax()),
        residual,
        solution.iterations,
    )


def _balance(solution: Solution) -> float:
    """Return the relative residual of the energy balance; refuse what does not close."""
    drawn = solution.consumers["heat"]
    lost = float(solution.pipes[["loss_supply", "loss_return"]].to_numpy().sum())
    residual = (solution.fed_in - float(drawn.sum()) - lost) / solution.fed_in
    found = {
        "energy": abs(residual),
        "heat of a consumer": float((drawn / solution.consumers["load"] - 1).abs().max()),
        "mass": abs(float(solution.consumers["mass_flow"].sum()) / solution.pump_flow - 1),
    }
    open_ones = {name: value for name, value in found.items() if not value <= BALANCE_TOLERANCE}
    if open_ones:
        text = ", ".join(f"{name} {value:.1e}" for name, value in open_ones.items())
        raise CheckError(f"the pipe flow does not close to {BALANCE_TOLERANCE:g}: {text}; the result is refused")
    return residual


def _check_scale(solution: Solution, highest_pressure: float, limit: float) -> None:
    speed = solution.pipes["velocity"]
    if not speed.max() <= HIGHEST_VELOCITY:
        raise CheckError(
            f"{speed.max():.1f} m/s in pipe {speed.idxmax()} (limit {HIGHEST_VELOCITY:g} m/s): loads or diameters "
            "are out of scale. Size the pipes for these loads"
        )
    if not highest_pressure <= limit:
        raise CheckError(
            f"the network needs {highest_pressure:.1f} bar at the plant, its nominal pressure is {limit:g} bar. Try "
            "a smaller pressure gradient (larger pipes), a larger temperature spread or a booster pump"
        )


def _dataset(
    layout: Layout, solution: Solution, plant_pressures: tuple[float, float], ground_temperature: float
) -> xr.Dataset:
    """Return results for all pipes, nodes and buildings; at rest where nothing flows."""
    pipes = solution.pipes.reindex(layout.pipes.index).fillna(0.0)
    nodes = _with_resting_nodes(layout, solution.nodes)
    pressure = nodes[PRESSURES] - solution.nodes.loc[layout.source_node, PRESSURES] + plant_pressures
    temperature = nodes[["temperature_supply", "temperature_return"]].fillna(ground_temperature).to_numpy()
    at_buildings = pressure.loc[layout.consumers["node"]].to_numpy()
    gradient = pipes[PRESSURES].mean(axis=1) * PASCAL_PER_BAR / layout.pipes["length"]
    found = {
        "mass_flow": ("pipe", pipes["mass_flow"].to_numpy()),
        "velocity": ("pipe", pipes["velocity"].to_numpy()),
        "pressure_gradient": ("pipe", gradient.to_numpy()),
        "loss_power": ("pipe", (pipes["loss_supply"] + pipes["loss_return"]).to_numpy()),
        "supply_temperature": ("node", temperature[:, 0]),
        "return_temperature": ("node", temperature[:, 1]),
        "pressure": (("node", "side"), pressure.to_numpy()),
        "heat_load": ("building", solution.consumers["load"].reindex(layout.consumers.index).fillna(0).to_numpy()),
        "differential_pressure": ("building", at_buildings[:, 0] - at_buildings[:, 1]),
    }
    ids = {"pipe": layout.pipes.index, "node": layout.nodes.index, "building": layout.consumers.index}
    coords = {dim: index.to_numpy(dtype=str) for dim, index in ids.items()} | {"side": np.array(SIDES)}
    return annotate(xr.Dataset(found, coords=coords))


def _with_resting_nodes(layout: Layout, nodes: pd.DataFrame) -> pd.DataFrame:
    """Return all nodes; those behind pipes at rest have the pressure of the last node with flow."""
    nodes = nodes.reindex(layout.nodes.index)
    before = layout.pipes.set_index("to_node")["from_node"]
    while nodes["pressure_supply"].isna().any():
        resting = nodes.index[nodes["pressure_supply"].isna()]
        nodes.loc[resting, PRESSURES] = nodes.loc[before[resting], PRESSURES].to_numpy()
    return nodes

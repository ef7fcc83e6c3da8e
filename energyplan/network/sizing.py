"""Which pipe of the catalogue is the smallest that carries the design load?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from energyplan.catalogue import Catalogue
from energyplan.core.errors import Fault, raise_faults
from energyplan.network.friction import pressure_gradient as gradient_of
from energyplan.network.friction import velocity as velocity_of
from energyplan.network.layout import Layout
from energyplan.network.simultaneity import winter
from energyplan.network.tree import parent_pipes, path_matrix
from energyplan.physics import water

INSULATIONS = ("standard", "reinforced_1", "reinforced_2")
HIGHEST_TEMPERATURE = water.HIGHEST


def size_pipes(
    layout: Layout,
    catalogue: Catalogue,
    *,
    supply_temperature: float,
    return_temperature: float,
    pressure_gradient: float = 100.0,
    insulation: str = "standard",
    simultaneity: bool = True,
    minimum_simultaneity: float = 0.0,
) -> Layout:
    """Choose the nominal diameter of every pipe.

    Parameters
    ----------
    layout : Layout
    catalogue : Catalogue
        Its table `pipes`.
    supply_temperature, return_temperature : float
        At the design hour [°C].
    pressure_gradient : float
        Highest pressure loss at the design load [Pa/m].
    insulation : {"standard", "reinforced_1", "reinforced_2"}
    simultaneity : bool
        Whether consumers behind a pipe share their peaks after Winter.
    minimum_simultaneity : float
        Peak of an hourly load over the sum of the connection loads, where such a load is known: no pipe is
        sized for less [1].

    Returns
    -------
    Layout
        Its pipes with `consumer_count`, `simultaneity` [1], `design_load` [kW], `mass_flow` [kg/s],
        `nominal_diameter`, `inner_diameter`, `roughness` [mm], `heat_loss_coefficient` [W/(m K), of one
        pipe], `velocity` [m/s] and `pressure_gradient` [Pa/m] (of one pipe, water at the mean temperature).

    Raises
    ------
    FaultError
        EP403 or EP406 temperatures, EP117 insulation, EP416 for every pipe whose load is too large for the
        largest diameter.

    Notes
    -----
    Design load: simultaneity × sum of the connection loads behind the pipe, and never less than that of any
    pipe behind it (one large consumer among many small ones). Mass flow Q/(c_p ΔT). The smallest diameter
    within the pressure gradient and the velocity limit of the catalogue.
    """
    raise_faults(_faults(supply_temperature, return_temperature, insulation))
    mean = (supply_temperature + return_temperature) / 2
    pipes = _design_loads(layout, simultaneity, minimum_simultaneity)
    spread = supply_temperature - return_temperature
    pipes["mass_flow"] = pipes["design_load"] / (water.heat_capacity(mean) * spread)
    chosen = _smallest(pipes["mass_flow"], catalogue.table("pipes"), mean, pressure_gradient)
    columns = ["nominal_diameter", "inner_diameter", "roughness", "velocity", "pressure_gradient"]
    pipes[columns] = chosen[columns].to_numpy()
    pipes["heat_loss_coefficient"] = chosen[f"heat_loss_{insulation}"].to_numpy()
    return replace(layout, pipes=pipes)


def _faults(supply_temperature: float, return_temperature: float, insulation: str) -> list[Fault]:
    faults = []
    if not return_temperature < supply_temperature:
        pair = f"{supply_temperature} / {return_temperature} °C"
        faults.append(Fault("EP406", layer="network", value=pair))
    for key, found in (
        ("supply_temperature", supply_temperature),
        ("return_temperature", return_temperature),
    ):
        if not 0 <= found <= HIGHEST_TEMPERATURE:
            limit = f"0 to {HIGHEST_TEMPERATURE:g} °C"
            faults.append(Fault("EP403", layer="network", key=key, value=found, expected=limit))
    if insulation not in INSULATIONS:
        faults.append(Fault("EP117", key="insulation", value=insulation, expected=", ".join(INSULATIONS)))
    return faults


def _design_loads(layout: Layout, simultaneity: bool, minimum: float) -> pd.DataFrame:
    """Return the pipes with the number of consumers behind them and the load that they must carry."""
    paths = path_matrix(layout.pipes, layout.consumers["node"], layout.source_node)
    count = np.asarray(paths.sum(axis=1)).ravel()
    factor = np.maximum(winter(count) if simultaneity else np.ones(len(count)), minimum)
    load = factor * (paths @ layout.consumers["connection_load"].to_numpy())
    parents = parent_pipes(layout.pipes)
    for row in _farthest_first(parents):
        if parents[row] >= 0:
            load[parents[row]] = max(load[parents[row]], load[row])
    return layout.pipes.assign(consumer_count=count.astype(int), simultaneity=factor, design_load=load)


def _farthest_first(parents: np.ndarray) -> np.ndarray:
    """Return the rows so that every pipe comes before the one that feeds it."""
    depth, current = np.zeros(len(parents), dtype=int), parents.copy()
    while (current >= 0).any():
        depth += current >= 0
        current = np.where(current >= 0, parents[current], -1)
    return np.argsort(-depth, kind="stable")


def _smallest(mass_flow: pd.Series, sizes: pd.DataFrame, temperature: float, limit: float) -> pd.DataFrame:
    """Return for each mass flow the smallest pipe within both limits, with velocity and gradient."""
    sizes = sizes.sort_values("inner_diameter")
    diameter, roughness = sizes["inner_diameter"].to_numpy(), sizes["roughness"].to_numpy()
    density, viscosity = water.density(temperature), water.viscosity(temperature)
    flow = mass_flow.to_numpy()[:, None]
    speed = velocity_of(flow, diameter, density=density)
    gradient = gradient_of(flow, diameter, roughness, density=density, viscosity=viscosity)
    fits = (gradient <= limit) & (speed <= sizes["maximum_velocity"].to_numpy())
    largest = f"within {limit:g} Pa/m in {sizes.index[-1]}"
    too_large = mass_flow[~fits.any(axis=1)]
    raise_faults(
        [
            Fault("EP416", layer="network", row=str(i), value=f"{value:.1f} kg/s", expected=largest)
            for i, value in too_large.items()
        ]
    )
    first = fits.argmax(axis=1)
    rows = np.arange(len(flow))
    found = {"velocity": speed[rows, first], "pressure_gradient": gradient[rows, first]}
    return sizes.iloc[first].assign(**found)

"""What does the pipe from a heat source to the network cost?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energyplan.physics import water

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from energyplan.catalogue import Catalogue

LOCATED = ("waste_heat", "effluent", "sewage", "river", "lake")
"""Kinds of source that lie somewhere; air, ground and roofs are where the plant is."""


def link_cost(
    source: BaseGeometry, network: BaseGeometry, catalogue: Catalogue, *, power: float, supply_temperature: float,
    return_temperature: float,
) -> float:  # fmt: skip
    """Return the cost of the pair of pipes between a source and a network [EUR].

    Parameters
    ----------
    source, network : shapely geometry
        The straight line between their nearest points is the way.
    catalogue : Catalogue
        Table `pipes`.
    power : float
        Heat that the pipe must carry [kW].
    supply_temperature, return_temperature : float
        [degC]

    Returns
    -------
    float

    Notes
    -----
    Length × trench cost of the smallest pipe with ρ·c_p·v_max·A·(T_supply − T_return) ≥ power; the largest pipe if none
    is large enough. Streets, crossings and heat losses of the way are not counted.
    """
    pipes = catalogue.table("pipes").sort_values("nominal_diameter")
    mean = (supply_temperature + return_temperature) / 2
    heat = float(water.density(mean) * water.heat_capacity(mean)) * (supply_temperature - return_temperature)
    section = np.pi / 4 * (pipes["inner_diameter"].to_numpy() / 1000) ** 2
    capacity = section * pipes["maximum_velocity"].to_numpy() * heat
    chosen = min(int(np.searchsorted(capacity, power)), len(pipes) - 1)
    return source.distance(network) * float(pipes["trench_cost"].iloc[chosen])

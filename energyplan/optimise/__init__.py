"""Which plant, of which size, serves the town at least cost under a CO₂ price?

A :class:`System` is buses and components of six archetypes. The equations of one generic hour are written in Pyomo,
compiled once and tiled over the hours of the year (Pyomo and the solver are loaded only when something is solved).

=====================================================  ================================================================
:func:`design`, :func:`sweep`                          sizes on a reduced year, then the full year with them; CO₂ prices
:class:`System`, :class:`Bus`                          what there is
:class:`Supply`, :class:`Converter`, :class:`Storage`  archetypes of plant
:class:`Demand`, :class:`Market`, :class:`Limit`       what is asked for, bought and sold, and limited over the year
:class:`Size`, :class:`Emissions`                      what a size costs; what a kWh emits, in three conventions
:func:`component_from_technology`                      from a technology of the catalogue to a component
:func:`reduce_year`                                    chronological segments that keep the peaks
:data:`CONSTRAINTS`                                    the equations of an hour, one function each
=====================================================  ================================================================
"""

from energyplan.optimise.archetypes import (
    UNSERVED_PRICE,
    Bus,
    Component,
    Converter,
    Demand,
    Emissions,
    Limit,
    Market,
    Size,
    Storage,
    Supply,
)
from energyplan.optimise.constraints import CONSTRAINTS
from energyplan.optimise.reduce import reduce_year
from energyplan.optimise.study import Study, UnservedEnergyWarning, design, sweep
from energyplan.optimise.system import System
from energyplan.optimise.technology import component_from_technology

__all__ = [
    "CONSTRAINTS",
    "UNSERVED_PRICE",
    "Bus",
    "Component",
    "Converter",
    "Demand",
    "Emissions",
    "Limit",
    "Market",
    "Size",
    "Storage",
    "Study",
    "Supply",
    "System",
    "UnservedEnergyWarning",
    "component_from_technology",
    "design",
    "reduce_year",
    "sweep",
]

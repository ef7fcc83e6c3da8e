"""Heating networks: layout along the streets, sizing, design hour, losses over the year, cost.

:func:`build_network` runs the steps in order; each one stands on its own, too.
"""

from energyplan.network.build import NetworkResult, build_network, network_dataset
from energyplan.network.cost import network_cost
from energyplan.network.design_hour import DesignHour
from energyplan.network.layout import Layout, lay_out
from energyplan.network.losses import SupplyCurve, year_losses
from energyplan.network.options import DesignValues, NetworkOptions
from energyplan.network.pipeflow import solve_design_hour
from energyplan.network.simultaneity import winter
from energyplan.network.sizing import size_pipes

__all__ = [
    "DesignHour",
    "DesignValues",
    "Layout",
    "NetworkOptions",
    "NetworkResult",
    "SupplyCurve",
    "build_network",
    "lay_out",
    "network_cost",
    "network_dataset",
    "size_pipes",
    "solve_design_hour",
    "winter",
    "year_losses",
]

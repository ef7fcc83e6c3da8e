"""Which figures does the report have? One file per domain; a decorated function adds one."""

from energyplan.report.figures import costs, dispatch, heat, network, sources, water
from energyplan.report.figures.canvas import PLATES, Drawn, Plate, draw, plate

__all__ = [
    "PLATES",
    "Drawn",
    "Plate",
    "costs",
    "dispatch",
    "draw",
    "heat",
    "network",
    "plate",
    "sources",
    "water",
]

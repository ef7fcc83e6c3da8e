"""energyplan: planning the heat, water and energy of a municipality.

A *municipality* (layers and series) and a *scenario* (one YAML file) become one *result* (tables, datasets, report)::

    import energyplan as ep

    town = ep.read_municipality("data/musterstadt")
    result = ep.run("scenarios/musterstadt.yaml")

Each domain also works on its own: `ep.heat`, `ep.water`, `ep.sources`, `ep.network`, `ep.optimise`. Everything is
imported when it is first used.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_FUNCTIONS = {
    "check": "energyplan.api",
    "run": "energyplan.api",
    "compare": "energyplan.api",
    "render_report": "energyplan.api",
    "sweep": "energyplan.batch",
    "read_sweep": "energyplan.batch",
    "read_municipality": "energyplan.io.read",
    "write_municipality": "energyplan.io.municipality",
    "read_result": "energyplan.io.result",
    "read_scenario": "energyplan.scenario",
    "load_catalogue": "energyplan.catalogue",
    "EnergyplanError": "energyplan.core.errors",
    "FaultError": "energyplan.core.errors",
}
_PACKAGES = (
    "core", "catalogue", "physics", "geo", "solve", "io", "heat", "water", "sources", "network", "optimise", "synth",
    "scenario", "indicators", "plan", "pipeline", "report", "api", "batch",
)  # fmt: skip

__all__ = ["__version__", *_FUNCTIONS, *_PACKAGES]


def __getattr__(name: str) -> Any:
    if name in _FUNCTIONS:
        return getattr(importlib.import_module(_FUNCTIONS[name]), name)
    if name in _PACKAGES:
        return importlib.import_module(f"energyplan.{name}")
    raise AttributeError(f"module 'energyplan' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)

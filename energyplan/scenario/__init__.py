"""What does one run assume? The scenario file: base and overlays, checked, with units."""

from energyplan.scenario.load import build_scenario, overlay, read_document, read_scenario, scenario_schema
from energyplan.scenario.references import check_references
from energyplan.scenario.spec import NetworkArea, Scenario

__all__ = [
    "NetworkArea",
    "Scenario",
    "build_scenario",
    "check_references",
    "overlay",
    "read_document",
    "read_scenario",
    "scenario_schema",
]

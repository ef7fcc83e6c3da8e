"""What does one run assume? The scenario file: base and overlays, checked, with units."""

from energyplan.scenario.load import overlay, read_scenario
from energyplan.scenario.spec import NetworkArea, Scenario

__all__ = ["NetworkArea", "Scenario", "overlay", "read_scenario"]

"""What does a credible German small town look like, as input for the whole line? Fictional towns by seed."""

from energyplan.synth.folder import write_town
from energyplan.synth.town import make_town

__all__ = ["make_town", "write_town"]

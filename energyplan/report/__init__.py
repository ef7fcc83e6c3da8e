"""What did the plan find? Figures, maps and one page for the council, made from a finished result alone."""

from energyplan.report.document import render

__all__ = ["render"]

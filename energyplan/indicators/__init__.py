"""Which few numbers tell whether a plan is good, and how do they compare with today?

One file per subject, one declared function per indicator; a new file adds one.
"""

from energyplan.indicators.balance import balance_planned, balance_today
from energyplan.indicators.compute import as_table, compute_indicators
from energyplan.indicators.contract import INDICATORS, Indicator, all_indicators, indicator

__all__ = [
    "INDICATORS",
    "Indicator",
    "all_indicators",
    "as_table",
    "balance_planned",
    "balance_today",
    "compute_indicators",
    "indicator",
]

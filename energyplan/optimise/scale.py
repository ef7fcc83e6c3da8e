"""In which unit of power are the numbers of a town near 1?"""

from __future__ import annotations

import numpy as np

from energyplan.optimise.system import System


def power_unit(system: System) -> float:
    """Return the power of ten [kW] in which the highest demand lies between 5 and 50.

    >>> from energyplan.optimise import Bus, Demand, System
    >>> heat = Bus(name="heat")
    >>> power_unit(System(buses=(heat,), components=(Demand(name="houses", bus="heat", power=20_000.0),)))
    1000.0
    """
    peak = max((float(np.max(demand.power)) for demand in system.demands), default=0.0)
    return float(10.0 ** np.floor(np.log10(peak / 5.0))) if peak > 0.0 else 1000.0

"""What is an energy system? Buses, the components between them, the limits of the year, and its hours."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from energyplan.core.errors import raise_faults
from energyplan.core.hours import HOURS_PER_YEAR, hours_of_year
from energyplan.optimise.archetypes import Bus, Component, Demand, Limit, Market, Plant, Sized, Storage, buses_of
from energyplan.optimise.faults import find_faults

__all__ = ["System", "buses_of"]

_ANY_YEAR = 2025


@dataclass(frozen=True, kw_only=True, eq=False)
class System:
    """Buses, the components between them, and the limits of the year.

    Parameters
    ----------
    buses, components, limits : tuple
    time : pandas.DatetimeIndex
        Hours; fewer than 8760 stand for a whole year, each with the weight 8760 / number.

    Raises
    ------
    FaultError
        Lists everything that is wrong.
    """

    buses: tuple[Bus, ...]
    components: tuple[Component, ...]
    limits: tuple[Limit, ...] = ()
    time: pd.DatetimeIndex = field(default_factory=lambda: hours_of_year(_ANY_YEAR))

    def __post_init__(self) -> None:
        raise_faults(list(find_faults(self)))

    @property
    def hours(self) -> int:
        """Number of hours."""
        return len(self.time)

    @property
    def weight(self) -> float:
        """Hours of the year that one hour stands for."""
        return HOURS_PER_YEAR / self.hours

    @property
    def plants(self) -> list[Plant]:
        """Supplies and converters: what has an activity."""
        return [c for c in self.components if isinstance(c, Plant)]

    @property
    def sized(self) -> list[Sized]:
        """Everything that has a size."""
        return [c for c in self.components if isinstance(c, Sized)]

    @property
    def stores(self) -> list[Storage]:
        """All stores."""
        return [c for c in self.components if isinstance(c, Storage)]

    @property
    def markets(self) -> list[Market]:
        """All markets."""
        return [c for c in self.components if isinstance(c, Market)]

    @property
    def demands(self) -> list[Demand]:
        """All demands."""
        return [c for c in self.components if isinstance(c, Demand)]

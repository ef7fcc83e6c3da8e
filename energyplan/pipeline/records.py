"""What do the stages hand to each other?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from energyplan.core.notes import Note

if TYPE_CHECKING:
    import geopandas as gpd
    import xarray as xr

    from energyplan.catalogue import Catalogue
    from energyplan.io.municipality import Municipality
    from energyplan.scenario import Scenario

INDIVIDUAL = "individual"
PROCESS = "process"
"""Supply area of all process heat: its temperature is not known, so that it has heaters of its own."""
UNHEATED = "unheated"


@dataclass(frozen=True)
class Inputs:
    """What every stage may read.

    Attributes
    ----------
    town : Municipality
    scenario : Scenario
    catalogue : Catalogue
        With the scenario's overrides.
    weather : xarray.Dataset
        On the calendar of the reference year.
    """

    town: Municipality
    scenario: Scenario
    catalogue: Catalogue
    weather: xr.Dataset

    @property
    def calendar_year(self) -> int:
        """The year on whose calendar all hourly series lie."""
        return self.town.reference_year


@dataclass(frozen=True)
class StageOutput:
    """What one stage leaves behind.

    Attributes
    ----------
    value : object
        The record that later stages read.
    datasets : dict of str to Dataset
        Path in the result tree → dataset.
    maps : dict of str to GeoDataFrame
    notes : tuple of Note
    """

    value: Any
    datasets: dict[str, xr.Dataset] = field(default_factory=dict)
    maps: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

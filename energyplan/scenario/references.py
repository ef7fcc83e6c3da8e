"""Does a scenario name what its municipality has?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from energyplan.core.errors import Fault, nearest
from energyplan.core.messages import phrase
from energyplan.core.schema.table import MAXIMUM_ROWS_LISTED
from energyplan.io.geometry import MAXIMUM_DISTANCE

if TYPE_CHECKING:
    from energyplan.io.municipality import Municipality
    from energyplan.io.yaml_file import Document
    from energyplan.scenario.spec import NetworkArea, Scenario


def check_references(scenario: Scenario, town: Municipality, document: Document) -> list[Fault]:
    """Return what does not fit together: years before the reference year, limits without effect, unknown buildings.

    Parameters
    ----------
    scenario : Scenario
    town : Municipality
    document : Document
        Of the scenario, for file and lines.
    """
    return [
        *_check_years(scenario, town, document),
        *_check_limits(scenario, document),
        *_check_areas(scenario, town, document),
    ]


def _check_years(scenario: Scenario, town: Municipality, document: Document) -> list[Fault]:
    early = [year for year in scenario.years if year < town.reference_year]
    return [document.fault("EP108", ("years",), year, f"≥ {town.reference_year}") for year in early]


def _check_limits(scenario: Scenario, document: Document) -> list[Fault]:
    """Return limits for technologies that the scenario does not allow: they would have no effect."""
    allowed = {name for names in scenario.supply.technologies.model_dump().values() for name in names}
    given = {"maximum_capacity": scenario.supply.maximum_capacity, "annual_energy": scenario.supply.annual_energy}
    return [
        document.fault("EP119", ("supply", key, name), name, nearest(name, allowed))
        for key, limits in given.items()
        for name in limits
        if name not in allowed
    ]


def _check_areas(scenario: Scenario, town: Municipality, document: Document) -> list[Fault]:
    return [
        fault
        for number, area in enumerate(scenario.networks)
        for check in (_check_buildings, _check_site)
        for fault in check(area, number, town, document)
    ]


def _check_buildings(area: NetworkArea, number: int, town: Municipality, document: Document) -> Iterator[Fault]:
    valid = set(town.buildings.index)
    wrong = [(index, name) for index, name in enumerate(area.buildings) if name not in valid]
    rest = len(wrong) - MAXIMUM_ROWS_LISTED
    expected = phrase("an_id_of", layer="buildings") + (phrase("more_rows", count=rest) if rest > 0 else "")
    for index, name in wrong[:MAXIMUM_ROWS_LISTED]:
        yield document.fault("EP214", ("networks", number, "buildings", index), name, expected)


def _check_site(area: NetworkArea, number: int, town: Municipality, document: Document) -> Iterator[Fault]:
    """Yield a fault for a point far outside; the ids of sources are known only when these have been searched."""
    west, south, east, north = town.buildings.total_bounds
    try:
        x, y = (float(part) for part in area.heat_source.split(","))
    except ValueError:
        return
    gap = max(west - x, x - east, south - y, y - north)
    if not gap <= MAXIMUM_DISTANCE or not math.isfinite(gap):
        limit = phrase("near_buildings", distance=f"{MAXIMUM_DISTANCE / 1000:g}")
        yield document.fault("EP311", ("networks", number, "heat_source"), area.heat_source, limit)

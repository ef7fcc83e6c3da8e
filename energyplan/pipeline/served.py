"""Is all heat served, and if not: where, how much, and what stands in the way?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from energyplan.core.errors import SolveError
from energyplan.core.notes import german_number
from energyplan.optimise.plan import UNSERVED
from energyplan.pipeline.records import INDIVIDUAL, PROCESS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import xarray as xr

    from energyplan.pipeline.supply_system import Area
    from energyplan.scenario.spec import Supply

HIGHEST_SHARE = 0.01
"""Share of an area's heat. Less than that is lacking in single cold hours, of which the report warns; more is no plan."""
MWH = 1000.0


class UnservedError(SolveError):
    """What may be built cannot make the heat; says so in German and English."""

    def __init__(self, english: str, german: str):
        super().__init__(english)
        self.german = german

    def in_language(self, language: str) -> str:
        """Return the message in "de" or "en"."""
        return self.german if language == "de" else str(self)


def check_served(plan: xr.Dataset, areas: list[Area], supply: Supply, *, year: int, path: str) -> None:
    """Raise where an area lacks more than a few hours of its heat.

    Parameters
    ----------
    plan : xarray.Dataset
        Of one year and CO₂ path.
    areas : list of Area
    supply : Supply
        What the scenario allows.
    year : int
    path : str
        Name of the CO₂ path.

    Raises
    ------
    UnservedError
        Names every area that lacks heat, what it may build, and the limits of the scenario that bind.
    """
    lacking = {area.id: (missing_heat(plan, area), float(area.load.sum())) for area in areas}
    lacking = {name: (lack, need) for name, (lack, need) in lacking.items() if lack > HIGHEST_SHARE * need}
    if not lacking:
        return
    english = [f"{year}, CO₂ path {path}: what may be built cannot make the heat that is needed."]
    german = [f"{year}, CO₂-Pfad {path}: Was gebaut werden darf, reicht für den Wärmebedarf nicht aus."]
    for name, (lack, need) in lacking.items():
        scope, allowed = allowed_technologies(name, supply)
        key = f"supply.technologies.{scope}"
        english.append(
            f"- {name}: {lack / MWH:,.1f} of {need / MWH:,.1f} MWh are lacking; {key}: {allowed or 'nothing'}"
        )
        numbers = f"{german_number(lack / MWH)} von {german_number(need / MWH)} MWh"
        german.append(f"- {name}: Es fehlen {numbers}; {key}: {allowed or 'nichts'}")
    limits = ", ".join(binding_limits(plan))
    if limits:
        english.append(f"These limits bind: {limits}. → Relax them, or allow a technology that they leave free.")
        german.append(
            f"Diese Grenzen binden: {limits}. → Sie lockern oder eine Technik erlauben, die sie nicht trifft."
        )
    else:
        english.append("→ Allow a technology that can always run, such as a boiler.")
        german.append("→ Eine Technik erlauben, die immer laufen kann, etwa einen Kessel.")
    raise UnservedError("\n".join(english), "\n".join(german))


def missing_heat(plan: xr.Dataset, area: Area) -> float:
    """Return the heat of an area that nothing serves [kWh]."""
    rows = plan["flow_component"].to_numpy() == f"{UNSERVED}{area.heat_bus}"
    return float(plan["annual_energy"].to_numpy()[rows].sum())


def allowed_technologies(area: str, supply: Supply) -> tuple[str, str]:
    """Return the kind of supply of an area and what may be built for it."""
    scope = area if area in (INDIVIDUAL, PROCESS) else "network"
    return scope, ", ".join(getattr(supply.technologies, scope))


def binding_limits(plan: xr.Dataset) -> list[str]:
    """Return the limits of the scenario of which a unit more would save money."""
    if "limit_price" not in plan:
        return []
    felt = plan["limit"].values[plan["limit_price"].fillna(0.0) > 0.0]
    return named_by_scenario(map(str, felt))


def named_by_scenario(limits: Iterable[str]) -> list[str]:
    """Return the limits that carry the name of a key of the scenario; the others are rules of the model."""
    return [name for name in limits if name.startswith("supply.")]

"""What remains uncertain, and what has to be decided next? Sentences that follow from the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energyplan.indicators import flows
from energyplan.plan.titles import source_kind_name
from energyplan.report.assumptions import technology_values

if TYPE_CHECKING:
    from energyplan.report.view import View

_CLIMATE_NEUTRAL_BY = 2045  # WPG § 1
_NOTABLE = 0.005
BUILDING_NETWORK_MAXIMUM = 16
"""Buildings up to which a network is a "Gebäudenetz" (GEG § 3 (1) no. 9a), no heating network (WPG § 3)."""


def warnings(view: View) -> list[str]:
    """Return what makes numbers of the result unusable: cases in which heat remains unserved."""
    if not view.has("supply") or "unserved_energy" not in view.supply:
        return []
    unserved = view.supply.unserved_energy
    cases = int((unserved > 0).sum())
    values = {"cases": cases, "total": unserved.size, "energy": view.quantity(unserved.max(), "kWh")}
    return [view.texts("warning_unserved", **values)] if cases else []


def uncertainties(view: View) -> list[str]:
    """Return what page one says about uncertainty, most important first."""
    found = _about_demand(view) if view.has("heat") else []
    if view.has("supply"):
        found += [_about_prices(view), *_about_assumptions(view), *_about_gap(view)]
    count = len(view.run.get("notes") or [])
    return [*found, view.texts("uncertain_notes", count=view.number(count))] if count else found


def _about_demand(view: View) -> list[str]:
    origin = view.heat.origin.values[view.heat.heat_demand.values > 0].astype(str)
    estimated = int((origin == "typology").sum())
    if estimated:
        return [view.texts("uncertain_typology", count=view.number(estimated), total=view.number(len(origin)))]
    return [view.texts("uncertain_given")]


def _about_prices(view: View) -> str:
    prices = view.supply.co2_price.sel(year=view.target_year)
    values = {"low": view.number(prices.min()), "high": view.number(prices.max()), "year": view.target_year}
    if len(view.paths) == 1:
        return view.texts("uncertain_price_single", low=values["low"], year=values["year"])
    return view.texts("uncertain_prices", count=len(view.paths), **values)


def _about_assumptions(view: View) -> list[str]:
    numbers = technology_values(view)
    if not numbers:
        return []
    share = sum(item.assumption for item in numbers) / len(numbers)
    return [view.texts("uncertain_assumptions", share=view.percent(share))]


def _about_gap(view: View) -> list[str]:
    if "objective_gap" not in view.supply:
        return []
    gap = float(np.abs(view.supply.objective_gap).max())
    return [view.texts("uncertain_gap", gap=view.percent(gap, 1))] if np.isfinite(gap) else []


def decisions(view: View) -> list[str]:
    """Return what page one proposes to decide next."""
    found: list[str] = []
    if view.has("supply"):
        areas = [flows.area_of(bus) for bus in view.heat_buses]
        found += [_about_network(view, area) for area in areas if area not in flows.OFF_GRID]
        found += [*_about_sources(view), *_about_individual(view, areas), *_about_fossil(view)]
    if view.has("heat"):
        is_estimated = (view.heat.origin.values.astype(str) == "typology").any()
        found.append(view.texts("decide_data" if is_estimated else "decide_check"))
    if (
        view.has("indicators")
        and "runoff_reduction" in view.indicators
        and float(view.indicators.runoff_reduction.max()) > 0
    ):
        found.append(view.texts("decide_water"))
    return found or [view.texts("decide_none")]


def consumers_of(view: View, area: str) -> int:
    """Return the number of heated buildings of an area."""
    return int(((view.heat.area_id.values.astype(str) == area) & (view.heat.heat_demand.values > 0)).sum())


def is_building_network(view: View, area: str) -> bool:
    """Tell whether a network is so small that the law does not call it a heating network."""
    return consumers_of(view, area) <= BUILDING_NETWORK_MAXIMUM


def _about_network(view: View, area: str) -> str:
    return view.texts("decide_small" if is_building_network(view, area) else "decide_network", area=area)


def _about_sources(view: View) -> list[str]:
    """Name the kinds of source, with somebody to talk to, that give heat in the target year."""
    kinds = []
    for bus in view.heat_buses:
        if flows.is_off_grid(bus):
            continue
        heat = flows.heat_by_producer(view.focus, bus).to_series()
        kinds += [source_kind(view, str(name)) for name in heat.index[heat > _NOTABLE * heat.sum()]]
    named = [
        source_kind_name(kind, view.language) for kind in dict.fromkeys(kinds) if kind not in ("", "air", "roof_solar")
    ]
    return [view.texts("decide_sources", sources=view.listing(named))] if named else []


def source_kind(view: View, component: str) -> str:
    """Return the kind of heat source that a component draws on, empty if it needs none."""
    technology = str(view.supply.technology.sel(component=component).item())
    return view.catalogue.technology(technology).source if technology in view.catalogue.technologies else ""


def _about_individual(view: View, areas: list[str]) -> list[str]:
    count = consumers_of(view, flows.INDIVIDUAL)
    if not count or all(area in flows.OFF_GRID for area in areas):
        return []
    return [view.texts("decide_individual", count=view.number(count))]


def _about_fossil(view: View) -> list[str]:
    if not view.has("indicators") or view.target_year < _CLIMATE_NEUTRAL_BY:
        return []
    energy = (
        view.indicators.final_energy.sel(year=view.target_year, co2_path=view.middle_path).sum("sector").to_series()
    )
    is_fossil = view.catalogue.table("carriers")["fossil"].reindex(energy.index) == 1
    share = energy[is_fossil].sum() / energy.sum()
    if share <= _NOTABLE:
        return []
    return [view.texts("decide_fossil", year=view.target_year, share=view.percent(share))]

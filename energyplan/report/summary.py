"""What would a member of the council want to know first? Figures on tiles, then answers in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from energyplan.indicators import flows
from energyplan.plan.titles import UNKNOWN_CARRIERS, carrier_name
from energyplan.report.decisions import consumers_of, decisions, is_building_network, uncertainties
from energyplan.report.view import View

_NAMED_PARTS = 3
_NAMED_SHARE = 0.04


@dataclass(frozen=True)
class Tile:
    """One number that stands out: value, what it is, a remark."""

    value: str
    label: str
    note: str


@dataclass(frozen=True)
class Answer:
    """A question of page one with its sentences and, below them, points."""

    question: str
    sentences: tuple[str, ...]
    points: tuple[str, ...] = ()


def tiles(view: View) -> list[Tile]:
    """Return the numbers on top of page one, as far as the result has them."""
    found = []
    if view.has("heat"):
        found.append(_heat_tile(view))
    if view.has("supply", "indicators"):
        found += [tile for tile in (_network_tile(view), _cost_tile(view), _emission_tile(view)) if tile]
    return found


def answers(view: View) -> list[Answer]:
    """Return the questions and answers of page one."""
    found = [_heat_answer(view)] if view.has("heat") else []
    found.append(_plan_answer(view))
    if view.has("supply"):
        found += [_cost_answer(view), _climate_answer(view)]
    if view.has("indicators") and "runoff_reduction" in view.indicators:
        reduction = float(view.indicators.runoff_reduction.max())
        text = view.texts("answer_water", reduction=view.percent(reduction))
        found += [Answer(view.texts("question_water"), (text,))] if reduction > 0 else []
    found.append(Answer(view.texts("question_uncertain"), (), tuple(uncertainties(view))))
    found.append(Answer(view.texts("question_decide"), (), tuple(decisions(view))))
    return found


def heated(view: View) -> pd.DataFrame:
    """Return the buildings that need heat: demand, area, carrier, origin, sector."""
    names = ["heat_demand", "heated_area", "final_energy", "heating_carrier", "origin", "sector", "area_id"]
    table = view.heat[[name for name in names if name in view.heat]].to_dataframe()
    return table[table["heat_demand"] > 0]


def dwelling_heat(view: View) -> float:
    """Return the annual heat of the reference dwelling [kWh].

    Living area × heated area per living area × mean heat of the residential buildings per heated area; the
    table's round value where areas are unknown.
    """
    reference = view.catalogue.table("reference_dwelling").loc["average"]
    homes = heated(view)
    homes = homes[(homes["sector"] == "residential") & (homes["heated_area"] > 0)]
    if homes.empty:
        return float(reference["heat_demand"])
    specific = homes["heat_demand"].sum() / homes["heated_area"].sum()
    return float(reference["living_area"] * reference["heated_area_ratio"] * specific)


def change(view: View, new: float, old: float) -> str:
    """Return the relative change as "−12 %" or "+3 %"."""
    if not old:
        return "–"
    share = new / old - 1.0
    return ("+" if share > 0.005 else "") + view.percent(share)


def _heat_tile(view: View) -> Tile:
    homes = heated(view)
    note = view.texts(
        "tile_heat_note", count=view.number(len(homes)), reference_year=view.run.get("reference_year", "")
    )
    return Tile(view.quantity(homes["heat_demand"].sum(), "kWh"), view.texts("tile_heat"), note)


def _case(view: View, name: str) -> float:
    """Return an indicator in the target year on the middle path."""
    return float(view.indicators[name].sel(year=view.target_year, co2_path=view.middle_path))


def _network_tile(view: View) -> Tile | None:
    if not any(not flows.is_off_grid(bus) for bus in view.heat_buses):
        return None
    count = view.number(_case(view, "buildings_on_network"))
    note = view.texts("tile_network_note", count=count, year=view.target_year)
    return Tile(view.percent(_case(view, "grid_bound_share")), view.texts("tile_network"), note)


def costs_of_heat(view: View) -> dict[str, float]:
    """Return the full cost of heat by bus in the target year on the middle path [EUR/MWh]."""
    costs = view.focus.heat_cost.to_series().dropna()
    dwellings = [bus for bus in view.heat_buses if flows.area_of(bus) != flows.PROCESS]
    return {bus: float(costs[bus]) for bus in dwellings if bus in costs}


def _cost_tile(view: View) -> Tile | None:
    costs = costs_of_heat(view)
    if not costs:
        return None
    low, high = min(costs.values()), max(costs.values())
    value = view.number(low) if round(low) == round(high) else f"{view.number(low)}–{view.number(high)}"
    parts = view.texts("tile_cost_parts") if len(costs) > 1 else view.bus_label(next(iter(costs)))
    return Tile(
        f"{value}\u00a0€",
        view.texts("tile_cost"),
        view.texts("tile_cost_note", parts=parts, year=view.target_year),
    )


def _emission_tile(view: View) -> Tile:
    planned = _case(view, "greenhouse_gas_emissions")
    label = view.texts("tile_emissions", year=view.target_year)
    today = _today(view, "greenhouse_gas_emissions")
    note = view.texts("tile_emissions_note_unknown")
    if today > 0:
        note = view.texts("tile_emissions_note", today=view.quantity(today, "t"), change=change(view, planned, today))
    return Tile(view.quantity(planned, "t"), label, note)


def _today(view: View, name: str) -> float:
    """Return the status quo of an indicator; NaN where today's carriers are unknown."""
    if f"{name}_today" not in view.indicators:
        return np.nan
    return float(view.indicators[f"{name}_today"])


def carriers_are_known(view: View) -> bool:
    """Tell whether most of today's heat has a stated carrier."""
    homes = heated(view)
    unknown = homes["heating_carrier"].isin(UNKNOWN_CARRIERS)
    return bool(homes.loc[~unknown, "heat_demand"].sum() > 0.5 * homes["heat_demand"].sum())


def _heat_answer(view: View) -> Answer:
    homes = heated(view)
    total = homes["heat_demand"].sum()
    sentences = [
        view.texts(
            "answer_heat_total", count=view.number(len(homes)), heat=view.quantity(total, "kWh"),
            dwellings=view.rounded(total / dwelling_heat(view), 2), peak=view.quantity(view.heat.heat_load.max(), "kW"),
        )
    ]  # fmt: skip
    with_area = homes[homes["heated_area"] > 0]
    if len(with_area):
        specific = with_area["heat_demand"].sum() / with_area["heated_area"].sum()
        sentences.append(view.texts("answer_heat_specific", specific=view.number(specific)))
    sentences.append(_carriers_sentence(view, homes))
    sentences += _future_sentence(view, total)
    return Answer(view.texts("question_heat"), tuple(sentences))


def _carriers_sentence(view: View, homes: pd.DataFrame) -> str:
    if not carriers_are_known(view):
        return view.texts("answer_heat_carriers_unknown")
    shares = (
        homes.groupby("heating_carrier")["heat_demand"].sum().sort_values(ascending=False) / homes["heat_demand"].sum()
    )
    parts = [
        view.texts(
            "answer_carrier",
            carrier=_in_short(carrier_name(view.catalogue, str(carrier), view.language)),
            share=view.percent(share),
        )
        for carrier, share in shares.head(2).items()
    ]
    return view.texts("answer_heat_carriers", carriers=view.listing(parts))


def _in_short(label: str) -> str:
    """Return a label without lists in brackets.

    >>> _in_short("Holz (Pellets, Scheite) (Netz)")
    'Holz (Netz)'
    """
    return re.sub(r" \([^()]*,[^()]*\)", "", label)


def _future_sentence(view: View, today: float) -> list[str]:
    if "heat_demand_in_year" not in view.heat:
        return []
    last = view.heat.heat_demand_in_year.isel(year=-1)
    planned = float(last)
    if abs(planned / today - 1.0) < 0.005:
        return []
    values = {
        "year": int(last.year),
        "heat": view.quantity(planned, "kWh"),
        "change": change(view, planned, today),
    }
    return [view.texts("answer_heat_future", **values)]


def mix_of(view: View, buses: list[str]) -> str:
    """Return "60 % A, 30 % B und 10 % C": the producers' shares in the heat of some buses."""
    parts: dict[str, float] = {}
    for bus in buses:
        heat = flows.heat_by_producer(view.focus, bus)
        for name, energy in zip(heat.component.values.tolist(), heat.values.tolist(), strict=True):
            label = view.component_label(name)
            parts[label] = parts.get(label, 0.0) + energy
    total = sum(parts.values())
    if total <= 0:
        return "–"
    ranked = sorted(parts.items(), key=lambda item: item[1], reverse=True)
    named = [(label, energy) for label, energy in ranked[:_NAMED_PARTS] if energy > _NAMED_SHARE * total]
    rest = total - sum(energy for _, energy in named)
    texts = [view.texts("mix_part", share=view.percent(energy / total), name=label) for label, energy in named]
    if rest > 0.005 * total:
        texts.append(view.texts("mix_part", share=view.percent(rest / total), name=view.texts("mix_others")))
    return view.listing(texts)


def _plan_answer(view: View) -> Answer:
    question = view.texts("question_plan")
    if not view.has("supply"):
        return Answer(question, (view.texts("answer_plan_skipped"),))
    networks = [bus for bus in view.heat_buses if not flows.is_off_grid(bus)]
    single = [bus for bus in view.heat_buses if flows.area_of(bus) == flows.INDIVIDUAL]
    process = [bus for bus in view.heat_buses if flows.area_of(bus) == flows.PROCESS]
    sentences = [_network_sentence(view, networks)] if networks else [view.texts("answer_plan_none")]
    if networks and view.has("network"):
        fed = sum(float(n.heat_load.sum() + n.loss_power.sum()) for n in view.networks.values())
        lost = sum(float(n.loss_power.sum()) for n in view.networks.values())
        sentences.append(view.texts("answer_plan_losses", loss=view.percent(lost / fed)))
    small = [flows.area_of(bus) for bus in networks if is_building_network(view, flows.area_of(bus))]
    sentences += [view.texts("answer_plan_small", count=consumers_of(view, area)) for area in small]
    count = consumers_of(view, flows.INDIVIDUAL)
    if single and count:
        values = {"count": view.number(count), "mix": mix_of(view, single)}
        sentences.append(view.texts("answer_plan_individual" if networks else "answer_plan_all_individual", **values))
    if process:
        sentences.append(view.texts("answer_plan_process", mix=mix_of(view, process)))
    return Answer(question, tuple(sentences))


def _network_sentence(view: View, networks: list[str]) -> str:
    length = sum(trench_length(view, flows.area_of(bus)) for bus in networks)
    count = sum(consumers_of(view, flows.area_of(bus)) for bus in networks)
    share = view.percent(count / len(heated(view)))
    values = {
        "count": len(networks), "length": view.quantity(length, "m"), "buildings": view.number(count), "share": share,
        "year": view.target_year, "mix": mix_of(view, networks),
    }  # fmt: skip
    return view.texts("answer_plan_network" if len(networks) == 1 else "answer_plan_network_many", **values)


def trench_length(view: View, area: str) -> float:
    """Return the length of a network's trench [m]; NaN where it has not been laid out."""
    network = view.networks.get(area)
    if network is None:
        return np.nan
    return float(network.attrs.get("trench_length", network.length.sum()))


def _cost_answer(view: View) -> Answer:
    total = float(view.focus.annual_cost.sum())
    price = view.number(view.co2_price(view.target_year, view.middle_path))
    dwelling = dwelling_heat(view)
    area = view.number(view.catalogue.value("reference_dwelling", "average", "living_area").value)
    intro = view.texts(
        "answer_cost_intro", year=view.target_year, price=price, total=view.quantity(total, "EUR"), area=area,
        dwelling=view.quantity(dwelling, "kWh"),
    )  # fmt: skip
    points = [_cost_point(view, bus, cost, dwelling) for bus, cost in costs_of_heat(view).items()]
    return Answer(view.texts("question_cost"), (intro,), tuple([*points, *_cost_remarks(view)]))


def _cost_point(view: View, bus: str, cost: float, dwelling: float) -> str:
    """Return the sentence on one area: cost per MWh, its range over the CO₂ paths, cost of a dwelling."""
    costs = view.supply.heat_cost.sel(year=view.target_year, bus=bus)
    low, high = view.number(costs.min()), view.number(costs.max())
    values = {
        "area": view.bus_label(bus),
        "cost": view.number(cost),
        "yearly": view.rounded(cost * dwelling / 1000.0, 2),
    }
    spread = view.texts("answer_cost_range", low=low, high=high) if low != high else ""
    return view.texts("answer_cost_bus", range=spread, **values)


def _cost_remarks(view: View) -> list[str]:
    remarks = []
    investment = sum(float(n.investment.sum()) for n in view.networks.values() if "investment" in n)
    if investment > 0:
        remarks.append(view.texts("answer_cost_network", investment=view.quantity(investment, "EUR")))
    remarks.append(view.texts("answer_cost_grants"))
    if len(costs_of_heat(view)) > 1:
        remarks.append(view.texts("answer_cost_tax"))
    return remarks


def _climate_answer(view: View) -> Answer:
    by_component = view.focus.emissions.to_series()
    planned = float(by_component.sum())
    values = {"year": view.target_year, "planned": view.quantity(planned, "t")}
    today = _today(view, "greenhouse_gas_emissions") if view.has("indicators") else np.nan
    if today > 0:
        sentences = [
            view.texts(
                "answer_climate_today",
                today=view.quantity(today, "t"),
                change=change(view, planned, today),
                **values,
            )
        ]
    else:
        sentences = [view.texts("answer_climate_plain", **values)]
    sentences.append(_rest_sentence(view, by_component, planned, today))
    totals = view.supply.emissions.sel(year=view.target_year).sum("component")
    if len(view.paths) > 1 and float(totals.max() - totals.min()) > 0.02 * float(totals.max()):
        low, high = view.quantity(totals.min(), "t"), view.quantity(totals.max(), "t")
        sentences.append(view.texts("answer_climate_range", low=low, high=high))
    return Answer(view.texts("question_climate"), tuple(sentences))


def _rest_sentence(view: View, by_component: pd.Series, planned: float, today: float) -> str:
    if planned <= 0.005 * max(today if np.isfinite(today) else planned, 1e-9):
        return view.texts("answer_climate_zero")
    labels = by_component.rename(index=lambda name: view.component_label(str(name))).groupby(level=0).sum()
    top = labels[labels > 0.1 * planned].sort_values(ascending=False).head(_NAMED_PARTS)
    parts = [
        view.texts("mix_part", name=_in_short(str(name)), share=view.percent(value / planned))
        for name, value in top.items()
    ]
    key = "answer_climate_rest" if np.isfinite(today) else "answer_climate_from"
    return view.texts(key, components=view.listing(parts))

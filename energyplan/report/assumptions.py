"""With which numbers was computed, and where do they come from? The tables at the end of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energyplan.catalogue import BASE_YEAR
from energyplan.indicators import flows
from energyplan.indicators.balance import ELECTRICITY
from energyplan.plan.titles import UNKNOWN_CARRIERS, carrier_name

if TYPE_CHECKING:
    from energyplan.catalogue import Value
    from energyplan.report.view import View


_PRICE_PARTS = ("_market", "_surcharge", "_feed_in")


@dataclass(frozen=True)
class TableText:
    """A table ready to be printed: heading, head row, rows; `numeric` are the columns set flush right."""

    heading: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    lead: str = ""


@dataclass(frozen=True)
class NumberUsed:
    """One number of a technology with its source."""

    technology: str
    parameter: str
    value: float
    unit: str
    source: str
    assumption: bool


def technology_values(view: View) -> list[NumberUsed]:
    """Return every number of the technologies in the supply, for the target year."""
    names = dict.fromkeys(str(name) for name in view.supply.technology.values)
    known = tuple(name for name in names if name in view.catalogue.technologies)
    return list(_values_of(view, known))


def _values_of(view: View, names: tuple[str, ...]) -> list[NumberUsed]:
    found = []
    for name in names:
        technology = view.catalogue.technology(name)
        label = technology.label.de if view.language == "de" else technology.label.en
        for parameter, numbers in (technology.parameters | technology.performance.parameters).items():
            value = numbers.at(view.target_year)
            found.append(NumberUsed(label, parameter, value.value, value.unit, value.source, value.assumption))
    return found


def technology_table(view: View) -> TableText:
    """Return the numbers of the technologies with sources."""
    rows = tuple(
        (
            item.technology,
            _parameter_name(view, item.parameter),
            _with_unit(view, item),
            (f"{view.texts('assumption')}: " if item.assumption else "") + item.source,
        )
        for item in technology_values(view)
    )
    head = tuple(view.texts(f"column_{name}") for name in ("technology", "parameter", "value", "source"))
    lead = view.texts("table_technologies_lead", year=view.target_year, base_year=BASE_YEAR)
    return TableText(view.texts("table_technologies"), head, rows, (2,), lead)


def _with_unit(view: View, item: NumberUsed) -> str:
    if item.unit in ("1", "1/a"):
        return view.rounded(item.value) if item.unit == "1" else f"{view.percent(item.value, 1)}/a"
    return f"{view.rounded(item.value)} {item.unit}"


def _parameter_name(view: View, parameter: str) -> str:
    key = f"parameter_{parameter}"
    return view.texts(key) if view.texts.has(key) else parameter.replace("_", " ")


def carrier_table(view: View) -> TableText:
    """Return emission factors of the carriers that occur; of electricity in the target year as well."""
    rows = [_carrier_row(view, carrier) for carrier in _used_carriers(view)]
    if ELECTRICITY in _used_carriers(view):
        rows.append(_grid_row(view))
    head = tuple(view.texts(f"column_{name}") for name in ("carrier", "factor", "direct", "source"))
    return TableText(view.texts("table_carriers"), head, tuple(rows), (1, 2))


def _used_carriers(view: View) -> list[str]:
    names = [
        name for name in ("final_energy", "final_energy_today") if view.has("indicators") and name in view.indicators
    ]
    energy = {str(c): 0.0 for name in names for c in view.indicators[name].carrier.values}
    for name in names:
        total = view.indicators[name].sum([dim for dim in view.indicators[name].dims if dim != "carrier"])
        energy = {c: e + float(total.sel(carrier=c)) for c, e in energy.items()}
    table = view.catalogue.table("carriers")
    return [c for c, e in energy.items() if e > 0 and c in table.index and c not in UNKNOWN_CARRIERS]


def _carrier_row(view: View, carrier: str) -> tuple[str, ...]:
    factor = view.catalogue.value("carriers", carrier, "emission_factor")
    direct = view.catalogue.value("carriers", carrier, "direct_emission_factor")
    name = carrier_name(view.catalogue, carrier, view.language)
    return name, view.number(factor.value, 3), view.number(direct.value, 3), _cited(view, factor)


def _grid_row(view: View) -> tuple[str, ...]:
    """Return the factors of grid electricity in the target year, which the plan is computed with."""
    year = view.target_year
    factors = [view.catalogue.by_year("grid_emission_paths", item, "factor", year) for item in ("co2e", "direct")]
    column = _column_of(view, "grid_emission_paths", "factor")
    source = _cited(view, view.catalogue.value("grid_emission_paths", "co2e", column))
    return view.texts("grid_electricity", year=year), *(view.number(factor, 3) for factor in factors), source


def _cited(view: View, value: Value) -> str:
    """Return the source of a number, marked where it is an assumption."""
    return (f"{view.texts('assumption')}: " if value.assumption else "") + value.source


def _column_of(view: View, table: str, prefix: str) -> str:
    """Return the column such as `price_2045` that lies nearest to the target year."""
    columns = [str(c) for c in view.catalogue.table(table) if str(c).startswith(f"{prefix}_")]
    return min(columns, key=lambda column: abs(int(column.rsplit("_", 1)[1]) - view.target_year))


def price_table(view: View) -> TableText:
    """Return the prices of what the supply buys and sells, for its kinds of buyer, by year."""
    prices = view.catalogue.table("prices")
    rows = []
    for item in [str(name) for name in prices.index if _is_used(view, str(name))]:
        by_year = (view.number(view.catalogue.by_year("prices", item, "price", year)) for year in view.years)
        rows.append((str(prices.loc[item, f"label_{view.language}"]), *by_year, _price_source(view, item)))
    head = (view.texts("column_carrier"), *(f"{year} [€/MWh]" for year in view.years), view.texts("column_source"))
    numeric = tuple(range(1, len(view.years) + 1))
    return TableText(view.texts("table_prices"), head, tuple(rows), numeric, view.texts("table_prices_lead"))


def _is_used(view: View, item: str) -> bool:
    """Tell whether a row of the prices, such as "natural_gas/network", is for a carrier and buyer of this supply."""
    carrier, scope = item.split("/")
    buses = [str(bus).split(":") for bus in view.supply.flow_bus.values]
    scopes = {"individual" if bus[-1] == flows.INDIVIDUAL else "network" for bus in buses if bus[0] != "source"}
    base = next((carrier.removesuffix(end) for end in _PRICE_PARTS if carrier.endswith(end)), carrier)
    return scope in scopes and base in {bus[0] for bus in buses}


def _price_source(view: View, item: str) -> str:
    """Return the source of the first price and, where it differs, that of the target year."""
    first = next(str(c) for c in view.catalogue.table("prices") if str(c).startswith("price_"))
    values = [view.catalogue.value("prices", item, column) for column in (first, _column_of(view, "prices", "price"))]
    sources = dict.fromkeys(_cited(view, value) for value in values)
    return "; ".join(sources)


def plant_table(view: View) -> TableText:
    """Return size, energy and cost of every plant in the target year on the middle path."""
    rows = []
    cost = view.focus.annual_cost.sum("cost_group").to_series()
    energy = _energy_of_components(view)
    kinds = flows.archetypes(view.focus)
    for name in view.focus.component.values.tolist():
        size, made = float(view.focus.capacity.sel(component=name)), energy.get(name, 0.0)
        is_plant = kinds[name] in ("supply", "converter", "storage")
        if not is_plant or not str(view.focus.technology.sel(component=name).item()) or not (size > 1e-3 or made > 1.0):
            continue
        is_store = kinds[name] == "storage"
        rows.append(
            (
                view.component_label(name),
                _area_name(view, name),
                _size(view, name, size, is_store),
                view.quantity(made, "kWh"),
                "–" if is_store or size <= 0 else view.number(made / size),
                view.quantity(cost[name], "EUR"),
            )
        )
    head = tuple(view.texts(f"column_{name}") for name in ("plant", "area", "capacity", "heat", "hours", "cost"))
    price = view.number(view.co2_price(view.target_year, view.middle_path))
    return TableText(view.texts("table_plants", year=view.target_year, price=price), head, tuple(rows), (2, 3, 4, 5))


def _energy_of_components(view: View) -> dict[str, float]:
    """Return what each component brings to its bus in the year [kWh]; for a store, what it gives back."""
    flows_in = view.focus.annual_energy.values
    energy: dict[str, float] = {}
    kinds = flows.archetypes(view.focus)
    for position, name in enumerate(view.focus.flow_component.values.tolist()):
        value = float(flows_in[position])
        if kinds.get(name) == "storage":
            value = float(np.clip(view.focus.power.isel(flow=position).values, 0, None).sum())
        energy[name] = energy.get(name, 0.0) + max(value, 0.0)
    return energy


def _size(view: View, name: str, power: float, is_store: bool) -> str:
    if is_store and "storage_capacity" in view.focus:
        capacity = view.focus.storage_capacity
        dim = capacity.dims[0]
        if name in capacity[dim].values:
            energy = float(capacity.sel({dim: name}))
            if np.isfinite(energy):
                return view.quantity(energy, "kWh")
    return view.quantity(power, "kW")


def _area_name(view: View, name: str) -> str:
    area = str(view.focus.area.sel(component=name).item())
    if not area:
        return "–"
    off_grid = {flows.INDIVIDUAL: "area_individual", flows.PROCESS: "bus_process"}
    return view.texts(off_grid[area]) if area in off_grid else area


def heat_cost_table(view: View) -> TableText:
    """Return the full cost of heat by year, CO₂ price and area."""
    buses = [bus for bus in view.heat_buses if bus in view.supply.bus.values]
    rows = [
        (
            str(year),
            view.texts("price_tick", price=view.number(view.co2_price(year, path))),
            *(view.number(view.supply.heat_cost.sel(year=year, co2_path=path, bus=bus)) for bus in buses),
        )
        for year in view.years
        for path in view.paths
    ]
    head = (view.texts("column_year"), view.texts("column_price"), *(view.bus_label(bus) for bus in buses))
    return TableText(view.texts("table_heat_cost"), head, tuple(rows), tuple(range(1, 2 + len(buses))))


def network_table(view: View) -> TableText:
    """Return length, consumers, density, losses and investment of every network."""
    rows = []
    for area, network in view.networks.items():
        sold, lost = float(network.heat_load.sum()), float(network.loss_power.sum())
        length = float(network.attrs.get("trench_length", network.length.sum()))
        investment = float(network.investment.sum()) if "investment" in network else np.nan
        rows.append(
            (
                area,
                view.quantity(length, "m"),
                str(network.attrs.get("consumers", "–")),
                f"{view.number(sold / length)} kWh/(m·a)",
                view.percent(lost / (sold + lost), 1),
                view.quantity(investment, "EUR"),
            )
        )
    head = tuple(
        view.texts(f"column_{name}")
        for name in ("network", "length", "consumers", "line_density", "loss", "investment")
    )
    return TableText(view.texts("table_networks"), head, tuple(rows), (1, 2, 3, 4, 5))


def note_table(view: View) -> TableText:
    """Return the notes of all stages in the report's language."""
    language = "german" if view.language == "de" else "english"
    notes = view.run.get("notes") or []
    rows = tuple(
        (_stage_name(view, str(note.get("stage", ""))), _sentence(str(note.get(language) or note.get("english", ""))))
        for note in notes
    )
    head = (view.texts("column_stage"), view.texts("column_note"))
    return TableText(view.texts("table_notes"), head, rows, lead="" if rows else view.texts("no_notes"))


def _sentence(text: str) -> str:
    """Return a note as a sentence: with a capital and a full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _stage_name(view: View, stage: str) -> str:
    return view.texts(f"stage_{stage}") if view.texts.has(f"stage_{stage}") else stage


def run_table(view: View) -> TableText:
    """Return versions, durations and hashes of the run."""
    run = view.run
    rows = [(view.texts("run_versions"), ", ".join(f"{k} {v}" for k, v in (run.get("versions") or {}).items()))]
    durations = run.get("stage_seconds") or {}
    rows.append(
        (
            view.texts("run_durations"),
            ", ".join(f"{_stage_name(view, k)} {view.number(v, 1)} s" for k, v in durations.items()),
        )
    )
    inputs = run.get("inputs") or {}
    if inputs:
        rows.append((view.texts("run_inputs"), ", ".join(f"{k} {str(v)[:12]}" for k, v in inputs.items())))
    return TableText(view.texts("table_run"), ("", ""), tuple(row for row in rows if row[1]))

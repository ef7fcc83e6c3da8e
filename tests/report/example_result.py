"""A small made-up result that keeps to the contract of `io.result`: a town of 120 buildings, one network, one
river.

Numbers are plausible, not computed: they only have to add up where the contract says so.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import xarray as xr
from shapely.geometry import LineString, Point, box

from energyplan.core.hours import hours_of_year
from energyplan.io.result import Result

CRS = "EPSG:25832"
X0, Y0 = 405_000.0, 5_721_000.0
YEARS = [2030, 2045]
PATHS = ["eu_low", "eu_middle", "eu_high"]
PRICES = np.array([[55.0, 120.0, 200.0], [80.0, 200.0, 300.0]])
HOURS = hours_of_year(2025)
COLUMNS, ROWS, BLOCK = 6, 5, 90.0

# component: (archetype, technology, area, German label, English label, colour, bus of the carrier, efficiency, source)
COMPONENTS: dict[str, tuple] = {
    "river_heat_pump_network:river@mitte": (
        "converter",
        "river_heat_pump_network",
        "mitte",
        "Flusswärmepumpe",
        "River heat pump",
        "#0072B2",
        "electricity:mitte",
        3.1,
        "river",
    ),
    "biomass_boiler_network@mitte": (
        "converter",
        "biomass_boiler_network",
        "mitte",
        "Holzkessel",
        "Biomass boiler",
        "#8C6D31",
        "wood:mitte",
        0.88,
        "",
    ),
    "waste_heat_network:dairy@mitte": (
        "converter",
        "waste_heat_network",
        "mitte",
        "Abwärme direkt",
        "Waste heat",
        "#CC79A7",
        "",
        1.0,
        "dairy",
    ),
    "gas_boiler_network@mitte": (
        "converter",
        "gas_boiler_network",
        "mitte",
        "Gaskessel",
        "Gas boiler",
        "#D55E00",
        "natural_gas:mitte",
        0.95,
        "",
    ),
    "air_heat_pump_individual:air@individual": (
        "converter",
        "air_heat_pump_individual",
        "individual",
        "Luftwärmepumpe",
        "Air heat pump",
        "#56B4E9",
        "electricity:individual",
        3.0,
        "air",
    ),
    "gas_boiler_individual@individual": (
        "converter",
        "gas_boiler_individual",
        "individual",
        "Gastherme",
        "Gas boiler (house)",
        "#E69F00",
        "natural_gas:individual",
        0.95,
        "",
    ),
    "hot_water_tank_network@mitte": (
        "storage",
        "hot_water_tank_network",
        "mitte",
        "Wärmespeicher",
        "Heat store",
        "#999999",
        "",
        1.0,
        "",
    ),
    "pv_roof@mitte": ("supply", "pv_roof", "mitte", "Photovoltaik", "Photovoltaics", "#F0E442", "", 1.0, ""),
    "electricity_purchase@mitte": (
        "market",
        "",
        "mitte",
        "Strom (Netz)",
        "Electricity (network)",
        "#000000",
        "",
        1.0,
        "",
    ),
    "electricity_purchase@individual": (
        "market",
        "",
        "individual",
        "Strom (Haushalte)",
        "Electricity (households)",
        "#000000",
        "",
        1.0,
        "",
    ),
    "natural_gas_purchase@mitte": (
        "market",
        "",
        "mitte",
        "Erdgas (Netz)",
        "Natural gas (network)",
        "#777777",
        "",
        1.0,
        "",
    ),
    "natural_gas_purchase@individual": (
        "market",
        "",
        "individual",
        "Erdgas (Haushalte)",
        "Natural gas (households)",
        "#777777",
        "",
        1.0,
        "",
    ),
    "wood_purchase@mitte": ("market", "", "mitte", "Holz (Netz)", "Wood (network)", "#8C6D31", "", 1.0, ""),
    "demand@mitte": ("demand", "", "mitte", "Wärmebedarf", "Heat demand", "#333333", "", 1.0, ""),
    "demand@individual": ("demand", "", "individual", "Wärmebedarf", "Heat demand", "#333333", "", 1.0, ""),
    "tap:river": ("supply", "", "", "Fließgewässer", "River", "#0072B2", "", 1.0, ""),
    "tap:dairy": ("supply", "", "", "Abwärme", "Waste heat", "#D55E00", "", 1.0, ""),
    "tap:air": ("supply", "", "", "Außenluft", "Air", "#56B4E9", "", 1.0, ""),
    "network@mitte": ("network", "heat_network", "mitte", "Wärmenetz", "Heating network", "#444444", "", 1.0, ""),
}
MIX = {  # limit as share of the mean load of the bus, by (year index, path index)
    "river_heat_pump_network:river@mitte": [[0.30, 0.45, 0.55], [0.45, 0.55, 0.60]],
    "biomass_boiler_network@mitte": [[0.10, 0.15, 0.20], [0.15, 0.20, 0.20]],
    "waste_heat_network:dairy@mitte": [[0.15, 0.15, 0.15], [0.15, 0.15, 0.15]],
    "air_heat_pump_individual:air@individual": [[0.35, 0.60, 0.90], [0.60, 0.85, 1.0]],
}
LOSS = 1.12  # heat fed in over heat used
USES = (
    "single_family",
    "single_family",
    "multi_family",
    "terraced",
    "office",
    "retail",
    "apartment_block",
    "school",
)
SECTORS = {"office": "commerce", "retail": "commerce", "school": "public"}


def buildings() -> gpd.GeoDataFrame:
    """120 rectangles along the streets of a grid town; two without a demand."""
    random = np.random.default_rng(7)
    records = []
    for column in range(COLUMNS):
        for row in range(ROWS):
            for place in range(4):
                number = len(records)
                x = X0 + column * BLOCK + 12 + 38 * (place % 2) + random.uniform(0, 6)
                y = Y0 + row * BLOCK + 12 + 40 * (place // 2) + random.uniform(0, 6)
                use = USES[(number * 5 + column) % len(USES)]
                width, depth = random.uniform(10, 24), random.uniform(9, 20)
                storeys = 1 + int(4 * np.exp(-((column - 2.5) ** 2 + (row - 2) ** 2) / 5)) + (use == "apartment_block")
                area = 0.84 * width * depth * storeys
                specific = random.uniform(60, 190)
                heat = 0.0 if number in (17, 61) else area * specific
                records.append(
                    dict(
                        building_id=f"b{number:03d}",
                        use=use,
                        sector=SECTORS.get(use, "residential"),
                        profile_class="EFH" if use == "single_family" else "MFH",
                        heating_carrier=("natural_gas", "natural_gas", "heating_oil", "electricity", "wood")[
                            number % 5
                        ],
                        origin="typology" if number % 3 else "given",
                        section_id=f"s{row * COLUMNS + column}",
                        block_id=f"k{row * COLUMNS + column}",
                        cell_id=f"100mN{row}E{column}",
                        area_id="mitte" if column in (1, 2, 3, 4) and row in (1, 2, 3) else "individual",
                        heated_area=area,
                        space_heat=0.85 * heat,
                        hot_water=0.15 * heat,
                        process_heat=0.0,
                        heat_demand=heat,
                        delivered_heat=heat,
                        final_energy=heat / 0.9,
                        design_load=heat / 1800,
                        age_class=("1919-1948", "1949-1978", "1979-1994")[number % 3],
                        geometry=box(x, y, x + width, y + depth),
                    )
                )
    return gpd.GeoDataFrame(records, crs=CRS).set_index("building_id")


def _grid_lines() -> list[LineString]:
    lines = [
        LineString([(X0 + c * BLOCK, Y0 + r * BLOCK), (X0 + (c + 1) * BLOCK, Y0 + r * BLOCK)])
        for r in range(ROWS)
        for c in range(COLUMNS)
    ]
    lines += [
        LineString([(X0 + c * BLOCK, Y0 + r * BLOCK), (X0 + c * BLOCK, Y0 + (r + 1) * BLOCK)])
        for r in range(ROWS)
        for c in range(COLUMNS)
    ]
    return lines


def maps(houses: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """The map layers of the town."""
    lines = _grid_lines()
    sections = gpd.GeoDataFrame({"geometry": lines}, index=[f"s{i}" for i in range(len(lines))], crs=CRS)
    sections["length"] = sections.length
    sections["heat_demand"] = houses.groupby("section_id").heat_demand.sum().reindex(sections.index).fillna(0.0)
    sections["heat_line_density"] = sections.heat_demand / sections.length
    squares = [(c, r) for r in range(ROWS) for c in range(COLUMNS)]
    blocks = gpd.GeoDataFrame(
        {
            "geometry": [
                box(X0 + c * BLOCK, Y0 + r * BLOCK, X0 + (c + 1) * BLOCK, Y0 + (r + 1) * BLOCK) for c, r in squares
            ]
        },
        index=[f"k{i}" for i in range(len(squares))],
        crs=CRS,
    )
    blocks["heat_demand"] = houses.groupby("block_id").heat_demand.sum()
    blocks["heat_density"] = blocks.heat_demand / 1000 / (blocks.area / 1e4)
    cells = blocks.copy()
    cells.index = [f"100mN{r}E{c}" for c, r in squares]
    pipes = gpd.GeoDataFrame(
        {
            "area_id": "mitte",
            "nominal_diameter": [(25, 50, 80, 125)[i % 4] for i in range(24)],
            "kind": ["main" if i % 4 else "connection" for i in range(24)],
            "geometry": [line for i, line in enumerate(lines) if i % COLUMNS in (1, 2, 3, 4)][:24],
        },
        index=[f"p{i}" for i in range(24)],
        crs=CRS,
    )
    pipes["length"] = pipes.length
    river = LineString([(X0 - 20, Y0 - 30), (X0 + 250, Y0 - 45), (X0 + 570, Y0 - 25)])
    sources = gpd.GeoDataFrame(
        {
            "kind": ["river", "waste_heat", "sewage", "air"],
            "owner": ["Stadt", "Molkerei", "Abwasserbetrieb", ""],
            "annual_heat": [8.2e6, 1.1e6, 0.9e6, np.nan],
            "peak_power": [1200.0, 150.0, 110.0, np.nan],
            "geometry": [river, Point(X0 + 500, Y0 + 30), Point(X0 + 30, Y0 + 200), None],
        },
        index=["river", "dairy", "sewer_7", "air"],
        crs=CRS,
    )
    sewers = gpd.GeoDataFrame(
        {"nominal_diameter": [800.0], "geometry": [LineString([(X0, Y0 + 400), (X0, Y0)])]},
        index=["w1"],
        crs=CRS,
    )
    return {
        "buildings": houses.drop(columns=["profile_class"]),
        "streets": sections[["geometry"]],
        "sections": sections,
        "blocks": blocks,
        "cells": cells,
        "network_pipes": pipes,
        "sources": sources,
        "sewers": sewers,
    }


def _load_shape() -> np.ndarray:
    """An hourly heat load that sums to 1: winter sine, daily wave, hot water floor."""
    hour = np.arange(8760)
    season = np.clip(np.cos(2 * np.pi * (hour - 400) / 8760), 0, None) ** 1.3
    daily = 1 + 0.25 * np.sin(2 * np.pi * (hour % 24 - 3) / 12)
    noise = 1 + 0.15 * np.sin(hour / 97.0)
    shape = (season * noise + 0.12) * daily
    return shape / shape.sum()


def heat(houses: gpd.GeoDataFrame) -> xr.Dataset:
    """The group /heat."""
    table = houses.drop(columns=["geometry", "age_class"])
    dataset = xr.Dataset.from_dataframe(pd.DataFrame(table)).rename({"building_id": "building"})
    dataset["heat_load"] = ("time", houses.heat_demand.sum() * _load_shape())
    dataset["heat_demand_in_year"] = ("year", houses.heat_demand.sum() * np.array([0.95, 0.82]))
    return dataset.assign_coords(time=HOURS, year=YEARS)


def _sun() -> np.ndarray:
    hour = np.arange(8760)
    return np.clip(np.sin(np.pi * ((hour % 24) - 5) / 14), 0, None) * (0.25 + 0.75 * np.sin(np.pi * hour / 8760))


def supply(houses: gpd.GeoDataFrame) -> xr.Dataset:
    """The group /supply: up to the limits of MIX, hour by hour, the rest by gas."""
    by_area = houses.groupby("area_id").heat_demand.sum() / 1.0
    useful = {area: np.array([0.95, 0.82])[:, None] * np.ones((2, 3)) * by_area[area] for area in by_area.index}
    flows: dict[tuple[str, str], np.ndarray] = {}
    for area, total in useful.items():
        _add_heat(flows, area, (LOSS if area == "mitte" else 1.0) * total[..., None] * _load_shape())
    for name, (*_, bus, efficiency, source) in COMPONENTS.items():
        output = next((v for (n, b), v in flows.items() if n == name and b.startswith("heat:")), None)
        if bus and output is not None:
            flows[name, bus] = -output / efficiency
        if source:
            flows[name, f"source:{source}"] = -output - flows.get((name, bus), 0.0)
    sun = 300 * _sun() * np.array([1, 2])[:, None, None] * np.ones((2, 3, 1))
    flows["pv_roof@mitte", "electricity:mitte"] = sun
    for bus in sorted({b for _, b in flows if not b.startswith("heat:")}):
        carrier, place = bus.split(":")
        name = f"tap:{place}" if carrier == "source" else f"{carrier}_purchase@{place}"
        flows[name, bus] = -sum(v for (_, b), v in flows.items() if b == bus)
    return _supply_dataset(flows, useful)


def _add_heat(flows: dict[tuple[str, str], np.ndarray], area: str, load: np.ndarray) -> None:
    """Put demand, producers in their order and the store of a heat bus into `flows`."""
    bus, rest = f"heat:{area}", load.copy()
    flows[f"demand@{area}", bus] = -load
    for name in (n for n in MIX if n.endswith(f"@{area}")):
        limit = np.array(MIX[name])[..., None] * load.mean(axis=-1, keepdims=True) * 1.6
        flows[name, bus] = np.minimum(rest, limit)
        rest = rest - flows[name, bus]
    scope = "individual" if area == "individual" else "network"
    flows[f"gas_boiler_{scope}@{area}", bus] = rest
    if area == "mitte":
        swing = 20 * np.sin(2 * np.pi * np.arange(8760) / 24) * np.ones((2, 3, 1))
        flows["hot_water_tank_network@mitte", bus] = swing
        flows["river_heat_pump_network:river@mitte", bus] = flows["river_heat_pump_network:river@mitte", bus] - swing


def _supply_dataset(flows: dict[tuple[str, str], np.ndarray], useful: dict[str, np.ndarray]) -> xr.Dataset:
    names, dims = list(COMPONENTS), ("year", "co2_path")
    power = np.stack([flows[key] for key in flows], axis=2)
    labels = ["archetype", "technology", "area", "label_de", "label_en", "colour"]
    dataset = xr.Dataset(
        {
            "power": ((*dims, "flow", "time"), power),
            "annual_energy": ((*dims, "flow"), power.sum(axis=-1)),
            "co2_price": (dims, PRICES),
        },
        coords={
            "year": YEARS,
            "co2_path": PATHS,
            "time": HOURS,
            "component": names,
            "flow": [f"{n}->{b}" for n, b in flows],
            "flow_component": ("flow", [n for n, _ in flows]),
            "flow_bus": ("flow", [b for _, b in flows]),
            **{key: ("component", [COMPONENTS[n][i] for n in names]) for i, key in enumerate(labels)},
            "cost_group": ["capital", "fixed", "energy", "co2"],
            "bus": ["heat:mitte", "heat:individual"],
        },
    )
    first = {n: next((v for (m, _), v in flows.items() if m == n), np.full((2, 3, 1), np.nan)) for n in names}
    dataset["capacity"] = ((*dims, "component"), np.stack([np.abs(first[n]).max(axis=-1) for n in names], -1))
    cost, emissions = np.zeros((2, 3, len(names), 4)), np.zeros((2, 3, len(names)))
    for i, name in enumerate(names):
        _add_costs(name, first[name].sum(axis=-1), dataset.capacity.values[:, :, i], cost[:, :, i], emissions[:, :, i])
    dataset["annual_cost"] = ((*dims, "component", "cost_group"), cost)
    dataset["emissions"] = ((*dims, "component"), emissions)
    dataset["direct_emissions"] = dataset["priced_emissions"] = 0.84 * dataset.emissions
    dataset["useful_heat"] = ((*dims, "bus"), np.stack([useful["mitte"], useful["individual"]], -1))
    total = dataset.annual_cost.sum("cost_group")
    by_bus = [total.isel(component=[n.endswith(a) for n in names]).sum("component") for a in ("mitte", "individual")]
    dataset["heat_cost"] = ((*dims, "bus"), np.stack(by_bus, -1) / (dataset.useful_heat.values / 1000))
    dataset["objective"] = dataset.annual_cost.sum(["component", "cost_group"])
    dataset["objective_reduced"] = 0.996 * dataset.objective
    dataset["objective_gap"] = 0.004 * xr.ones_like(dataset.objective)
    return dataset


def _add_costs(name: str, energy: np.ndarray, size: np.ndarray, cost: np.ndarray, emissions: np.ndarray) -> None:
    """Write annual cost [EUR/a] and emissions [t/a] of a component into its slices."""
    archetype, carrier = COMPONENTS[name][0], name.split("_purchase")[0]
    if archetype == "market":
        price = {"electricity": 0.22, "wood": 0.04, "natural_gas": 0.08}[carrier]
        factor = {"electricity": [0.25, 0.03], "wood": [0.02, 0.02], "natural_gas": [0.24, 0.24]}[carrier]
        cost[..., 2] = energy * price
        emissions[...] = energy * np.array(factor)[:, None] / 1000
        cost[..., 3] = emissions * PRICES * (0.84 if carrier == "natural_gas" else 0)
    elif archetype == "network":
        cost[..., 0], cost[..., 1], emissions[...] = 104e3, 12e3, np.nan
    elif COMPONENTS[name][1]:
        cost[..., 0], cost[..., 1] = 90 * size, 20 * size


def network() -> xr.Dataset:
    """The group /network/mitte."""
    load = 1.0e6 * _load_shape()
    season = np.cos(2 * np.pi * (np.arange(8760) - 400) / 8760)
    return xr.Dataset(
        {
            "heat_load": ("time", load),
            "loss_power": ("time", 14 + 2 * season),
            "pump_power": ("time", load / 300),
            "supply_temperature": ("time", 75 + 5 * season),
            "return_temperature": ("time", 50 - 2 * season),
            "nominal_diameter": ("pipe", [25.0, 50.0]),
            "length": ("pipe", [90.0, 90.0]),
            "velocity": ("pipe", [0.5, 0.9]),
            "pressure_gradient": ("pipe", [80.0, 95.0]),
            "investment": ("cost_group", [1.9e6, 2.4e5]),
            "annuity": ("cost_group", [88e3, 16e3]),
        },
        coords={"time": HOURS, "pipe": ["p0", "p1"], "cost_group": ["trench", "connections"]},
        attrs={"trench_length": 2160.0, "heat_line_density": 1450.0, "loss_share": 0.09, "consumers": 48},
    )


def water() -> xr.Dataset:
    """The group /water: rain on roofs and streets, two scenarios, closed balance."""
    random = np.random.default_rng(3)
    rain = np.where(random.random(8760) < 0.08, random.exponential(1.0, 8760), 0.0) * 30
    data = {"precipitation_volume": np.stack([rain, rain])}
    for name, today, measures in (
        ("runoff", 0.8, 0.45),
        ("evaporation", 0.15, 0.35),
        ("infiltration", 0.05, 0.12),
        ("cistern_use", 0.0, 0.08),
    ):
        data[name] = np.stack([today * rain, measures * rain])
    data["cistern_overflow"] = np.zeros((2, 8760))
    data["water_storage"] = np.zeros((2, 8760))
    dataset = xr.Dataset(
        {k: (("measure", "time"), v) for k, v in data.items()},
        coords={"measure": ["today", "measures"], "time": HOURS},
    )
    dataset["flow"] = (("time", "sewer"), np.full((8760, 1), 18.0))
    dataset["sewage_temperature"] = (
        ("time", "sewer"),
        (14 - 3 * np.cos(2 * np.pi * np.arange(8760) / 8760))[:, None],
    )
    return dataset.assign_coords(sewer=["w1"])


def source_dataset(layer: gpd.GeoDataFrame) -> xr.Dataset:
    """The group /sources."""
    ids = list(layer.index)
    return xr.Dataset(
        {
            **{c: ("source", layer[c].to_numpy(float)) for c in ("annual_heat", "peak_power")},
            **{c: ("source", layer[c].to_numpy(object)) for c in ("kind", "owner")},
            "readiness": ("source", ["idea", "known", "idea", "known"]),
            "temperature_min": ("source", [2.0, 28, 10, -12]),
            "temperature_max": ("source", [22.0, 34, 18, 33]),
            "investment": ("source", [0.0, 80e3, 60e3, 0]),
        },
        coords={"source": ids},
    )


def example_result(language: str = "de", leave_out: tuple[str, ...] = ()) -> Result:
    """The whole result; `leave_out` names groups that are missing."""
    from energyplan.indicators import compute_indicators
    from energyplan.plan import plan_tables

    houses = buildings()
    layers = maps(houses)
    groups = {
        "/heat": heat(houses),
        "/sources": source_dataset(layers["sources"]),
        "/network/mitte": network(),
        "/supply": supply(houses),
        "/water": water(),
    }
    groups = {path: data for path, data in groups.items() if path.split("/")[1] not in leave_out}
    groups["/indicators"] = compute_indicators(xr.DataTree.from_dict(groups))
    tree = xr.DataTree.from_dict(groups)
    notes = [
        dict(
            stage="heat",
            topic="filled",
            english="82 buildings without a value got one from the typology.",
            german="82 Gebäude ohne Angabe haben einen Wert aus der Typologie erhalten.",
            count=82,
            ids=("b001",),
        ),
        dict(
            stage="network",
            topic="bridged",
            english="One gap of 24.1 m in the streets was bridged.",
            german="Eine Lücke von 24,1 m im Straßennetz wurde überbrückt.",
            count=1,
            ids=("s4",),
        ),
    ]
    run = {
        "name": "Basis",
        "municipality": "Musterstadt",
        "language": language,
        "reference_year": 2025,
        "notes": notes,
        "warnings": [],
        "versions": {"energyplan": "0.1.0"},
        "stage_seconds": {"heat": 1.2},
        "finished": "2026-11-23T12:00:00+01:00",
    }
    return Result(tree=tree, maps=layers, plan=plan_tables(tree, layers, None, language), run=run)

"""How does a credible German town come out of a number of buildings and a seed?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import LineString

from energyplan.core.errors import EnergyplanError, Fault, FaultError
from energyplan.io.municipality import Municipality
from energyplan.synth import series, surroundings
from energyplan.synth.built_streets import built_part
from energyplan.synth.curves import Bending, draw_bending
from energyplan.synth.footprints import Plots, footprints
from energyplan.synth.meters import read_meters
from energyplan.synth.names import street_names
from energyplan.synth.people_heating import describe, forget
from energyplan.synth.plan import Plan, draw_plan
from energyplan.synth.plots_buildings import Site, build, draw_plots, grow, with_garages
from energyplan.synth.portrait import generator, portrait
from energyplan.synth.sewers import lay_sewers, plant_road
from energyplan.synth.special import place_specials
from energyplan.synth.street_net import StreetNet, bend_net, node_streets
from energyplan.synth.streets import local_streets
from energyplan.synth.true_demand import true_demand

CRS = "EPSG:25832"
LEAST, MOST = 30, 20_000
KNOWN_DEMAND = ("town_hall", "school", "sports_hall", "nursing_home")
BUILDING_COLUMNS = [
    "use", "construction_year", "storeys", "height", "heated_area", "refurbishment", "residents", "heating_carrier",
    "heating_type", "heating_year", "protected", "heat_demand", "process_heat", "geometry",
]  # fmt: skip


def make_town(
    buildings: int = 300, *, seed: int = 1, name: str = "Musterstadt"
) -> tuple[Municipality, dict[str, pd.DataFrame]]:
    """Make a fictional small German town.

    Parameters
    ----------
    buildings : int
        How many, garages included; 30 to 20,000.
    seed : int
        The same seed gives the same town.
    name : str

    Returns
    -------
    town : Municipality
        Layers buildings, streets, boundary, meters, waste_heat, sewers, treatment_plants, water_bodies,
        protected_areas, trees, grid_stations, gas_areas; series rain and electricity_price of 2023.
    truth : dict of str to DataFrame
        "buildings": what the town does not know: true attributes and true annual heat, by building_id.

    Raises
    ------
    FaultError
        EP108 if the number is out of bounds.
    EnergyplanError
        If (rarely) the seed leaves no room for the buildings or for a treatment plant.

    Examples
    --------
    >>> town, truth = make_town(80, seed=3)
    >>> len(town.buildings), town.crs
    (80, 'EPSG:25832')
    """
    if not LEAST <= buildings <= MOST:
        raise FaultError([Fault("EP108", key="buildings", value=buildings, expected=f"{LEAST} to {MOST}")])
    numbers = portrait()
    site, plots, shapes, river = _ground(buildings, seed, numbers)
    net, number = built_part(site.net, plots.section, plots.start, plots.stop)
    net, plant = plant_road(net, shapes, river, site.river, numbers["water"])
    order = np.lexsort((plots.start, plots.side, plots.section))
    plots, shapes, section = _in_order(plots, order), shapes[order], number[plots.section[order]]
    truth = _truth(plots, shapes, seed, numbers)
    layers = _layers(truth, shapes, section, net, plant, river, numbers, seed=seed, name=name)
    moved = {key: _moved(layer, numbers["town"]["reference_point"]) for key, layer in layers.items()}
    return _municipality(name, seed, moved, numbers), {"buildings": truth}


def _ground(buildings: int, seed: int, numbers: Mapping[str, Any]) -> tuple[Site, Plots, np.ndarray, LineString]:
    """Return site, plots, footprints and river; the land is drawn larger until the town fits."""
    for attempt in range(8):
        rng = generator(seed, "plan", attempt=attempt)
        plan = draw_plan(buildings, numbers, rng, spare=numbers["town"]["spare"] * 1.15**attempt)
        bending = draw_bending(numbers["town"]["bends"], rng)
        drawn = [*plan.streets, *local_streets(plan, numbers, generator(seed, "streets", attempt=attempt))]
        site = _site(plan, bend_net(node_streets(drawn), bending), bending, numbers)
        plots, shapes = _build(site, buildings, seed, numbers)
        if len(plots) >= buildings:
            return site, plots, shapes, bending.bend(plan.river.line)
    raise EnergyplanError(f"no room for {buildings} buildings with seed {seed}; take another seed")


def _site(plan: Plan, net: StreetNet, bending: Bending, numbers: Mapping[str, Any]) -> Site:
    outlines = [plan.core, *(quarter.outline for quarter in plan.quarters)]
    river = bending.bend(plan.river.corridor)
    return Site(
        net=net,
        half_width=np.array([numbers["half_width"][kind] for kind in net.street_class]),
        quarters=np.array([bending.bend(outline) for outline in outlines], dtype=object),
        districts=np.array(["core", *(quarter.district for quarter in plan.quarters)]),
        barred=shapely.union(river, bending.bend(plan.market)),
        river=river,
        radius=plan.radius,
    )


def _build(site: Site, wanted: int, seed: int, numbers: Mapping[str, Any]) -> tuple[Plots, np.ndarray]:
    """Return the plots and footprints of exactly the wanted number of buildings, fewer if there is no room."""
    special, yards = place_specials(site, wanted, numbers, generator(seed, "special"))
    rng = generator(seed, "plots")
    candidates = with_garages(draw_plots(site, numbers, rng), numbers, rng)
    plots, shapes = build(site, candidates, yards, rng)
    kept = grow(plots, shapes, site, wanted - len(special), numbers, rng)
    position = np.where(kept, np.cumsum(kept) - 1, -1)
    parent = np.where(plots.parent >= 0, position[plots.parent], -1)
    chosen = Plots(**{**plots.__dict__, "parent": parent}).take(kept).joined(special)
    standing = np.concatenate([shapes[kept], footprints(special, site.net)])
    return _with_works(chosen, standing), standing


def _with_works(plots: Plots, shapes: np.ndarray) -> Plots:
    """Return the plots with works among them: where no site for them was found, the largest building is theirs."""
    if (plots.form == "works").any():
        return plots
    industry = np.where(plots.district == "industry", 2.0, 1.0)
    form = plots.form.copy()
    form[int(np.argmax(shapely.area(shapes) * industry * (plots.form == "hall")))] = "works"
    return Plots(**{**plots.__dict__, "form": form})


def _in_order(plots: Plots, order: np.ndarray) -> Plots:
    """Return the plots in another order; garages still know their house."""
    position = np.argsort(order)
    parent = np.where(plots.parent >= 0, position[plots.parent], -1)
    return Plots(**{**plots.__dict__, "parent": parent}).take(order)


def _truth(plots: Plots, shapes: np.ndarray, seed: int, numbers: Mapping[str, Any]) -> pd.DataFrame:
    """Return the true attributes and the true heat of all buildings by id."""
    table = describe(plots, shapes, numbers, generator(seed, "people"))
    table.index = pd.Index([f"b{number:05d}" for number in range(1, len(table) + 1)], name="building_id")
    return pd.concat([table, true_demand(table, numbers, generator(seed, "demand"))], axis=1)


def _layers(
    truth: pd.DataFrame, shapes: np.ndarray, section: np.ndarray, net: StreetNet, plant: int, river: LineString,
    numbers: Mapping[str, Any], *, seed: int, name: str,
) -> dict[str, gpd.GeoDataFrame]:  # fmt: skip
    """Return all layers of the municipality, in local coordinates."""
    half_width = np.array([numbers["half_width"][kind] for kind in net.street_class])
    rng = generator(seed, "surroundings")
    outline = surroundings.boundary(np.append(net.lines, shapely.points(net.nodes[plant])), name)
    area = outline.geometry.iloc[0]
    residents = np.bincount(section, weights=truth["residents"], minlength=len(net))
    houses = np.bincount(section, weights=truth["heated_area"] > 0, minlength=len(net))
    served = np.unique(section[(truth["heating_carrier"] == "natural_gas").to_numpy()])
    sewers = lay_sewers(net, plant, river, residents, houses, numbers["water"])
    return {
        "buildings": _buildings(truth, shapes, seed, numbers),
        "streets": _streets(net, street_names(net, numbers, generator(seed, "names"))),
        "boundary": outline,
        "meters": read_meters(truth, numbers, generator(seed, "meters")),
        "gas_areas": surroundings.gas_areas(net, served),
        "waste_heat": surroundings.waste_heat(truth, shapes, name, numbers, rng),
        "sewers": sewers,
        "treatment_plants": _treatment_plant(net.nodes[plant], plant, sewers, numbers["water"]),
        "water_bodies": surroundings.water_bodies(river, area, numbers["water"]),
        "protected_areas": surroundings.protected_areas(river, area, np.concatenate([shapes, net.lines])),
        "trees": surroundings.trees(net, half_width, shapes, rng),
        "grid_stations": surroundings.grid_stations(net, half_width, section, truth, numbers["grid"], rng),
    }


def _buildings(truth: pd.DataFrame, shapes: np.ndarray, seed: int, numbers: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Return the building layer: what the town knows. Heat is known of its own buildings only, as from their bills."""
    known = forget(truth, numbers, generator(seed, "people", attempt=1))
    known["heat_demand"] = truth["heat_demand"].round(-2).where(truth["form"].isin(KNOWN_DEMAND))
    known["process_heat"] = truth["process_heat"].where(truth["process_heat"] > 0)
    known["geometry"] = shapes
    return gpd.GeoDataFrame(known[BUILDING_COLUMNS], geometry="geometry")


def _streets(net: StreetNet, names: np.ndarray) -> gpd.GeoDataFrame:
    surface = np.where(
        net.street_class == "pedestrian",
        "sett",
        np.where(net.street_class == "living_street", "paving_stones", "asphalt"),
    )
    index = pd.Index([f"st{number:04d}" for number in range(1, len(net) + 1)], name="street_id")
    return gpd.GeoDataFrame(
        {"class": net.street_class.astype(str), "surface": surface, "name": names},
        geometry=list(net.lines),
        index=index,
    )


def _treatment_plant(
    place: np.ndarray, node: int, sewers: gpd.GeoDataFrame, water: Mapping[str, Any]
) -> gpd.GeoDataFrame:
    persons = sewers["residents"].sum() * water["plant_reserve"]
    columns = {
        "node": [f"sn{node:05d}"], "population_equivalent": [float(round(persons, -2))],
        "water_temperature": [water["effluent_temperature"]],
    }  # fmt: skip
    return gpd.GeoDataFrame(columns, geometry=[shapely.Point(place)], index=pd.Index(["tp0001"], name="plant_id"))


def _moved(layer: gpd.GeoDataFrame, reference: list[float]) -> gpd.GeoDataFrame:
    """Return the layer in the projected system, rounded to 1 cm; tables stay."""
    if "geometry" not in layer:
        return layer
    shift = np.array(reference, dtype=float)
    return layer.set_geometry(
        gpd.GeoSeries(
            shapely.transform(layer.geometry.to_numpy(), lambda points: np.round(points + shift, 2)),
            index=layer.index,
            crs=CRS,
        )
    )


def _municipality(
    name: str, seed: int, layers: dict[str, gpd.GeoDataFrame], numbers: Mapping[str, Any]
) -> Municipality:
    year = numbers["town"]["reference_year"]
    found = {key: layer for key, layer in layers.items() if layer is not None and len(layer)}
    return Municipality(
        name=name, crs=CRS, reference_year=year, layers=found,
        population=float(found["buildings"]["residents"].sum()),
        series={
            "rain": series.rain(year, numbers["rain"], generator(seed, "rain")),
            "electricity_price": series.electricity_price(year, numbers["price"], generator(seed, "price")),
        },
        settings={
            "licence": "CC0-1.0",
            "source": f"energyplan.synth.make_town({len(found['buildings'])}, seed={seed}, name={name!r}); fictional",
            "weather": {"test_reference_year": numbers["town"]["test_reference_region"]},
        },
    )  # fmt: skip

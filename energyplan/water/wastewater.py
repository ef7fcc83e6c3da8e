"""How much waste water flows through each sewer section in every hour, and how warm is it?

From the residents of each section down the tree of sewers to the treatment plant: dry weather, without travel
time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import xarray as xr

from energyplan.catalogue import Catalogue
from energyplan.core.columns import numbers
from energyplan.core.errors import Fault, raise_faults
from energyplan.core.notes import Note
from energyplan.core.vocabulary import annotate
from energyplan.physics.ground import ground_temperature
from energyplan.physics.river import HEAT_PER_LITRE
from energyplan.water import treatment
from energyplan.water.inflow import (
    SECONDS_PER_DAY,
    Inflow,
    hourly_pattern,
    own_inflow,
    waste_water_per_person,
)  # fmt: skip
from energyplan.water.remarks import remark
from energyplan.water.sewer_temperature import conductance, cool_down
from energyplan.water.sewer_tree import SewerTree, build_tree

if TYPE_CHECKING:
    import geopandas as gpd

OUTSIDE_SHARE = 0.2
"""An effluent that differs by more from what the drawn sewers bring is reported."""


def waste_water(
    sewers: gpd.GeoDataFrame,
    treatment_plants: gpd.GeoDataFrame | None,
    air_temperature: xr.DataArray,
    catalogue: Catalogue,
    *,
    residents_by_sewer: pd.Series | None = None,
) -> xr.Dataset:
    """Return flow and temperature of the waste water in every section and at every treatment plant.

    Parameters
    ----------
    sewers : geopandas.GeoDataFrame
        Index `sewer_id`; from_node, to_node, nominal_diameter [mm], residents, dry_weather_flow [l/s, the
        mean flow *through* the section where it was measured], geometry.
    treatment_plants : geopandas.GeoDataFrame or None
        Index `plant_id`; node, population_equivalent, effluent_flow [l/s], water_temperature [°C, annual mean
        of the effluent]. None: the water may leave the map anywhere.
    air_temperature : xarray.DataArray
        Dim `time`, one year [°C].
    catalogue : Catalogue
        Tables water_uses, water_patterns, sewage.
    residents_by_sewer : pandas.Series, optional
        Persons by sewer id; replaces the column `residents`.

    Returns
    -------
    xarray.Dataset
        Dims time, sewer: `flow` [l/s] and `sewage_temperature` [°C, that of the soil where no water
        flows] at the end of each section. Dims time, plant: `effluent_flow` [l/s], `water_temperature` [°C]. Dim time:
        `ground_temperature` [°C]. Dim sewer: `heat_inflow` and `soil_heat_loss` [kWh/a], warmth above soil
        temperature that entered the section from houses and that it lost.

    Raises
    ------
    FaultError
        See :func:`energyplan.water.sewer_tree.build_tree` and :func:`energyplan.water.inflow.own_inflow`.

    Notes
    -----
    Cold water and extraneous water have the temperature of the soil at sewer depth. Waste water enters the
    public sewer warmer by `household_temperature_rise` less `connection_heat_loss`. What was scaled or
    contradictory is told by :func:`waste_water_notes`.
    """
    _check_complete(air_temperature)
    tree = build_tree(sewers, treatment_plants)
    inflow = own_inflow(sewers, tree, catalogue, residents_by_sewer=residents_by_sewer)
    parameters = _parameters(catalogue)
    hours = pd.DatetimeIndex(air_temperature["time"].values)
    pattern = hourly_pattern(hours, catalogue)
    ground = ground_temperature(
        air_temperature, depth=parameters["sewer_depth"], thermal_diffusivity=parameters["soil_diffusivity"]
    ).to_numpy()
    flow = np.multiply.outer(tree.accumulate(inflow.household), pattern)
    flow += tree.accumulate(inflow.infiltration)[:, None]
    excess, entered, lost = _temperatures(sewers, tree, inflow, pattern, flow, parameters)
    temperature = ground + excess
    dataset = xr.Dataset(
        {
            "flow": (("time", "sewer"), flow.T),
            "sewage_temperature": (("time", "sewer"), temperature.T),
            "ground_temperature": ("time", ground),
            "heat_inflow": ("sewer", entered * HEAT_PER_LITRE),
            "soil_heat_loss": ("sewer", lost * HEAT_PER_LITRE),
        },
        coords={"time": air_temperature["time"], "sewer": tree.sewers.astype(str).to_numpy(dtype=object)},
    )
    effluent = _effluents(treatment_plants, tree, flow, temperature, pattern, ground, catalogue)
    return annotate(dataset.merge(effluent))


def waste_water_notes(
    sewers: gpd.GeoDataFrame,
    treatment_plants: gpd.GeoDataFrame | None,
    catalogue: Catalogue,
    *,
    residents_by_sewer: pd.Series | None = None,
) -> list[Note]:
    """Return what :func:`waste_water` scaled, found contradictory or missing."""
    tree = build_tree(sewers, treatment_plants)
    inflow = own_inflow(sewers, tree, catalogue, residents_by_sewer=residents_by_sewer)
    return [*inflow.notes, *_plant_notes(treatment_plants, tree, inflow)]


def _check_complete(air_temperature: xr.DataArray) -> None:
    count = int(air_temperature.isnull().sum())
    if count:
        column = "air_temperature"
        raise_faults([Fault("EP211", "weather", column=column, value=f"{count} h", expected="every hour")])


def _parameters(catalogue: Catalogue) -> dict[str, float]:
    row = catalogue.table("sewage").loc["standard"].drop(["label_de", "label_en"])
    return {str(name): float(value) for name, value in row.items()}


def _temperatures(
    sewers: gpd.GeoDataFrame, tree: SewerTree, inflow: Inflow, pattern: np.ndarray, flow: np.ndarray,
    parameters: Mapping[str, float],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Temperature above the soil [K] by section and hour; warmth entered and lost by section [K l/s h]."""
    conducted = conductance(
        sewers.geometry.length.to_numpy(),
        sewers["nominal_diameter"].to_numpy(dtype=float) / 1000,
        heat_transfer_coefficient=parameters["heat_transfer_coefficient"],
        wetted_share=parameters["wetted_share"],
    )
    rise = parameters["household_temperature_rise"] * (1 - parameters["connection_heat_loss"])
    excess = np.zeros_like(flow)
    warmth_in: dict[int, np.ndarray] = {}  # of sections whose upstream neighbours are done
    lost = np.zeros(len(sewers))
    for section in tree.order:
        own = inflow.household[section] * pattern
        lateral = own + inflow.infiltration[section]
        upstream = np.maximum(flow[section] - lateral, 0.0) if section in warmth_in else np.zeros_like(pattern)
        warmth = warmth_in.pop(section, np.zeros_like(pattern))
        excess_in = np.divide(warmth, upstream, out=np.zeros_like(warmth), where=upstream > 0)
        excess[section], loss = cool_down(upstream, excess_in, lateral, own * rise, conducted[section])
        lost[section] = loss.sum()
        following = tree.downstream[section]
        if following >= 0:
            warmth_in[following] = warmth_in.get(following, 0.0) + flow[section] * excess[section]
    return excess, inflow.household * rise * pattern.sum(), lost


def _effluents(
    plants: gpd.GeoDataFrame | None, tree: SewerTree, flow: np.ndarray, temperature: np.ndarray,
    pattern: np.ndarray, ground: np.ndarray, catalogue: Catalogue,
) -> xr.Dataset:  # fmt: skip
    """Flow and temperature of the effluent by hour and plant."""
    if plants is None:
        return xr.Dataset(coords={"plant": np.array([], dtype=object)})
    parameters = _parameters(catalogue)
    means, warmth = numbers(plants, "effluent_flow").to_numpy(), numbers(plants, "water_temperature").to_numpy()
    equivalents = numbers(plants, "population_equivalent").to_numpy()
    flows, temperatures = np.zeros((len(plants), pattern.size)), np.zeros((len(plants), pattern.size))
    for plant in range(len(plants)):
        ends = np.flatnonzero(tree.plant == plant)
        arriving = flow[ends].sum(axis=0)
        if arriving.sum() > 0:
            heat = (flow[ends] * temperature[ends]).sum(axis=0)
            inlet = np.divide(heat, arriving, out=ground.copy(), where=arriving > 0)
        else:
            arriving, inlet = _without_sewers(equivalents[plant], pattern, ground, catalogue)
        flows[plant] = treatment.effluent_flow(arriving, means[plant])
        temperatures[plant] = treatment.effluent_temperature(inlet, parameters["retention_time"], warmth[plant])
    return xr.Dataset(
        {
            "effluent_flow": (("time", "plant"), flows.T),
            "water_temperature": (("time", "plant"), temperatures.T),
        },
        coords={"plant": plants.index.astype(str).to_numpy(dtype=object)},
    )


def _without_sewers(
    population_equivalent: float, pattern: np.ndarray, ground: np.ndarray, catalogue: Catalogue
) -> tuple[np.ndarray, np.ndarray]:
    """Flow and inlet temperature of a plant whose sewers are not on the map: by its population equivalent."""
    parameters = _parameters(catalogue)
    household = _expected_sewage(population_equivalent, catalogue)
    flow = household * pattern + household * parameters["infiltration_ratio"]
    rise = parameters["household_temperature_rise"] * (1 - parameters["connection_heat_loss"])
    warmth = np.divide(household * pattern * rise, flow, out=np.zeros_like(flow), where=flow > 0)
    return flow, ground + warmth


def _expected_sewage(population_equivalent: float, catalogue: Catalogue) -> float:
    if np.isnan(population_equivalent):
        raise_faults([Fault("EP401", "treatment_plants", column="population_equivalent", expected="≥ 0")])
    return population_equivalent * waste_water_per_person(catalogue) / SECONDS_PER_DAY


def _plant_notes(plants: gpd.GeoDataFrame | None, tree: SewerTree, inflow: Inflow) -> list[Note]:
    """Plants without sewers on the map, and plants whose measured effluent is not what the sewers bring."""
    if plants is None:
        return []
    through = tree.accumulate(inflow.total)
    arriving = np.array([through[tree.plant == plant].sum() for plant in range(len(plants))])
    measured = numbers(plants, "effluent_flow").to_numpy()
    with np.errstate(invalid="ignore"):
        differs = np.abs(measured - arriving) > OUTSIDE_SHARE * arriving
    return [
        *remark("no_sewers", plants.index[arriving == 0]),
        *remark("effluent", plants.index[(arriving > 0) & differs]),
    ]

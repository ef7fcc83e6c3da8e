"""Who lives in a building, how old is it, and what heats it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely

from energyplan.core.schema.layers import RESIDENTIAL_USES
from energyplan.synth.footprints import Plots
from energyplan.synth.portrait import between, choose, since

HEATING_COLUMNS = ["carrier", "old_type", "new_type", "since", "old_efficiency", "new_efficiency", "age"]


def describe(plots: Plots, shapes: np.ndarray, numbers: Mapping[str, Any], rng: np.random.Generator) -> pd.DataFrame:
    """Return the true attributes of the buildings, one row each in the order of the plots.

    Returns
    -------
    pandas.DataFrame
        use, construction_year, storeys, height [m], heated_area [m2], residents, refurbishment, protected,
        heating_carrier, heating_type, heating_year, efficiency [1].
    """
    table = pd.DataFrame({"form": plots.form.astype(str), "district": plots.district.astype(str), "row": plots.row})
    table["parent"] = plots.parent
    table["area"] = shapely.area(shapes)
    table["use"] = _uses(table, numbers, rng)
    table["construction_year"] = _years(table, plots, numbers, rng)
    table["storeys"] = _storeys(table, numbers, rng)
    table["heated_area"] = _heated_area(table, numbers)
    large = (table["use"] == "multi_family") & (table["heated_area"] > numbers["apartment_block_area"])
    table.loc[large, "use"] = "apartment_block"
    table["height"] = _heights(table, numbers, rng)
    table["residents"] = _residents(table, numbers, rng)
    table["refurbishment"] = _refurbishment(table, numbers, rng)
    table["protected"] = _protected(table, numbers, rng)
    return pd.concat([table, _heating(table, numbers, rng)], axis=1)


def _uses(table: pd.DataFrame, numbers: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    found = np.full(len(table), "unheated", dtype=object)
    for form, group in table.groupby("form", sort=True):
        if form in numbers["forms"]:
            found[group.index] = choose(numbers["forms"][form]["uses"], len(group), rng)
        elif form in numbers["specials"]:
            found[group.index] = numbers["specials"][form]["use"]
    return found


def _years(table: pd.DataFrame, plots: Plots, numbers: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Return the years of construction: by epochs of the district; quarters and rows were built in one go."""
    found = np.zeros(len(table))
    for district, group in table.groupby("district", sort=True):
        epochs = numbers["districts"][district]["years"]
        pick = choose(dict(enumerate(share for share, _, _ in epochs)), len(group), rng).astype(int)
        low, high = np.array([epoch[1:] for epoch in epochs], dtype=float)[pick].T
        phase = _phases(plots.quarter[group.index], rng)
        found[group.index] = low + (high - low) * np.clip(phase + rng.normal(0, 0.16, len(group)), 0, 1)
    for form, group in table.groupby("form", sort=True):
        if form in numbers["specials"]:
            found[group.index] = between(numbers["specials"][form]["years"], len(group), rng)
    found = _same_in_row(found, plots, table["district"].to_numpy() != "core")
    garage = plots.parent >= 0
    found[garage] = np.maximum(found[plots.parent[garage]], 1955) + rng.uniform(0, 12, garage.sum())
    return np.minimum(np.round(found), numbers["town"]["reference_year"] - 1)


def _phases(quarter: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return when within its epoch a quarter was built (0 early, 1 late), one draw per quarter."""
    numbers, position = np.unique(quarter, return_inverse=True)
    phases: np.ndarray = rng.uniform(0.05, 0.95, len(numbers))[position]
    return phases


def _same_in_row(years: np.ndarray, plots: Plots, where: np.ndarray) -> np.ndarray:
    """Return the years with every row of houses as old as its first house; old towns grew house by house."""
    rows = np.where(where & (plots.row >= 0), plots.row, -1)
    first = pd.Series(years).groupby(rows).transform("first").to_numpy()
    return np.where(rows >= 0, first, years)


def _storeys(table: pd.DataFrame, numbers: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    found = np.ones(len(table))
    for form, group in table.groupby("form", sort=True):
        if form in numbers["forms"]:
            found[group.index] = choose(numbers["forms"][form]["storeys"], len(group), rng).astype(float)
        elif form in numbers["specials"]:
            found[group.index] = numbers["specials"][form]["storeys"]
    # wall to wall in the suburbs means one builder: the same height
    rows = np.where((table["district"] != "core") & (table["row"] >= 0), table["row"], -1)
    first = pd.Series(found).groupby(rows).transform("first").to_numpy()
    return np.where(rows >= 0, first, found)


def _heated_area(table: pd.DataFrame, numbers: Mapping[str, Any]) -> np.ndarray:
    """Return footprint · storeys · share of heated area (VDI 3807-2) [m2]; 0 for unheated buildings."""
    shares = numbers["heated_share"]
    share = np.where(table["use"].isin(RESIDENTIAL_USES), shares["residential"], shares["other"])
    share = np.where(table["use"] == "production", shares["production"], share)
    heated = table["use"] != "unheated"
    # a church has one floor, whatever its height
    storeys = np.where(table["form"] == "church", 1, table["storeys"])
    return np.asarray((table["area"] * storeys * share).where(heated, 0.0).round(1))


def _heights(table: pd.DataFrame, numbers: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Return the heights of the eaves [m]."""
    storey = numbers["storey_height"]
    per_storey = np.where(table["use"].isin(RESIDENTIAL_USES), storey["residential"], storey["other"])
    height = table["storeys"].to_numpy() * per_storey + rng.uniform(0.2, 0.9, len(table))
    height = np.where(table["form"] == "hall", storey["hall"] * rng.uniform(0.85, 1.3, len(table)), height)
    height = np.where(table["use"] == "unheated", rng.uniform(2.4, 2.9, len(table)), height)
    for form, special in numbers["specials"].items():
        height = np.where(table["form"] == form, special["height"], height)
    return np.round(height, 1)


def _residents(table: pd.DataFrame, numbers: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Return the residents: heated area by area per person, at least one person in each dwelling house."""
    found = np.zeros(len(table))
    for use, area in numbers["area_per_person"].items():
        mine = (table["use"] == use).to_numpy()
        expected = table.loc[mine, "heated_area"].to_numpy() / area
        spread = rng.gamma(14, 1 / 14, mine.sum())
        found[mine] = np.maximum(np.floor(expected * spread + rng.random(mine.sum())), 1)
    return found


def _refurbishment(table: pd.DataFrame, numbers: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    states = np.array(["none", "partial", "full"], dtype=object)
    shares = np.array([since(numbers["refurbishment"], year) for year in table["construction_year"]])
    drawn = (rng.random(len(table))[:, None] > np.cumsum(shares, axis=1)).sum(axis=1)
    found = states[np.minimum(drawn, 2)]
    found[(table["use"] == "unheated").to_numpy()] = None
    return np.asarray(found)


def _protected(table: pd.DataFrame, numbers: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    listed = numbers["listed"]
    old = (table["construction_year"] < listed["before"]) & (rng.random(len(table)) < listed["share"])
    return np.asarray(old | table["form"].isin(["church", "town_hall"]))


def _heating(table: pd.DataFrame, numbers: Mapping[str, Any], rng: np.random.Generator) -> pd.DataFrame:
    """Return carrier, type, year and annual efficiency of the heating; "none" for unheated buildings."""
    kinds = np.array(
        [str(choose(since(numbers["heating"], year), 1, rng)[0]) for year in table["construction_year"]], dtype=object
    )
    kinds[table["form"].isin(numbers["specials"])] = "natural_gas"  # large houses hang on the gas network
    records = pd.DataFrame([numbers["heating_types"][kind] for kind in kinds], columns=HEATING_COLUMNS)
    age = rng.weibull(1.9, len(table)) * records["age"] * 1.12
    today = numbers["town"]["reference_year"]
    year = np.maximum(np.round(today - np.minimum(age, 42)), table["construction_year"].to_numpy())
    share = np.clip((today - year) / 30, 0, 1)
    efficiency = records["new_efficiency"] * (1 - share) + records["old_efficiency"] * share
    unheated = (table["use"] == "unheated").to_numpy()
    return pd.DataFrame(
        {
            "heating_carrier": np.where(unheated, "none", records["carrier"]),
            "heating_type": np.where(
                unheated, None, records["old_type"].where(year < records["since"], records["new_type"])
            ),
            "heating_year": np.where(unheated, np.nan, year),
            "efficiency": np.where(unheated, np.nan, np.round(efficiency, 3)),
        }
    )


def forget(table: pd.DataFrame, numbers: Mapping[str, Any], rng: np.random.Generator) -> pd.DataFrame:
    """Return what the town knows of its buildings: some years and states are missing, heated areas mostly are."""
    known = table.copy()
    for column, share in numbers["unknown"].items():
        known[column] = known[column].mask(rng.random(len(known)) < share)
    own = known["form"].isin(["town_hall", "school", "sports_hall", "kindergarten", "fire_station", "nursing_home"])
    known["heated_area"] = known["heated_area"].where(own)
    return known

"""How much heat do the buildings really use, which the town does not know?

Space heat by type and age class (TABULA), brought to measured use by TABULA's calibration, less where refurbished,
times a factor of each building's own. Meters are read from it; no stage of the package reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from energyplan.core.schema.layers import RESIDENTIAL_USES
from energyplan.synth.portrait import between


def true_demand(table: pd.DataFrame, numbers: Mapping[str, Any], rng: np.random.Generator) -> pd.DataFrame:
    """Return the true annual heat of the buildings.

    Parameters
    ----------
    table : pandas.DataFrame
        As from :func:`energyplan.synth.people_heating.describe`.
    numbers : mapping
    rng : numpy.random.Generator

    Returns
    -------
    pandas.DataFrame
        space_heat, hot_water, process_heat, heat_demand (useful), final_energy (lower heating value) [kWh/a].
    """
    own = np.exp(rng.normal(0, numbers["households_differ"], len(table)))
    space = _specific_space_heat(table, numbers) * own * table["heated_area"].to_numpy()
    water = np.array([numbers["hot_water"].get(use, 0.0) for use in table["use"]]) * table["heated_area"].to_numpy()
    process = np.zeros(len(table))
    works = (table["form"] == "works").to_numpy()
    process[works] = np.round(between(numbers["works"]["process_heat"], works.sum(), rng), -3)
    useful = space + water + process
    final = np.divide(
        useful, table["efficiency"], out=np.zeros(len(table)), where=table["efficiency"].notna().to_numpy()
    )
    found = {
        "space_heat": space,
        "hot_water": water,
        "process_heat": process,
        "heat_demand": useful,
        "final_energy": final,
    }
    return pd.DataFrame(found, index=table.index).round(1)


def _specific_space_heat(table: pd.DataFrame, numbers: Mapping[str, Any]) -> np.ndarray:
    """Return space heat per heated area [kWh/(m2 a)]."""
    classes = numbers["space_heat"]
    age = np.searchsorted(classes["since"], table["construction_year"].fillna(0), side="right") - 1
    found = np.array([numbers["non_residential"].get(use, 0.0) for use in table["use"]])
    curve = numbers["calibration"]
    for use in RESIDENTIAL_USES:
        mine = (table["use"] == use).to_numpy()
        calculated = np.array(classes[use], dtype=float)[age[mine]]
        found[mine] = calculated * np.interp(calculated, curve["at"], curve["factor"])
    factors = table["refurbishment"].map(numbers["refurbishment_factor"]).fillna(1.0).to_numpy(float)
    specific: np.ndarray = found * factors
    return specific

"""What do the gas meters of the town read, in groups that protect the households?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd


def read_meters(table: pd.DataFrame, numbers: Mapping[str, Any], rng: np.random.Generator) -> pd.DataFrame:
    """Return the metered gas of groups of neighbouring buildings.

    Parameters
    ----------
    table : pandas.DataFrame
        Index building_id in the order of the streets; columns heating_carrier, process_heat, final_energy [kWh, Hi].
    numbers : mapping
    rng : numpy.random.Generator

    Returns
    -------
    pandas.DataFrame
        Index group_id; carrier, metered_energy [kWh, three-year mean in Hs], heating_value, building_ids (at least
        five, separated by blanks). Works with process heat have meters of their own that nobody publishes.
    """
    gas = table[(table["heating_carrier"] == "natural_gas") & ~(table["process_heat"] > 0)]
    members = _groups(list(gas.index), numbers["meters"]["group"], rng)
    true = np.array([gas.loc[ids, "final_energy"].sum() for ids in members])
    noise = rng.normal(1.0, numbers["meters"]["noise"], len(members))
    return pd.DataFrame(
        {
            "carrier": "natural_gas",
            "metered_energy": np.round(true * numbers["meters"]["hs_per_hi"] * noise),
            "heating_value": "Hs",
            "building_ids": [" ".join(ids) for ids in members],
        },
        index=pd.Index([f"m{number:04d}" for number in range(1, len(members) + 1)], name="group_id"),
    )


def _groups(ids: list[str], size: list[int], rng: np.random.Generator) -> list[list[str]]:
    """Return neighbouring ids in groups of random size within the bounds; the rest joins the last group."""
    groups: list[list[str]] = []
    at = 0
    while len(ids) - at >= size[0]:
        count = int(rng.integers(size[0], size[1] + 1))
        groups.append(ids[at : at + count])
        at += count
    if groups and at < len(ids):
        groups[-1] = [*groups[-1], *ids[at:]]
    return groups

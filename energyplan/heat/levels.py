"""What is the heat of a block, a section, a cell, an area: the sum over its buildings?"""

from __future__ import annotations

import pandas as pd

from energyplan.core.errors import Fault, nearest, raise_faults

UNASSIGNED = "unassigned"
ADDITIVE = (
    "heated_area", "space_heat", "hot_water", "process_heat", "heat_demand", "delivered_heat", "final_energy",
    "ambient_heat", "design_load",
)  # fmt: skip
SECTORS = ("residential", "commerce", "industry", "public")


def aggregate(demand: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the sums of a level; whatever has no id is counted in the row "unassigned".

    Parameters
    ----------
    demand : pandas.DataFrame
        By building, see :func:`energyplan.heat.annual_demand`; with `column`.
    column : str
        Such as "section_id", "block_id", "cell_id", "sector".

    Returns
    -------
    pandas.DataFrame
        Index `column`; sums of the annual values [kWh] and of `design_load` [kW, no simultaneity],
        `building_count`.

    Raises
    ------
    FaultError
        If the column is missing.

    Examples
    --------
    >>> demand = pd.DataFrame({"heat_demand": [1.0, 2.0, 4.0], "block_id": ["a", "a", None]})
    >>> aggregate(demand, "block_id")["heat_demand"].to_dict()
    {'a': 3.0, 'unassigned': 4.0}
    """
    if column not in demand:
        expected = nearest(column, [str(c) for c in demand.columns])
        raise_faults([Fault("EP219", "demand", column=column, expected=expected)])
    level = demand[column].astype(object)
    level = level.where(level.notna() & (level != ""), UNASSIGNED)
    groups = demand[[name for name in ADDITIVE if name in demand]].groupby(level.rename(column))
    sums = groups.sum()
    sums["building_count"] = groups.size()
    return sums


def final_energy_by_carrier_and_sector(demand: pd.DataFrame) -> pd.DataFrame:
    """Return the final energy for heat by carrier and sector (table 1 of WPG Anlage 2 I.1).

    Parameters
    ----------
    demand : pandas.DataFrame
        `heating_carrier`, `sector`, `final_energy` [kWh, Hi] and `ambient_heat` [kWh].

    Returns
    -------
    pandas.DataFrame
        Carriers × sectors [kWh]. Heat pumps count twice: the electricity they buy and, as carrier
        `ambient_heat`, the heat they take from their surroundings.
    """
    bought = demand[["heating_carrier", "sector", "final_energy"]].rename(columns={"final_energy": "energy"})
    ambient = demand.loc[demand["ambient_heat"] > 0, ["sector", "ambient_heat"]]
    ambient = ambient.rename(columns={"ambient_heat": "energy"}).assign(heating_carrier="ambient_heat")
    both = pd.concat([bought, ambient])
    table = both.pivot_table(
        index="heating_carrier", columns="sector", values="energy", aggfunc="sum", fill_value=0.0
    )
    return table.reindex(columns=list(SECTORS), fill_value=0.0).rename_axis("carrier")

"""What is the heat of a block, a section, a cell, an area: the sum over its buildings?"""

from __future__ import annotations

import pandas as pd

from energyplan.core.errors import Fault, nearest, raise_faults

UNASSIGNED = "unassigned"
ADDITIVE = (
    "heated_area", "space_heat", "hot_water", "process_heat", "heat_demand", "delivered_heat", "final_energy",
    "ambient_heat", "design_load",
)  # fmt: skip


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

"""What does the network cost to build and to keep, by cost group?"""

from __future__ import annotations

import pandas as pd

from energyplan.catalogue import Catalogue
from energyplan.network.layout import Layout
from energyplan.physics.annuity import annuity_factor

GROUPS = ("mains", "connections", "substations", "pump", "plant_building")
SURCHARGE = "planning"


def network_cost(
    layout: Layout,
    catalogue: Catalogue,
    *,
    interest_rate: float,
    pump_power: float,
    peak_fed_in: float,
    trench_cost: str = "trench_cost",
) -> pd.DataFrame:
    """Return investment and annual cost by cost group.

    Parameters
    ----------
    layout : Layout
        With sized pipes.
    catalogue : Catalogue
        Tables `pipes` (trench with pipes by diameter), `trench_surfaces`, `network_costs`.
    interest_rate : float
        Real [1].
    pump_power : float
        Electrical, at the design hour [kW].
    peak_fed_in : float
        Heat fed in at the design hour [kW].
    trench_cost : str
        Column of the table `pipes`.

    Returns
    -------
    pandas.DataFrame
        Index `cost_group`; columns `label_de`, `label_en`, `investment` [EUR of the base year], `lifetime` [a],
        `annuity` and `maintenance` [EUR/a].

    Notes
    -----
    Trenches: length × cost of the diameter × factor of the surface; the table's costs hold for both pipes. Pieces:
    fixed cost + scaled cost × size^exponent. Planning: a share of all other groups. Annuity after VDI 2067-1.
    """
    rates = catalogue.table("network_costs")
    trenches = _trench_cost(layout, catalogue, trench_cost)
    main = layout.pipes["kind"] == "main"
    consumers = layout.consumers
    found = {
        "mains": trenches[main].sum(),
        "connections": trenches[~main].sum() + len(consumers) * rates.loc["connections", "fixed_cost"],
        "substations": _pieces(consumers["connection_load"], rates.loc["substations"]).sum(),
        "pump": _pieces(pd.Series([pump_power]), rates.loc["pump"]).sum(),
        "plant_building": _pieces(pd.Series([peak_fed_in]), rates.loc["plant_building"]).sum(),
    }
    found[SURCHARGE] = rates.loc[SURCHARGE, "surcharge"] * sum(found.values())
    table = rates.loc[list(found), ["label_de", "label_en", "lifetime", "maintenance"]].copy()
    table.insert(2, "investment", pd.Series(found, dtype=float))
    factors = [annuity_factor(interest_rate, lifetime) for lifetime in table["lifetime"]]
    table["annuity"] = table["investment"] * factors
    table["maintenance"] = table["investment"] * table["maintenance"]
    columns = ["label_de", "label_en", "investment", "lifetime", "annuity", "maintenance"]
    return table[columns].rename_axis("cost_group")


def _trench_cost(layout: Layout, catalogue: Catalogue, column: str) -> pd.Series:
    """Return the cost of trench and pair of pipes, by pipe [EUR]."""
    sizes = catalogue.table("pipes").set_index("nominal_diameter")[column]
    surfaces = catalogue.table("trench_surfaces")["factor"]
    per_metre = layout.pipes["nominal_diameter"].map(sizes)
    known = layout.pipes["surface"].where(layout.pipes["surface"].isin(surfaces.index), "unknown")
    return layout.pipes["length"] * per_metre * known.map(surfaces)


def _pieces(size: pd.Series, rates: pd.Series) -> pd.Series:
    """Return the cost of pieces by their size [EUR]."""
    return rates["fixed_cost"] + rates["scaled_cost"] * size ** rates["exponent"]

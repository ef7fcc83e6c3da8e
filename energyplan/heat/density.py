"""How dense is the heat: per metre of street and per hectare of block or cell?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.catalogue import Catalogue, load_catalogue
from energyplan.core.errors import Fault, nearest, raise_faults
from energyplan.heat.levels import UNASSIGNED, aggregate

if TYPE_CHECKING:
    import geopandas as gpd

SQUARE_METRES_PER_HECTARE = 1e4
KWH_PER_MWH = 1e3


def section_density(
    demand: pd.DataFrame,
    sections: gpd.GeoDataFrame,
    *,
    connection_rate: float = 1.0,
    catalogue: Catalogue | None = None,
) -> gpd.GeoDataFrame:
    """Return the heat line density of every street section.

    Parameters
    ----------
    demand : pandas.DataFrame
        By building, with `section_id`.
    sections : geopandas.GeoDataFrame
        Index section_id; `length` [m], geometry.
    connection_rate : float
        Share of the delivered heat that a network sells [1].
    catalogue : Catalogue, optional
        Holds `line_density_classes`; the shipped one if None.

    Returns
    -------
    geopandas.GeoDataFrame
        `sections` with the sums of the buildings, `heat_line_density` [kWh/(m a)] and `density_class`; NaN
        where a section has no length. A row "unassigned" holds buildings without a section, so that the sums
        add up.

    Raises
    ------
    FaultError
        If buildings name sections that do not exist, or the connection rate lies outside 0 to 1.

    Notes
    -----
    q = connection rate · Σ Q_delivered / L: heat sold in the section per year and length (WPG §3).
    """
    if not 0 <= connection_rate <= 1:
        raise_faults([Fault("EP108", key="connection_rate", value=connection_rate, expected="0 to 1")])
    result = _with_sums(demand, sections, "section_id")
    sold = connection_rate * result["delivered_heat"]
    result["heat_line_density"] = sold / result["length"].where(result["length"] > 0)
    classes = (catalogue or load_catalogue()).table("line_density_classes")
    return result.assign(density_class=density_class(result["heat_line_density"], classes))


def block_density(
    demand: pd.DataFrame, blocks: gpd.GeoDataFrame, *, catalogue: Catalogue | None = None
) -> gpd.GeoDataFrame:
    """Return the heat density of every block; see :func:`section_density`, with `block_id` and area.

    Returns
    -------
    geopandas.GeoDataFrame
        `blocks` with the sums of the buildings, `area` [m2], `heat_density` [MWh/(ha a)] and `density_class`.
    """
    return _area_density(demand, blocks, "block_id", catalogue)


def cell_density(
    demand: pd.DataFrame, cells: gpd.GeoDataFrame, *, catalogue: Catalogue | None = None
) -> gpd.GeoDataFrame:
    """Return the heat density of every hectare cell; see :func:`section_density`, with `cell_id` and area.

    Returns
    -------
    geopandas.GeoDataFrame
        `cells` with the sums of the buildings, `area` [m2], `heat_density` [MWh/(ha a)] and `density_class`.
    """
    return _area_density(demand, cells, "cell_id", catalogue)


def density_class(density: pd.Series, classes: pd.DataFrame) -> pd.Series:
    """Return the name of the class of every density.

    Parameters
    ----------
    density : pandas.Series
        In the unit of the class bounds.
    classes : pandas.DataFrame
        Index name; `lower` bounds (inclusive).

    Returns
    -------
    pandas.Series of str
        "" where the density is NaN.

    Examples
    --------
    >>> classes = pd.DataFrame({"lower": [0.0, 70.0]}, index=["low", "high"])
    >>> density_class(pd.Series([69.9, 70.0, np.nan]), classes).tolist()
    ['low', 'high', '']
    """
    ordered = classes.sort_values("lower")
    position = np.searchsorted(ordered["lower"].to_numpy(), density.to_numpy(dtype=float), side="right") - 1
    names = pd.Series(ordered.index.to_numpy()[np.clip(position, 0, None)], index=density.index, dtype=object)
    return names.where(density.notna(), "")


def _area_density(
    demand: pd.DataFrame, shapes: gpd.GeoDataFrame, column: str, catalogue: Catalogue | None
) -> gpd.GeoDataFrame:
    if "area" not in shapes:
        shapes = shapes.assign(area=shapes.geometry.area)
    result = _with_sums(demand, shapes, column)
    hectares = result["area"] / SQUARE_METRES_PER_HECTARE
    result["heat_density"] = result["heat_demand"] / KWH_PER_MWH / hectares.where(hectares > 0)
    classes = (catalogue or load_catalogue()).table("density_classes")
    return result.assign(density_class=density_class(result["heat_density"], classes))


def _with_sums(demand: pd.DataFrame, shapes: gpd.GeoDataFrame, column: str) -> gpd.GeoDataFrame:
    """Return `shapes` with the sums of their buildings, and the row "unassigned" if there is need of one."""
    sums = aggregate(demand, column)
    unknown = sums.index.difference(shapes.index).difference([UNASSIGNED])
    raise_faults(
        [Fault("EP214", "demand", column=column, value=name, expected=nearest(name, shapes.index)) for name in unknown]
    )
    rows = shapes.index.union([UNASSIGNED], sort=False) if UNASSIGNED in sums.index else shapes.index
    own = shapes.drop(columns=[c for c in sums if c in shapes])
    filled = sums.reindex(rows).fillna(0.0).astype({"building_count": int})
    return own.reindex(rows).join(filled).rename_axis(column)

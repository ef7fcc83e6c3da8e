"""Which buildings have a flat roof, when only use and footprint are known?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd

    from energyplan.catalogue import Catalogue

UNKNOWN_USE = "other"


def is_flat(buildings: gpd.GeoDataFrame, *, catalogue: Catalogue) -> pd.Series:
    """Tell which buildings have a flat roof.

    Parameters
    ----------
    buildings : geopandas.GeoDataFrame
        Footprints in metres; column `use` where known.
    catalogue : Catalogue
        Table `roof_forms`: form by use, and the footprint above which a roof is flat in any case; uses that it does
        not have count as "other".

    Returns
    -------
    pandas.Series of bool
        By building.
    """
    forms = catalogue.table("roof_forms")
    known = buildings["use"] if "use" in buildings else pd.Series(None, index=buildings.index, dtype=object)
    use = known.where(known.isin(forms.index), UNKNOWN_USE)
    largest_pitched = use.map(forms["flat_above"]).astype(float).fillna(np.inf)
    return (use.map(forms["form"]) == "flat") | (buildings.area > largest_pitched)

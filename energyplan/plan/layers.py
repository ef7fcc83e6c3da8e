"""How do the columns of a map get their internal names back after they were read from a file?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from energyplan.core.vocabulary import names, quantity

if TYPE_CHECKING:
    import geopandas as gpd


def with_internal_names(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the layer with `heat_demand` for `heat_demand_kwh` and so on; internal names stay as they are."""
    border = {quantity(name).border_name: name for name in names()}
    return layer.rename(columns={old: new for old, new in border.items() if old in layer and new not in layer})

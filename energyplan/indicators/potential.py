"""How much heat could the sources around give?"""

from __future__ import annotations

import numpy as np
import xarray as xr

from energyplan.indicators.contract import indicator

SEWAGE_KINDS = ("sewage", "effluent")


@indicator(
    name="sewage_heat_potential",
    unit="kWh",
    needs=("sources",),
    label_de="Wärmepotenzial des Abwassers",
    label_en="Heat potential of sewage",
    description_de="Wärme im Jahr, die dem Abwasser entzogen werden kann (Kanal und Kläranlage, nicht doppelt).",
    description_en="Annual heat that can be taken from sewage (sewer and effluent, not twice).",
)
def sewage_heat_potential(tree: xr.DataTree) -> xr.DataArray:
    """Return the annual heat of sewage sources [kWh]."""
    sources = tree["sources"].to_dataset()
    chosen = np.isin(sources.kind.values.astype(str), SEWAGE_KINDS)
    return sources.annual_heat.isel(source=np.flatnonzero(chosen)).sum("source")

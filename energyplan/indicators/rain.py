"""How much less rain runs off with the measures?"""

from __future__ import annotations

import xarray as xr

from energyplan.indicators.contract import indicator

TODAY = "today"


@indicator(
    name="runoff_reduction",
    unit="1",
    needs=("water/runoff",),
    label_de="Minderung des Regenabflusses durch die Maßnahmen",
    label_en="Reduction of storm runoff by the measures",
    description_de="Abfluss in den Kanal im Jahr gegenüber heute.",
    description_en="Annual runoff to the sewer against today.",
)
def runoff_reduction(tree: xr.DataTree) -> xr.DataArray:
    """Return 1 − runoff / runoff today [1] by measure."""
    runoff = tree["water"].runoff.sum("time")
    return 1.0 - runoff.drop_sel(measure=TODAY) / runoff.sel(measure=TODAY, drop=True)

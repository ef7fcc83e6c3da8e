"""How dense and how lossy are the heating networks?"""

from __future__ import annotations

import xarray as xr

from energyplan.indicators.contract import indicator


def _by_area(values: dict[str, float]) -> xr.DataArray:
    return xr.DataArray(list(values.values()), dims="area", coords={"area": list(values)})


@indicator(
    name="network_loss_share",
    unit="1",
    needs=("network",),
    label_de="Wärmeverlust des Netzes bezogen auf die Einspeisung",
    label_en="Heat loss of the network over heat fed in",
    description_de="Jahresverluste geteilt durch eingespeiste Wärme.",
    description_en="Annual loss over annual heat fed in.",
)
def network_loss_share(tree: xr.DataTree) -> xr.DataArray:
    """Return heat lost over heat fed in, of each network [1]."""
    found = {}
    for area, node in tree["network"].children.items():
        lost = float(node.loss_power.sum())
        found[area] = lost / (lost + float(node.heat_load.sum()))
    return _by_area(found)


@indicator(
    name="network_line_density",
    unit="kWh/(m a)",
    needs=("network",),
    label_de="Wärmeliniendichte des Netzes",
    label_en="Heat line density of the network",
    description_de="Verkaufte Wärme im Jahr je Meter Trasse.",
    description_en="Heat sold per year and metre of trench.",
)
def network_line_density(tree: xr.DataTree) -> xr.DataArray:
    """Return heat sold per metre of trench [kWh/(m a)]."""
    found = {
        area: float(node.heat_load.sum()) / float(node.length.sum()) for area, node in tree["network"].children.items()
    }
    return _by_area(found)

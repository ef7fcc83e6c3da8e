"""Which component gives how much heat to which bus?"""

from __future__ import annotations

import numpy as np
import xarray as xr

HEAT_PREFIX = "heat:"
INDIVIDUAL, PROCESS = "individual", "process"
OFF_GRID = (INDIVIDUAL, PROCESS)


def heat_buses(supply: xr.Dataset) -> list[str]:
    """Return the heat buses, networks first, the individually heated buildings last."""
    names = sorted({str(bus) for bus in supply.flow_bus.values if str(bus).startswith(HEAT_PREFIX)})
    return sorted(names, key=lambda bus: (is_off_grid(bus), area_of(bus) == PROCESS))


def area_of(bus: str) -> str:
    """Return the area of a heat bus.

    >>> area_of("heat:centre")
    'centre'
    """
    return bus.removeprefix(HEAT_PREFIX)


def is_off_grid(bus: str) -> bool:
    """Tell whether a heat bus is no network: single buildings or process heat."""
    return area_of(bus) in OFF_GRID


def on_bus(supply: xr.Dataset, bus: str) -> xr.Dataset:
    """Return the flows of one bus."""
    return supply.isel(flow=np.flatnonzero(supply.flow_bus.values == bus))


def archetypes(supply: xr.Dataset) -> dict[str, str]:
    """Return the archetype of every component."""
    return dict(zip(supply.component.values.tolist(), supply.archetype.values.tolist(), strict=True))


def by_component(values: xr.DataArray) -> xr.DataArray:
    """Sum the flows of each component.

    Parameters
    ----------
    values : xarray.DataArray
        Dims `flow` and any others; coord `flow_component`.

    Returns
    -------
    xarray.DataArray
        Dim `component` in place of `flow`.
    """
    names = values.flow_component.values
    order = list(dict.fromkeys(names.tolist()))
    parts = [values.isel(flow=np.flatnonzero(names == name)).sum("flow") for name in order]
    return xr.concat(parts, dim="component", coords="minimal", compat="override").assign_coords(component=order)


def producers(supply: xr.Dataset, bus: str) -> list[str]:
    """Return the components that bring heat to `bus`: no stores, no demand."""
    kinds = archetypes(supply)
    names = dict.fromkeys(on_bus(supply, bus).flow_component.values.tolist())
    return [name for name in names if kinds.get(name) not in ("storage", "demand")]


def heat_by_producer(supply: xr.Dataset, bus: str) -> xr.DataArray:
    """Return the annual heat that each producer brings to `bus` [kWh]; dims year, co2_path, component."""
    annual = by_component(on_bus(supply, bus).annual_energy)
    return annual.sel(component=producers(supply, bus))

"""How is the power of many components laid on top of each other?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from energyplan.indicators import flows
from energyplan.report.figures.canvas import distinct_colours
from energyplan.report.view import View

_VISIBLE_ENERGY, _VISIBLE_POWER = 0.002, 0.02
"""Shares of the demand and of its peak below which a producer cannot be seen in a picture."""


@dataclass(frozen=True)
class HeatStack:
    """The heat flows of one bus in one year: what is brought (in the order of the stack), stored and needed.

    Attributes
    ----------
    produced : dict of str to ndarray
        Component → power [kW] into the bus, base load first.
    stored : dict of str to ndarray
        Store → power into the bus [kW]; negative while it is being filled.
    demand : ndarray
        Heat needed [kW].
    labels, colours : dict of str to str
        By component.
    """

    produced: dict[str, np.ndarray]
    stored: dict[str, np.ndarray]
    demand: np.ndarray
    labels: dict[str, str]
    colours: dict[str, str]

    @property
    def given(self) -> dict[str, np.ndarray]:
        """What flows to the bus: producers, then stores while they give."""
        return self.produced | {name: np.clip(values, 0.0, None) for name, values in self.stored.items()}


def heat_stack(view: View, bus: str, dataset: xr.Dataset) -> HeatStack:
    """Return the flows of a heat bus; `dataset` is the supply of one year and path."""
    on_bus = flows.on_bus(dataset, bus)
    kinds = flows.archetypes(dataset)
    power = flows.by_component(on_bus.power)
    series = {str(name): power.sel(component=name).values for name in power.component.values}
    stored = {
        name: values for name, values in series.items() if kinds.get(name) == "storage" and np.abs(values).max() > 1e-3
    }
    demand = -sum((v for n, v in series.items() if kinds.get(n) == "demand"), start=np.zeros(on_bus.sizes["time"]))
    least_energy, least_power = _VISIBLE_ENERGY * demand.sum(), _VISIBLE_POWER * demand.max(initial=0.0)
    others = {
        name: values
        for name, values in series.items()
        if kinds.get(name) not in ("storage", "demand") and (values.sum() > least_energy or values.max() > least_power)
    }
    order = sorted(others, key=lambda name: _steadiness(others[name]), reverse=True)
    names = [*order, *stored]
    colours = distinct_colours({name: view.component_colour(name) for name in names})
    return HeatStack(
        {name: others[name] for name in order},
        stored,
        demand,
        {name: view.component_label(name) for name in names},
        colours,
    )


def _steadiness(power: np.ndarray) -> float:
    """Return full-load hours: what runs long lies at the bottom of the stack."""
    return float(power.sum() / max(power.max(), 1e-9))

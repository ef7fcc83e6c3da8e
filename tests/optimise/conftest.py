"""Small systems with known optima."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from energyplan.optimise import Bus, Component, Demand, Limit, Size, Supply, System

BuildTown = Callable[..., System]


@pytest.fixture(scope="session")
def town() -> BuildTown:
    """Return a heat bus with a demand and the components given; hours as many as the demand has."""

    def build(
        *components: Component, demand: Any = 100.0, hours: int | None = None, limits: tuple[Limit, ...] = (),
        unserved_price: float | None = 100_000.0, buses: tuple[str, ...] = (),
    ) -> System:  # fmt: skip
        power = np.asarray(demand, dtype=float)
        length = hours or (len(power) if power.ndim else 24)
        return System(
            buses=(Bus(name="heat", unserved_price=unserved_price), *(Bus(name=b, unserved_price=None) for b in buses)),
            components=(*components, Demand(name="houses", bus="heat", power=power)),
            limits=limits,
            time=pd.date_range("2025-01-01", periods=length, freq="h"),
        )

    return build


@pytest.fixture(scope="session")
def plant() -> Callable[..., Supply]:
    """Return a heat source by its capital cost [EUR/(kW a)] and variable cost [EUR/MWh]."""

    def build(name: str, capital: float, variable: Any, **more: Any) -> Supply:
        bounds = {key: more.pop(key) for key in ("minimum", "maximum", "existing", "fixed_cost") if key in more}
        size = Size(capital_cost=capital, **bounds)
        return Supply(name=name, bus="heat", size=size, variable_cost=variable, **more)

    return build

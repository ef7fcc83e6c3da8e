"""One small town, and scenarios for it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

import energyplan as ep
from energyplan.scenario import Scenario

BOILERS = MappingProxyType(
    {"network": ["gas_boiler_network"], "individual": ["gas_boiler_individual"], "municipality": []}
)


@pytest.fixture(scope="session")
def town():
    return ep.synth.make_town(30, seed=7)[0]


@pytest.fixture(scope="session")
def without(town):
    """Return the town without some layers or series, or with other ones."""

    def changed(*names, **layers):
        kept = {name: layer for name, layer in town.layers.items() if name not in names} | layers
        return replace(town, layers=kept, series={n: s for n, s in town.series.items() if n not in names})

    return changed


@pytest.fixture(scope="session")
def scenario():
    """Return a scenario that is solved quickly: one year, a coarse year, one boiler; keys of supply may be given."""

    def made(technologies=BOILERS, *, years=(2035,), supply=None, **keys):
        settings = {"segments": 24, "technologies": dict(technologies), **(supply or {})}
        return Scenario(name="test", municipality=".", years=years, supply=settings, **keys)

    return made

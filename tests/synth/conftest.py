from __future__ import annotations

import pytest

from energyplan.synth import make_town


@pytest.fixture(scope="package")
def made():
    """A town of 300 buildings and its hidden truth."""
    return make_town(300, seed=7)


@pytest.fixture(scope="package")
def town(made):
    return made[0]


@pytest.fixture(scope="package")
def truth(made):
    return made[1]["buildings"]

"""How does a whole year of values stand in an equation of one hour?

As a variable of the Pyomo model that the compiler is told to treat as data: its coefficient comes out as an
expression of this variable, and evaluates to an array once the variable holds one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from energyplan.optimise.archetypes import Profile
from energyplan.optimise.steps import Steps

FloatArray = NDArray[np.float64]


class Profiles:
    """The symbols of one model, and what each of them is in given steps.

    Parameters
    ----------
    model : pyomo.environ.ConcreteModel
    """

    def __init__(self, model: Any):
        import pyomo.environ as pyo

        model.profile = pyo.VarList()
        self._variables = model.profile
        self._values: list[Callable[[Steps], FloatArray]] = []

    def __call__(self, profile: Profile) -> Any:
        """Return a number as it is, an hourly array as a symbol that stands for its mean over each step."""
        values = np.asarray(profile, dtype=float)
        if values.ndim == 0 or np.ptp(values) == 0.0:
            return float(values.flat[0])
        return self.by_step(lambda steps: steps.mean(values))

    def by_step(self, values: Callable[[Steps], FloatArray]) -> Any:
        """Return a symbol whose values follow from the steps themselves."""
        self._values.append(values)
        return self._variables.add()

    @property
    def variables(self) -> list[Any]:
        """The Pyomo variables that are data."""
        return list(self._variables.values())

    def fill(self, steps: Steps) -> None:
        """Put the arrays for `steps` into the variables."""
        for variable, values in zip(self.variables, self._values, strict=True):
            variable.set_value(values(steps), skip_validation=True)

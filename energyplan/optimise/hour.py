"""What does one hour of the system look like as equations, compiled to coefficients?

The equations are written in Pyomo for one generic hour and compiled once. Whatever differs from hour to hour is a
symbol that holds an array, so that every coefficient comes out either as a number or as an array over all hours; tiling
(:mod:`energyplan.optimise.tile`) then needs no Python loop over the hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from energyplan.optimise.archetypes import Limit
from energyplan.optimise.columns import LAGGED, SHARED, Hour, declare_columns
from energyplan.optimise.constraints import CONSTRAINTS, Constraint
from energyplan.optimise.profiles import Profiles
from energyplan.optimise.quantities import QUANTITIES, limited
from energyplan.optimise.steps import Steps
from energyplan.optimise.system import System

FloatArray = NDArray[np.float64]


class Key(NamedTuple):
    """What a column or row is: a variable or constraint of the Pyomo model and its index."""

    kind: str
    name: str

    def __str__(self) -> str:
        kind = self.kind.replace("_", " ")
        return f"{kind} of {self.name}" if self.name else kind


class Entry(NamedTuple):
    """One coefficient: where it stands in the model of one hour, and its Pyomo expression or number."""

    row: int
    column: int
    value: Any

    def evaluate(self) -> float | FloatArray:
        """Return the number, or the array over all steps with which the symbols are filled."""
        return evaluate(self.value)


@dataclass(frozen=True)
class Column:
    """One unknown of the hour.

    Attributes
    ----------
    key : Key
    lower, upper : float
        [kW], [kWh]
    shared : bool
        One for all hours.
    lag_of : Key or None
        The column of the step before that this one is.
    cyclic : bool
        Whether the step before the first is the last.
    """

    key: Key
    lower: float
    upper: float
    shared: bool
    lag_of: Key | None
    cyclic: bool


@dataclass(frozen=True, eq=False)
class CompiledHour:
    """One hour as coefficients.

    Attributes
    ----------
    columns : tuple of Column
    rows : tuple of Key
    senses : tuple of int
        0 for =, 1 for ≤, −1 for ≥.
    entries : tuple of Entry
    right_hand_sides : tuple
        Numbers or expressions, one per row.
    quantities : tuple of Key
        The annual quantities; the limits are Key("limit", name).
    quantity_entries : tuple of Entry
        Their `row` counts the quantities.
    quantity_offsets : tuple of float
        What is there in any case, once a year.
    limits : tuple of Limit
    profiles : Profiles
    """

    columns: tuple[Column, ...]
    rows: tuple[Key, ...]
    senses: tuple[int, ...]
    entries: tuple[Entry, ...]
    right_hand_sides: tuple[Any, ...]
    quantities: tuple[Key, ...]
    quantity_entries: tuple[Entry, ...]
    quantity_offsets: tuple[float, ...]
    limits: tuple[Limit, ...]
    profiles: Profiles

    def fill(self, steps: Steps) -> None:
        """Fill the symbols, so that entries evaluate to arrays over `steps`."""
        self.profiles.fill(steps)


def evaluate(value: Any) -> float | FloatArray:
    """Return the number or array that a Pyomo expression of filled symbols stands for."""
    return value(exception=False) if callable(value) else value


def compile_hour(system: System, constraints: tuple[Constraint, ...] = CONSTRAINTS) -> CompiledHour:
    """Write the equations of one hour in Pyomo and compile them.

    Parameters
    ----------
    system : System
    constraints : tuple of callable, optional
        Each adds one equation to the model.

    Returns
    -------
    CompiledHour
    """
    hour = _build(system, constraints)
    info = _compile(hour)
    cyclic = {store.name: store.cyclic for store in system.stores}
    return CompiledHour(
        columns=tuple(_column(variable, cyclic) for variable in info.columns),
        rows=tuple(_key(row.constraint) for row in info.rows),
        senses=tuple(int(row.bound_type) for row in info.rows),
        entries=_entries(info.A),
        right_hand_sides=tuple(info.rhs),
        quantities=tuple(_key(objective) for objective in info.objectives),
        quantity_entries=_entries(info.c),
        quantity_offsets=tuple(float(evaluate(offset)) for offset in info.c_offset),
        limits=system.limits,
        profiles=hour.profile,
    )


def _build(system: System, constraints: tuple[Constraint, ...]) -> Hour:
    import pyomo.environ as pyo

    model = pyo.ConcreteModel()
    declare_columns(model, system)
    hour = Hour(model, system, Profiles(model))
    for constraint in constraints:
        constraint(hour)
    for quantity in QUANTITIES:
        model.add_component(quantity.__name__, pyo.Objective(expr=quantity(hour)))
    limits = {limit.name: limit for limit in system.limits}
    model.limit = pyo.Objective(list(limits), rule=lambda _, name: limited(hour, limits[name]))
    return hour


def _compile(hour: Hour) -> Any:
    from pyomo.repn.plugins.parameterized_standard_form import ParameterizedLinearStandardFormCompiler

    return ParameterizedLinearStandardFormCompiler().write(
        hour.model, mixed_form=True, wrt=hour.profile.variables, set_sense=None
    )


def _key(component: Any) -> Key:
    index = component.index()
    return Key(component.parent_component().local_name, "" if index is None else str(index))


def _column(variable: Any, cyclic: dict[str, bool]) -> Column:
    key = _key(variable)
    lower, upper = variable.bounds
    lag_of = Key(LAGGED[key.kind], key.name) if key.kind in LAGGED else None
    return Column(
        key,
        -np.inf if lower is None else float(lower),
        np.inf if upper is None else float(upper),
        key.kind in SHARED,
        lag_of,
        cyclic.get(key.name, True),
    )


def _entries(matrix: Any) -> tuple[Entry, ...]:
    columns = np.repeat(np.arange(len(matrix.indptr) - 1), np.diff(matrix.indptr))
    return tuple(Entry(int(r), int(c), v) for r, c, v in zip(matrix.indices, columns, matrix.data, strict=True))

"""What is a technology? One YAML file: archetype, carriers, source, performance, costs with their sources, label, colour."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from energyplan.catalogue.money import to_base_year
from energyplan.catalogue.tables import Value
from energyplan.core.errors import nearest
from energyplan.core.units import to_unit


class Strict(BaseModel):
    """Unknown keys are errors, objects do not change, numbers are finite."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Label(Strict):
    """A name in both languages."""

    de: str
    en: str


class Parameter(Strict):
    """One number over the years, with its source."""

    unit: str
    values: dict[int, float]
    source: str
    price_year: int | None = None
    assumption: bool = False
    note: str = ""

    def at(self, year: int) -> Value:
        """Return the value of `year`: interpolated between the years given, constant outside; money in base-year EUR."""
        years = sorted(self.values)
        value = float(np.interp(year, years, [self.values[y] for y in years]))
        if "EUR" in self.unit:
            if self.price_year is None:
                raise ValueError(f"money without a price year: {self.source}")
            value = to_base_year(value, self.price_year)
        return Value(value, self.unit, year, self.price_year, self.source, self.assumption)


class Performance(Strict):
    """Which registered model of :mod:`energyplan.physics.performance` gives the hourly efficiency, and its numbers."""

    model: str = "constant"
    parameters: dict[str, Parameter] = Field(default_factory=dict)


class Technology(Strict):
    """A technology as data.

    Attributes
    ----------
    archetype : {"supply", "converter", "storage"}
        Supply: takes from a source or from the sun; converter: carriers in, carriers out; storage.
    scope : tuple of {"network", "individual", "municipality"}
        In a heating network, in single buildings, or on the electricity bus of the town.
    inputs, outputs : tuple of str
        Carriers, the first output is the one that its size counts.
    source : str
        Kind of heat source that it needs ("air", "ground", "river", "sewage", "waste_heat", "roof"), or empty.
    parameters : dict
        investment [EUR/kW or EUR/kWh], fixed_cost [1/a of the investment], variable_cost [EUR/MWh of output],
        lifetime [a], and what the archetype needs.
    """

    name: str
    label: Label
    colour: str = Field(pattern=r"^#[0-9A-Fa-f]{6}$")
    archetype: Literal["supply", "converter", "storage"]
    scope: tuple[Literal["network", "individual", "municipality"], ...]
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...]
    source: str = ""
    performance: Performance = Performance()
    parameters: dict[str, Parameter]

    def value(self, parameter: str, year: int, default: float | None = None) -> float:
        """Return the value of `parameter` in `year`; `default` where the technology has none.

        Raises
        ------
        KeyError
            If it has none and there is no default.
        """
        if parameter in self.parameters:
            return self.parameters[parameter].at(year).value
        if default is None:
            raise KeyError(f"{self.name}: unknown parameter {parameter!r}: {nearest(parameter, self.parameters)}")
        return default

    def with_overrides(self, overrides: dict[str, Any], source: str) -> Technology:
        """Return the technology with some parameters replaced by constants (EUR of the base year)."""
        parameters = dict(self.parameters)
        for name, given in overrides.items():
            if name not in parameters:
                raise KeyError(f"{self.name}: unknown parameter {name!r}: {nearest(name, parameters)}")
            parameters[name] = _constant(parameters[name], given, source)
        return self.model_copy(update={"parameters": parameters})


def _constant(old: Parameter, given: Any, source: str) -> Parameter:
    from energyplan.catalogue.money import BASE_YEAR

    value = to_unit(given, old.unit)
    price_year = BASE_YEAR if "EUR" in old.unit else None
    return Parameter(unit=old.unit, values={BASE_YEAR: value}, source=source, price_year=price_year)


def parse_technology(text: str) -> Technology:
    """Return the technology that a YAML text describes.

    Raises
    ------
    pydantic.ValidationError
        If a key is unknown or missing.
    """
    from ruamel.yaml import YAML

    return Technology.model_validate(YAML(typ="safe").load(text))


@cache
def read_technologies() -> dict[str, Technology]:
    """Read every file of `catalogue/technologies/`."""
    folder = resources.files("energyplan.catalogue").joinpath("technologies")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    technologies = [parse_technology(file.read_text(encoding="utf-8")) for file in files]
    return {technology.name: technology for technology in technologies}

"""What is a technology?

One YAML file: archetype, carriers, heat source, performance model, costs with their sources, label, colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from energyplan.catalogue.money import BASE_YEAR, to_base_year
from energyplan.catalogue.tables import Value
from energyplan.core.errors import Fault, FaultError, nearest
from energyplan.core.units import to_unit


class Strict(BaseModel):
    """Unknown keys are errors, objects do not change, numbers are finite."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Label(Strict):
    """A name in both languages."""

    de: str
    en: str


class Parameter(Strict):
    """One number over the years, with its source; `assumption` marks what nobody published."""

    unit: str
    values: dict[int, float] = Field(min_length=1)
    source: str = Field(min_length=1)
    price_year: int | None = None
    assumption: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _money_has_a_price_year(self) -> Parameter:
        if ("EUR" in self.unit) != (self.price_year is not None):
            raise ValueError("money needs a price_year, and only money has one")
        return self

    def at(self, year: int) -> Value:
        """Return the value of `year`: interpolated, constant outside; money in EUR of the base year."""
        years = sorted(self.values)
        value = float(np.interp(year, years, [self.values[y] for y in years]))
        if self.price_year is not None:
            value = to_base_year(value, self.price_year)
        return Value(value, self.unit, year, self.price_year, self.source, self.assumption)


class Performance(Strict):
    """Which model of :mod:`energyplan.physics.performance` gives the hourly efficiency, and its numbers."""

    model: str = "constant"
    parameters: dict[str, Parameter] = Field(default_factory=dict)


REQUIRED = ("investment", "fixed_cost", "lifetime")


class Technology(Strict):
    """A technology as data.

    Attributes
    ----------
    archetype : {"supply", "converter", "storage"}
        Supply: takes from a heat source or from the sun; converter: carriers in, carriers out; storage.
    scope : tuple of {"network", "individual", "municipality"}
        In a heating network, in single buildings, or on the electricity bus of the town.
    inputs, outputs : tuple of str
        Carriers that are bought, and what comes out ("heat" or a carrier). The efficiency counts per unit
        of the first input, the size by the first output. What a heat source gives is no input: `source`
        names it.
    source : str
        Kind of heat source that it needs ("air", "ground", "river", "sewage", "waste_heat", "roof_solar"), or
        empty.
    parameters : dict
        investment [EUR/kW of output, EUR/kWh of a storage], fixed_cost [1/a of the investment], lifetime [a];
        where they matter variable_cost [EUR/MWh of output], and for storages loss_per_hour [1/h],
        charge_efficiency, discharge_efficiency [1], power_investment [EUR/kW].
    """

    name: str
    label: Label
    colour: str = Field(pattern=r"^#[0-9A-Fa-f]{6}$")
    archetype: Literal["supply", "converter", "storage"]
    scope: tuple[Literal["network", "individual", "municipality"], ...] = Field(min_length=1)
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = Field(min_length=1)
    source: str = ""
    performance: Performance = Performance()
    parameters: dict[str, Parameter]

    @model_validator(mode="after")
    def _parameters_are_complete(self) -> Technology:
        missing = [name for name in REQUIRED if name not in self.parameters]
        if missing:
            raise ValueError(f"parameters are missing: {', '.join(missing)}")
        if not min(self.parameters["lifetime"].values.values()) > 0:
            raise ValueError("the lifetime must be positive")
        return self

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

    def with_overrides(self, overrides: Mapping[str, Any], source: str) -> Technology:
        """Return the technology with some parameters, also of its performance, replaced by constants.

        Parameters
        ----------
        overrides : mapping
            parameter → number in its unit, or text with a unit; money in EUR of the base year.
        source : str

        Raises
        ------
        KeyError
            For an unknown parameter; the message names the nearest.
        """
        costs, performance = dict(self.parameters), dict(self.performance.parameters)
        for name, given in overrides.items():
            where = costs if name in costs else performance
            if name not in where:
                raise KeyError(f"{self.name}: unknown parameter {name!r}: {nearest(name, [*costs, *performance])}")
            where[name] = _constant(where[name], given, source)
        changed = self.performance.model_copy(update={"parameters": performance})
        return self.model_copy(update={"parameters": costs, "performance": changed})


def _constant(old: Parameter, given: Any, source: str) -> Parameter:
    price_year = None if old.price_year is None else BASE_YEAR
    return Parameter(
        unit=old.unit, values={BASE_YEAR: to_unit(given, old.unit)}, source=source, price_year=price_year
    )  # fmt: skip


def parse_technology(text: str, *, file: str = "") -> Technology:
    """Return the technology that a YAML text describes.

    Parameters
    ----------
    text : str
    file : str
        Where the text comes from, for the faults.

    Raises
    ------
    FaultError
        With every fault: no YAML, unknown keys with the nearest valid one, missing keys, wrong values.
    """
    from ruamel.yaml import YAML, YAMLError

    try:
        return Technology.model_validate(YAML(typ="safe").load(text))
    except YAMLError as error:
        raise FaultError([Fault("EP103", file=file, value=str(error))]) from None
    except ValidationError as error:
        raise FaultError([_fault(found, file) for found in error.errors()]) from None


_CODES = {"extra_forbidden": "EP101", "missing": "EP118", "finite_number": "EP105", "value_error": "EP119"}


def _fault(found: Any, file: str) -> Fault:
    key = ".".join(str(part) for part in found["loc"])
    code = _CODES.get(found["type"], "EP106")
    if code == "EP101":
        return Fault(code, file=file, key=key, expected=nearest(str(found["loc"][-1]), _keys_at(found["loc"])))
    if code == "EP118":
        return Fault(code, file=file, key=key)
    return Fault(code, file=file, key=key, value=None if code == "EP119" else found["input"], expected=found["msg"])


def _keys_at(place: tuple[str | int, ...]) -> list[str]:
    """Return the keys that are valid where an unknown one was found."""
    if len(place) == 1:
        return list(Technology.model_fields)
    if len(place) == 2:
        return list((Label if place[0] == "label" else Performance).model_fields)
    return list(Parameter.model_fields)


@cache
def read_technologies() -> dict[str, Technology]:
    """Read every file of `catalogue/technologies/`."""
    folder = resources.files("energyplan.catalogue").joinpath("technologies")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    technologies = [parse_technology(file.read_text(encoding="utf-8"), file=file.name) for file in files]
    return {technology.name: technology for technology in technologies}

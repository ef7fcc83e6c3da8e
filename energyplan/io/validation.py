"""How do the errors of pydantic become faults with file, line, key and the nearest valid name?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import core_schema

from energyplan.core.errors import Fault, FaultError, nearest
from energyplan.core.units import UnitError, to_unit
from energyplan.io.yaml_file import Document, KeyPath

Model = TypeVar("Model", bound=BaseModel)
_DECIMAL_COMMA = re.compile(r"^\s*-?\d+,\d+\b")


class Settings(BaseModel):
    """The base of every model that a user writes: unknown keys are errors, objects do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True)


class _QuantityError(ValueError):
    def __init__(self, code: str, expected: str):
        self.code, self.expected = code, expected
        super().__init__(expected)


def _parse(value: Any, *, unit: str, lower: float, upper: float) -> float:
    expected = f"{lower:g} to {upper:g} {'' if unit == '1' else unit}".strip()
    if isinstance(value, str) and _DECIMAL_COMMA.match(value):
        raise _QuantityError("EP104", value.replace(",", ".", 1))
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _QuantityError("EP106", expected)
    try:
        number = to_unit(value, unit)
    except UnitError:
        raise _QuantityError("EP107", expected) from None
    if number != number or number in (float("inf"), float("-inf")):
        raise _QuantityError("EP105", expected)
    if not lower <= number <= upper:
        raise _QuantityError("EP108", expected)
    return number


@dataclass(frozen=True)
class InUnit:
    """Marks a number with its unit and range: `Annotated[float, InUnit("kW", 0, 1e7)]`.

    A plain number has the unit already, a text with a unit is converted to it ("30 %" for the unit "1").

    Attributes
    ----------
    unit : str
        "1" for a plain share.
    lower, upper : float
        Allowed range in `unit`.
    """

    unit: str
    lower: float
    upper: float

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Parse before pydantic looks at the number."""
        parse = partial(_parse, unit=self.unit, lower=self.lower, upper=self.upper)
        return core_schema.no_info_before_validator_function(parse, core_schema.float_schema())

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Tell an editor that a number in the unit or a text is valid."""
        said = "number or percentage" if self.unit == "1" else f"number in {self.unit}, or text with a unit"
        number = {"type": "number", "minimum": self.lower, "maximum": self.upper}
        return {"anyOf": [number, {"type": "string"}], "description": said}


def validate(model: type[Model], document: Document, data: Mapping[str, Any] | None = None) -> Model:
    """Return `model` built from a document.

    Parameters
    ----------
    model : type
    document : Document
        Names file and lines in messages.
    data : mapping, optional
        Data to validate instead of the document's own (after an overlay).

    Raises
    ------
    FaultError
        With one fault per error of pydantic.
    """
    try:
        return model.model_validate(document.data if data is None else data)
    except ValidationError as error:
        raise FaultError(_faults(error, model, document)) from None


def _faults(error: ValidationError, model: type[BaseModel], document: Document) -> Iterable[Fault]:
    seen = set()
    for entry in error.errors(include_url=False):
        keys = _key_path(entry["loc"], document.data)
        code, expected = _explain(entry, model)
        fault = Fault(
            code,
            key=".".join(map(str, keys)),
            file=document.path.name,
            line=document.line(keys),
            value=None if entry["type"] in ("missing", "extra_forbidden") else _simple(entry["input"]),
            expected=expected,
        )
        if (fault.key, fault.code) not in seen:
            seen.add((fault.key, fault.code))
            yield fault


def _simple(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) or value is None else type(value).__name__


def _key_path(location: tuple[int | str, ...], data: Any) -> KeyPath:
    """Return the keys of `location` that are keys of the file; pydantic mixes in names of union members."""
    keys: list[int | str] = []
    for position, part in enumerate(location):
        last = position == len(location) - 1
        if isinstance(data, dict) and (part in data or last):
            keys.append(part)
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            keys.append(part)
            data = data[part] if part < len(data) else None
    return tuple(keys)


def _explain(entry: Any, model: type[BaseModel]) -> tuple[str, str]:
    kind, context = entry["type"], entry.get("ctx", {})
    if isinstance(context.get("error"), _QuantityError):
        return context["error"].code, context["error"].expected
    rules: dict[str, Callable[[], tuple[str, str]]] = {
        "extra_forbidden": lambda: (
            "EP101",
            nearest(str(entry["loc"][-1]), _valid_keys(model, entry["loc"][:-1])),
        ),
        "missing": lambda: ("EP118", str(entry["loc"][-1])),
        "literal_error": lambda: ("EP117", str(context.get("expected", ""))),
        "finite_number": lambda: ("EP105", "a finite number"),
        "value_error": lambda: ("EP119", str(context.get("error", entry["msg"]))),
    }
    if kind in rules:
        return rules[kind]()
    if kind.startswith(("greater", "less", "too_")):
        return "EP108", entry["msg"]
    return "EP106", entry["msg"]


def _valid_keys(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Return the keys that are valid at `location`: walk the models along it."""
    found = _submodels(model)
    for part in location:
        if isinstance(part, str):
            inner = [m for parent in found for m in _children(parent, part)]
            found = inner or [m for m in found if m.__name__ == part] or found
    return sorted({name for member in found for name in member.model_fields})


def _children(model: type[BaseModel], field: str) -> list[type[BaseModel]]:
    if field not in model.model_fields:
        return []
    return _submodels(model.model_fields[field].annotation)


def _submodels(annotation: Any) -> list[type[BaseModel]]:
    """Return the models inside a type such as `dict[str, A | B] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    arguments = getattr(annotation, "__args__", ())
    return [model for argument in arguments for model in _submodels(argument)]

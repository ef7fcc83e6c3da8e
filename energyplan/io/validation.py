"""How do the errors of pydantic become faults with file, line, key and the nearest valid name?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import core_schema

from energyplan.core.errors import MAXIMUM_FAULTS_SHOWN, Fault, FaultError, nearest
from energyplan.core.messages import joined, phrase
from energyplan.core.units import UnitError, to_unit
from energyplan.io.yaml_file import Document, KeyPath

Model = TypeVar("Model", bound=BaseModel)
_DECIMAL_COMMA = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d{3})+|[+-]?\d{1,15}),(\d{1,15})(\s*[^\d\s.,].*|\s*)")
_THOUSANDS = re.compile(r"\s*([+-]?\d{1,3}(?:,\d{3}){2,9}(?:\.\d+)?|[+-]?\d{1,3}(?:,\d{3})+\.\d+)(\s*[^\d\s.,].*|\s*)")
_NOT_FINITE = re.compile(r"\s*[+-]?\.?(nan|inf)\b", re.IGNORECASE)
# error of pydantic → phrase
_KINDS = {
    "string_type": "text", "int_type": "whole_number", "int_parsing": "whole_number", "int_from_float": "whole_number",
    "int_parsing_size": "whole_number", "float_type": "number", "float_parsing": "number", "bool_type": "truth",
    "bool_parsing": "truth", "tuple_type": "list", "list_type": "list", "dict_type": "mapping", "model_type": "mapping",
    "model_attributes_type": "mapping", "mapping_type": "mapping",
}  # fmt: skip
_LENGTHS = {
    "string_too_long": ("characters_at_most", "max_length"),
    "string_too_short": ("characters_at_least", "min_length"),
    "too_long": ("entries_at_most", "max_length"),
    "too_short": ("entries_at_least", "min_length"),
}
_SIGNS = {"greater_than_equal": "≥", "less_than_equal": "≤", "greater_than": ">", "less_than": "<"}


class Settings(BaseModel):
    """The base of every model that a user writes: unknown keys are errors, objects do not change.

    Where text is wanted a number is taken as one: an id of 17, a scenario called 2045.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True, coerce_numbers_to_str=True
    )


class Refused(ValueError):
    """A value that a validator refuses, with the code of the fault and what is allowed."""

    def __init__(self, code: str, expected: str):
        self.code, self.expected = code, expected
        super().__init__(expected)


def parse_number(value: Any, *, unit: str, lower: float, upper: float) -> float:
    """Return a number in `unit` from a number or a text with a unit.

    Raises
    ------
    Refused
        EP104 decimal comma, EP105 not finite, EP106 no number, EP107 wrong unit, EP108 out of range.
    """
    expected = in_range(lower, upper, unit)
    if isinstance(value, str):
        _refuse_foreign_number(value, expected)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Refused("EP106", expected)
    try:
        number = to_unit(value, unit)
    except UnitError:
        raise Refused("EP107", expected) from None
    if not math.isfinite(number):
        raise Refused("EP105", expected)
    if not lower <= number <= upper:
        raise Refused("EP108", expected)
    return number


def in_range(lower: float, upper: float, unit: str) -> str:
    """Return "0 to 5 kW" for messages."""
    shown = "" if unit in ("", "1") else f" {unit}"
    if math.isinf(lower) and math.isinf(upper):
        return phrase("number_in", unit=shown)
    return phrase("range", lower=f"{lower:g}", upper=f"{upper:g}", unit=shown)


def _refuse_foreign_number(text: str, expected: str) -> None:
    """Refuse decimal commas and thousands separators with the number that is most likely meant."""
    if _NOT_FINITE.match(text):
        raise Refused("EP105", expected)
    comma, thousands = _DECIMAL_COMMA.fullmatch(text[:100]), _THOUSANDS.fullmatch(text[:100])
    if thousands:
        raise Refused("EP104", thousands[1].replace(",", "") + thousands[2].rstrip())
    if comma:
        plain = f"{comma[1].replace('.', '')}.{comma[2]}{comma[3].rstrip()}"
        ambiguous = len(comma[2]) == 3 and "." not in comma[1]
        whole = f"{comma[1]}{comma[2]}{comma[3].rstrip()}"
        raise Refused("EP104", joined([plain, whole], phrase("or")) if ambiguous else plain)


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
        parse = partial(parse_number, unit=self.unit, lower=self.lower, upper=self.upper)
        return core_schema.no_info_before_validator_function(parse, core_schema.float_schema())

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Tell an editor that a number in the unit or a text is valid."""
        said = "number or percentage" if self.unit == "1" else f"number in {self.unit}, or text with a unit"
        number = {"type": "number", "minimum": self.lower, "maximum": self.upper}
        return {"anyOf": [number, {"type": "string"}], "description": said}


def validate(model: type[Model], document: Document) -> Model:
    """Return `model` built from a document.

    Parameters
    ----------
    model : type
    document : Document
        Names file and lines in messages.

    Raises
    ------
    FaultError
        With one fault per wrong key.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise FaultError(_faults(error, model, document)) from None


def _faults(error: ValidationError, model: type[BaseModel], document: Document) -> list[Fault]:
    """Return one fault per key, the alternatives of a union joined; beyond 200 the rest is counted."""
    found: dict[KeyPath, Fault] = {}
    entries = error.errors(include_url=False)
    for entry in entries[:MAXIMUM_FAULTS_SHOWN]:
        keys = _key_path(entry["loc"], document.data, missing=entry["type"] == "missing")
        code, expected = _explain(entry, keys, model, document.data)
        fault = document.fault(code, keys, _shown(entry), expected)
        if keys not in found:
            found[keys] = fault
        elif expected != found[keys].expected:
            allowed = joined([found[keys].expected, expected], phrase("or"))
            found[keys] = replace(found[keys], expected=allowed)
    rest = len(entries) - MAXIMUM_FAULTS_SHOWN
    faults = list(found.values())
    if rest > 0:
        faults[-1] = replace(faults[-1], expected=faults[-1].expected + (" " + phrase("more_faults", count=rest)))
    return faults


def _shown(entry: Any) -> Any:
    """Return what was found: the value, or its kind where it is large; nothing where the key says it all."""
    value = entry["input"]
    if entry["type"] in ("missing", "extra_forbidden", "invalid_key"):
        return None
    if isinstance(value, dict | list | tuple):
        kind = "found_mapping" if isinstance(value, dict) else "found_list"
        return None if entry["type"] == "value_error" else phrase(kind)
    return phrase("nothing") if value is None else value


def _key_path(location: tuple[int | str, ...], data: Any, *, missing: bool) -> KeyPath:
    """Return the keys of `location` that are keys of the file; pydantic mixes in names of union members."""
    keys: list[int | str] = []
    for position, part in enumerate(location):
        absent = missing and position == len(location) - 1
        if isinstance(data, dict) and (part in data or absent):
            keys.append(part)
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            keys.append(part)
            data = data[part] if part < len(data) else None
    return tuple(keys)


def _explain(entry: Any, keys: KeyPath, model: type[BaseModel], data: Any) -> tuple[str, str]:
    """Return the code of an error and what is allowed."""
    kind, context = entry["type"], entry.get("ctx", {})
    if kind in ("extra_forbidden", "invalid_key"):
        return _unknown_key(keys, model, data)
    if kind == "value_error":
        refusal = context["error"]
        known = isinstance(refusal, Refused)
        return (refusal.code, refusal.expected) if known else ("EP119", refusal.args[0])
    if kind in _LENGTHS:
        name, limit = _LENGTHS[kind]
        return "EP108", phrase(name, limit=context[limit])
    if kind in _SIGNS:
        return "EP108", f"{_SIGNS[kind]} {next(iter(context.values()))}"
    other = {
        "missing": ("EP118", str(entry["loc"][-1])),
        "literal_error": ("EP117", nearest(str(entry["input"]), re.findall("'([^']*)'", context.get("expected", "")))),
        "finite_number": ("EP105", phrase("finite_number")),
        "string_pattern_mismatch": ("EP108", phrase("pattern", pattern=context.get("pattern", ""))),
    }
    return other.get(kind) or ("EP106", phrase(_KINDS[kind]) if kind in _KINDS else entry["msg"])


def _unknown_key(keys: KeyPath, model: type[BaseModel], data: Any) -> tuple[str, str]:
    """Return the fault of an unknown key; `{rate: 3,5}` reads as rate 3 and an empty key 5."""
    value = data
    for key in keys:
        value = value[key]
    if value is None and str(keys[-1]).isdigit():
        return "EP104", phrase("list_brackets", example=f"….{keys[-1]}")
    return "EP101", nearest(str(keys[-1]), _valid_keys(model, keys[:-1]))


def _valid_keys(model: type[BaseModel], location: KeyPath) -> list[str]:
    """Return the keys that are valid at `location`: walk the models along it."""
    found = [model]
    for part in location:
        if isinstance(part, str):
            found = [inner for parent in found for inner in _children(parent, part)] or found
    return sorted({name for member in found for name in member.model_fields})


def _children(model: type[BaseModel], field: str) -> Iterator[type[BaseModel]]:
    if field in model.model_fields:
        yield from _submodels(model.model_fields[field].annotation)


def _submodels(annotation: Any) -> list[type[BaseModel]]:
    """Return the models inside a type such as `dict[str, A | B] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    arguments = getattr(annotation, "__args__", ())
    return [model for argument in arguments for model in _submodels(argument)]

"""How does "120 EUR/t" become a number in the unit that we expect?"""

from __future__ import annotations

import math
import re
import tokenize
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pint

# pint would calculate what stands there ("2*3 kW", "9**9**9 kW"): only a number and a plain unit reach it
_QUANTITY = re.compile(r"([+-]?(?:\d{1,300}(?:\.\d{0,300})?|\.\d{1,300})(?:[eE][+-]?\d{1,3})?)\s*(.{0,40})", re.ASCII)
_UNIT = re.compile(r"(?:1(?=/))?[A-Za-zµ°%€²³23/()*·^ ]*")
_TWICE = re.compile(r"%.*%|\*\*.*\*\*")
_NAMES = {"a": "year", "t": "tonne", "l": "liter", "d": "day"}


class UnitError(ValueError):
    """A text that is no number, names an unknown unit or has the wrong dimension."""


@cache
def unit_registry() -> pint.UnitRegistry:
    """Return the registry: pint's units with EUR, persons and hectares; degC is read as an offset unit."""
    import pint

    registry: pint.UnitRegistry = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    registry.define("EUR = [money] = eur = €")
    registry.define("percent = 0.01 = %")
    registry.define("kgCO2 = kg")
    registry.define("tCO2 = tonne")
    registry.define("ha = hectare")
    return registry


def to_unit(value: str | float, unit: str) -> float:
    """Convert `value` to `unit`; a plain number already has it.

    A calendar year is never converted (a year is the sum of its hours, not a number of seconds): "kWh/a" is
    accepted for "kWh/a" and refused for "kW".

    Parameters
    ----------
    value : str or float
        Such as 120, "120 EUR/t" or "0.12 EUR/kg".
    unit : str
        The expected unit, "1" for a plain number.

    Returns
    -------
    float

    Raises
    ------
    UnitError
        If the text is no quantity or of another dimension.

    Examples
    --------
    >>> to_unit("0.12 EUR/kg", "EUR/t")
    120.0
    >>> to_unit(5, "kW")
    5.0
    >>> to_unit("85 degC", "degC")
    85.0
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UnitError(f"{value!r} is not a number in {unit}")
    if isinstance(value, str):
        return _from_text(value.strip(), unit)
    try:
        return float(value)
    except OverflowError:
        raise UnitError(f"not a number in {unit}: too large") from None


def _from_text(text: str, unit: str) -> float:
    if "," in text:
        raise UnitError(f"{text[:40]!r} is not a quantity in {unit}: write a decimal point, no thousands separator")
    match = _QUANTITY.fullmatch(text)
    if match is None or not _UNIT.fullmatch(match[2]) or _TWICE.search(match[2]):
        raise UnitError(f"{text[:40]!r} is not a quantity in {unit}: write a number and its unit")
    number, given = float(match[1]), match[2].strip()
    if not math.isfinite(number):
        raise UnitError(f"{text[:40]!r} is not a quantity in {unit}: too large")
    if _spell(given) == _spell(unit if unit != "1" else ""):
        return number
    return number / 100 if (given, unit) == ("%", "1") else _convert(number, given, unit)


def _convert(number: float, given: str, unit: str) -> float:
    import pint

    registry = unit_registry()
    try:
        found: Any = registry.Quantity(number, _unit(given, registry))
        target = _unit(unit, registry)
        _refuse_years(found.units, target)
        return round(float(found.to(target).magnitude), 12)
    except (
        pint.errors.PintError, AttributeError, AssertionError, ValueError, TypeError, SyntaxError, ArithmeticError,
        tokenize.TokenError,
    ) as error:  # fmt: skip
        raise UnitError(f"{number:g} {given} is not a quantity in {unit}: {error}") from None


def _refuse_years(found: Any, target: Any) -> None:
    years = [sum(power for name, power in unit._units.items() if name == "year") for unit in (found, target)]
    if years[0] != years[1]:
        raise ValueError("annual values are sums over hours and are not converted")


def _unit(text: str, registry: pint.UnitRegistry) -> Any:
    return registry.Unit(_spell(text)) if text not in ("", "1") else registry.dimensionless


def _spell(text: str) -> str:
    """Return `text` with the unit names of the field spelled as pint knows them.

    >>> _spell("EUR/(m2 a)")
    'EUR / ( m**2 year )'
    """
    text = text.replace("°C", "degC").replace("²", "2").replace("³", "3").replace("€", "EUR").replace("%", "percent")
    text = text.replace("**", "").replace("^", "").replace("·", " ")
    tokens = re.sub(r"([/()])", r" \1 ", text).split()
    return " ".join(re.sub(r"(?<!CO)([23])$", r"**\1", _NAMES.get(token, token)) for token in tokens)

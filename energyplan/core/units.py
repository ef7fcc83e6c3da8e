"""How does "120 EUR/t" become a number in the unit that we expect?"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pint


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
    if isinstance(value, bool) or value is None:
        raise UnitError(f"{value!r} is not a number in {unit}")
    if isinstance(value, int | float):
        return float(value)
    return _from_text(value.strip(), unit)


def _from_text(text: str, unit: str) -> float:
    import pint

    registry = unit_registry()
    if "," in text:
        raise UnitError(
            f"{text!r} is not a quantity in {unit}: write a decimal point, no thousands separator"
        )
    try:
        parsed: Any = registry.Quantity(_spell(text))
        target: Any = registry.Unit(_spell(unit)) if unit not in ("", "1") else registry.dimensionless
        _refuse_years(parsed.units, target)
        return round(float(parsed.to(target).magnitude), 12)
    except (
        pint.errors.PintError,
        AttributeError,
        ValueError,
        TypeError,
        SyntaxError,
        ArithmeticError,
    ) as error:
        raise UnitError(f"{text!r} is not a quantity in {unit}: {error}") from None


def _refuse_years(found: Any, target: Any) -> None:
    years = [sum(power for name, power in unit._units.items() if name == "year") for unit in (found, target)]
    if years[0] != years[1]:
        raise ValueError("annual values are sums over hours and are not converted")


def _spell(text: str) -> str:
    """Return `text` with the unit names of the field spelled as pint knows them."""
    text = text.replace("°C", "degC").replace("²", "**2").replace("³", "**3").replace("€", "EUR")
    tokens = []
    for token in text.replace("/", " / ").replace("(", " ( ").replace(")", " ) ").split():
        tokens.append(
            {"a": "year", "m2": "m**2", "m3": "m**3", "t": "tonne", "l": "liter", "d": "day", "K2": "K**2"}.get(
                token, token
            )
        )
    return " ".join(tokens)

"""How is a number written for a German or an English reader?"""

from __future__ import annotations

import math

MISSING = "–"
_SCALES = {
    "kWh": (("kWh", 1.0), ("MWh", 1e3), ("GWh", 1e6), ("TWh", 1e9)),
    "kW": (("kW", 1.0), ("MW", 1e3), ("GW", 1e6)),
    "t": (("t", 1.0),),
    "EUR": (("€", 1.0), ("Tsd. €", 1e4), ("Mio. €", 1e6)),
    "m": (("m", 1.0), ("km", 1e4)),
    "m3": (("m³", 1.0),),
}
_DIVISOR = {"Tsd. €": 1e3, "km": 1e3}
_ENGLISH = {"Tsd. €": "thousand €", "Mio. €": "million €"}


def format_number(value: float, language: str, digits: int = 0) -> str:
    """Return a number with the marks of a language.

    Parameters
    ----------
    value : float
    language : {"de", "en"}
    digits : int
        Digits after the decimal mark.

    Examples
    --------
    >>> format_number(12345.678, "de", 1), format_number(12345.678, "en", 1)
    ('12.345,7', '12,345.7')
    """
    if value is None or not math.isfinite(value):
        return MISSING
    rounded = round(value, digits) + 0.0  # so that −0 is written 0
    text = f"{rounded:,.{digits}f}".replace("-", "−")
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text


def format_rounded(value: float, language: str, significant: int = 3) -> str:
    """Return a number with so many significant digits, none of them after the mark from 100 on.

    Examples
    --------
    >>> format_rounded(1234.5, "de"), format_rounded(12.345, "de"), format_rounded(0.01234, "en", 2)
    ('1.230', '12,3', '0.012')
    """
    if value is None or not math.isfinite(value):
        return MISSING
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    digits = significant - 1 - exponent
    return format_number(round(value, digits), language, max(digits, 0))


def format_quantity(value: float, unit: str, language: str, significant: int = 3) -> str:
    """Return a number with its unit, in the multiple of the unit that reads well.

    Parameters
    ----------
    unit : {"kWh", "kW", "t", "EUR", "m", "m3"}

    Examples
    --------
    >>> format_quantity(2662995.2, "kWh", "de"), format_quantity(1843000, "EUR", "en")
    ('2,66\\xa0GWh', '1.84\\xa0million\\xa0€')
    """
    if value is None or not math.isfinite(value):
        return MISSING
    name, least = (
        [scale for scale in _SCALES[unit] if abs(value) >= scale[1]][-1:][0] if abs(value) >= 1 else _SCALES[unit][0]
    )
    number = format_rounded(value / _DIVISOR.get(name, least), language, significant)
    label = name if language == "de" else _ENGLISH.get(name, name)
    return f"{number}\u00a0{label}".replace(" ", "\u00a0")


def format_percent(value: float, language: str, digits: int = 0) -> str:
    """Return a share as percentage.

    >>> format_percent(0.123, "de", 1)
    '12,3\\xa0%'
    """
    if value is None or not math.isfinite(value):
        return MISSING
    return f"{format_number(100.0 * value, language, digits)}\u00a0%"

"""Do numbers keep their value in the marks of a language?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energyplan.plan.numbers import format_number, format_percent, format_quantity, format_rounded


@given(st.floats(-1e12, 1e12, allow_nan=False), st.sampled_from(["de", "en"]), st.integers(0, 4))
def test_a_number_can_be_read_back(value, language, digits):
    text = format_number(value, language, digits).replace("−", "-")
    plain = text.replace(".", "").replace(",", ".") if language == "de" else text.replace(",", "")
    assert float(plain) == pytest.approx(value, abs=0.51 * 10.0**-digits + 1e-9 * abs(value))


@given(st.floats(1e-6, 1e12), st.integers(2, 5))
def test_rounding_is_within_the_digits(value, significant):
    text = format_rounded(value, "en", significant).replace(",", "")
    assert float(text) == pytest.approx(value, rel=0.51 * 10.0 ** (1 - significant))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0, "kWh", "0 kWh"),
        (950.0, "kWh", "950 kWh"),
        (2662995.248436, "kWh", "2,66 GWh"),
        (1540.0, "kW", "1,54 MW"),
        (8400.0, "m", "8.400 m"),
        (12400.0, "m", "12,4 km"),
        (48_300.0, "EUR", "48,3 Tsd. €"),
        (9.3e6, "EUR", "9,30 Mio. €"),
        (float("nan"), "t", "–"),
        (-1200.0, "t", "−1.200 t"),
    ],
)
def test_quantities_read_well(value, unit, text):
    assert format_quantity(value, unit, "de").replace("\u00a0", " ") == text


def test_percent():
    assert format_percent(0.305, "en", 1) == "30.5\u00a0%"

"""The annuity: worked values, limits and its defining balance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energyplan.physics.annuity import annuity_factor, present_value_factor


@pytest.mark.parametrize(
    ("interest_rate", "lifetime", "expected"),
    [(0.05, 20, 0.0802426), (0.03, 20, 0.0672157), (0.07, 15, 0.1097946), (0.10, 1, 1.1), (0.0, 25, 0.04)],
)
def test_worked_values(interest_rate, lifetime, expected):
    """Annuity tables of textbooks, to their seven digits."""
    assert annuity_factor(interest_rate, lifetime) == pytest.approx(expected, abs=5e-8)


@given(st.floats(-0.05, 0.3), st.integers(1, 100))
def test_the_payments_pay_back_the_investment_with_interest(interest_rate, years):
    debt = 1.0
    for _ in range(years):
        debt = debt * (1 + interest_rate) - annuity_factor(interest_rate, years)
    assert debt == pytest.approx(0.0, abs=1e-9 * (1 + abs(interest_rate)) ** years * years)


@given(st.floats(1e-12, 1e-6), st.floats(1, 100))
def test_vanishing_interest_gives_equal_shares(interest_rate, lifetime):
    assert annuity_factor(interest_rate, lifetime) == pytest.approx(1 / lifetime, rel=1e-4)


@given(st.floats(0.001, 0.3), st.floats(1, 99))
def test_longer_lives_and_cheaper_money_cost_less_per_year(interest_rate, lifetime):
    factor = annuity_factor(interest_rate, lifetime)
    assert annuity_factor(interest_rate, lifetime + 1) < factor
    assert annuity_factor(interest_rate + 0.001, lifetime) > factor
    assert factor > interest_rate
    assert factor * present_value_factor(interest_rate, lifetime) == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize(
    ("interest_rate", "lifetime"),
    [(0.05, 0), (0.05, -1), (0.05, float("nan")), (-1.0, 20), (float("nan"), 20)],
)
def test_impossible_input_is_refused(interest_rate, lifetime):
    with pytest.raises(ValueError, match="must"):
        annuity_factor(interest_rate, lifetime)

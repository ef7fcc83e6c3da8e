"""COP formulas: analytic limits and bounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energyplan.physics.cop import ideal_cop, kelvin, lorenz_mean, real_cop

temperatures = st.floats(-40, 150)


def test_carnot_by_hand():
    """65 °C over 10 °C: 338.15/55."""
    assert ideal_cop(kelvin(65.0), kelvin(10.0)) == pytest.approx(338.15 / 55, rel=1e-12)


def test_the_lorenz_mean_by_hand():
    """45 to 65 °C: 20 / ln(338.15/318.15) K."""
    assert lorenz_mean(45.0, 65.0) == pytest.approx(20 / np.log(338.15 / 318.15), rel=1e-12)


@given(temperatures, temperatures)
def test_the_lorenz_mean_lies_below_the_arithmetic_and_above_the_geometric_mean(first, second):
    a, b = kelvin(first), kelvin(second)
    mean = lorenz_mean(first, second)
    assert np.sqrt(a * b) * (1 - 1e-12) <= mean <= (a + b) / 2 * (1 + 1e-12)
    assert mean == pytest.approx(lorenz_mean(second, first), rel=1e-12)


@given(temperatures, st.floats(-1e-6, 1e-6))
def test_without_glide_the_mean_is_the_temperature(temperature, glide):
    assert lorenz_mean(temperature, temperature + glide) == pytest.approx(kelvin(temperature), abs=1e-6)


@given(temperatures, st.floats(0.1, 100))
def test_a_larger_lift_costs_efficiency(source, lift):
    near, far = (ideal_cop(kelvin(source + x), kelvin(source)) for x in (lift, lift + 1))
    assert 1 < far < near


def test_a_source_as_warm_as_the_sink_needs_no_work():
    assert np.isinf(ideal_cop([300.0, 290.0], [300.0, 300.0])).all()


@given(st.lists(st.one_of(st.floats(1, 1e6), st.just(np.inf)), min_size=1), st.floats(0.05, 1), st.floats(1, 20))
def test_real_machines_stay_between_resistance_heating_and_their_bound(ideal, fraction, maximum):
    found = real_cop(ideal, fraction, maximum=maximum)
    assert ((found >= 1) & (found <= maximum)).all()
    assert (found <= np.maximum(ideal, 1.0)).all(), "the second law"


@pytest.mark.parametrize(
    ("fraction", "maximum"), [(0.0, 7), (1.1, 7), (float("nan"), 7), (0.5, 0.9), (0.5, float("nan"))]
)
def test_impossible_machines_are_refused(fraction, maximum):
    with pytest.raises(ValueError, match="must"):
        real_cop([5.0], fraction, maximum=maximum)


def test_temperatures_below_absolute_zero_are_refused():
    with pytest.raises(ValueError, match="absolute zero"):
        kelvin([20.0, -300.0])

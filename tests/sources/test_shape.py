"""Spreading an annual heat over the hours: sum and limit are kept for any shape."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energyplan.sources.shape import spread


@given(
    st.lists(st.one_of(st.just(0.0), st.floats(1e-3, 1e3)), min_size=1, max_size=40),
    st.floats(0.0, 1.0),
    st.floats(1e-2, 1e5),
)
def test_sum_and_limit_are_kept(shape, use, peak):
    annual = use * peak * len(shape)
    power, outside = spread(np.array(shape), annual_heat=annual, peak_power=peak)
    assert power.sum() == pytest.approx(annual, rel=1e-9, abs=1e-9)
    assert power.min() >= 0 and power.max() <= peak * (1 + 1e-9)
    assert outside == pytest.approx(float(power[np.array(shape) == 0].sum()), rel=1e-9, abs=1e-9)


def test_the_shape_is_followed_where_the_limit_does_not_bind():
    power, outside = spread(np.array([1.0, 2.0, 0.0]), annual_heat=3.0, peak_power=10.0)
    assert power.tolist() == [1.0, 2.0, 0.0] and outside == 0


def test_heat_beyond_the_shape_goes_into_the_other_hours():
    power, outside = spread(np.array([1.0, 0.0, 0.0]), annual_heat=4.0, peak_power=2.0)
    assert power.tolist() == [2.0, 1.0, 1.0] and outside == 2.0


def test_more_heat_than_all_hours_yield_is_refused():
    with pytest.raises(ValueError, match="do not fit"):
        spread(np.ones(10), annual_heat=11.0, peak_power=1.0)

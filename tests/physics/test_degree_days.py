"""Are daily means and degree days what one computes by hand?"""

from __future__ import annotations

import numpy as np
import pytest

from energyplan.physics.degree_days import daily_mean, heating_days, heating_degree_days


def test_by_hand():
    hours = np.concatenate([np.full(24, 5.0), np.full(24, 14.9), np.full(24, 15.0), np.full(24, 25.0)])
    assert daily_mean(hours).tolist() == pytest.approx([5, 14.9, 15, 25])
    assert heating_days(hours).tolist() == [True, True, False, False]
    assert heating_degree_days(hours) == pytest.approx(15 + 5.1)


def test_constant_year():
    assert heating_degree_days(np.full(8760, 10.0)) == pytest.approx(365 * 10)
    assert heating_degree_days(np.full(8760, 16.0)) == 0


def test_half_days_are_refused():
    with pytest.raises(ValueError, match="whole days"):
        daily_mean(np.zeros(30))

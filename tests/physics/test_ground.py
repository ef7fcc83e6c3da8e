"""Is the wave of the ground damped and late as the conduction equation says?"""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from energyplan.physics.ground import ground_temperature, penetration_depth

HOURS = np.arange(8760)
AIR = xr.DataArray(10 - 9 * np.cos(2 * np.pi * (HOURS - 500) / 8760), dims="time", name="air_temperature")


def test_wave_of_one_harmonic_is_exact():
    depth, diffusivity = 1.3, 7e-7
    ground = ground_temperature(AIR, depth=depth, thermal_diffusivity=diffusivity)
    late = depth / penetration_depth(diffusivity)
    expected = 10 - 9 * np.exp(-late) * np.cos(2 * np.pi * (HOURS - 500) / 8760 - late)
    assert ground.to_numpy() == pytest.approx(expected, abs=1e-9)


def test_wave_obeys_the_conduction_equation():
    """∂T/∂t = a ∂²T/∂z², by central differences."""
    diffusivity, step = 6e-7, 0.02
    above, here, below = (
        ground_temperature(AIR, depth=1 + k * step, thermal_diffusivity=diffusivity).to_numpy() for k in (-1, 0, 1)
    )
    in_time = (np.roll(here, -1) - np.roll(here, 1)) / 7200
    in_depth = diffusivity * (above - 2 * here + below) / step**2
    assert in_time == pytest.approx(in_depth, abs=1e-3 * np.abs(in_time).max())


def test_surface_follows_the_air_and_depth_is_constant():
    assert ground_temperature(AIR, depth=0, thermal_diffusivity=6e-7).to_numpy() == pytest.approx(AIR.to_numpy())
    assert ground_temperature(AIR, depth=40, thermal_diffusivity=6e-7).to_numpy() == pytest.approx(10, abs=1e-5)


@given(st.floats(0, 20), st.floats(2e-7, 2e-6))
def test_mean_is_that_of_the_air_and_range_is_smaller(depth, diffusivity):
    ground = ground_temperature(AIR, depth=depth, thermal_diffusivity=diffusivity)
    assert float(ground.mean()) == pytest.approx(10, abs=1e-9)
    assert float(ground.max() - ground.min()) <= float(AIR.max() - AIR.min()) + 1e-9

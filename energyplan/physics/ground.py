"""How warm is the ground at the depth of a pipe, hour by hour?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energyplan.core.hours import HOURS_PER_YEAR

if TYPE_CHECKING:
    import xarray as xr


def ground_temperature(air_temperature: xr.DataArray, *, depth: float, thermal_diffusivity: float) -> xr.DataArray:
    """Return the undisturbed temperature of the ground.

    The surface follows the yearly wave of the air temperature (its mean and first harmonic); downwards the
    wave is damped and comes later.

    Parameters
    ----------
    air_temperature : xarray.DataArray
        One whole year in equal steps, dim `time` [°C].
    depth : float
        Below the surface [m].
    thermal_diffusivity : float
        Of the soil [m²/s].

    Returns
    -------
    xarray.DataArray
        `ground_temperature` [°C], dim `time`.

    Notes
    -----
    T(z, t) = T_m + A · exp(−z/d) · cos(ω t − φ − z/d), penetration depth d = √(2 a/ω), ω = 2π/year. Kusuda
    and Achenbach, Earth temperature and thermal diffusivity at selected stations in the United States, ASHRAE
    Transactions 71 (1965) 61-74. The surface wave is taken equal to that of the air: cover and sun are left
    out.

    Examples
    --------
    >>> import xarray as xr
    >>> air = xr.DataArray(np.full(8760, 10.0), dims="time")
    >>> float(ground_temperature(air, depth=1.0, thermal_diffusivity=6e-7).mean().round(9))
    10.0
    """
    air = air_temperature.to_numpy()
    steps = air.size
    angle = 2 * np.pi * np.arange(steps) / steps
    harmonic = 2 / steps * np.sum(air * np.exp(-1j * angle))
    damping = depth / penetration_depth(thermal_diffusivity)
    wave = np.abs(harmonic) * np.exp(-damping) * np.cos(angle + np.angle(harmonic) - damping)
    return air_temperature.copy(data=air.mean() + wave).rename("ground_temperature").drop_attrs()


def penetration_depth(thermal_diffusivity: float) -> float:
    """Return the depth at which the yearly wave has fallen to 1/e [m].

    Parameters
    ----------
    thermal_diffusivity : float
        [m²/s]

    Returns
    -------
    float

    Examples
    --------
    >>> round(penetration_depth(6e-7), 2)
    2.45
    """
    yearly_frequency = 2 * np.pi / (HOURS_PER_YEAR * 3600)
    return float(np.sqrt(2 * thermal_diffusivity / yearly_frequency))

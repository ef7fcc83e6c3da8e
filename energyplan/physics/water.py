"""What do density, heat capacity and viscosity of water amount to at a given temperature?

All three from one document: IAPWS, Revised Supplementary Release on Properties of Liquid Water at 0.1 MPa,
SR6-08(2011), after Pátek, Hrubý, Klomfar, Součková and Harvey, J. Phys. Chem. Ref. Data 38 (2009) 21,
doi:10.1063/1.3043575. Valid from -20 to 110 °C; the pressure of heating networks changes density by less than
0.1 % and is left out.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from energyplan.core.errors import Fault, raise_faults

Temperature = TypeVar("Temperature", float, NDArray[np.float64])

KELVIN = 273.15
LOWEST, HIGHEST = -20.0, 110.0
GAS_CONSTANT = 0.46151805  # specific, of water, as in the release [kJ/(kg K)]
REFERENCE_TEMPERATURE, REFERENCE_PRESSURE = 10.0, 100.0  # scales of the release [K], [kPa]

# exponent: coefficient of the series in alpha = 10 / (593 - T) and beta = 10 / (T - 232)
GIBBS_ALPHA = {4: -1.661470539e5, 5: 2.708781640e6, 7: -1.557191544e8}
GIBBS_BETA = {2: -8.237426256e-1, 3: 1.908956353, 4: -2.017597384, 5: 8.546361348e-1}
GIBBS_CONSTANT = -8.983025854
VOLUME_CONSTANT = 1.93763157e-2
VOLUME_ALPHA = {
    4: 6.74458446e3,
    5: -2.22521604e5,
    7: 1.00231247e8,
    8: -1.63552118e9,
    9: 8.32299658e9,
}
VOLUME_BETA = {
    1: 5.78545292e-3,
    2: -1.53195665e-2,
    3: 3.11337859e-2,
    4: -4.23546241e-2,
    5: 3.38713507e-2,
    6: -1.19946761e-2,
}
VISCOSITY = {-1.9: 280.68, -7.7: 511.45, -19.6: 61.131, -40.0: 0.45903}


def density(temperature: Temperature) -> Temperature:
    """Return the density of water [kg/m³].

    Parameters
    ----------
    temperature : float or array
        [°C]

    Returns
    -------
    float or array

    Notes
    -----
    1/ρ = R T_r/p_0 · (a₅ + Σ aᵢ αⁿ + Σ bᵢ βᵐ), IAPWS SR6-08(2011) eq. 2.

    Examples
    --------
    >>> round(density(25.0), 3)
    997.047
    """
    alpha, beta = _scaled(temperature)
    series = VOLUME_CONSTANT + _series(VOLUME_ALPHA, alpha) + _series(VOLUME_BETA, beta)
    return _plain(REFERENCE_PRESSURE / (GAS_CONSTANT * REFERENCE_TEMPERATURE * series))


def heat_capacity(temperature: Temperature) -> Temperature:
    """Return the isobaric heat capacity of water [kJ/(kg K)].

    Parameters
    ----------
    temperature : float or array
        [°C]

    Returns
    -------
    float or array

    Notes
    -----
    c_p = −R · (c₃ + τ Σ n(n+1) aₙ αⁿ⁺² + τ Σ m(m+1) bₘ βᵐ⁺²), τ = T/10 K, IAPWS SR6-08(2011) eq. 5.

    Examples
    --------
    >>> round(heat_capacity(25.0), 4)
    4.1814
    """
    alpha, beta = _scaled(temperature)
    tau = (np.asarray(temperature) + KELVIN) / REFERENCE_TEMPERATURE
    curvature = _series({n + 2: n * (n + 1) * a for n, a in GIBBS_ALPHA.items()}, alpha)
    curvature = curvature + _series({m + 2: m * (m + 1) * b for m, b in GIBBS_BETA.items()}, beta)
    return _plain(-GAS_CONSTANT * (GIBBS_CONSTANT + tau * curvature))


def viscosity(temperature: Temperature) -> Temperature:
    """Return the dynamic viscosity of water [Pa s].

    Parameters
    ----------
    temperature : float or array
        [°C]

    Returns
    -------
    float or array

    Notes
    -----
    µ = 10⁻⁶ Σ aᵢ (T/300 K)^bᵢ, IAPWS SR6-08(2011) eq. 7.

    Examples
    --------
    >>> round(viscosity(25.0) * 1e6, 1)
    890.0
    """
    _check(temperature)
    return _plain(1e-6 * _series(VISCOSITY, (np.asarray(temperature) + KELVIN) / 300.0))


def _scaled(temperature: float | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    _check(temperature)
    kelvin = np.asarray(temperature) + KELVIN
    return REFERENCE_TEMPERATURE / (593.0 - kelvin), REFERENCE_TEMPERATURE / (kelvin - 232.0)


def _series(coefficients: dict[int, float] | dict[float, float], base: np.ndarray) -> np.ndarray:
    return sum((c * base**power for power, c in coefficients.items()), start=np.zeros_like(base))


def _check(temperature: float | np.ndarray) -> None:
    found = np.atleast_1d(temperature)
    outside = found[~((found >= LOWEST) & (found <= HIGHEST))]
    if outside.size:
        allowed = f"{LOWEST:g} to {HIGHEST:g} °C"
        raise_faults([Fault("EP212", column="water temperature", value=float(outside[0]), expected=allowed)])


def _plain(values: np.ndarray) -> Any:
    """Return a float for a float."""
    return float(values) if np.ndim(values) == 0 else values

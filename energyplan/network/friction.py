"""How much pressure does water lose per metre of pipe?"""

from __future__ import annotations

import numpy as np

LAMINAR_LIMIT = 2300.0


def velocity(mass_flow: np.ndarray, inner_diameter: np.ndarray, *, density: float) -> np.ndarray:
    """Return the mean velocity in a pipe [m/s].

    Parameters
    ----------
    mass_flow : array
        [kg/s]
    inner_diameter : array
        [mm]
    density : float
        [kg/m³]

    Examples
    --------
    >>> float(velocity(2.0, 53.9, density=980.0).round(3))
    0.894
    """
    area = np.pi / 4 * (np.asarray(inner_diameter) / 1000) ** 2
    return np.asarray(mass_flow) / (density * area)


def friction_factor(reynolds: np.ndarray, relative_roughness: np.ndarray) -> np.ndarray:
    """Return the Darcy friction factor.

    Parameters
    ----------
    reynolds : array
        Reynolds number [1].
    relative_roughness : array
        Roughness / inner diameter [1].

    Returns
    -------
    numpy.ndarray
        [1]

    Notes
    -----
    Turbulent: λ = 0.25 / log₁₀²(k/(3.7 d) + 5.74/Re^0.9), Swamee and Jain, Journal of the Hydraulics
    Division 102 (1976) 657-664, within 1 % of Colebrook; laminar (Re < 2300): 64/Re.

    Examples
    --------
    >>> friction_factor(np.array([1e5, 1000.0]), 1e-3).round(4).tolist()
    [0.0223, 0.064]
    """
    reynolds = np.maximum(np.asarray(reynolds, dtype=float), 1e-9)
    turbulent = 0.25 / np.log10(relative_roughness / 3.7 + 5.74 / np.maximum(reynolds, 1.0) ** 0.9) ** 2
    return np.where(reynolds < LAMINAR_LIMIT, 64.0 / reynolds, turbulent)


def pressure_gradient(
    mass_flow: np.ndarray,
    inner_diameter: np.ndarray,
    roughness: np.ndarray,
    *,
    density: float,
    viscosity: float,
) -> np.ndarray:
    """Return the pressure loss per metre of pipe [Pa/m].

    Parameters
    ----------
    mass_flow : array
        [kg/s]
    inner_diameter, roughness : array
        [mm]
    density : float
        [kg/m³]
    viscosity : float
        Dynamic viscosity [Pa s].

    Returns
    -------
    numpy.ndarray

    Notes
    -----
    Δp/L = λ/d · ρ v²/2 (Darcy and Weisbach).

    Examples
    --------
    >>> float(pressure_gradient(2.0, 53.9, 0.1, density=980.0, viscosity=4.3e-4).round(1))
    180.3
    """
    speed = velocity(mass_flow, inner_diameter, density=density)
    metres = np.asarray(inner_diameter) / 1000
    reynolds = density * speed * metres / viscosity
    factor = friction_factor(reynolds, np.asarray(roughness) / np.asarray(inner_diameter))
    return factor / metres * density * speed**2 / 2

"""How is an annual heat spread over the hours when only its shape and its highest power are known?"""

from __future__ import annotations

import numpy as np


def spread(shape: np.ndarray, *, annual_heat: float, peak_power: float) -> tuple[np.ndarray, float]:
    """Return hourly power with a given sum and limit that follows a shape.

    Parameters
    ----------
    shape : ndarray
        Relative power of the hours, ≥ 0.
    annual_heat : float
        E, sum of the result [kWh].
    peak_power : float
        P, no hour exceeds it [kW]; E ≤ number of hours · P.

    Returns
    -------
    power : ndarray
        min(P, k·shape) with the factor k that makes the sum E [kW].
    outside : float
        Heat that had to be laid into hours whose shape is zero, since all others are at P [kWh].

    Raises
    ------
    ValueError
        If E exceeds what P yields in all hours.

    Notes
    -----
    With the hours sorted by falling shape s₁ ≥ s₂ ≥ …, hour n reaches P when the sum is
    E_n = (n − 1)·P + P/s_n · Σ_{i≥n} s_i, which grows with n: the number of hours at P is the number of E_n ≤
    E.

    Examples
    --------
    >>> spread(np.array([1.0, 2.0, 1.0]), annual_heat=4.0, peak_power=1.5)[0].tolist()
    [1.25, 1.5, 1.25]
    """
    if annual_heat > len(shape) * peak_power * (1 + 1e-9):
        raise ValueError(f"{annual_heat:g} kWh do not fit into {len(shape)} hours of at most {peak_power:g} kW")
    falling = np.sort(shape[shape > 0])[::-1]
    rest = np.cumsum(falling[::-1])[::-1]
    reached = np.arange(len(falling)) * peak_power + peak_power * rest / falling
    full = int(np.searchsorted(reached, annual_heat, side="right"))
    if full == len(falling):
        return _beyond_shape(shape, annual_heat, peak_power)
    factor = (annual_heat - full * peak_power) / rest[full]
    return np.minimum(factor * shape, peak_power), 0.0


def _beyond_shape(shape: np.ndarray, annual_heat: float, peak_power: float) -> tuple[np.ndarray, float]:
    """Return the peak in every hour of the shape and what is left evenly in the others."""
    inside = shape > 0
    outside = max(annual_heat - inside.sum() * peak_power, 0.0)
    others = max(int((~inside).sum()), 1)
    return np.where(inside, peak_power, outside / others), outside

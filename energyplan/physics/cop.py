"""How much heat can a heat pump deliver per unit of electricity?

Between two temperatures, Carnot gives the bound; where source and sink change their temperature on the way
through the heat exchangers, Lorenz does, with the mean temperatures in Carnot's formula. Real machines
reach a fraction.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

CELSIUS_ZERO = 273.15  # [K], definition of the Celsius scale

Array = NDArray[np.float64]


def lorenz_mean(first: ArrayLike, second: ArrayLike) -> Array:
    """Return the thermodynamic mean of a temperature that glides from `first` to `second`.

    Parameters
    ----------
    first, second : array_like
        Temperatures at inlet and outlet, in any order [degC].

    Returns
    -------
    ndarray
        Mean temperature [K].

    Notes
    -----
    T_m = (T₁ − T₂) / ln(T₁ / T₂) in kelvin, and T₁ where both are equal (H. Lorenz, Zeitschrift für die
    gesamte Kälte-Industrie, 1894/95).

    Examples
    --------
    >>> round(float(lorenz_mean(45.0, 65.0)), 2)  # slightly below the arithmetic mean of 328.15 K
    328.05
    """
    hot, cold = kelvin(first), kelvin(second)
    difference = hot - cold
    # log1p keeps the digits that the logarithm of a ratio near 1 loses; the arithmetic mean, right to δ²/12, fills the rest
    small = np.abs(difference) < 1e-9 * cold
    mean = np.where(small, 1.0, difference) / np.where(small, 1.0, np.log1p(difference / cold))
    return np.where(small, (hot + cold) / 2, mean)


def kelvin(temperature: ArrayLike) -> Array:
    """Return a temperature in kelvin.

    Parameters
    ----------
    temperature : array_like
        [degC]

    Returns
    -------
    ndarray
        [K]

    Raises
    ------
    ValueError
        Below absolute zero.
    """
    absolute = np.asarray(temperature, dtype=float) + CELSIUS_ZERO
    if np.any(absolute <= 0):
        raise ValueError(f"temperature below absolute zero: {float(np.min(temperature))} degC")
    return absolute


def ideal_cop(sink: ArrayLike, source: ArrayLike) -> Array:
    """Return the coefficient of performance of the reversible heat pump between two mean temperatures.

    Parameters
    ----------
    sink, source : array_like
        Mean temperatures [K]: of the phases for Carnot, of the glides for Lorenz (:func:`lorenz_mean`).

    Returns
    -------
    ndarray
        [1]; infinite where the source is not colder than the sink.

    Notes
    -----
    COP = T_sink / (T_sink − T_source).

    Examples
    --------
    >>> round(float(ideal_cop(338.15, 283.15)), 3)
    6.148
    """
    warm, cold = np.broadcast_arrays(np.asarray(sink, dtype=float), np.asarray(source, dtype=float))
    lift = warm - cold
    return np.where(lift > 0, warm / np.where(lift > 0, lift, 1.0), np.inf)


def real_cop(ideal: ArrayLike, fraction: float, *, maximum: float) -> Array:
    """Return the coefficient of performance of a real machine.

    Parameters
    ----------
    ideal : array_like
        COP of the reversible machine [1].
    fraction : float
        Share of it that the machine reaches (0.4 to 0.6 by size) [1].
    maximum : float
        Bound where source and sink come close: real machines need a smallest lift [1].

    Returns
    -------
    ndarray
        COP between 1 (all heat from electricity) and `maximum` [1].

    Raises
    ------
    ValueError
        If the fraction is not in (0, 1] or the bound below 1.

    Examples
    --------
    >>> real_cop([6.0, 1.5, float("inf")], 0.5, maximum=7.0).tolist()
    [3.0, 1.0, 7.0]
    """
    if not 0 < fraction <= 1:
        raise ValueError(f"the fraction of the ideal COP must lie in (0, 1], found {fraction}")
    if not maximum >= 1:
        raise ValueError(f"the highest COP must be at least 1, found {maximum}")
    return np.clip(fraction * np.asarray(ideal, dtype=float), 1.0, maximum)

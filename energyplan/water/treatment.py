"""How much treated water leaves the plant in every hour, and how warm is it?

The quantity follows what arrives, the temperature follows it late: the water stays in the basins for about a
day.
"""

from __future__ import annotations

import numpy as np


def effluent_flow(arriving: np.ndarray, mean: float) -> np.ndarray:
    """Return the hourly effluent [l/s]: what arrives, scaled to the measured annual mean where there is one.

    Parameters
    ----------
    arriving : array
        Flow at the inlet [l/s].
    mean : float
        Measured annual mean [l/s], NaN where unknown. It may exceed the arriving flow: rain, and places whose
        sewers are not on the map.

    Examples
    --------
    >>> effluent_flow(np.array([1.0, 3.0]), 4.0)
    array([2., 6.])
    """
    if np.isnan(mean):
        return arriving.copy()
    if arriving.mean() == 0:
        return np.full_like(arriving, mean)
    return arriving * (mean / arriving.mean())


def effluent_temperature(arriving: np.ndarray, retention_time: float, mean: float) -> np.ndarray:
    r"""Return the hourly temperature of the effluent [°C].

    A well-mixed basin: :math:`T_h = T_{h-1} + (1 - e^{-1/\tau}) (T_{in,h} - T_{h-1})`, the year closed to a
    ring.

    Parameters
    ----------
    arriving : array
        Temperature at the inlet [°C].
    retention_time : float
        τ [h].
    mean : float
        Measured annual mean [°C] to which the course is shifted; NaN where unknown.

    Examples
    --------
    >>> effluent_temperature(np.array([10.0, 14.0]), 1e-3, 13.0)
    array([11., 15.])
    """
    from scipy.signal import lfilter

    kept = np.exp(-1 / retention_time)
    smooth = lfilter([1 - kept], [1, -kept], arriving)
    # what the filter lacks by starting at zero: the echo of the year before, in closed form
    echo = kept ** np.arange(1, arriving.size + 1) / -np.expm1(-arriving.size / retention_time)
    smooth = smooth + echo * smooth[-1]
    return smooth if np.isnan(mean) else smooth + mean - smooth.mean()

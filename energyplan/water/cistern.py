"""How much roof water does a cistern catch, and how much of it is used?

Per m² of connected roof, in mm: runoff fills the cistern, what is more overflows, the use empties it.
Simulation by the hour, as DIN 1989-1 asks for by the day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class CisternFluxes:
    """Water per m² of connected roof in every hour [mm]; arrays hours × kinds.

    Attributes
    ----------
    used : numpy.ndarray
        Taken from the cistern.
    bypassed : numpy.ndarray
        Lost at the filter before the cistern.
    overflow : numpy.ndarray
        Left the full cistern.
    stored : numpy.ndarray
        At the end of the hour.
    stored_before : numpy.ndarray
        At the beginning of the first hour, by kind.
    """

    used: np.ndarray
    bypassed: np.ndarray
    overflow: np.ndarray
    stored: np.ndarray
    stored_before: np.ndarray


def simulate_cistern(runoff: np.ndarray, volume: float, demand: float, *, efficiency: float) -> CisternFluxes:
    """Run the hours of a year; the year before it fills the cistern.

    Parameters
    ----------
    runoff : array
        Of the roofs, hours × kinds [mm].
    volume : float
        Usable volume per m² of roof [mm].
    demand : float
        Use per m² of roof and hour [mm].
    efficiency : float
        Share of the runoff that the filter lets into the cistern [1].

    Returns
    -------
    CisternFluxes
        In every hour: runoff = used + bypassed + overflow + change of what is stored.

    Examples
    --------
    A cistern of 30 mm under 50 mm of rain, 1 mm used per hour:

    >>> rain = np.array([[50.0], [0.0]])
    >>> found = simulate_cistern(rain, 30.0, 1.0, efficiency=1.0)
    >>> found.overflow.ravel(), found.used.ravel(), found.stored.ravel()
    (array([48.,  0.]), array([1., 1.]), array([29., 28.]))
    """
    inflow = runoff * efficiency
    level = np.zeros(runoff.shape[1])
    for _ in range(2):
        before = level
        used, overflow, stored = np.zeros((3, *runoff.shape))
        for hour in range(runoff.shape[0]):
            level = level + inflow[hour]
            overflow[hour] = np.maximum(level - volume, 0.0)
            level = level - overflow[hour]
            used[hour] = np.minimum(level, demand)
            level = level - used[hour]
            stored[hour] = level
    return CisternFluxes(used, runoff - inflow, overflow, stored, before)

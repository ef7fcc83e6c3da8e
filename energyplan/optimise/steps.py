"""Which steps does the year go in: all its hours, or segments of several hours each?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Steps:
    """Consecutive steps that cover all hours of a system.

    Attributes
    ----------
    start : numpy.ndarray of int
        First hour of each step.
    length : numpy.ndarray of int
        Hours in each step.
    weight : float
        Hours of the year that one hour stands for.
    """

    start: NDArray[np.int_]
    length: NDArray[np.int_]
    weight: float = 1.0

    def __len__(self) -> int:
        return len(self.start)

    @property
    def hours(self) -> int:
        """Number of hours covered."""
        return int(self.length.sum())

    @property
    def hours_of_year(self) -> FloatArray:
        """Hours of the year that each step stands for; they sum to 8760."""
        return np.asarray(self.length * self.weight, dtype=float)

    def mean(self, values: FloatArray) -> FloatArray:
        """Return the mean of an hourly array over each step."""
        if len(self) == self.hours:
            return values
        return np.asarray(np.add.reduceat(values, self.start) / self.length)

    def kept(self, keep: float) -> FloatArray:
        """Return the share of a store's content that is left after each step: keep^length."""
        return np.asarray(keep**self.length, dtype=float)

    def charged(self, keep: float) -> FloatArray:
        """Return the content at the end of each step from 1 kW into the store throughout [kWh].

        Σ keep^k for k = 0 … length − 1: what comes early is kept for longer.
        """
        if keep == 1.0:
            return self.length.astype(float)
        return np.asarray((1.0 - keep**self.length) / (1.0 - keep), dtype=float)

    def spread(self, values: FloatArray) -> FloatArray:
        """Return hourly values from values by step, constant within each."""
        return np.repeat(values, self.length)


def hourly_steps(hours: int, weight: float = 1.0) -> Steps:
    """Return one step per hour.

    >>> len(hourly_steps(8760))
    8760
    """
    return Steps(np.arange(hours), np.ones(hours, dtype=int), weight)


def steps_from_starts(starts: NDArray[np.int_], hours: int, weight: float = 1.0) -> Steps:
    """Return steps that begin at the hours `starts` (the first is 0).

    >>> steps_from_starts(np.array([0, 1, 5]), 8).length.tolist()
    [1, 4, 3]
    """
    return Steps(starts, np.diff(np.append(starts, hours)), weight)

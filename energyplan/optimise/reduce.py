"""Which few hundred segments of the year tell the same story as its 8760 hours?

Hours are merged with their neighbours only, so that stores see the year in its order. Merged is, again and again, the
pair of neighbouring segments whose means lie closest (Ward's criterion: n_i n_j / (n_i + n_j) |x_i − x_j|², as in
Pineda and Morales, Chronological time-period clustering, IEEE Trans. Power Systems 33 (2018) 7162, doi
10.1109/TPWRS.2018.2842093). The hours that decide on sizes stay alone: the peak of each demand and each scarce hour.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from energyplan.optimise.archetypes import profiles_of
from energyplan.optimise.steps import Steps, hourly_steps, steps_from_starts
from energyplan.optimise.system import System

FloatArray = NDArray[np.float64]
SEGMENTS = 400


def reduce_year(system: System, *, segments: int = SEGMENTS, keep: Iterable[int] = ()) -> Steps:
    """Return about `segments` steps that stand for the hours of a system.

    Parameters
    ----------
    system : System
    segments : int
        Number of segments besides the hours that are kept alone.
    keep : iterable of int
        Further hours that stay alone.

    Returns
    -------
    Steps
    """
    features = series_of(system)
    alone = {*decisive_hours(system), *(int(hour) for hour in keep)}
    if segments + len(alone) >= system.hours:
        return hourly_steps(system.hours, system.weight)
    starts = chronological_segments(standardise(features), segments + len(alone), alone=alone)
    return steps_from_starts(starts, system.hours, system.weight)


def series_of(system: System) -> FloatArray:
    """Return every distinct hourly series of a system, one per row."""
    found: dict[bytes, FloatArray] = {}
    for component in system.components:
        for _, profile in profiles_of(component):
            values = np.asarray(profile, dtype=float)
            if values.ndim == 1 and np.isfinite(values).all() and np.ptp(values) > 0.0:
                found.setdefault(standardise(values[None]).round(6).tobytes(), values)
    return np.array(list(found.values())).reshape(len(found), system.hours)


def standardise(features: FloatArray) -> FloatArray:
    """Return the series with mean 0 and standard deviation 1."""
    centred = features - features.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(centred.std(axis=1, keepdims=True), 1e-300))


def decisive_hours(system: System) -> list[int]:
    """Return the hours that decide on sizes: the peak of each demand, and when demand is high while a source fails.

    For each carrier and each other series, these are the hours in which standardised demand + series and demand −
    series are highest: dear (or cold, or little available), and the reverse.
    """
    hours = {int(np.argmax(demand)) for demand in _varying_demands(system)}
    totals = standardise(_totals_by_carrier(system))
    for series in standardise(series_of(system)):
        for total in totals:
            hours |= {int(np.argmax(total + series)), int(np.argmax(total - series))}
    return sorted(hours)


def _varying_demands(system: System) -> list[FloatArray]:
    demands = [np.asarray(demand.power, dtype=float) for demand in system.demands]
    return [demand for demand in demands if demand.ndim and np.ptp(demand) > 0.0]


def _totals_by_carrier(system: System) -> FloatArray:
    """Return the varying demands, those of one carrier summed over all buses."""
    carriers = {bus.name: bus.carrier or bus.name for bus in system.buses}
    totals: dict[str, FloatArray] = {}
    for demand in system.demands:
        power = np.broadcast_to(np.asarray(demand.power, dtype=float), system.hours)
        carrier = carriers[demand.bus]
        totals[carrier] = totals.get(carrier, np.zeros(system.hours)) + power
    varying = [total for total in totals.values() if np.ptp(total) > 0.0]
    return np.array(varying).reshape(len(varying), system.hours)


def chronological_segments(features: FloatArray, count: int, *, alone: Iterable[int] = ()) -> NDArray[np.int_]:
    """Merge neighbouring hours until `count` segments are left.

    Parameters
    ----------
    features : numpy.ndarray
        Series × hours, standardised.
    count : int
    alone : iterable of int
        Hours that are never merged.

    Returns
    -------
    numpy.ndarray of int
        First hour of each segment.

    Examples
    --------
    >>> chronological_segments(np.array([[0.0, 0.1, 5.0, 5.0, 0.0, 0.1]]), 3).tolist()
    [0, 2, 4]
    """
    chain = _Chain(features, set(alone))
    while chain.alive > count and chain.merge_closest():
        pass
    return chain.starts


class _Chain:
    """Neighbouring segments in a row, and a queue of the pairs that may be merged, the closest first."""

    def __init__(self, features: FloatArray, alone: set[int]):
        hours = features.shape[1]
        self.alone = alone
        self.alive = hours
        self.total = [features[:, hour].copy() for hour in range(hours)]
        self.length = [1] * hours
        self.following = [*range(1, hours), -1]
        self.before = [-1, *range(hours - 1)]
        # Counts the merges of a segment, so that outdated pairs in the queue are known; −1 once it is gone.
        self.version = [0] * hours
        self.queue: list[tuple[float, int, int, int, int]] = []
        for left in range(hours - 1):
            self._offer(left)

    @property
    def starts(self) -> NDArray[np.int_]:
        """First hour of every segment that is left."""
        return np.flatnonzero(np.array(self.version) >= 0)

    def merge_closest(self) -> bool:
        """Merge the closest pair; False where none is left."""
        while self.queue:
            _, left, right, *versions = heapq.heappop(self.queue)
            if versions == [self.version[left], self.version[right]]:
                self._merge(left, right)
                return True
        return False

    def _merge(self, left: int, right: int) -> None:
        self.total[left] += self.total[right]
        self.length[left] += self.length[right]
        self.following[left] = self.following[right]
        self.version[left] += 1
        self.version[right] = -1
        self.alive -= 1
        if self.following[left] >= 0:
            self.before[self.following[left]] = left
        self._offer(left)
        self._offer(self.before[left])

    def _offer(self, left: int) -> None:
        """Put the pair of a segment and the one behind it into the queue."""
        right = self.following[left] if left >= 0 else -1
        if right < 0 or left in self.alone or right in self.alone:
            return
        entry = (self._distance(left, right), left, right, self.version[left], self.version[right])
        heapq.heappush(self.queue, entry)

    def _distance(self, left: int, right: int) -> float:
        gap = self.total[left] / self.length[left] - self.total[right] / self.length[right]
        return self.length[left] * self.length[right] / (self.length[left] + self.length[right]) * float(gap @ gap)

"""Segments cover the year in order and keep what decides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energyplan.optimise import Storage, Supply, reduce_year
from energyplan.optimise.reduce import chronological_segments, decisive_hours
from energyplan.optimise.steps import hourly_steps, steps_from_starts

HOURS = np.arange(8760)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), count=st.integers(2, 40), alone=st.sets(st.integers(0, 99), max_size=5))
def test_segments_cover_all_hours_in_order(seed: int, count: int, alone: set[int]) -> None:
    features = np.random.default_rng(seed).random((3, 100))
    steps = steps_from_starts(chronological_segments(features, count + len(alone), alone=alone), 100)
    assert steps.start[0] == 0
    assert steps.hours == 100
    # single hours cut the year: at most one segment more on either side of each
    assert len(steps) <= max(count + len(alone), 2 * len(alone) + 1)
    for hour in alone:
        assert steps.length[list(steps.start).index(hour)] == 1


def test_equal_neighbours_are_merged_first() -> None:
    features = np.repeat([[1.0, 5.0, 2.0, 8.0]], 6, axis=1)
    assert chronological_segments(features, 4).tolist() == [0, 6, 12, 18]


def test_every_weight_is_a_year(town: Any) -> None:
    demand = 50.0 + 40.0 * np.cos(2 * np.pi * HOURS / 8760)
    steps = reduce_year(town(Supply(name="any", bus="heat"), demand=demand), segments=100)
    assert steps.hours_of_year.sum() == pytest.approx(8760.0)
    assert steps.mean(demand) @ steps.length == pytest.approx(demand.sum())


def test_peaks_and_scarce_hours_stand_alone(town: Any) -> None:
    """The peak of the demand, and the coldest hour in which the river gives nothing."""
    rng = np.random.default_rng(0)
    demand = 50.0 + 40.0 * np.cos(2 * np.pi * HOURS / 8760) + rng.random(8760)
    demand[4000] = 500.0
    river = np.ones(8760)
    river[300:340] = 0.0
    system = town(Supply(name="river", bus="heat", availability=river), demand=demand)
    steps = reduce_year(system, segments=50)
    assert steps.length[np.searchsorted(steps.start, 4000)] == 1
    scarce = 300 + int(np.argmax(demand[300:340]))
    assert scarce in decisive_hours(system)
    assert steps.length[np.searchsorted(steps.start, scarce)] == 1


def test_few_hours_are_not_reduced(town: Any) -> None:
    assert len(reduce_year(town(Supply(name="any", bus="heat"), demand=np.arange(24.0)), segments=100)) == 24


def test_nothing_varies(town: Any) -> None:
    assert len(reduce_year(town(Supply(name="any", bus="heat"), hours=8760), segments=10)) <= 10


def test_a_store_loses_the_same_over_a_segment_as_over_its_hours() -> None:
    """Content after 24 hours of constant charge, in one step and in 24."""
    keep, day, hour = 0.97, steps_from_starts(np.array([0]), 24), hourly_steps(24)
    content = 10.0
    for kept, charged in zip(hour.kept(keep), hour.charged(keep), strict=True):
        content = kept * content + charged * 3.0
    assert day.kept(keep)[0] * 10.0 + day.charged(keep)[0] * 3.0 == pytest.approx(content, rel=1e-12)


def test_a_reduced_year_with_a_store_is_exact_where_segments_are_constant(town: Any) -> None:
    """Steps of 6 equal hours: the reduced year costs what the full year costs."""
    from energyplan.optimise import Size, design

    rng = np.random.default_rng(5)
    demand, price = np.repeat(rng.random(40) * 100, 6), np.repeat(rng.random(40) * 90, 6)
    store = Storage(name="tank", bus="heat", size=Size(capital_cost=0.1), keep=0.995, charge_efficiency=0.95)
    source = Supply(name="source", bus="heat", size=Size(capital_cost=20.0), variable_cost=price)
    system = town(store, source, demand=demand)
    plan, exact = design(system, segments=60), design(system, segments=None)
    assert float(plan["objective"]) == pytest.approx(float(exact["objective"]), rel=2e-3)
    assert int(plan.attrs["segments"]) < 120

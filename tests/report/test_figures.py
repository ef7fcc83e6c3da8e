"""Do the figures show what the result says?"""

from __future__ import annotations

import numpy as np
import pytest

from energyplan.report.figures import PLATES, draw
from energyplan.report.figures.canvas import distinct_colours
from energyplan.report.figures.cartography import round_length
from energyplan.report.figures.dispatch import typical_weeks
from energyplan.report.figures.stack import heat_stack
from energyplan.report.view import view_of


@pytest.fixture(scope="module")
def view(result):
    return view_of(result)


@pytest.mark.parametrize("plate", list(PLATES), ids=lambda plate: plate.name)
def test_every_figure_is_drawn(plate, view):
    assert plate.can_be_drawn(view)
    drawn, image = draw(plate, view)
    assert image.startswith(b"\x89PNG")
    assert 2_000 < len(image) < 400_000
    assert all(isinstance(value, str) for value in drawn.values.values())


def test_drawing_leaves_the_users_style_alone(view):
    import matplotlib

    before = dict(matplotlib.rcParams)
    draw(PLATES["demand_by_use"], view)
    assert dict(matplotlib.rcParams) == before


def test_stack_covers_the_demand(view):
    for bus in view.heat_buses:
        stack = heat_stack(view, bus, view.focus)
        covered = sum(stack.produced.values()) + sum(stack.stored.values(), start=np.zeros(8760))
        np.testing.assert_allclose(covered, stack.demand, rtol=1e-9, atol=1e-6)


def test_colours_are_distinct():
    wanted = {name: "#7F7F7F" for name in "abcdefghij"}
    assert len(set(distinct_colours(wanted).values())) == 10


@pytest.mark.parametrize(("width", "length"), [(100.0, 20.0), (1340.0, 200.0), (26_000.0, 5000.0)])
def test_scale_bar_is_round(width, length):
    assert round_length(width) == length


def test_weeks_lie_within_the_year():
    load = np.ones(8760)
    load[8759] = 5.0
    load[:168] = 0.1
    winter, summer = typical_weeks(load)
    assert (winter + 168, summer) == (8760, 0)

"""A source pays for its pipe to the network."""

import pytest
from shapely.geometry import LineString, Point

from energyplan.catalogue import load_catalogue
from energyplan.pipeline.links import link_cost


def cost(power, distance=100.0):
    river, network = LineString([(0, 0), (500, 0)]), Point(250, distance)
    return link_cost(river, network, load_catalogue(), power=power, supply_temperature=75.0, return_temperature=45.0)


def test_the_smallest_pipe_that_carries_the_power():
    """DN 100: 1.6 m/s × 90 cm² × 978 kg/m³ × 4.18 kJ/(kg K) × 30 K = 1.77 MW; DN 80 carries less than 1.1 MW."""
    pipes = load_catalogue().table("pipes")
    assert cost(1700.0) == pytest.approx(100 * pipes.loc["DN100", "trench_cost"])
    assert cost(1900.0) == pytest.approx(100 * pipes.loc["DN125", "trench_cost"])


def test_cost_grows_with_distance_and_never_falls_with_power():
    assert cost(500.0, 300.0) == pytest.approx(3 * cost(500.0, 100.0))
    costs = [cost(power) for power in (1, 50, 500, 5000, 50_000, 1e6)]
    assert costs == sorted(costs)


def test_a_source_at_the_network_costs_nothing():
    assert cost(500.0, 0.0) == 0.0

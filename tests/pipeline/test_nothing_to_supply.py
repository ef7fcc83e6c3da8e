"""A network or a town that needs no heat is a fault with a place, not a crash."""

import pytest

import energyplan as ep
from energyplan.core.errors import FaultError


def faults(town, scenario, stages=("heat",)):
    with pytest.raises(FaultError) as error:
        ep.run(scenario, municipality=town, stages=stages)
    return [(fault.code, fault.key or fault.layer) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("networks", "place"),
    [
        ([{"id": "n1", "select": "dense", "line_density": 90_000}], "networks.n1"),
        ([{"id": "n1", "select": "dense", "minimum_heat": "1 TWh", "line_density": 0}], "networks.n1"),
        ([{"id": "n1", "select": "all", "connection_rate": 0}], "networks.n1.connection_rate"),
        ([{"id": "n1", "select": "all"}, {"id": "n2", "select": "all"}], "networks.n2"),
        ([{"id": "n1", "select": "all"}, {"id": "n2", "select": "dense"}], "networks.n2"),
    ],
)
def test_a_network_without_buildings(town, scenario, networks, place):
    assert faults(town, scenario(networks=networks)) == [("EP223", place)]


def test_a_town_without_heat(town, without, scenario):
    cold = without(buildings=town.buildings.assign(heat_demand=0.0, process_heat=0.0))
    result = ep.run(scenario(), municipality=cold, stages=["heat"])
    assert float(result.tree["heat/heat_demand"].sum()) == 0.0
    assert faults(cold, scenario(), stages=None) == [("EP223", "buildings")]

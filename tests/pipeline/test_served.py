"""Supply that cannot make the heat ends with the area, what it may build and the limits in the way."""

import warnings

import pytest

import energyplan as ep
from energyplan.core.errors import SolveError
from energyplan.pipeline.served import UnservedError

NETWORK = {"networks": [{"id": "n1", "select": "all"}]}
SUN = {"network": ["solar_thermal_network"], "individual": ["gas_boiler_individual"], "municipality": []}


def failure(town, scenario):
    with warnings.catch_warnings(), pytest.raises(SolveError) as error:
        warnings.simplefilter("error")
        ep.run(scenario, municipality=town)
    return error.value


def test_no_plant_that_always_runs(town, scenario):
    error = failure(town, scenario(SUN, **NETWORK))
    assert isinstance(error, UnservedError)
    assert "n1:" in str(error)
    assert "supply.technologies.network: solar_thermal_network" in str(error)
    assert "individual" not in str(error)
    assert "fehlen" in error.in_language("de")


def test_nothing_may_be_built(town, scenario):
    nothing = dict.fromkeys(("network", "individual", "municipality", "process"), ())
    message = str(failure(town, scenario(nothing)))
    assert "individual:" in message
    assert "process:" in message
    assert "nothing" in message


def test_a_limit_in_the_way_is_named(town, scenario):
    capped = scenario({**SUN, "network": ["gas_boiler_network"]}, supply={"co2_cap": 1.0}, **NETWORK)
    assert "supply.co2_cap" in str(failure(town, capped))


def test_an_impossible_limit_is_named(town, scenario):
    limited = scenario(supply={"maximum_capacity": {"gas_boiler_individual": 10}})
    message = str(failure(town, limited))
    assert "supply.maximum_capacity.gas_boiler_individual" in message
    assert "2035" in message

"""From a technology of the catalogue to a component."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from energyplan.catalogue import load_catalogue
from energyplan.catalogue.technology import Technology, parse_technology
from energyplan.core.errors import FaultError
from energyplan.optimise import Converter, Storage, Supply, component_from_technology
from energyplan.physics.annuity import annuity_factor

HEADER = """
name: thing
label: {de: Ding, en: thing}
colour: "#112233"
scope: [network]
"""
PRICED = "source: test, price_year: 2024"


def technology(archetype: str, carriers: str, more: str = "") -> Technology:
    return parse_technology(
        f"""{HEADER}
archetype: {archetype}
{carriers}
parameters:
  investment: {{unit: EUR/kW, values: {{2025: 1000, 2035: 800}}, {PRICED}}}
  fixed_cost: {{unit: 1/a, values: {{2025: 0.02}}, source: test}}
  variable_cost: {{unit: EUR/MWh, values: {{2025: 3}}, {PRICED}}}
  lifetime: {{unit: a, values: {{2025: 20}}, source: test}}
{more}"""
    )


BUSES = {"electricity": "electricity:Nord", "heat": "heat:Nord", "natural_gas": "gas"}
COMMON: dict[str, Any] = {"year": 2030, "interest_rate": 0.03, "buses": BUSES}


def test_costs_become_annuity_and_upkeep() -> None:
    boiler = technology("converter", "inputs: [natural_gas]\noutputs: [heat]")
    component = component_from_technology(boiler, performance=0.9, extra_investment=100.0, area="Nord", **COMMON)
    assert isinstance(component, Converter)
    assert component.size.capital_cost == pytest.approx((900.0 + 100.0) * annuity_factor(0.03, 20.0))
    assert component.size.fixed_cost == pytest.approx(18.0)
    assert component.variable_cost == pytest.approx(3.0)
    assert component.inputs["gas"] == pytest.approx(1 / 0.9)
    assert component.outputs == {"heat:Nord": 1.0}
    assert (component.name, component.area, component.label_de, component.colour) == (
        "thing",
        "Nord",
        "Ding",
        "#112233",
    )


def test_a_heat_pump_takes_the_rest_from_its_source() -> None:
    pump = technology("converter", "inputs: [electricity]\noutputs: [heat]\nsource: river")
    cop = np.array([2.0, 4.0])
    component = component_from_technology(pump, performance=cop, source_bus="river", maximum=500.0, **COMMON)
    assert isinstance(component, Converter)
    assert component.inputs["electricity:Nord"] == pytest.approx([0.5, 0.25])
    assert component.inputs["river"] == pytest.approx([0.5, 0.75])
    assert component.size.maximum == 500.0


def test_a_heat_exchanger_stands_still_where_nothing_can_be_used() -> None:
    exchanger = technology("supply", "outputs: [heat]\nsource: waste_heat")
    share = np.array([0.8, 0.0])
    component = component_from_technology(exchanger, performance=share, source_bus="works", **COMMON)
    assert isinstance(component, Converter)
    assert component.inputs["works"] == pytest.approx([1.25, 1.0])
    assert component.availability == pytest.approx([1.0, 0.0])


def test_a_supply_without_a_source_yields_per_size() -> None:
    component = component_from_technology(
        technology("supply", "outputs: [heat]"), performance=np.array([0.1, 0.7]), **COMMON
    )
    assert isinstance(component, Supply)
    assert component.availability == pytest.approx([0.1, 0.7])


def test_a_heater_follows_the_load_of_its_house() -> None:
    boiler = technology("converter", "inputs: [natural_gas]\noutputs: [heat]")
    follows = np.array([0.2, 0.6])
    component = component_from_technology(boiler, performance=0.9, follows=follows, **COMMON)
    assert isinstance(component, Converter)
    assert component.availability is follows


def test_a_store_is_sized_by_content_and_power() -> None:
    tank = technology(
        "storage",
        "outputs: [heat]",
        f"""  power_investment: {{unit: EUR/kW, values: {{2025: 50}}, {PRICED}}}
  loss_per_hour: {{unit: 1/h, values: {{2025: 0.001}}, source: test}}
  charge_efficiency: {{unit: "1", values: {{2025: 0.98}}, source: test}}""",
    )
    component = component_from_technology(tank, existing=10.0, **COMMON)
    assert isinstance(component, Storage)
    assert component.keep == pytest.approx(0.999)
    assert component.charge_efficiency == 0.98
    assert component.power is not None
    assert component.power.capital_cost == pytest.approx(50.0 * annuity_factor(0.03, 20.0))
    assert component.size.existing == 10.0


def test_refuses_a_missing_bus_and_a_cop_below_one() -> None:
    pump = technology("converter", "inputs: [electricity]\noutputs: [heat]")
    with pytest.raises(FaultError, match="EP214"):
        component_from_technology(pump, year=2030, interest_rate=0.03, buses={"heat": "heat"})
    with pytest.raises(FaultError, match="COP of 1"):
        component_from_technology(pump, performance=np.array([3.0, 0.9]), source_bus="river", **COMMON)


@pytest.mark.parametrize("name", sorted(load_catalogue().technologies))
def test_every_technology_of_the_catalogue_becomes_a_component(name: str) -> None:
    found = load_catalogue().technology(name)
    buses = {carrier: carrier for carrier in (*found.inputs, *found.outputs)}
    component = component_from_technology(found, year=2035, interest_rate=0.02, buses=buses, performance=2.0)
    assert component.technology == name
    assert component.size.capital_cost > 0.0  # type: ignore[attr-defined]

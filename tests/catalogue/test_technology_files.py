"""A technology is added by one YAML file; what is wrong in it is listed at once."""

from __future__ import annotations

import numpy as np
import pytest

from energyplan.catalogue import load_catalogue
from energyplan.catalogue.technology import parse_technology
from energyplan.core.errors import FaultError
from energyplan.physics.performance import Conditions, hourly_performance

LAKE = """
name: lake_heat_pump_network
label: {de: Großwärmepumpe See, en: Large lake heat pump}
colour: "#004488"
archetype: converter
scope: [network]
inputs: [electricity]
outputs: [heat]
source: river
performance:
  model: lorenz_cop
  parameters:
    lorenz_fraction: {unit: "1", values: {2025: 0.45}, source: offer of a manufacturer}
    source_cooling: {unit: K, values: {2025: 3}, source: permit of the district}
    maximum_cop: {unit: "1", values: {2025: 7}, source: smallest lift, assumption: true}
parameters:
  investment: {unit: EUR/kW, values: {2025: 1400, 2040: 1200}, price_year: 2023, source: an offer}
  fixed_cost: {unit: 1/a, values: {2025: 0.01}, source: offer of a manufacturer}
  lifetime: {unit: a, values: {2025: 25}, source: VDI 2067}
"""


def faults_of(text):
    with pytest.raises(FaultError) as caught:
        parse_technology(text, file="lake.yaml")
    return {(fault.code, fault.key): fault for fault in caught.value.faults}


def test_one_file_adds_a_technology(tmp_path):
    file = tmp_path / "lake_heat_pump_network.yaml"
    file.write_text(LAKE, encoding="utf-8")
    catalogue = load_catalogue().with_technology_files([file])
    technology = catalogue.technology("lake_heat_pump_network")
    assert technology.value("investment", 2040) == pytest.approx(1200 * 119.3 / 116.7)
    hours = Conditions(
        source_temperature=np.full(8760, 8.0),
        supply_temperature=np.full(8760, 70.0),
        return_temperature=np.full(8760, 45.0),
    )
    cop = hourly_performance(technology, 2030, hours)
    assert cop.shape == (8760,) and 2.5 < cop[0] < 3.5
    assert "lake_heat_pump_network" in set(catalogue.long()["item"])
    assert "lake_heat_pump_network" not in load_catalogue().technologies


def test_a_misspelt_key_is_answered_with_the_nearest():
    faults = faults_of(LAKE.replace("scope:", "scpe:").replace("unit: K,", "unti: K,"))
    assert "scope" in faults["EP101", "scpe"].expected
    assert ("EP118", "scope") in faults
    assert "unit" in faults["EP101", "performance.parameters.source_cooling.unti"].expected
    assert all(fault.file == "lake.yaml" for fault in faults.values())


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (", price_year: 2023", "", "EP119"),
        ("values: {2025: 25}", "values: {2025: 0}", "EP119"),
        ("  lifetime: {unit: a, values: {2025: 25}, source: VDI 2067}\n", "", "EP119"),
        ("values: {2025: 25}", "values: {2025: .nan}", "EP105"),
        ("values: {2025: 25}", "values: {}", "EP106"),
        ("#004488", "blue", "EP106"),
        ("archetype: converter", "archetype: transformer", "EP106"),
        ("source: VDI 2067", 'source: ""', "EP106"),
        ("label: {de", "label: {{de", "EP103"),
        ("outputs: [heat]", "outputs: []", "EP106"),
    ],
)
def test_faults_in_a_file_have_their_codes(old, new, code):
    assert old in LAKE
    faults = faults_of(LAKE.replace(old, new))
    assert code in {found for found, _ in faults}


def test_faults_of_several_files_come_together(tmp_path):
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(LAKE.replace("colour", "color"), encoding="utf-8")
    second.write_text(LAKE.replace("inputs", "input"), encoding="utf-8")
    with pytest.raises(FaultError) as caught:
        load_catalogue().with_technology_files([first, second, tmp_path / "third.yaml"])
    assert {fault.file for fault in caught.value.faults} >= {"first.yaml", "second.yaml"}
    assert "EP120" in {fault.code for fault in caught.value.faults}

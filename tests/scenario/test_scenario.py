"""Scenario files: bases and overlays, units, names, and every fault with its line."""

import json

import pytest

from energyplan.core.errors import FaultError
from energyplan.scenario import Scenario, read_scenario
from energyplan.scenario.load import overlay


@pytest.fixture
def write(tmp_path):
    def _write(text, name="s.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def faults_of(path, **options):
    with pytest.raises(FaultError) as error:
        read_scenario(path, **options)
    return error.value.faults


HEAD = "name: Test\nmunicipality: town\n"


def test_defaults(write):
    scenario = read_scenario(write(HEAD))
    assert scenario.language == "de" and scenario.supply.interest_rate == 0.03


def test_units_are_converted(write):
    text = (
        HEAD
        + "networks:\n  - id: nord\n    line_density: 1.5 MWh/(m a)\n    supply_temperature: 80 °C\n    connection_rate: 60 %\n"
    )
    area = read_scenario(write(text)).networks[0]
    assert (area.line_density, area.supply_temperature, area.connection_rate) == (1500.0, 80.0, 0.6)


def test_overlays(write):
    write(HEAD + "supply: {interest_rate: 2 %, segments: 100}\nyears: [2030, 2040]\n", "base.yaml")
    write("extends: base.yaml\nname: Mitte\nsupply: {segments: 50}\n", "middle.yaml")
    scenario = read_scenario(
        write("extends: middle.yaml\nname: Oben\nyears: [2045]\n"),
        overrides={"demand.heating_limit": "14 degC"},
    )
    assert scenario.name == "Oben" and scenario.years == (2045,)
    assert scenario.supply.interest_rate == 0.02 and scenario.supply.segments == 50
    assert scenario.demand.heating_limit == 14.0


def test_overlay_leaves_its_arguments_alone():
    base = {"a": {"x": 1}}
    overlay(base, {"a": {"y": 2}})
    assert base == {"a": {"x": 1}}


@pytest.mark.parametrize(
    ("text", "code", "line", "said"),
    [
        ("suply: {}\n", "EP101", 3, "supply"),
        ("supply:\n  intrest_rate: 3 %\n", "EP101", 4, "interest_rate"),
        ("supply: {interest_rate: 95}\n", "EP108", 3, "0.3"),
        ("supply: {interest_rate: 3 kWh}\n", "EP107", 3, ""),
        ("supply: {segments: true}\n", "EP106", 3, ""),
        ("demand: {typology: tabul}\n", "EP117", 3, "tabula"),
        ("supply: {technologies: {network: [gas_boler_network]}}\n", "EP117", 3, "gas_boiler_network"),
        ("supply: {technologies: {individual: [gas_boiler_network]}}\n", "EP117", 3, "individual"),
        ("co2_price: {paths: [eu_midle]}\n", "EP117", 3, "eu_middle"),
        ("co2_price: {constant: [55 EUR]}\n", "EP107", 3, "EUR/t"),
        ("catalogue: {pipes: {DN100: {trench_kost: 5}}}\n", "EP117", 3, "trench_cost"),
        ("catalogue: {pips: {DN100: {trench_cost: 5}}}\n", "EP117", 3, "pipes"),
        ("catalogue: {pipes: {DN100: {trench_cost: 5 kW}}}\n", "EP107", 3, "EUR/m"),
        ("networks:\n  - id: a\n    return_temperature: 80\n", "EP119", 4, "return_temperature"),
        ("networks:\n  - id: a\n  - id: A\n", "EP119", 3, "every id once"),
        ("networks:\n  - id: Process\n", "EP119", 3, "process"),
        ("supply: {technologies: {process: [air_heat_pump_individual]}}\n", "EP117", 3, "network"),
        ("years: [2040, 2030]\n", "EP119", 3, "rise"),
        ("schema_version: 99\n", "EP114", 3, "1"),
        ("language: fr\n", "EP117", 3, "de"),
    ],
)  # fmt: skip
def test_a_fault_names_its_line_and_what_is_valid(write, text, code, line, said):
    found = faults_of(write(HEAD + text))
    assert [fault.code for fault in found] == [code]
    assert abs(found[0].line - line) <= 1 and said in found[0].expected


def test_many_faults_in_one_pass(write):
    found = faults_of(write(HEAD + "suply: {}\nyears: [2040, 2030]\nsupply: {segments: 1}\nlanguage: fr\n"))
    assert len(found) == 4


def test_missing_keys(write):
    assert {fault.expected for fault in faults_of(write("years: [2030]\n"))} == {"name", "municipality"}


def test_a_ring_of_bases_is_printed(write):
    write("extends: b.yaml\n", "a.yaml")
    path = write("extends: a.yaml\n", "b.yaml")
    found = faults_of(path)
    assert found[0].code == "EP113" and "b.yaml → a.yaml → b.yaml" in found[0].value


def test_a_base_outside_is_refused(write):
    assert faults_of(write("extends: ../../../etc/hosts\n"))[0].code == "EP111"
    assert faults_of(write("extends: nothing.yaml\n"))[0].code == "EP120"


def test_shipped_scenarios_are_valid(repository):
    for path in sorted((repository / "scenarios").glob("*.yaml")):
        if not path.name.startswith("sweep"):
            assert read_scenario(path).name


def test_json_schema_names_every_key_and_accepts_units():
    schema = Scenario.model_json_schema()
    json.dumps(schema)
    assert set(schema["properties"]) == set(Scenario.model_fields)
    rate = schema["$defs"]["Supply"]["properties"]["interest_rate"]
    assert {"type": "string"} in rate["anyOf"]


def test_scenario_and_town_must_fit(write, repository):
    """Years before the reference year, and limits for technologies that are not allowed, are faults of the check."""
    from energyplan.api import check

    town = repository / "data/musterstadt"
    text = f"name: t\nmunicipality: {town}\nyears: [2020, 2030]\nsupply:\n  annual_energy: {{battery: 5 GWh}}\n"
    report = check(write(text), data_roots=[town])
    assert [(fault.code, fault.line) for fault in report.faults] == [("EP108", 3), ("EP119", 5)]

"""Checking a scenario: its faults, those of its municipality and those between both, in one pass."""

import pytest

from energyplan import api
from tests.io.conftest import small_layers, write_small

HEAD = "name: Test\nmunicipality: town\n"


@pytest.fixture
def project(tmp_path):
    write_small(tmp_path / "town", small_layers())
    return tmp_path


def check(project, text, name="s.yaml"):
    (project / name).write_text(text, encoding="utf-8")
    return api.check(project / name)


def found(report):
    return {(fault.code, fault.file, fault.line, fault.key) for fault in report.faults}


def test_what_is_right(project):
    report = check(project, HEAD)
    assert report.faults == () and report.summary == {"buildings": 4, "streets": 1}
    assert api.check(project / "town").summary == report.summary


def test_scenario_and_municipality_are_checked_in_one_pass(project):
    (project / "town/municipality.yaml").write_text(
        "name: K\nreference_year: 2025\npopulaton: 5\nlayers: {file: municipality.gpkg}\n"
    )
    text = (
        HEAD
        + "suply: {}\nsupply:\n  technologies:\n    network: [gas_boler_network]\nwater: {green_roofs: {share: 30}}\n"
    )
    assert found(check(project, text)) == {
        ("EP101", "s.yaml", 3, "suply"),
        ("EP117", "s.yaml", 6, "supply.technologies.network.0"),
        ("EP108", "s.yaml", 7, "water.green_roofs.share"),
        ("EP101", "municipality.yaml", 3, "populaton"),
    }


def test_buildings_and_sites_that_the_town_does_not_have(project):
    area = "  - {id: n, select: list, buildings: [a, x, A], heat_source: '1, 2'}\n"
    assert found(check(project, HEAD + "networks:\n" + area)) == {
        ("EP214", "s.yaml", 4, "networks.0.buildings.1"),
        ("EP214", "s.yaml", 4, "networks.0.buildings.2"),
        ("EP311", "s.yaml", 4, "networks.0.heat_source"),
    }


def test_a_fault_of_a_base_is_shown_in_the_base(project):
    (project / "base.yaml").write_text(HEAD + "supply:\n  interest_rate: 95\n")
    assert found(check(project, "extends: base.yaml\nname: Oben\nsupply:\n  segments: 1\n")) == {
        ("EP108", "base.yaml", 4, "supply.interest_rate"),
        ("EP108", "s.yaml", 4, "supply.segments"),
    }


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("name: a\nmunicipality: nowhere\n", "EP120", 2),
        ("name: a\nmunicipality: /etc\n", "EP111", 2),
        ("name: a\nmunicipality: \n", "EP106", 2),
        ("name: a\nextends: nothing.yaml\n", "EP120", 2),
        ("name: a\nextends: [a]\n", "EP106", 2),
        ("name: a\nyears: [2030]\n", "EP118", 1),
        (HEAD + "co2_price: {own: {mine: {}}}\n", "EP119", 3),
        (HEAD + "co2_price: {own: {eu_middle: {2030: 5}}}\n", "EP119", 3),
        (HEAD + "co2_price: {paths: [eu_low, eu_low]}\n", "EP119", 3),
        (HEAD + "catalogue: {pipes: {DN100: {trench_cost: {x: 1}}}}\n", "EP106", 3),
        (HEAD + "catalogue: {pipes: {DN100: {trench_cost: .nan}}}\n", "EP105", 3),
        (HEAD + "demand: {heating_limit: 3,5}\n", "EP104", 3),
        (HEAD + "weather: {test_reference_year: 99}\n", "EP108", 3),
        (HEAD + "years: [true]\n", "EP106", 3),
        (HEAD + "schema_version: 0\n", "EP108", 3),
    ],
)
def test_one_fault_at_its_line(project, text, code, line):
    assert [(fault.code, fault.line) for fault in check(project, text).faults] == [(code, line)]


def test_numbers_are_taken_as_names(project):
    assert check(project, "name: 2045\nmunicipality: town\nnetworks: [{id: 7, select: all}]\n").faults == ()


def test_german_faults_are_german(project):
    report = check(project, HEAD + "supply: []\nlanguage: fr\nyears: [2040, 2030]\nwater: {green_roofs: {share: 30}}\n")
    assert len(report.faults) == 4
    for fault in report.faults:
        assert not {"found", "expected", "one of", "keys and values", "each once"} & set(
            fault.describe("de").split(": ")
        )
        assert "Input should" not in fault.describe("en")

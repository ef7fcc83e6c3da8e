"""A technology, a surface and an indicator are added in one place each, and reach the result of a whole run."""

import pytest
import xarray as xr

import energyplan as ep
from energyplan.catalogue import Catalogue, load_catalogue
from energyplan.catalogue.technology import parse_technology
from energyplan.indicators import INDICATORS, as_table, indicator
from energyplan.scenario import Scenario
from energyplan.synth import make_town

STRAW_BOILER = """
name: straw_boiler_network
label: {de: Strohkessel, en: Straw boiler}
colour: "#ABCD12"
archetype: converter
scope: [network]
inputs: [wood]
outputs: [heat]
performance:
  model: constant
  parameters:
    efficiency: {unit: "1", values: {2025: 0.9}, source: test, assumption: true}
parameters:
  investment: {unit: EUR/kW, price_year: 2024, values: {2025: 10}, source: test, assumption: true}
  fixed_cost: {unit: 1/a, values: {2025: 0.01}, source: test, assumption: true}
  variable_cost: {unit: EUR/MWh, price_year: 2024, values: {2025: 0}, source: test, assumption: true}
  lifetime: {unit: a, values: {2025: 20}, source: test, assumption: true}
"""


@pytest.fixture(scope="module")
def town():
    return make_town(60, seed=5)[0]


def scenario(**settings):
    return Scenario.model_validate({"name": "t", "municipality": "-", "years": [2030], **settings})


def use_catalogue(monkeypatch, changed: Catalogue):
    monkeypatch.setattr("energyplan.pipeline.run.load_catalogue", lambda: changed)


def test_a_technology_is_one_file(town, monkeypatch):
    """The text stands for a file of `catalogue/technologies/`; nothing else knows the technology."""
    shipped = load_catalogue()
    added = parse_technology(STRAW_BOILER)
    use_catalogue(monkeypatch, Catalogue(shipped.tables, {**shipped.technologies, added.name: added}))
    wanted = {"network": [added.name, "gas_boiler_network"], "individual": ["gas_boiler_individual"]}
    spec = scenario(
        networks=[{"id": "kern", "select": "dense", "line_density": 500, "minimum_heat": 0}],
        supply={"technologies": wanted, "segments": 48},
    )
    supply = ep.run(spec, municipality=town).tree["supply"].to_dataset()
    name = "straw_boiler_network@kern"
    assert name in supply["component"].values
    assert str(supply["label_de"].sel(component=name).item()) == "Strohkessel"
    assert float(supply["capacity"].sel(component=name).squeeze()) > 1.0, "cheap straw is built"


def test_a_surface_is_one_row(town, monkeypatch):
    shipped = load_catalogue()
    row = shipped.table("surfaces").loc["green_roof_extensive"].drop(["label_de", "label_en", "colour"]).to_dict()
    row["soil_storage"] = 120.0
    changed = shipped.with_overrides({"surfaces": {"moss_roof": row}}, source="test")
    use_catalogue(monkeypatch, changed)
    spec = scenario(water={"green_roofs": {"share": 0.5, "kind": "moss_roof"}})
    water = ep.run(spec, municipality=town, stages=["water"]).tree["water"].to_dataset()
    assert "moss_roof" in water["surface_kind"].values
    assert float(water["area"].sel(surface_kind="moss_roof", measure="measures")) > 0


def test_an_indicator_is_one_function(town):
    @indicator(
        name="heat_per_building", unit="kWh", label_de="Wärme je Gebäude", label_en="Heat per building",
        description_de="Nutzwärme durch Zahl der Gebäude.", description_en="Useful heat over buildings.", needs=("heat",),
    )  # fmt: skip
    def heat_per_building(tree: xr.DataTree) -> xr.DataArray:
        return tree["heat/heat_demand"].mean()

    try:
        result = ep.run(scenario(), municipality=town, stages=["heat"])
        table = as_table(result.tree["indicators"].to_dataset())
    finally:
        del INDICATORS._items["heat_per_building"]
    found = result.tree["indicators/heat_per_building"]
    assert float(found) == pytest.approx(float(result.tree["heat/heat_demand"].mean()))
    assert found.attrs["units"] == "kWh"
    assert "Wärme je Gebäude" in set(table["label"])

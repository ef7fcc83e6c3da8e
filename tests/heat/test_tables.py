"""Do the tables of the heat map cover every name and every year they must?"""

from __future__ import annotations

import pytest

from energyplan.core.schema.layers import CARRIERS, REFURBISHMENT, RESIDENTIAL_USES, USES
from energyplan.heat.typology import TYPOLOGIES

TABLES = [
    "age_classes", "building_types", "density_classes", "heaters", "line_density_classes", "profile_classes",
    "refurbishment_states", "typology_nonresidential", "typology_tabula", "typology_technikkatalog",
]  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_every_number_has_a_source(name, catalogue):
    long = catalogue.tables[name].long()
    assert len(long) and (long["source"].str.len() > 5).all() and (long["unit"].str.len() > 0).all()


def test_building_types_cover_the_uses(catalogue):
    types = catalogue.table("building_types")
    assert set(types.index) == set(USES)
    assert set(types["sector"]) == {"residential", "commerce", "industry", "public"}
    assert set(types["profile_class"]) == set(catalogue.table("profile_classes").index)


@pytest.mark.parametrize("name", [*(f"typology_{kind}" for kind in TYPOLOGIES), "typology_nonresidential"])
def test_age_classes_leave_no_gap(name, catalogue):
    table = catalogue.table(name)
    for use, rows in table.groupby("use"):
        dated = rows.dropna(subset=["first_year"]).sort_values("first_year")
        assert dated["first_year"].iloc[0] == 0 and dated["last_year"].iloc[-1] == 2100, use
        assert (dated["first_year"].iloc[1:].to_numpy() == dated["last_year"].iloc[:-1].to_numpy() + 1).all(), use
        assert f"{use}/unknown" in rows.index
        assert (rows["specific_heat"] > rows["includes_hot_water"] * rows["hot_water"]).all(), use


def test_typologies_cover_the_types(catalogue):
    needed = set(catalogue.table("building_types")["typology"]) - {""}
    other = set(catalogue.table("typology_nonresidential")["use"])
    for kind in TYPOLOGIES:
        residential = set(catalogue.table(f"typology_{kind}")["use"])
        assert residential == set(RESIDENTIAL_USES) and needed <= residential | other
        assert kind in catalogue.table("refurbishment_states")


def test_representative_years_lie_in_their_class(catalogue):
    table = catalogue.table("age_classes")
    assert table["representative_year"].between(table["first_year"], table["last_year"]).all()


def test_refurbishment_states_cover_the_schema(catalogue):
    assert set(catalogue.table("refurbishment_states").index) == {*REFURBISHMENT, "unknown"}


def test_every_carrier_has_one_usual_heater(catalogue):
    heaters = catalogue.table("heaters")
    usual = heaters[heaters["default_type"] == 1]
    assert sorted(usual["carrier"]) == sorted(set(CARRIERS) - {"none"})
    assert (heaters.index == heaters["carrier"] + "/" + heaters["heating_type"]).all()
    assert set(heaters["purchased_carrier"]) <= set(CARRIERS)
    assert (heaters["efficiency"][heaters["heat_pump"] == 1] > 1).all()
    assert (heaters["efficiency"][heaters["heat_pump"] == 0] <= 1).all()


@pytest.mark.parametrize("name", ["density_classes", "line_density_classes"])
def test_density_classes_are_contiguous(name, catalogue):
    table = catalogue.table(name)
    assert table["lower"].iloc[0] == 0
    assert (table["lower"].iloc[1:].to_numpy() == table["upper"].iloc[:-1].to_numpy()).all()

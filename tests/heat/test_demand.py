"""Is given heat kept exactly, and is the rest typology × heated area, with every filling reported?"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from energyplan.catalogue import load_catalogue
from energyplan.core.errors import FaultError
from energyplan.core.schema.layers import RESIDENTIAL_USES, USES
from energyplan.heat import annual_demand
from energyplan.heat.typology import TYPOLOGIES

PARTS = ["space_heat", "hot_water", "process_heat"]


def bare(count: int, **columns: list) -> gpd.GeoDataFrame:
    squares = [shapely.box(20 * i, 0, 20 * i + 10, 10) for i in range(count)]
    index = [f"b{i}" for i in range(count)]
    return gpd.GeoDataFrame(columns, geometry=squares, crs="EPSG:25832", index=index)


def topics(notes: list) -> dict[str, int]:
    return {note.topic: note.count for note in notes}


def test_single_family_house_by_hand(houses, catalogue):
    demand, _ = annual_demand(houses, catalogue)
    area = 100 * 2 * 0.84
    assert demand.loc["a", "heated_area"] == pytest.approx(area)
    assert demand.loc["a", "space_heat"] == pytest.approx(265 * area), "TABULA SFH 1958-1968"
    assert demand.loc["a", "hot_water"] == pytest.approx(10 * area)
    assert demand.loc["a", "origin"] == "typology"


def test_technikkatalog_value_contains_hot_water(houses, catalogue):
    demand, _ = annual_demand(houses, catalogue, typology="technikkatalog")
    area = 100 * 3 * 0.84
    assert demand.loc["b", "heat_demand"] == pytest.approx(94 * area), "apartment buildings 1919-1948"
    assert demand.loc["b", "hot_water"] == pytest.approx(15 * area)


def test_non_residential_by_age_and_without(houses, catalogue):
    demand, notes = annual_demand(houses, catalogue)
    assert demand.loc["c", "heat_demand"] == pytest.approx(183.5 * 100 * 0.85), "school, all ages"
    assert demand.loc["e", "heat_demand"] == pytest.approx(26.67 * 200 * 0.85), "office from 2010"
    assert topics(notes)["age_default"] == 1


def test_unheated_has_no_heat(houses, catalogue):
    demand, _ = annual_demand(houses, catalogue)
    shed = demand.loc["d"]
    assert shed["heated_area"] == 0 and shed["heat_demand"] == 0 and shed["final_energy"] == 0
    assert shed["design_load"] == 0 and shed["origin"] == "none"


def test_given_demand_is_kept_and_nan_is_filled(houses, catalogue):
    houses["heat_demand"] = [12345.678901, 0.0, np.nan, 77.7, np.nan]
    demand, notes = annual_demand(houses, catalogue)
    assert demand["heat_demand"].iloc[[0, 1, 3]].tolist() == [12345.678901, 0.0, 77.7]
    assert demand["origin"].tolist() == ["given", "given", "typology", "given", "typology"]
    assert topics(notes)["demand_given"] == 3
    np.testing.assert_allclose(demand[PARTS].sum(axis=1), demand["heat_demand"], rtol=1e-12)


def test_given_demand_is_split_like_the_typology(houses, catalogue):
    houses["heat_demand"] = 10000.0
    demand, _ = annual_demand(houses, catalogue)
    assert demand.loc["a", "hot_water"] == pytest.approx(10000 * 10 / 275)
    assert demand.loc["d", "space_heat"] == 10000, "nothing known of the purpose: space heat"


def test_process_heat_is_part_of_a_given_demand_and_adds_to_the_typology(houses, catalogue):
    plain, _ = annual_demand(houses, catalogue)
    houses["heat_demand"] = [50000.0, *[np.nan] * 4]
    houses["process_heat"] = [20000.0, 3000.0, np.nan, np.nan, np.nan]
    demand, _ = annual_demand(houses, catalogue)
    assert demand.loc["a", "heat_demand"] == 50000
    assert demand.loc["a", ["space_heat", "hot_water"]].sum() == pytest.approx(30000)
    assert demand.loc["b", "heat_demand"] == pytest.approx(plain.loc["b", "heat_demand"] + 3000)


@settings(max_examples=30, deadline=None)
@given(
    heat=st.lists(st.floats(0, 1e8), min_size=1, max_size=8),
    share=st.floats(0, 1),
    use=st.sampled_from(USES),
    typology=st.sampled_from(TYPOLOGIES),
)
def test_parts_always_add_up_to_the_given_demand(heat, share, use, typology):
    buildings = bare(len(heat), use=[use] * len(heat), heat_demand=heat, process_heat=[share * q for q in heat])
    demand, _ = annual_demand(buildings, load_catalogue(), typology=typology)
    assert demand["heat_demand"].tolist() == heat
    np.testing.assert_allclose(demand[PARTS].sum(axis=1), heat, rtol=1e-12)
    assert (demand[PARTS] >= 0).all().all()


def test_bare_footprints_are_computed_and_every_filling_is_said(catalogue):
    demand, notes = annual_demand(bare(3), catalogue)
    said = topics(notes)
    assert (demand["use"] == "other").all() and (demand["sector"] == "residential").all()
    for topic in (
        "use_default",
        "storeys_default",
        "age_default",
        "refurbishment_default",
        "carrier_unknown",
    ):
        assert said[topic] == 3, topic
    assert all(str(note.count) in note.german and str(note.count) in note.english for note in notes)


def test_storeys_come_from_the_height(catalogue):
    demand, notes = annual_demand(bare(2, use=["single_family"] * 2, height=[8.4, 1.0]), catalogue)
    assert demand["heated_area"].tolist() == pytest.approx([100 * 3 * 0.84, 100 * 1 * 0.84])
    assert topics(notes)["storeys_from_height"] == 2


def test_given_area_wins(catalogue):
    demand, _ = annual_demand(bare(1, use=["terraced"], heated_area=[150.0], construction_year=[1990]), catalogue)
    assert demand["heat_demand"].iloc[0] == pytest.approx(150 * (95 + 10))


def test_age_class_stands_in_for_the_year(catalogue):
    by_class, _ = annual_demand(bare(1, use=["multi_family"], age_class=["1949-1957"]), catalogue)
    by_year, _ = annual_demand(bare(1, use=["multi_family"], construction_year=[1950]), catalogue)
    assert by_class["heat_demand"].iloc[0] == by_year["heat_demand"].iloc[0]


def test_refurbishment_lowers_space_heat_only(catalogue):
    states = ["none", "partial", "full"]
    demand, _ = annual_demand(bare(3, use=["single_family"] * 3, refurbishment=states), catalogue)
    assert demand["space_heat"].is_monotonic_decreasing and demand["space_heat"].nunique() == 3
    assert demand["hot_water"].nunique() == 1


@pytest.mark.parametrize("typology", TYPOLOGIES)
@pytest.mark.parametrize("use", [use for use in USES if use != "unheated"])
def test_every_use_has_heat_at_every_age(use, typology, catalogue):
    years = [1700, 1900, 1935, 1953, 1963, 1974, 1981, 1990, 2000, 2005, 2012, 2018, 2024, np.nan]
    buildings = bare(len(years), use=[use] * len(years), construction_year=years)
    demand, _ = annual_demand(buildings, catalogue, typology=typology)
    assert (demand["heat_demand"] > 0).all() and (demand["design_load"] > 0).all()
    assert (demand["space_heat"] > 0).all()
    if use in RESIDENTIAL_USES:
        assert demand["heat_demand"].nunique() > 4, "age matters"


def test_final_energy_by_heater(houses, catalogue):
    demand, _ = annual_demand(houses, catalogue)
    assert demand.loc["a", "final_energy"] == pytest.approx(demand.loc["a", "heat_demand"] / 0.90)
    pump = demand.loc["b"]
    assert pump["final_energy"] == pytest.approx(pump["delivered_heat"] / 3.4)
    assert pump["final_energy"] + pump["ambient_heat"] == pytest.approx(pump["delivered_heat"], rel=1e-12)
    assert demand.loc["c", "final_energy"] == demand.loc["c", "delivered_heat"], "district heat: what is delivered"
    assert (demand["ambient_heat"].drop("b") == 0).all()


def test_ambient_heat_as_carrier_buys_electricity(catalogue):
    demand, _ = annual_demand(bare(1, heating_carrier=["ambient_heat"]), catalogue)
    assert demand["heating_carrier"].tolist() == ["electricity"] and demand["ambient_heat"].iloc[0] > 0


def test_default_carrier_and_odd_heating_type_are_said(catalogue):
    buildings = bare(3, heating_carrier=["wood", None, "none"], heating_type=["volcano", None, None])
    demand, notes = annual_demand(buildings, catalogue, default_carrier="natural_gas")
    assert demand["heating_carrier"].tolist() == ["wood", "natural_gas", "natural_gas"]
    assert topics(notes)["carrier_default"] == 2 and topics(notes)["heating_type_default"] == 1


def test_design_load_by_hand(catalogue):
    buildings = bare(1, use=["single_family"], heat_demand=[20000.0], process_heat=[8760.0])
    demand, _ = annual_demand(buildings, catalogue)
    hours = catalogue.value("building_types", "single_family", "full_load_hours").value
    assert demand["design_load"].iloc[0] == pytest.approx((20000 - 8760) / hours + 1.0)


def test_scenario_may_replace_a_value(houses, catalogue):
    changed = catalogue.with_overrides({"typology_tabula": {"single_family/1958-1968": {"specific_heat": 100.0}}})
    demand, _ = annual_demand(houses, changed)
    assert demand.loc["a", "space_heat"] == pytest.approx(100 * 168)


def test_faults_come_all_at_once(catalogue):
    buildings = bare(
        4,
        use=["castle", "office", "office", "office"],
        heat_demand=[1.0, -5.0, 100.0, 100.0],
        process_heat=[np.nan, np.nan, 200.0, np.nan],
    )
    with pytest.raises(FaultError) as caught:
        annual_demand(buildings, catalogue)
    found = {(fault.code, fault.row) for fault in caught.value.faults}
    assert found == {("EP220", "b0"), ("EP212", "b1"), ("EP119", "b2")}


def test_unknown_age_class_names_the_nearest(catalogue):
    with pytest.raises(FaultError, match="1919-1948"):
        annual_demand(bare(1, age_class=["1919-1947"]), catalogue)


@pytest.mark.parametrize("option", [{"typology": "tabulla"}, {"default_carrier": "gas"}])
def test_unknown_names_in_options(option, catalogue):
    with pytest.raises(FaultError, match="EP117"):
        annual_demand(bare(1), catalogue, **option)


def test_missing_geometry_is_a_fault_unless_the_area_is_given(catalogue):
    buildings = bare(2, heated_area=[100.0, np.nan])
    buildings.geometry = [None, None]
    with pytest.raises(FaultError) as caught:
        annual_demand(buildings, catalogue)
    assert [(fault.code, fault.row) for fault in caught.value.faults] == [("EP308", "b1")]


def test_input_is_left_alone(houses, catalogue):
    before = houses.copy()
    annual_demand(houses, catalogue)
    assert houses.equals(before)

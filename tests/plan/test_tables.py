"""Do the tables of the act hold the result's numbers, with units, and say what is missing?"""

from __future__ import annotations

import re

import pandas as pd
import pytest

from energyplan.plan import plan_tables


def test_final_energy_adds_up(result):
    table = result.plan["I_1_1_endenergie"].set_index("Energieträger")
    heat = result.tree["heat"].to_dataset()
    expected = float(heat.final_energy.where(heat.heat_demand > 0).sum())
    assert table.loc["Summe", "Endenergie [kWh/a]"] == pytest.approx(expected, rel=1e-12)
    sectors = [column for column in table if column.startswith("Endenergie ") and not column.startswith("Endenergie [")]
    assert table.loc["Summe", sectors].sum() == pytest.approx(expected, rel=1e-12)


def test_blocks_and_sections_keep_the_sum_of_the_buildings(result):
    total = float(result.tree["heat"].heat_demand.sum())
    for name in ("I_2_baubloecke", "I_2_strassenabschnitte"):
        assert result.plan[name]["Wärmebedarf [kWh/a]"].sum() == pytest.approx(total, rel=1e-9)


def test_units_stand_in_the_headers(result):
    for name, table in result.plan.items():
        for column in table.select_dtypes("float").columns:
            assert re.search(r"\[.+\]|^\d{4}$", column), (name, column)


def test_heaters_are_counted(result):
    table = result.plan["I_1_5_waermeerzeuger"]
    assert table["Anzahl"].iloc[:-1].sum() == table["Anzahl"].iloc[-1] == 118


def test_what_data_do_not_give_is_said(result):
    assert set(result.plan["I_1_5_waermeerzeuger"]["Art des Wärmeerzeugers"]) >= {"nicht erhoben"}
    indicators = result.plan["III_indikatoren"]
    assert set(indicators["2035"]) == {"nicht berechnet"}
    assert pd.api.types.is_numeric_dtype(pd.to_numeric(indicators["2045"]))
    assert result.plan["I_1_3_leitungsgebundene_waerme"]["Energieträger"].tolist() == ["kein Wärmenetz im Bestand"]


def test_indicators_of_the_act_are_those_of_the_result(result):
    table = result.plan["III_indikatoren"]
    row = table[(table["Nr."] == "III.4") & (table["CO₂-Preispfad"] == "eu_high")].iloc[0]
    share = result.tree["indicators"].grid_bound_share.sel(year=2045, co2_path="eu_high")
    assert row["2045"] == pytest.approx(100 * float(share), rel=1e-12)
    assert row["Einheit"] == "%"
    assert set(table["Nr."]) == {f"III.{number}" for number in range(1, 8)}


def test_english_tables_have_the_same_numbers(result, example):
    english = example.example_result("en").plan
    assert list(english) == list(result.plan)
    for name, table in result.plan.items():
        assert len(table.columns) == len(english[name].columns)
        pd.testing.assert_frame_equal(
            table.select_dtypes("number"),
            english[name].select_dtypes("number").set_axis(table.select_dtypes("number").columns, axis=1),
        )
    assert "carrier" in english["I_1_1_endenergie"].columns


def test_tables_of_missing_stages_are_left_out(result):
    import xarray as xr

    tree = xr.DataTree.from_dict({"/heat": result.tree["heat"].to_dataset()})
    tables = plan_tables(tree, {}, None, "de")
    assert [name for name in tables if name.startswith(("II", "III", "I_2"))] == []


def test_unknown_carriers_are_not_collected(example):
    import xarray as xr

    houses = example.buildings().assign(heating_carrier="unknown")
    tree = xr.DataTree.from_dict({"/heat": example.heat(houses)})
    tables = plan_tables(tree, {}, None, "de")
    table = tables["I_1_1_endenergie"]
    assert table["Energieträger"].tolist() == ["nicht erhoben", "Summe"]
    assert set(table["Treibhausgasemissionen [t CO₂-Äq/a]"]) == {"nicht erhoben"}, "as the indicator, which is NaN"
    shares = tables["I_1_2_anteil_erneuerbar"]
    assert set(shares.iloc[:, -1]) == {"nicht erhoben"}, "unknown is not 0 % renewable"


def test_emissions_of_the_table_are_those_of_the_indicator(result):
    table = result.plan["I_1_1_endenergie"].set_index("Energieträger")["Treibhausgasemissionen [t CO₂-Äq/a]"]
    expected = float(result.tree["indicators"].greenhouse_gas_emissions_today)
    assert table["Summe"] == pytest.approx(expected, rel=1e-12)
    assert table.drop("Summe").sum() == pytest.approx(expected, rel=1e-12)


def test_shares_of_a_block_count_ambient_heat_as_the_town_does(example):
    """One house with a heat pump: a quarter electricity, three quarters ambient heat, in its block as in the town."""
    import xarray as xr

    from energyplan.catalogue import load_catalogue
    from energyplan.plan.status_quo import block_table

    houses = example.buildings().iloc[:1].assign(
        heating_carrier="electricity", heating_type="heat_pump_air", heat_demand=100.0, final_energy=25.0,
        ambient_heat=75.0, block_id="b",
    )  # fmt: skip
    blocks = pd.DataFrame({"heat_density": [1.0]}, index=["b"])
    tree = xr.DataTree.from_dict({"/heat": example.heat(houses)})
    row = block_table(tree, blocks, houses, load_catalogue(), "en").iloc[0]
    shares = {name: value for name, value in row.items() if "share" in str(name).lower()}
    assert sorted(shares.values()) == pytest.approx([25.0, 75.0])


def test_age_class_follows_the_year_of_construction():
    from energyplan.catalogue import load_catalogue
    from energyplan.plan.status_quo import age_classes

    years = pd.DataFrame({"construction_year": [1900, 1955, 2020, None], "age_class": ["", None, "1919-1948", None]})
    assert age_classes(years, load_catalogue()).fillna("?").tolist() == ["1860-1918", "1949-1957", "1919-1948", "?"]

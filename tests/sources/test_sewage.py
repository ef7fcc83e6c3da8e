"""Sewage heat: one section per path, limits hour by hour, sewer and effluent are one stream."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from energyplan.core.errors import FaultError
from energyplan.physics.river import stream_heat
from energyplan.sources import sewage_sources
from energyplan.sources.sewer_paths import best_per_path, section_graph


def test_the_best_section_of_each_path_is_a_source(sewers, waste_water, catalogue):
    found = sewage_sources(sewers, waste_water, catalogue=catalogue)
    assert list(found.table.index) == ["sewage_d", "sewage_e"]
    assert found.table.loc["sewage_d", "peak_power"] == pytest.approx(4.19 * 40 * 1.0)
    assert found.table.loc["sewage_d", "notes"] == "DN 1200, 40.0 l/s"


def test_the_sewage_is_not_cooled_below_its_lowest_temperature(sewers, waste_water, catalogue):
    found = sewage_sources(sewers, waste_water, catalogue=catalogue)
    power, temperature = (found.dataset[name].sel(source="sewage_d") for name in ("source_power", "source_temperature"))
    after = temperature - power / stream_heat(40.0, 1.0)
    assert float(power.where(temperature <= 10.0).max()) == 0.0
    assert float(after.where(power > 0).min()) >= 10.0 - 1e-9
    assert float((temperature < 10.0).sum()) > 0, "the fixture must have such hours"


def test_small_sewers_are_no_sources_and_the_note_says_why(sewers, waste_water, catalogue):
    narrow = sewers.assign(nominal_diameter=300.0)
    found = sewage_sources(narrow, waste_water, catalogue=catalogue)
    assert found.table.empty
    assert "40.0 l/s" in found.notes[0].german and "DN 300" in found.notes[0].english


def test_limits_can_be_overridden(sewers, waste_water, catalogue):
    lax = catalogue.with_overrides({"source_limits": {"sewage": {"minimum_flow": 45.0}}})
    assert sewage_sources(sewers, waste_water, catalogue=lax).table.empty


def test_far_sewers_are_left_out(sewers, waste_water, catalogue):
    found = sewage_sources(sewers, waste_water, catalogue=catalogue, near=Point(0, 0), maximum_distance=10.0)
    assert set(found.table.index) == {"sewage_a", "sewage_b"}, "upstream branches are used when the trunk is far"


def test_sewer_and_effluent_are_one_stream(sewers, treatment_plants, waste_water, catalogue):
    """What the sewers take is missing in the effluent, in every hour and in its temperature."""
    plants = {"catalogue": catalogue, "treatment_plants": treatment_plants}
    both = sewage_sources(sewers, waste_water, **plants)
    alone = sewage_sources(sewers, waste_water, from_sewers=False, **plants)
    sewer = both.of_kind("sewage").dataset["source_power"].sum("source")
    rest = both.dataset["source_power"].sel(source="effluent_p")
    whole = alone.dataset["source_power"].sel(source="effluent_p")
    np.testing.assert_allclose(sewer + rest, np.maximum(whole, sewer), rtol=1e-12)
    assert float(rest.sum()) < float(whole.sum())
    cooler = alone.dataset["source_temperature"].sel(source="effluent_p") - both.dataset["source_temperature"].sel(
        source="effluent_p"
    )
    np.testing.assert_allclose(cooler * stream_heat(51.0, 1.0), sewer, atol=1e-9)


def test_effluent_alone(sewers, treatment_plants, waste_water, catalogue):
    found = sewage_sources(
        sewers, waste_water, catalogue=catalogue, treatment_plants=treatment_plants, from_sewers=False
    )
    assert list(found.table["kind"]) == ["effluent"]
    assert found.table.loc["effluent_p", "peak_power"] == pytest.approx(4.19 * 51.0 * 4.5)


def test_the_effluent_of_another_plant_loses_nothing(sewers, treatment_plants, waste_water, catalogue):
    elsewhere = treatment_plants.assign(node="n99")
    found = sewage_sources(sewers, waste_water, catalogue=catalogue, treatment_plants=elsewhere)
    assert found.table.loc["effluent_p", "peak_power"] == pytest.approx(4.19 * 51.0 * 4.5)


def test_missing_series_and_gaps_are_named(sewers, waste_water, catalogue):
    with pytest.raises(FaultError) as error:
        sewage_sources(sewers, waste_water.sel(sewer=list("abcd")), catalogue=catalogue)
    assert [(fault.code, fault.row) for fault in error.value.faults] == [("EP214", "e")]
    gap = waste_water.copy(deep=True)
    gap["flow"][2, 100] = np.nan
    with pytest.raises(FaultError) as error:
        sewage_sources(sewers, gap, catalogue=catalogue)
    assert [(fault.code, fault.row, fault.column) for fault in error.value.faults] == [("EP401", "c", "flow")]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30), st.data())
def test_no_two_chosen_sections_lie_on_one_path(parents, data):
    """Random trees: section i flows into an earlier node; of two chosen ones none is above the other."""
    below = [f"n{min(parent, number)}" for number, parent in enumerate(parents)]
    sewers = pd.DataFrame(
        {"from_node": [f"n{number + 1}" for number in range(len(below))], "to_node": below},
        index=[f"s{number}" for number in range(len(below))],
    )
    worth = pd.Series(
        data.draw(st.lists(st.floats(0.1, 100), min_size=len(below), max_size=len(below))), index=sewers.index
    )
    graph = section_graph(sewers)
    chosen = best_per_path(worth, graph)
    related = {sewer: nx.descendants(graph, sewer) | nx.ancestors(graph, sewer) for sewer in sewers.index}
    assert all(other not in related[sewer] for sewer in chosen for other in chosen)
    assert all(sewer in chosen or related[sewer] & set(chosen) for sewer in sewers.index), "none is forgotten"

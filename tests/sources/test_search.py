"""All sources of a town at once, and what is said when a kind is missing."""

from __future__ import annotations

import numpy as np
import pytest

from energyplan.sources import SOURCE_KINDS, SourceInputs, air_source, find_sources


def test_all_sources_of_the_town(catalogue, weather, buildings, sewers, treatment_plants, waste_water, waste_heat):
    layers = {
        "buildings": buildings,
        "sewers": sewers,
        "treatment_plants": treatment_plants,
        "waste_heat": waste_heat,
    }
    inputs = SourceInputs(catalogue, weather, layers, waste_water=waste_water, maximum_air_power=500.0)
    found = find_sources(inputs)
    assert set(found.table["kind"]) == {"waste_heat", "sewage", "effluent", "ground", "air", "roof_solar"}
    assert found.table["annual_heat"].sum() == pytest.approx(float(found.dataset["source_power"].sum()), rel=1e-9)
    assert found.notes[-1].ids == ("river",)
    assert {"pv_yield", "global_tilted_irradiance", "roof_area"} <= set(found.dataset)


def test_some_kinds_only(catalogue, weather, buildings):
    found = find_sources(SourceInputs(catalogue, weather, {"buildings": buildings}), kinds=["ground"])
    assert list(found.table["kind"]) == ["ground"]
    with pytest.raises(KeyError, match="did you mean ground"):
        find_sources(SourceInputs(catalogue, weather, {"buildings": buildings}), kinds=["grund"])


def test_options_reach_their_kind(catalogue, weather, buildings):
    options = {"ground": {"distance": 30.0}}
    wide, usual = (
        find_sources(SourceInputs(catalogue, weather, {"buildings": buildings}, options=given), kinds=["ground"])
        for given in (options, {})
    )
    assert wide.table["annual_heat"].sum() > usual.table["annual_heat"].sum()


def test_air_is_finite_and_as_warm_as_the_air(weather):
    found = air_source(weather["air_temperature"], maximum_power=250.0)
    assert found.table.loc["air", "annual_heat"] == 250.0 * 8760
    np.testing.assert_array_equal(found.dataset["source_temperature"].sel(source="air"), weather["air_temperature"])


def test_the_registry_lists_its_kinds():
    assert set(SOURCE_KINDS.names()) == {
        "waste_heat", "sewage", "effluent", "river", "lake", "ground", "air", "roof_solar",
    }  # fmt: skip

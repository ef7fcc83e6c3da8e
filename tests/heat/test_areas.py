"""Are areas the connected sets of dense sections, the one with most heat first?"""

from __future__ import annotations

from energyplan.heat import dense_area


def with_density(street, density: list[float], heat: list[float]):
    return street.sections.assign(heat_line_density=density, heat_demand=heat)


def test_connected_sets_in_the_order_of_heat(street):
    sections = with_density(street, [2000, 2000, 100, 0, 3000], [1e5, 1e5, 5e3, 0, 1.5e5])
    assert dense_area(sections, street, threshold=1500, minimum_heat=0) == {
        "area-1": ["s1", "s2"],
        "area-2": ["s5"],
    }


def test_threshold_is_inclusive_and_small_areas_fall_away(street):
    sections = with_density(street, [1500, 100, 1500, 0, 100], [1e5, 0, 2e4, 0, 0])
    assert dense_area(sections, street, threshold=1500, minimum_heat=5e4) == {"area-1": ["s1"]}


def test_nothing_dense_and_unassigned_heat(street):
    sections = with_density(street, [100] * 5, [1e5] * 5)
    sections.loc["unassigned", ["heat_line_density", "heat_demand"]] = [9e9, 9e9]
    assert dense_area(sections, street, threshold=1500, minimum_heat=0) == {}


def test_node_and_section_ids_may_look_alike(street):
    renamed = street.sections.rename(index={"s1": "n1", "s5": "n5"})
    same = type(street)(street.nodes, renamed)
    sections = renamed.assign(heat_line_density=[2000, 0, 0, 0, 2000], heat_demand=[2.0, 0, 0, 0, 1.0])
    assert dense_area(sections, same, threshold=1, minimum_heat=0) == {"area-1": ["n1"], "area-2": ["n5"]}

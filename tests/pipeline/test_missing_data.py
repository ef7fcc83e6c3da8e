"""Every layer and series but buildings and streets may be missing."""

import pytest

import energyplan as ep

NETWORK = {"networks": [{"id": "n1", "select": "all"}]}


@pytest.mark.parametrize(
    ("missing", "variable"),
    [(("rain",), "flow"), (("sewers", "treatment_plants"), "runoff")],
)
def test_half_of_the_water(without, scenario, missing, variable):
    result = ep.run(scenario(), municipality=without(*missing), stages=["water"])
    assert variable in result.tree["water"].data_vars
    assert ("runoff_reduction" in result.tree["indicators"].data_vars) == (variable == "runoff")
    assert [note["topic"] for note in result.run["notes"]].count("skipped") == 1


def test_buildings_and_streets_alone(town, without, scenario, tmp_path):
    others = set(town.layers) - {"buildings", "streets"} | set(town.series)
    result = ep.run(scenario(**NETWORK), municipality=without(*others), out=tmp_path / "result")
    assert "water" not in result.tree.children
    assert float(result.tree["supply/unserved_energy"].sum()) == 0.0
    assert (tmp_path / "result" / "report.html").stat().st_size > 10_000

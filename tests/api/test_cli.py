"""The command line as a user calls it: exit codes 0, 1, 2; messages without tracebacks; every command."""

import json
import sys

import pytest

import energyplan as ep
from energyplan import cli


@pytest.fixture
def call(monkeypatch, capsys):
    """Call the command line; return exit code, output and errors."""

    def _call(*words):
        monkeypatch.setattr(sys, "argv", ["energyplan", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
        return end.value.code, shown.out, shown.err

    return _call


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    from energyplan.synth import write_town

    return write_town(60, 5, tmp_path_factory.mktemp("cli") / "town")


def scenario(folder, town, text=""):
    path = folder / "s.yaml"
    path.write_text(
        f"name: klein\nmunicipality: {town}\nyears: [2030]\nsupply: {{segments: 48}}\n{text}", encoding="utf-8"
    )
    return path


def test_check_of_a_clean_town(call, town):
    code, out, _ = call("check", town)
    assert code == 0 and "buildings 60" in out


@pytest.mark.parametrize(("language", "said"), [("de", "Fehler in den Eingaben"), ("en", "fault(s) in the input")])
def test_check_of_a_broken_scenario(call, town, tmp_path, language, said):
    path = scenario(tmp_path, town, "suply: {}\nlanguage: fr\n")
    code, _, err = call("--language", language, "check", path, "--data-root", town)
    assert code == 2 and said in err and "s.yaml:5" in err and "EP101" in err and "EP117" in err


def test_unknown_stage_and_missing_file(call, town, tmp_path):
    assert (
        call("run", scenario(tmp_path, town), "--stages", "heet", "--data-root", town, "--out", tmp_path / "o")[0] == 2
    )
    assert call("run", tmp_path / "nothing.yaml")[0] == 2
    assert not (tmp_path / "o").exists()


def test_schema_is_json(call):
    for kind in ("scenario", "municipality", "sweep"):
        code, out, _ = call("schema", kind)
        assert code == 0 and json.loads(out)["type"] == "object"


def test_catalogue(call, tmp_path):
    assert "pipes" in call("catalogue")[1]
    code, out, _ = call("catalogue", "pipes")
    assert code == 0 and "DN100" in out and "107.1" in out
    assert call("catalogue", "pips")[0] == 2
    assert call("catalogue", "technologies", "--csv", tmp_path / "t.csv")[0] == 0
    assert "source" in (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()[0]


def test_init_and_synth_do_not_overwrite(call, tmp_path):
    code, out, _ = call("init", tmp_path / "project")
    assert code == 0 and "musterstadt.yaml" in out
    assert call("init", tmp_path / "project")[0] == 2


def test_heat_alone_and_compare(call, town, tmp_path):
    path = scenario(tmp_path, town)
    code, out, _ = call("-q", "run", path, "--stages", "heat", "--data-root", town, "--out", tmp_path / "a")
    assert code == 0 and not out
    assert set(ep.read_result(tmp_path / "a").tree.children) == {"heat", "indicators"}
    code, out, _ = call("compare", tmp_path / "a", tmp_path / "a")
    assert code == 0 and "klein" in out
    assert call("compare", tmp_path)[0] == 2


@pytest.mark.slow
def test_sweep_records_failures_and_keeps_what_is_done(call, town, tmp_path):
    scenario(tmp_path, town)
    file = tmp_path / "sweep.yaml"
    impossible = "{supply.technologies.individual: [], supply.technologies.network: [], networks: []}"
    file.write_text(
        f"name: zins\nbase: s.yaml\ngrid: {{supply.interest_rate: [0.02, 0.06]}}\nruns: {{leer: {impossible}}}\n",
        encoding="utf-8",
    )
    code, out, _ = call("sweep", file, "--data-root", town, "--out", tmp_path / "out")
    assert code == 1 and "2 of 3 runs" in out, "one failed, the others went on"
    code, out, _ = call("sweep", file, "--data-root", town, "--out", tmp_path / "out")
    assert out.count(": kept") == 2
    indicators, runs = ep.read_sweep(tmp_path / "out")
    assert indicators.sizes["scenario"] == 2 and runs["status"].tolist().count("failed") == 1
    cost = indicators["heat_cost"].mean(["year", "co2_path", "bus"])
    assert float(cost[1]) > float(cost[0]), "a higher interest costs more"

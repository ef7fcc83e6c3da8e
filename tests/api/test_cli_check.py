"""`energyplan check` and `schema` on the command line: exit codes, languages, no tracebacks."""

import json
import os
import subprocess
import sys

import pytest

from energyplan import cli
from tests.io.conftest import small_layers, write_small


@pytest.fixture
def project(tmp_path):
    write_small(tmp_path / "town", small_layers())
    (tmp_path / "right.yaml").write_text("name: Test\nmunicipality: town\n", encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(
        "name: Test\nmunicipality: town\nsuply: 1\nsupply: {segments: 1}\n", encoding="utf-8"
    )
    return tmp_path


@pytest.fixture
def run(monkeypatch, capsys):
    def _run(*arguments):
        monkeypatch.setattr(sys, "argv", ["energyplan", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capsys.readouterr()
        return end.value.code, said.out, said.err

    return _run


@pytest.mark.parametrize(("language", "sentence"), [("de", "Keine Fehler."), ("en", "No faults.")])
@pytest.mark.parametrize("name", ["right.yaml", "town", "town/municipality.yaml"])
def test_right_input_ends_with_0(run, project, language, sentence, name):
    code, out, err = run("--language", language, "check", project / name)
    assert code == 0 and out.startswith(sentence) and "buildings 4" in out and not err


@pytest.mark.parametrize(
    ("language", "heading", "sentence"),
    [("de", "2 Fehler in den Eingaben", "unbekannter Schlüssel"), ("en", "2 fault(s) in the input", "unknown key")],
)
def test_wrong_input_ends_with_2_and_all_faults(run, project, language, heading, sentence):
    code, out, err = run("--language", language, "check", project / "wrong.yaml")
    assert code == 2 and not out and "Traceback" not in err
    assert heading in err and sentence in err and "wrong.yaml:3 suply" in err and "wrong.yaml:4 supply.segments" in err


@pytest.mark.parametrize("name", ["nothing", "", "x" * 5000, "town/municipality.gpkg"])
def test_what_is_no_input_ends_with_2(run, project, name):
    code, _, err = run("check", project / name if name else "/dev/null")
    assert code == 2 and "Traceback" not in err and "unexpected" not in err


@pytest.mark.parametrize("arguments", [["--language", "fr", "check", "x"], ["schema", "town"], ["chek"], ["check"]])
def test_wrong_calls_end_with_2(run, arguments):
    assert run(*arguments)[0] == 2


def test_a_traceback_only_with_debug(run, project, monkeypatch):
    from energyplan.core.errors import FaultError

    monkeypatch.setattr(sys, "argv", ["energyplan", "--debug", "check", str(project / "wrong.yaml")])
    with pytest.raises(FaultError):
        cli.main()


@pytest.mark.parametrize("kind", ["scenario", "municipality", "sweep"])
def test_schemas_are_json(run, kind, tmp_path):
    code, out, _ = run("schema", kind)
    assert code == 0 and json.loads(out)["additionalProperties"] is False
    assert run("schema", kind, "--out", tmp_path / "s.json")[0] == 0
    assert json.loads((tmp_path / "s.json").read_text()) == json.loads(out)


def test_a_schema_that_cannot_be_written(run, tmp_path):
    code, _, err = run("schema", "--out", tmp_path / "no" / "s.json")
    assert code == 2 and "EP501" in err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_console_without_arrows(project, encoding):
    call = [sys.executable, "-m", "energyplan", "--language", "de", "check", str(project / "wrong.yaml")]
    end = subprocess.run(call, capture_output=True, env={**os.environ, "PYTHONIOENCODING": encoding}, check=False)
    assert end.returncode == 2 and b"EP101" in end.stderr and b"Traceback" not in end.stderr

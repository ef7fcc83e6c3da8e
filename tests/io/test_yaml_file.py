"""YAML is read as written, with lines, and nothing in it is executed."""

import time

import pytest

from energyplan.core.errors import FaultError
from energyplan.io.yaml_file import read_yaml


def read(tmp_path, text):
    path = tmp_path / "s.yaml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path)


def fault(tmp_path, text):
    with pytest.raises(FaultError) as error:
        read(tmp_path, text)
    return error.value.faults[0]


def test_values_are_those_of_yaml_1_2(tmp_path):
    document = read(tmp_path, "country: NO\nzip: '01067'\nstart: 8:30\non: yes\nhead:\n  depth: 3.5\n")
    assert document.data == {
        "country": "NO",
        "zip": "01067",
        "start": "8:30",
        "on": "yes",
        "head": {"depth": 3.5},
    }
    assert document.line(("head", "depth")) == 6


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", "EP102", 3),
        ("a:\n\tb: 1\n", "EP103", 2),
        ("a: [1, 2\nb: 3\n", "EP103", 2),
        ("- 1\n- 2\n", "EP103", 1),
        ("", "EP103", 1),
        ("a: !!python/object/apply:os.system ['true']\n", "EP110", 1),
        ("a: !include x\n", "EP110", 1),
    ],
)
def test_broken_files(tmp_path, text, code, line):
    found = fault(tmp_path, text)
    assert (found.code, found.line) == (code, line)


def test_alias_bomb_is_refused_quickly(tmp_path):
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    started = time.perf_counter()
    assert fault(tmp_path, "\n".join(levels)).code == "EP109"
    assert time.perf_counter() - started < 2


def test_large_file_is_not_read(tmp_path):
    assert fault(tmp_path, "# " + "x" * 3_000_000).code == "EP112"


def test_other_encodings_are_named(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_bytes("name: Köln".encode("cp1252"))
    with pytest.raises(FaultError) as error:
        read_yaml(path)
    assert error.value.faults[0].code == "EP203"

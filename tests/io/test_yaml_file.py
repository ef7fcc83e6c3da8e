"""YAML is read as written, with lines, and nothing in it is executed."""

import os
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_codes_dates_and_doubtful_words_stay_text(tmp_path):
    text = "a: 01067\nb: 2024-01-01\nc: 2024-13-45\nd: 1_000\ne: yes\nf: &x true\ng: *x\nh: 1e3\ni: .5\nj: 0x10\nk: '5'\nl:\n"
    assert read(tmp_path, text).data == {
        "a": "01067", "b": "2024-01-01", "c": "2024-13-45", "d": "1_000", "e": "yes", "f": True, "g": True, "h": 1000.0,
        "i": 0.5, "j": 16, "k": "5", "l": None,
    }  # fmt: skip


def test_keys_are_years_or_text(tmp_path):
    assert read(tmp_path, "2030: a\n'2031': b\ntrue: c\n1.5: d\n: e\n").data == {
        2030: "a", "2031": "b", "true": "c", "1.5": "d", "": "e",
    }  # fmt: skip


def test_merged_mappings(tmp_path):
    document = read(tmp_path, "base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\n")
    assert document.data["own"] == {"x": 1, "y": 3}
    assert document.line(("own", "y")) == 4 and document.line(("own", "x")) == 2


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: x\0y\n", "EP121", 0),
        ("a: 1\nb: x\x07y\n", "EP103", 2),
        ("%YAML 1.1\n---\na: NO\n", "EP103", 1),
        ("a: 1\n---\nb: 2\n", "EP103", 2),
        ('a: 1\nb: "c\nd: 1\n', "EP103", 2),
        ("a: 1\nb: *c\n", "EP103", 2),
        ("a: &a [*a]\n", "EP103", 1),
        ("[a, b]: 1\n", "EP103", 1),
        ("a: !!set {1, 2}\n", "EP110", 1),
        ("a: !!str 5\n", "EP110", 1),
        ("a: {<<: [1]}\n", "EP103", 1),
        ("a: " + "[" * 40 + "]" * 40 + "\n", "EP109", 1),
        ("a: [" + "[]," * 300_000 + "]\n", "EP112", 0),
    ],
)
def test_more_broken_files(tmp_path, text, code, line):
    started = time.perf_counter()
    found = fault(tmp_path, text)
    assert (found.code, found.line) == (code, line)
    assert time.perf_counter() - started < 2


def test_every_key_that_comes_twice_is_named_with_both_lines(tmp_path):
    with pytest.raises(FaultError) as error:
        read(tmp_path, "a: 1\nb:\n  c: 1\n  c: {d: 2}\na: 3\n")
    assert [(f.code, f.key, f.line, f.value) for f in error.value.faults] == [
        ("EP102", "b.c", 4, "lines 3 and 4"), ("EP102", "a", 5, "lines 1 and 5"),
    ]  # fmt: skip


def test_hints_for_broken_lines_are_german_too(tmp_path):
    with pytest.raises(FaultError) as error:
        read(tmp_path, "a:\n\tb: 1\n")
    assert "Leerzeichen statt Tabulatoren" in error.value.in_language("de")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("name: Köln".encode("utf-16"), "UTF-16"),
        ("name: Köln".encode("utf-16-le"), "UTF-16"),
        ("name: Köln".encode("utf-32"), "UTF-32"),
        ("a: b\nname: Köln".encode("cp1252"), "Windows-1252"),
    ],
)
def test_encodings_are_recognised(tmp_path, content, encoding):
    (tmp_path / "s.yaml").write_bytes(content)
    with pytest.raises(FaultError) as error:
        read_yaml(tmp_path / "s.yaml")
    found = error.value.faults[0]
    assert found.code == "EP203" and encoding in found.value
    assert found.line == (2 if encoding == "Windows-1252" else 1)


def test_what_is_no_text_or_no_file(tmp_path):
    (tmp_path / "binary.yaml").write_bytes(b"SQLite format 3\x00" + bytes(range(32)))
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    names = {"binary.yaml": "EP121", "folder.yaml": "EP120", "pipe.yaml": "EP120", "x" * 5000: "EP120", "no": "EP120"}
    for name, code in names.items():
        with pytest.raises(FaultError) as error:
            read_yaml(tmp_path / name)
        assert error.value.faults[0].code == code


def test_a_document_over_another_keeps_the_place_of_every_key(tmp_path):
    (tmp_path / "base.yaml").write_text("a:\n  x: 1\n  y: 2\nlist:\n  - u: 1\n    v: 2\n")
    (tmp_path / "over.yaml").write_text("list:\n  - u: 3\na:\n  y: 4\n")
    both = read_yaml(tmp_path / "over.yaml").laid_over(read_yaml(tmp_path / "base.yaml"))
    assert both.data == {"a": {"x": 1, "y": 4}, "list": [{"u": 3}]}
    assert both.place(("a", "x")) == ("base.yaml", 2)
    assert both.place(("a", "y")) == ("over.yaml", 4)
    assert both.place(("list", 0, "v")) == ("over.yaml", 2)
    assert both.place(("nothing",)) == ("over.yaml", 1)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet="ab:-[]{}&*!|>'\"%#,\n\t 01.", max_size=80).map(str.encode))
def test_no_file_makes_it_fail_otherwise(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.yaml"
        path.write_bytes(content)
        try:
            assert isinstance(read_yaml(path).data, dict)
        except FaultError as error:
            assert all(fault.describe("de") and fault.describe("en") for fault in error.faults)

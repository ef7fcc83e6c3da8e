"""CSV files: cells stay where they are, whoever wrote them."""

import os

import pytest

from energyplan.core.errors import FaultError
from energyplan.io.csv_file import read_csv


def read(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_csv(path, maximum_bytes=1_000_000)


def faults_of(tmp_path, content):
    with pytest.raises(FaultError) as error:
        read(tmp_path, content)
    return [(fault.code, fault.line) for fault in error.value.faults]


def test_cells_are_text_with_the_line_as_index(tmp_path):
    table = read(tmp_path, '# source\na, b\n1,"x, y"\n\n,NaN\nNA,"two\nlines"\nlast,1\n')
    assert table.to_dict("list") == {"a": ["1", None, "NA", "last"], "b": ["x, y", None, "two\nlines", "1"]}
    assert list(table.index) == [3, 5, 6, 8]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa,b\r\n1,2\r\n", b"a,b\r1,2\r", "a,b\n1,2"])
def test_line_ends_and_marks(tmp_path, content):
    assert read(tmp_path, content).iloc[0].tolist() == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", [("EP217", 0)]),
        ("a,b\n", [("EP217", 0)]),
        ("a,b\n1,2,3\n1,2\n1\n", [("EP121", 2), ("EP121", 4)]),
        ("a;b\n1,5;2,5\n", [("EP121", 1)]),
        ("a\tb\n1\t2\n", [("EP121", 1)]),
        ("a,a\n1,2\n", [("EP221", 1)]),
        ('a,b\n1,2\n1,"x\n', [("EP121", 3)]),
        ("a,b\n1,ä\n".encode("cp1252"), [("EP203", 2)]),
        ("a,b\n1,2\n".encode("utf-16"), [("EP203", 1)]),
        ("a,b\n1,2\0\n", [("EP121", 0)]),
        ("x" * 1_000_001, [("EP112", 0)]),
    ],
)
def test_broken_files(tmp_path, content, expected):
    assert faults_of(tmp_path, content) == expected


def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path, tmp_path / "pipe.csv", tmp_path / "no.csv"):
        with pytest.raises(FaultError) as error:
            read_csv(path, maximum_bytes=10)
        assert error.value.faults[0].code == "EP120"

"""Which files may be read: nothing outside, however it is spelled."""

import pytest

from energyplan.core.errors import FaultError
from energyplan.io.roots import allowed_roots, resolve_path


@pytest.fixture
def base(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a.csv").write_text("x")
    (tmp_path / "secret.csv").write_text("x")
    (folder / "out.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "up").symlink_to(tmp_path)
    (folder / "ring.csv").symlink_to(folder / "ring.csv")
    return folder


@pytest.mark.parametrize("given", ["a.csv", "./a.csv", "up/project/a.csv"])
def test_files_inside(base, given):
    assert resolve_path(given, base, [base.resolve()]) == (base / "a.csv").resolve()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("../secret.csv", "EP111"), ("out.csv", "EP111"), ("up/secret.csv", "EP111"), ("/etc/passwd", "EP111"),
        ("/vsicurl/http://x", "EP111"), ("/vsizip/x.zip", "EP111"), ("https://example.org/x", "EP111"),
        (".//vsicurl/http://x", "EP111"), ("no.csv", "EP120"), ("http:x", "EP120"), ("PG:dbname=x", "EP120"),
        ("ring.csv", "EP120"), ("a\0.csv", "EP120"), ("x" * 5000, "EP120"),
    ],
)  # fmt: skip
def test_files_outside_and_no_files(base, given, code):
    with pytest.raises(FaultError) as error:
        resolve_path(given, base, [base.resolve()])
    assert [fault.code for fault in error.value.faults] == [code]


def test_roots_of_the_user(base, tmp_path, monkeypatch):
    assert (
        resolve_path("secret.csv", base, allowed_roots(base, data_roots=[tmp_path]))
        == (tmp_path / "secret.csv").resolve()
    )
    monkeypatch.setenv("ENERGYPLAN_DATA", str(tmp_path))
    assert resolve_path("secret.csv", base, allowed_roots(base)) == (tmp_path / "secret.csv").resolve()

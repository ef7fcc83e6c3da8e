"""The report in a real browser: it renders, asks the network for nothing, and prints."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from energyplan.report import render
from tests.report.example_result import example_result

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    render(example_result(), folder)
    return folder / "report.html"


def browse(page: Path, profile: Path, *flags: str) -> str:
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", *flags, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_page_renders(page, tmp_path):
    shown = browse(page, tmp_path, "--dump-dom")
    assert "<h1" in shown and shown.count("<img") >= 8


def requests_of(page: Path, scratch: Path) -> list[str]:
    """The addresses that the browser asks the network for because of a page (not its own services')."""
    log = scratch / f"{page.stem}.json"
    browse(page, scratch / page.stem, "--dump-dom", f"--log-net-log={log}")
    found = re.findall(r'"url":"(https?://[^"]+)"', log.read_text(encoding="utf-8", errors="replace"))
    return [address for address in found if not re.search(r"google|gstatic|chrome", address)]


def test_the_page_asks_the_network_for_nothing(page, tmp_path):
    control = tmp_path / "control.html"
    control.write_text('<img src="http://picture.example/x.png">', encoding="utf-8")
    assert requests_of(control, tmp_path), "a page that does ask is noticed"
    assert not requests_of(page, tmp_path)


def test_the_page_prints(page, tmp_path):
    pdf = tmp_path / "report.pdf"
    browse(page, tmp_path / "profile", f"--print-to-pdf={pdf}")
    assert pdf.read_bytes().startswith(b"%PDF") and pdf.stat().st_size > 50_000

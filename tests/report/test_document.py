"""Is the report whole, safe, offline and honest about what is missing?"""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pytest

from energyplan.report import render
from energyplan.report.document import page_html
from energyplan.report.summary import answers, dwelling_heat, tiles
from energyplan.report.view import view_of

MAXIMUM_SIZE = 5_000_000


class _Page(HTMLParser):
    """Collects what a browser would fetch, and the attributes of the elements."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.images: list[dict] = []
        self.ids: list[str] = []
        self.language = ""
        self.scripts = 0

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.scripts += tag == "script"
        self.language = values.get("lang", self.language) if tag == "html" else self.language
        self.ids += [values["id"]] if "id" in values else []
        if tag == "img":
            self.images.append(values)
        self.fetched += [
            values[key] for key in ("src", "href") if values.get(key) and not values[key].startswith(("#", "data:"))
        ]


def _parse(folder) -> tuple[str, _Page]:
    return _parse_text((folder / "report.html").read_text(encoding="utf-8"))


def _parse_text(text: str) -> tuple[str, _Page]:
    page = _Page()
    page.feed(text)
    return text, page


def _page_without_figures(result) -> tuple[str, _Page]:
    return _parse_text(page_html(view_of(result), {}))


@pytest.fixture(scope="module")
def rendered(result, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    return folder, render(result, folder)


def test_files_are_named(rendered):
    folder, files = rendered
    assert files[-1] == folder / "report.html"
    assert all(file.is_file() for file in files)
    assert len(list((folder / "figures").glob("*.png"))) == len(files) - 1 >= 14


def test_page_needs_no_network(rendered):
    text, page = _parse(rendered[0])
    assert page.fetched == []
    assert page.scripts == 0
    assert not re.search(r"url\(|@import", text)
    assert len(text) < MAXIMUM_SIZE


def test_page_can_be_heard_and_jumped_through(rendered):
    text, page = _parse(rendered[0])
    assert page.language == "de"
    assert all(image["alt"] and image["width"] and image["height"] for image in page.images)
    assert len(page.ids) == len(set(page.ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(page.ids)


def test_numbers_are_german(rendered):
    text, _ = _parse(rendered[0])
    assert "1.500\u00a0kWh/(m·a)" in text
    assert "7,99\u00a0GWh" in text


def test_english_page(example):
    text, page = _page_without_figures(example.example_result("en"))
    assert page.language == "en"
    assert "How much heat do the buildings need?" in text
    assert not re.search(r"Wärmebedarf|Gebäude|Jahreskosten", text)


def test_names_are_escaped(result):
    note = {"stage": "heat", "german": "<img src=x onerror=alert(1)>", "english": "x"}
    evil = dataclasses.replace(result, run={**result.run, "municipality": "<script>alert(1)</script>", "notes": [note]})
    text, page = _page_without_figures(evil)
    assert page.scripts == 0
    assert "&lt;script&gt;" in text and "&lt;img src=x" in text


@pytest.mark.parametrize("missing", [("supply",), ("network", "supply"), ("water",), ("sources",)])
def test_missing_stages_are_said(example, missing):
    text, _ = _page_without_figures(example.example_result("de", leave_out=missing))
    assert text.count("Dieser Teil wurde nicht gerechnet") >= len(missing)


def test_heat_alone_makes_a_report(example, tmp_path):
    bare = example.example_result("de", leave_out=("supply", "network", "water", "sources"))
    bare = dataclasses.replace(bare, maps={}, plan={}, run={"language": "de"})
    files = render(bare, tmp_path)
    assert [file.name for file in files] == ["demand_by_use.png", "report.html"]


def test_page_one_states_the_results_numbers(result):
    view = view_of(result)
    supply = result.tree["supply"].sel(year=2045, co2_path="eu_middle")
    shown = {tile.label: tile.value for tile in tiles(view)}
    assert shown["der Wärme aus dem Netz"] == view.percent(
        float(result.tree["indicators"].grid_bound_share.sel(year=2045, co2_path="eu_middle"))
    )
    texts = " ".join(" ".join([*answer.sentences, *answer.points]) for answer in answers(view))
    for bus in ("heat:mitte", "heat:individual"):
        assert f"{view.number(float(supply.heat_cost.sel(bus=bus)))}\u00a0€ je" in texts
    assert view.quantity(float(supply.emissions.sum()), "t") in texts
    assert "Flusswärmepumpe" in texts and "Luftwärmepumpe" in texts


def test_dwelling_by_hand(result):
    heat = result.tree["heat"].to_dataset()
    home = (heat.sector == "residential") & (heat.heat_demand > 0)
    specific = float(heat.heat_demand.where(home).sum() / heat.heated_area.where(home).sum())
    assert dwelling_heat(view_of(result)) == pytest.approx(92.2 * 1.1 * specific, rel=1e-12)


def test_result_read_back_gives_the_same_page(result, tmp_path):
    from energyplan.io.result import read_result, write_result
    from energyplan.plan import styles_for

    write_result(result, tmp_path / "run", render=render, style=styles_for)
    first, _ = _parse(tmp_path / "run")
    render(read_result(tmp_path / "run"), tmp_path / "again")
    second, _ = _parse(tmp_path / "again")
    pictures = re.compile(r"base64,[^\"]+")
    assert pictures.sub("", first) == pictures.sub("", second)


def test_unserved_heat_is_a_warning_on_page_one(result):
    from energyplan.report.decisions import warnings

    view = view_of(result)
    assert warnings(view) == []
    view.tree["supply"]["unserved_energy"] = 0.0 * view.tree["supply"].co2_price
    view.tree["supply"]["unserved_energy"][1, 2] = 1200.0
    try:
        (text,) = warnings(view_of(result))
        assert "In 1 von 6" in text and "1,20\u00a0MWh" in text
    finally:
        view.tree["supply"] = view.tree["supply"].to_dataset().drop_vars("unserved_energy")


def test_replaced_numbers_of_the_scenario_are_shown(result):
    from energyplan.report.assumptions import technology_values

    overrides = {"technologies": {"river_heat_pump_network": {"lifetime": 33.0}}}
    changed = dataclasses.replace(result, run={**result.run, "scenario": {"catalogue": overrides}})
    found = {v.parameter: v for v in technology_values(view_of(changed)) if v.technology == "Großwärmepumpe Gewässer"}
    assert found["lifetime"].value == 33.0
    assert found["lifetime"].source == "scenario Basis"

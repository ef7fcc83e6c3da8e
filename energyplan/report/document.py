"""How does a result become one page that works without internet, for the council first and the engineer after?"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from energyplan.catalogue import BASE_YEAR
from energyplan.report import assumptions
from energyplan.report.decisions import warnings
from energyplan.report.figures import PLATES, Plate, draw
from energyplan.report.indicator_table import indicator_table
from energyplan.report.summary import answers, tiles
from energyplan.report.view import View, view_of

if TYPE_CHECKING:
    from energyplan.catalogue import Catalogue
    from energyplan.io.result import Result
    from energyplan.report.assumptions import TableText

REPORT_FILE, FIGURE_FOLDER = "report.html", "figures"
# Section → groups of which at least one must be in the result.
SECTIONS = {
    "heat": ("heat",),
    "sources": ("sources",),
    "network": ("network",),
    "operation": ("supply",),
    "cost": ("supply",),
    "water": ("water",),
    "indicators": ("indicators",),
    "assumptions": (),
}
METHODS = {"heat": ("heat",), "network": ("network",), "supply": ("supply",), "water": ("water",)}


@dataclass(frozen=True)
class Picture:
    """A figure in the page: its image inline, with title, caption and alternative text."""

    name: str
    title: str
    caption: str
    alt: str
    image: str
    width: int
    height: int


@dataclass(frozen=True)
class Section:
    """One part of the page."""

    name: str
    title: str
    lead: str
    pictures: tuple[Picture, ...] = ()
    tables: tuple[TableText, ...] = ()
    is_missing: bool = False


def render(result: Result, folder: Path, *, catalogue: Catalogue | None = None) -> list[Path]:
    """Write the figures and the report of a result.

    Parameters
    ----------
    result : Result
        Groups and maps may be missing: the report says so.
    folder : pathlib.Path
        Receives `figures/*.png` and `report.html`.
    catalogue : Catalogue, optional
        The one of the run; the shipped one if not given.

    Returns
    -------
    list of pathlib.Path
        What was written, the report last.
    """
    view = view_of(result, catalogue)
    folder = Path(folder)
    (folder / FIGURE_FOLDER).mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    pictures: dict[str, list[Picture]] = {}
    for item in PLATES:
        picture = _picture(item, view, folder / FIGURE_FOLDER)
        if picture:
            pictures.setdefault(item.section, []).append(picture)
            written.append(folder / FIGURE_FOLDER / f"{item.name}.png")
    page = folder / REPORT_FILE
    page.write_text(page_html(view, pictures), encoding="utf-8")
    return [*written, page]


def _picture(item: Plate, view: View, folder: Path) -> Picture | None:
    if not item.can_be_drawn(view):
        return None
    finished = draw(item, view)
    if finished is None:
        return None
    drawn, image = finished
    (folder / f"{item.name}.png").write_bytes(image)
    width, height = drawn.figure.get_size_inches() * 96  # CSS pixels
    words = {part: view.texts(f"figure_{item.name}_{part}", **drawn.values) for part in ("title", "caption", "alt")}
    source = "data:image/png;base64," + base64.b64encode(image).decode("ascii")
    return Picture(item.name, image=source, width=round(width), height=round(height), **words)


def page_html(view: View, pictures: dict[str, list[Picture]]) -> str:
    """Return the page.

    Parameters
    ----------
    view : View
    pictures : dict of str to list of Picture
        By section.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("energyplan.report", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sections = [_section(view, name, tuple(pictures.get(name, []))) for name in SECTIONS]
    style = resources.files("energyplan.report").joinpath("templates/report.css").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(
        t=view.texts,
        language=view.language,
        tiles=tiles(view),
        warnings=warnings(view),
        answers=answers(view),
        sections=sections,
        methods=_methods(view),
        style=style,
        **_heading(view),
    )


def _heading(view: View) -> dict[str, str]:
    run = view.run
    name = str(run.get("municipality") or run.get("name") or "")
    parts = [
        view.texts("subtitle_scenario", name=run["name"]) if run.get("name") else "",
        view.texts("subtitle_reference", year=run["reference_year"]) if run.get("reference_year") else "",
        _plan_years(view) if view.has("supply") else "",
        view.texts("subtitle_date", date=_date(view)) if run.get("finished") else "",
    ]
    return {
        "title": view.texts("title", name=name),
        "subtitle": " · ".join(part for part in parts if part),
        "footer": view.texts("footer", version=view.version),
    }


def _plan_years(view: View) -> str:
    key = "subtitle_year" if len(view.years) == 1 else "subtitle_years"
    return view.texts(key, years=view.listing(list(map(str, view.years))))


def _date(view: View) -> str:
    """Return the day of the run in the reader's order."""
    day = str(view.run["finished"])[:10]
    return ".".join(reversed(day.split("-"))) if view.language == "de" else day


def _methods(view: View) -> list[str]:
    return [view.texts(f"method_{name}") for name, groups in METHODS.items() if view.has(*groups)] + [
        view.texts("method_docs")
    ]


def _section(view: View, name: str, pictures: tuple[Picture, ...]) -> Section:
    groups = SECTIONS[name]
    title = view.texts(f"section_{name}")
    if groups and not view.has(*groups):
        return Section(name, title, view.texts("section_missing"), is_missing=True)
    values: dict[str, Any] = {"base_year": BASE_YEAR}
    if view.has("supply"):
        values |= {
            "year": view.target_year,
            "price": view.number(view.co2_price(view.target_year, view.middle_path)),
        }
    return Section(name, title, view.texts(f"lead_{name}", **values), pictures, tuple(_tables(view, name)))


def _tables(view: View, section: str) -> list[TableText]:
    if section == "network":
        return [assumptions.network_table(view)]
    if section == "operation":
        return [assumptions.plant_table(view)]
    if section == "cost":
        return [assumptions.heat_cost_table(view)]
    if section == "indicators":
        return [indicator_table(view)]
    if section == "assumptions":
        return [assumptions.note_table(view), *_numbers_used(view), assumptions.run_table(view)]
    return []


def _numbers_used(view: View) -> list[TableText]:
    if not view.has("supply"):
        return []
    return [assumptions.carrier_table(view), assumptions.price_table(view), assumptions.technology_table(view)]

"""What are the columns, carriers, sectors and building types of a table called, in German or English?"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from energyplan.core.errors import nearest

if TYPE_CHECKING:
    from energyplan.catalogue import Catalogue

LANGUAGES = ("de", "en")
UNKNOWN_CARRIERS = ("unknown", "")


@cache
def _titles() -> dict[str, list[str]]:
    from ruamel.yaml import YAML

    text = resources.files("energyplan.plan").joinpath("titles.yaml").read_text(encoding="utf-8")
    return YAML(typ="safe").load(text)


def title(key: str, language: str, **values: object) -> str:
    """Return the title `key` in a language, with values put into its braces.

    Examples
    --------
    >>> title("today", "en", year=2025)
    'status quo 2025'
    """
    if key not in _titles():
        raise KeyError(f"unknown title {key!r}: {nearest(key, _titles())}")
    return _titles()[key][LANGUAGES.index(language)].format(**values)


def sector_name(sector: str, language: str) -> str:
    """Return the name of a sector.

    >>> sector_name("residential", "de")
    'Wohnen'
    """
    return title(f"sector_{sector}", language)


def source_kind_name(kind: str, language: str) -> str:
    """Return the name of a kind of heat source; the kind itself where nobody registered it.

    >>> source_kind_name("lake", "de")
    'See'
    """
    from energyplan.sources import SOURCE_KINDS

    if kind not in SOURCE_KINDS:
        return kind.replace("_", " ")
    return SOURCE_KINDS[kind].label_de if language == "de" else SOURCE_KINDS[kind].label_en


def readiness_name(readiness: str, language: str) -> str:
    """Return how certain a heat source is, in words; "not collected" where nothing is stated."""
    if not readiness:
        return title("not_collected", language)
    key = f"readiness_{readiness}"
    return title(key, language) if key in _titles() else readiness


def label_of(catalogue: Catalogue, table: str, item: str, language: str) -> str:
    """Return the label of a catalogue item; the item itself where the table does not know it."""
    if table not in catalogue.tables or item not in catalogue.table(table).index:
        return item.replace("_", " ")
    return str(catalogue.table(table).loc[item, f"label_{language}"]) or item


def carrier_name(catalogue: Catalogue, carrier: str, language: str) -> str:
    """Return the name of a carrier; "not collected" where it is unknown."""
    if carrier in UNKNOWN_CARRIERS:
        return title("not_collected", language)
    return label_of(catalogue, "carriers", carrier, language)

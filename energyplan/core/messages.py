"""What do we say about a fault, in German and in English?"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple

HEADING = {"en": "{count} fault(s) in the input:", "de": "{count} Fehler in den Eingaben:"}
FOUND = {"en": "found", "de": "gefunden"}
EXPECTED = {"en": "expected", "de": "erwartet"}


class Message(NamedTuple):
    """The sentence that names a fault and the advice what to do about it."""

    sentence: str
    advice: str


@cache
def _catalogue() -> dict[str, dict[str, list[str]]]:
    from ruamel.yaml import YAML

    text = resources.files("energyplan.core").joinpath("messages.yaml").read_text(encoding="utf-8")
    return YAML(typ="safe").load(text)


def message(code: str, language: str = "en") -> Message:
    """Return the message of a fault code.

    Parameters
    ----------
    code : str
        Such as "EP101".
    language : {"en", "de"}

    Raises
    ------
    KeyError
        If the code is not in the catalogue: every code has a message, and a test holds it.
    """
    return Message(*_catalogue()[code][language])


def codes() -> list[str]:
    """Return all fault codes in order."""
    return sorted(_catalogue())

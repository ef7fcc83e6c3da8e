"""What do we say about a fault, in German and in English?"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, NamedTuple

HEADING = {"en": "{count} fault(s) in the input:", "de": "{count} Fehler in den Eingaben:"}
FOUND = {"en": "found", "de": "gefunden"}
EXPECTED = {"en": "expected", "de": "erwartet"}
WARNING = {"en": "warning: ", "de": "Warnung: "}
LANGUAGES = ("de", "en")


class Message(NamedTuple):
    """The sentence that names a fault and the advice what to do about it."""

    sentence: str
    advice: str


class Said(str):
    """An English text that knows itself in German, too; texts added to it keep both.

    >>> (Said("row", "Zeile") + " 7").german
    'Zeile 7'
    """

    __slots__ = ("german",)
    german: str

    def __new__(cls, english: str, german: str) -> Said:
        """Make the English text and remember the German one."""
        said = super().__new__(cls, english)
        said.german = german
        return said

    def __add__(self, other: str) -> Said:
        return Said(str(self) + str(other), self.german + in_language(other, "de"))

    def __radd__(self, other: str) -> Said:
        return Said(str(other) + str(self), in_language(other, "de") + self.german)

    def __reduce__(self) -> tuple[type[Said], tuple[str, str]]:
        return Said, (str(self), self.german)


def in_language(text: str, language: str) -> str:
    """Return `text` in "de" or "en"; what knows only one language stays as it is."""
    return text.german if isinstance(text, Said) and language == "de" else str(text)


def phrase(name: str, **values: Any) -> Said:
    """Return a phrase of `phrases.yaml` with its values, in both languages.

    Examples
    --------
    >>> phrase("row_number", number=3)
    'row 3'
    """
    english, german = _read("phrases.yaml")[name]
    texts = {key: value if isinstance(value, str) else str(value) for key, value in values.items()}
    translated = {key: in_language(text, "de") for key, text in texts.items()}
    return Said(english.format(**texts), german.format(**translated))


def joined(parts: list[str], separator: str) -> Said:
    """Return the parts with a separator between them, in both languages."""
    english = str(separator).join(map(str, parts))
    return Said(english, in_language(separator, "de").join(in_language(part, "de") for part in parts))


@cache
def _read(file: str) -> dict[str, Any]:
    from ruamel.yaml import YAML

    text = resources.files("energyplan.core").joinpath(file).read_text(encoding="utf-8")
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
    return Message(*_read("messages.yaml")[code][language])


def codes() -> list[str]:
    """Return all fault codes in order."""
    return sorted(_read("messages.yaml"))


def phrases() -> dict[str, list[str]]:
    """Return all phrases: name → English, German."""
    return _read("phrases.yaml")

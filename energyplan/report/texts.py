"""Where do the sentences of the report come from? One YAML file per language, the same keys in both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Formatter

from energyplan.core.errors import nearest

LANGUAGES = ("de", "en")
_UNIT_AFTER_NUMBER = re.compile(r"(?<=\d) (?=(?:€|°C|%|k?Wh|[kMGT]W|[MGT]Wh|t|l/s|m[²³]?|MWh/|kWh/)(?![a-zäöü]))")


@cache
def read_texts(language: str) -> dict[str, str]:
    """Return all texts of a language by key.

    Raises
    ------
    KeyError
        If there is no such language.
    """
    from ruamel.yaml import YAML

    if language not in LANGUAGES:
        raise KeyError(f"unknown language {language!r}: {nearest(language, LANGUAGES)}")
    text = resources.files("energyplan.report").joinpath(f"texts_{language}.yaml").read_text(encoding="utf-8")
    return {key: str(value).rstrip() for key, value in YAML(typ="safe").load(text).items()}


def fields_of(text: str) -> set[str]:
    """Return the names in the braces of a text.

    >>> sorted(fields_of("{count} buildings need {heat}"))
    ['count', 'heat']
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@dataclass(frozen=True)
class Texts:
    """The texts of one language; call it with a key and the values for the braces."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Return the text `key` with values put in.

        Raises
        ------
        KeyError
            If there is no such text; the message names the nearest.
        """
        texts = read_texts(self.language)
        if key not in texts:
            raise KeyError(f"unknown text {key!r}: {nearest(key, texts)}")
        return keep_units(texts[key].format(**values))

    def has(self, key: str) -> bool:
        """Tell whether there is a text `key`."""
        return key in read_texts(self.language)


def keep_units(text: str) -> str:
    """Return the text with units bound to their numbers, so that no line ends between them.

    >>> keep_units("158 € je 12 MWh")
    '158\\xa0€ je 12\\xa0MWh'
    """
    return _UNIT_AFTER_NUMBER.sub("\u00a0", text)

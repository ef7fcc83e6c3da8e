"""How is a YAML file read safely, with the place of every key kept for messages?

YAML 1.2 as it is written: `NO`, `01067`, `8:30` and `2024-01-01` stay text. No tags, bounded size and depth, no key
twice. The data is built here from the events of the parser, so that nothing is constructed that was not foreseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from energyplan.core.errors import Fault, FaultError, raise_faults
from energyplan.core.messages import Said, phrase
from energyplan.io.text_file import read_text

MAXIMUM_BYTES = 1_000_000
MAXIMUM_ENTRIES = 50_000
MAXIMUM_DEPTH = 30
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False, ".nan": float("nan"), ".inf": float("inf")}
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,299})")
_OTHER_BASE = re.compile(r"0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]{1,300}|(?:0|[1-9][0-9]{0,299})(?:\.[0-9]{0,300})?)(?:[eE][-+]?[0-9]{1,4})?")
# what the parser says → what helps
_HINTS = {
    r"\t": "no_tabs",
    "mapping values are not allowed": "quote_colon",
    "expected ',' or": "closing_bracket",
    "end of stream": "closing_quote",
    "block end": "same_indentation",
    "block mapping": "same_indentation",
    "could not find expected": "key_value",
    "another document": "one_document",
    "undefined alias": "known_anchor",
}

KeyPath = tuple[str | int, ...]
Place = tuple[str, int]


@dataclass(frozen=True)
class Document:
    """A YAML file as plain data.

    Attributes
    ----------
    path : pathlib.Path
    data : dict
    places : dict
        Path of keys → name of the file and line number, from 1.
    """

    path: Path
    data: dict[str, Any]
    places: dict[KeyPath, Place]

    def place(self, keys: KeyPath) -> Place:
        """Return file and line of a key, or of its nearest parent that has one."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return self.places.get(keys, (self.path.name, 1))

    def line(self, keys: KeyPath) -> int:
        """Return the line of a key, or of its nearest parent that has one."""
        return self.place(keys)[1]

    def fault(self, code: str, keys: KeyPath, value: object = None, expected: str = "") -> Fault:
        """Return a fault at the place of a key."""
        file, line = self.place(keys)
        return Fault(code, key=".".join(map(str, keys)), file=file, line=line, value=value, expected=expected)

    def located(self, error: FaultError, keys: KeyPath = ()) -> list[Fault]:
        """Return the faults of what `keys` names; those without a file get the place of their key below `keys`."""
        return [
            f if f.file else self.fault(f.code, (*keys, *f.key.split(".")) if f.key else keys, f.value, f.expected)
            for f in error.faults
        ]

    def laid_over(self, base: Document) -> Document:
        """Return this document over `base`: mappings merge, everything else replaces; every key keeps its place."""
        replaced = set(_replaced(self.data, base.data, ()))
        kept = {
            keys: place
            for keys, place in base.places.items()
            if not any(keys[:length] in replaced for length in range(1, len(keys) + 1))
        }
        return Document(self.path, overlay(base.data, self.data), {**kept, **self.places})


def overlay(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with `over` laid over it: mappings merge, everything else replaces.

    Examples
    --------
    >>> overlay({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}})
    {'a': {'x': 1, 'y': 3}}
    """
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = overlay(merged[key], value) if both else value
    return merged


def _replaced(over: Mapping[str, Any], base: Mapping[str, Any], keys: KeyPath) -> Iterator[KeyPath]:
    for key, value in over.items():
        if isinstance(value, Mapping) and isinstance(base.get(key), Mapping):
            yield from _replaced(value, base[key], (*keys, key))
        else:
            yield (*keys, key)


def read_yaml(path: str | Path) -> Document:
    """Read a YAML file that must hold a mapping.

    Raises
    ------
    FaultError
        EP120 not found, EP112 too large, EP121 no text, EP203 encoding, EP103 not YAML, EP102 keys twice,
        EP109 too deep or too many aliases, EP110 tags.
    """
    path = Path(path)
    text = read_text(path, kind="YAML", maximum_bytes=MAXIMUM_BYTES)
    if sum(map(text.count, ",[{\n")) > MAXIMUM_ENTRIES:
        expected = phrase("entries_limit", limit=MAXIMUM_ENTRIES)
        raise FaultError([Fault("EP112", file=str(path), expected=expected)])
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise FaultError(
            [Fault("EP103", file=str(path), line=line, value=control[0], expected=phrase("printable_text"))]
        )
    return _Builder(text, path).document()


class _Builder:
    """Builds data and places of one file from the parser's events; collects the faults on the way."""

    def __init__(self, text: str, path: Path):
        from ruamel.yaml import YAML

        self.text, self.path = text, path
        self.events = YAML(typ="safe", pure=True).parse(text)
        self.places: dict[KeyPath, Place] = {}
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.faults: list[Fault] = []
        self.entries = 0

    def document(self) -> Document:
        from ruamel.yaml.error import YAMLError

        try:
            data = self._document()
        except YAMLError as error:
            raise FaultError([*self.faults, self._broken(error)]) from None
        if not isinstance(data, dict):
            found = None if data is None else type(data).__name__
            raise FaultError([*self.faults, self._fault("EP103", 1, found, phrase("key_value"))])
        raise_faults(self.faults)
        return Document(self.path, data, self.places)

    def _document(self) -> Any:
        data: Any = None
        documents = 0
        for event in self.events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self.faults.append(self._fault("EP103", _line(event), "---", phrase("one_document")))
                    return data
                if event.version not in (None, (1, 2)):
                    self.faults.append(self._fault("EP103", 1, "%YAML", phrase("yaml_version")))
            elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                data = self._node(event, ())
        return data

    def _node(self, event: Any, keys: KeyPath) -> Any:
        kind = type(event).__name__
        self._count(1, event, len(keys))
        if kind == "AliasEvent":
            return self._alias(event)
        tag = str(getattr(event, "tag", None) or "")
        if tag:
            self.faults.append(self._fault("EP110", _line(event), tag, key=".".join(map(str, keys))))
        before = self.entries
        if kind == "ScalarEvent":
            node = _scalar(event.value) if not event.style else event.value
        elif kind == "SequenceStartEvent":
            node = self._sequence(keys)
        else:
            node = self._mapping(keys)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.entries - before + 1)
        return node

    def _count(self, number: int, event: Any, depth: int) -> None:
        """Refuse what grows beyond all bounds, aliases counted as what they stand for."""
        self.entries += number
        if self.entries > MAXIMUM_ENTRIES or depth > MAXIMUM_DEPTH:
            limit = phrase("depth_limit", levels=MAXIMUM_DEPTH, limit=MAXIMUM_ENTRIES)
            raise FaultError([*self.faults, self._fault("EP109", _line(event), expected=limit)])

    def _alias(self, event: Any) -> Any:
        if event.anchor not in self.anchors:
            found = f"*{event.anchor}"
            self.faults.append(self._fault("EP103", _line(event), found, phrase("known_anchor")))
            return None
        node, size = self.anchors[event.anchor]
        self._count(size, event, 0)
        return node

    def _sequence(self, keys: KeyPath) -> list[Any]:
        nodes: list[Any] = []
        for event in self.events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            inner = (*keys, len(nodes))
            self.places[inner] = (self.path.name, _line(event))
            nodes.append(self._node(event, inner))
        return nodes

    def _mapping(self, keys: KeyPath) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        merged: dict[Any, Any] = {}
        for event in self.events:
            if type(event).__name__ == "MappingEndEvent":
                break
            key = self._key(event, keys)
            inner = (*keys, key)
            first = self.places.get(inner, ("", 0))[1] if key in found else 0
            self.places.setdefault(inner, (self.path.name, _line(event)))
            value = self._node(next(self.events), inner if not first else (*inner, "…"))
            if key == "<<" and not event.style:
                merged = {**self._merged(value, event), **merged}
                del self.places[inner]
            elif first:
                twice = phrase("given_twice", first=first, second=_line(event))
                name = ".".join(map(str, inner))
                self.faults.append(self._fault("EP102", _line(event), twice, phrase("given_once"), name))
            else:
                found[key] = value
        return {**merged, **found}

    def _key(self, event: Any, keys: KeyPath) -> str | int:
        """Return a key: a whole number (a year) as such, everything else as it is written."""
        if type(event).__name__ != "ScalarEvent":
            self.faults.append(self._fault("EP103", _line(event), expected=phrase("plain_key")))
            self._node(event, (*keys, "?"))
            return "?"
        if event.tag:
            self.faults.append(self._fault("EP110", _line(event), str(event.tag)))
        plain_number = not event.style and _WHOLE.fullmatch(event.value)
        return int(event.value) if plain_number else str(event.value)

    def _merged(self, value: Any, event: Any) -> dict[Any, Any]:
        parts = value if isinstance(value, list) else [value]
        if not all(isinstance(part, dict) for part in parts):
            self.faults.append(self._fault("EP103", _line(event), "<<", phrase("mapping")))
            return {}
        return {key: node for part in reversed(parts) for key, node in part.items()}

    def _fault(self, code: str, line: int, value: object = None, expected: str = "", key: str = "") -> Fault:
        return Fault(code, file=str(self.path), line=line, key=key, value=value, expected=expected)

    def _broken(self, error: Any) -> Fault:
        """Return the fault of a syntax error: at the end of the file it is where the open bracket or quote began."""
        lines = self.text.splitlines()
        mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        if start is not None and (mark is None or not "".join(lines[mark.line :]).strip()):
            mark = start
        line = mark.line + 1 if mark else 1
        found = lines[line - 1].strip() if line <= len(lines) else None
        problem = str(getattr(error, "problem", None) or "")
        hint = next((phrase(hint) for part, hint in _HINTS.items() if part in repr(problem)), None)
        return self._fault("EP103", line, found, hint or Said(problem, problem))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _scalar(text: str) -> Any:
    """Return what a plain word means in YAML 1.2; a number with a leading zero is no number but a code.

    >>> [_scalar(word) for word in ("NO", "01067", "8:30", "1e3", "2024-01-01", "3.5", "~", "true")]
    ['NO', '01067', '8:30', 1000.0, '2024-01-01', 3.5, None, True]
    """
    word = text.lower() if "." in text[:2] or text in (text.lower(), text.upper(), text.capitalize()) else text
    if word in _WORDS:
        return _WORDS[word]
    if word in ("+.inf", "-.inf"):
        return float(word.replace(".", ""))
    if _WHOLE.fullmatch(text):
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    return float(text) if _DECIMAL.fullmatch(text) else text

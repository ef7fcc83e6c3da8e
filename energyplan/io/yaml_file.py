"""How is a YAML file read safely, with the line of every key kept for messages?

YAML 1.2 (`NO` and `01067` stay what is written), no tags, bounded size and aliases, no key twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from energyplan.core.errors import Fault, FaultError

MAXIMUM_BYTES = 2_000_000
MAXIMUM_ALIASES = 50
MAXIMUM_DEPTH = 30

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A YAML file as plain data.

    Attributes
    ----------
    path : pathlib.Path
    data : dict
    lines : dict
        Path of keys → line number, from 1.
    """

    path: Path
    data: dict[str, Any]
    lines: dict[KeyPath, int]

    def line(self, keys: KeyPath) -> int:
        """Return the line of a key, or of its nearest parent that has one."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)


def read_yaml(path: str | Path) -> Document:
    """Read a YAML file that must hold a mapping.

    Raises
    ------
    FaultError
        EP120 not found, EP112 too large, EP103 not YAML, EP102 key twice, EP109 aliases, EP110 tag, EP203 encoding.
    """
    path = Path(path)
    text = _read_text(path)
    _scan(text, path)
    data = _load(text, path)
    lines: dict[KeyPath, int] = {}
    plain = _plain(data, (), lines)
    if not isinstance(plain, dict):
        raise FaultError([Fault("EP103", file=str(path), line=1, value=plain, expected="key: value")])
    return Document(path, plain, lines)


def _read_text(path: Path) -> str:
    if not path.is_file():
        raise FaultError([Fault("EP120", file=str(path), expected="YAML")])
    size = path.stat().st_size
    if size > MAXIMUM_BYTES:
        raise FaultError([Fault("EP112", file=str(path), value=f"{size} B", expected=f"≤ {MAXIMUM_BYTES} B")])
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultError([Fault("EP203", file=str(path), value=error.reason, expected="UTF-8")]) from None


def _scan(text: str, path: Path) -> None:
    """Refuse tags, floods of aliases and deep nesting before anything is built."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    aliases, depth = 0, 0
    try:
        for event in YAML(typ="rt", pure=True).parse(text):
            kind = type(event).__name__
            line = event.start_mark.line + 1
            aliases += kind == "AliasEvent"
            depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
            tag = str(getattr(event, "tag", None) or "")
            if tag.startswith("!") or "python" in tag:
                raise FaultError([Fault("EP110", file=str(path), line=line, value=tag)])
            if aliases > MAXIMUM_ALIASES or depth > MAXIMUM_DEPTH + 2:
                raise FaultError([Fault("EP109", file=str(path), line=line, expected=f"≤ {MAXIMUM_ALIASES}")])
    except MarkedYAMLError as error:
        raise _broken(error, text, path) from None


def _broken(error: Any, text: str, path: Path) -> FaultError:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    found = text.splitlines()[line - 1].strip() if line <= len(text.splitlines()) else ""
    return FaultError([Fault("EP103", file=str(path), line=line, value=found, expected=str(error.problem or ""))])


def _load(text: str, path: Path) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import DuplicateKeyError
    from ruamel.yaml.error import MarkedYAMLError

    try:
        return YAML(typ="rt", pure=True).load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1
        name = text.splitlines()[line - 1].split(":")[0].strip()
        raise FaultError([Fault("EP102", file=str(path), line=line, key=name)]) from None
    except MarkedYAMLError as error:
        raise _broken(error, text, path) from None


def _plain(node: Any, keys: KeyPath, lines: dict[KeyPath, int]) -> Any:
    """Return `node` as dict, list and scalars; note the lines on the way."""
    if isinstance(node, dict):
        return {key: _plain(value, _note(node, key, keys, lines), lines) for key, value in _named(node)}
    if isinstance(node, list):
        return [_plain(value, _note(node, index, keys, lines), lines) for index, value in enumerate(node)]
    if isinstance(node, bool) or node is None or isinstance(node, datetime.date):
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node


def _named(node: dict[Any, Any]) -> Iterator[tuple[str | int, Any]]:
    for key, value in node.items():
        yield (int(key) if isinstance(key, int) and not isinstance(key, bool) else str(key)), value


def _note(node: Any, key: Any, keys: KeyPath, lines: dict[KeyPath, int]) -> KeyPath:
    position = node.lc.data.get(key) if node.lc.data else None
    if position is not None:
        lines[(*keys, key)] = position[0] + 1
    return (*keys, key)

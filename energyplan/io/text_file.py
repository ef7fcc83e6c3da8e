"""Is this a text file that can be read: there, not too large, in UTF-8?"""

from __future__ import annotations

import codecs
from pathlib import Path

from energyplan.core.errors import Fault, FaultError
from energyplan.core.messages import phrase

_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32", codecs.BOM_UTF32_BE: "UTF-32", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16",
}  # fmt: skip


def read_text(path: Path, *, kind: str, maximum_bytes: int) -> str:
    """Return the text of a file.

    Parameters
    ----------
    path : pathlib.Path
    kind : str
        What is expected, such as "YAML", for the messages.
    maximum_bytes : int

    Raises
    ------
    FaultError
        EP120 no such file, EP112 too large, EP203 another encoding, EP121 no text or not readable.
    """
    require_file(path, kind=kind, maximum_bytes=maximum_bytes)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FaultError([Fault("EP121", file=str(path), value=error.strerror, expected=kind)]) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _not_utf8(path, content, kind, line) from None
    if "\0" in text:
        raise _not_utf8(path, content, kind, content.count(b"\n", 0, content.index(b"\0")) + 1)
    return text


def is_folder(path: Path) -> bool:
    """Tell whether `path` is a folder; a name that no file can have is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def require_file(path: Path, *, kind: str, maximum_bytes: int) -> None:
    """Refuse what is no regular file (a folder, a pipe, nothing) and what is too large.

    Raises
    ------
    FaultError
        EP120, EP112.
    """
    try:
        size = path.stat().st_size if path.is_file() else None
    except (OSError, ValueError):
        size = None
    if size is None:
        raise FaultError([Fault("EP120", file=str(path), expected=kind)])
    if size > maximum_bytes:
        raise FaultError([Fault("EP112", file=str(path), value=f"{size} B", expected=f"≤ {maximum_bytes} B")])


def _not_utf8(path: Path, content: bytes, kind: str, line: int) -> FaultError:
    """Name the encoding that the bytes look like, or say that it is no text at all."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    zeros = content[:2000].count(b"\0")
    if not marked and zeros:
        even = 0.3 * len(content[:2000]) < zeros < 0.6 * len(content[:2000])
        if not even:
            return FaultError([Fault("EP121", file=str(path), expected=kind)])
        marked = "UTF-16"
    found = phrase("looks_like", encoding=marked or "Windows-1252 / ISO 8859-1")
    return FaultError([Fault("EP203", file=str(path), line=line, value=found, expected="UTF-8")])

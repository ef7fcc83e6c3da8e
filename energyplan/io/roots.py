"""Which files may be read: those in the folders of scenario and municipality, and in the roots that the user names."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from energyplan.core.errors import Fault, FaultError
from energyplan.core.messages import phrase

ENVIRONMENT_VARIABLE = "ENERGYPLAN_DATA"


def allowed_roots(*folders: str | Path, data_roots: Iterable[str | Path] = ()) -> tuple[Path, ...]:
    """Return the folders that may be read, resolved: `folders`, `data_roots` and those of `$ENERGYPLAN_DATA`."""
    named = [part for part in os.environ.get(ENVIRONMENT_VARIABLE, "").split(os.pathsep) if part]
    return tuple(dict.fromkeys(Path(folder).resolve() for folder in (*folders, *data_roots, *named)))


def resolve_path(given: str, base: Path, roots: Iterable[Path], *, key: str = "") -> Path:
    """Return the file or folder that `given` names.

    Parameters
    ----------
    given : str
        Relative to `base`, or to one of the roots, or absolute.
    base : pathlib.Path
        Folder of the file that names it.
    roots : iterable of pathlib.Path
        Nothing outside is opened; links are followed before the test.

    Raises
    ------
    FaultError
        EP111 outside the roots, EP120 not there.
    """
    roots = tuple(roots)
    if "://" in given or given.startswith("/vsi"):
        raise FaultError([Fault("EP111", key=key, value=given, expected=phrase("path_on_machine"))])
    candidates = [_resolved(base / given), *(_resolved(root / given) for root in roots)]
    inside = [path for path in candidates if path and any(path.is_relative_to(root) for root in roots)]
    if not inside and any(candidates):
        allowed = phrase("inside", folders=", ".join(map(str, roots)))
        raise FaultError([Fault("EP111", key=key, value=given, expected=allowed)])
    found = next((path for path in inside if path and path.exists()), None)
    if found is None:
        raise FaultError([Fault("EP120", key=key, value=given, expected=phrase("existing_path"))])
    return found


def _resolved(path: Path) -> Path | None:
    """Return the path with all links followed; None where no file can have this name, or the links run in a ring."""
    try:
        resolved = path.resolve()
        resolved.exists()
    except (OSError, ValueError, RuntimeError):
        return None
    return resolved

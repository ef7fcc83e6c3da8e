"""Which heat sources does the municipality have altogether?"""

from __future__ import annotations

from collections.abc import Iterable

from energyplan.core.notes import Note
from energyplan.sources.contract import SourceSet, merge
from energyplan.sources.kinds import SOURCE_KINDS, SourceInputs


def find_sources(inputs: SourceInputs, kinds: Iterable[str] | None = None) -> SourceSet:
    """Return all sources of a municipality in one set.

    Parameters
    ----------
    inputs : SourceInputs
    kinds : iterable of str, optional
        Names of `SOURCE_KINDS`; all that have a search of their own if not given.

    Returns
    -------
    SourceSet
        With a note for every kind of which none was found.

    Raises
    ------
    KeyError
        For an unknown kind; the message names the nearest.
    FaultError
        For bad input of a source.
    """
    chosen = [SOURCE_KINDS[name] for name in kinds] if kinds is not None else list(SOURCE_KINDS)
    found = {kind.name: kind.find(inputs) for kind in chosen if kind.find is not None}
    whole = merge(found.values())
    nothing = [SOURCE_KINDS[name] for name, one in found.items() if one.table.empty]
    if not nothing:
        return whole
    english, german = (", ".join(getattr(kind, label) for kind in nothing) for label in ("label_en", "label_de"))
    note = Note(
        "sources", "none",
        f"No source was found of {len(nothing)} kinds: {english}.",
        f"Von {len(nothing)} Arten wurde keine Quelle gefunden: {german}.",
        len(nothing), tuple(kind.name for kind in nothing),
    )  # fmt: skip
    return SourceSet(whole.table, whole.dataset, (*whole.notes, note))

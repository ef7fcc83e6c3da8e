"""What did a stage do that the reader of its result must know (fillings, bridges, drops, skips)?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Note:
    """One remark of a stage, shown in the report and written to `run.json`.

    Attributes
    ----------
    stage : str
        heat, water, sources, network, supply …
    topic : str
        A short key such as "filled", "bridged", "skipped", "dropped".
    english, german : str
        One sentence each, with the count in it.
    count : int
    ids : tuple of str
        Some of the ids concerned.
    """

    stage: str
    topic: str
    english: str
    german: str
    count: int = 0
    ids: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the note as plain data."""
        return asdict(self)


def german_number(value: float, decimals: int = 1) -> str:
    """Return a number as German text has it.

    >>> german_number(1234.56)
    '1.234,6'
    """
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))

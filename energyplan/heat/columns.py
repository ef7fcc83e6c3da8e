"""How do we say what was filled in place of a value that is missing?"""

from __future__ import annotations

import pandas as pd

from energyplan.core.notes import Note

MAXIMUM_IDS = 20


def note_rows(topic: str, rows: pd.Series, *, english: str, german: str) -> list[Note]:
    """Return one note about the rows that are true, none if there are none.

    Parameters
    ----------
    topic : str
    rows : pandas.Series of bool
        By building.
    english, german : str
        Sentences with `{count}`.

    Examples
    --------
    >>> rows = pd.Series([True, False], index=["a", "b"])
    >>> note_rows("filled", rows, english="{count} filled.", german="{count} gefüllt.")[0].ids
    ('a',)
    """
    count = int(rows.sum())
    if not count:
        return []
    ids = tuple(str(row) for row in rows.index[rows][:MAXIMUM_IDS])
    return [Note("heat", topic, english.format(count=count), german.format(count=count), count, ids)]

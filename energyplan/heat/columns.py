"""What do we read from a column that may be missing, and how do we say what was filled in its place?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from energyplan.core.notes import Note

MAXIMUM_IDS = 20


def numbers(table: pd.DataFrame, column: str) -> pd.Series:
    """Return a column as floats; all NaN where the table does not have it."""
    if column not in table:
        return pd.Series(np.nan, index=table.index, name=column)
    return pd.to_numeric(table[column]).astype(float)


def texts(table: pd.DataFrame, column: str) -> pd.Series:
    """Return a column as text; "" where a value or the whole column is missing."""
    if column not in table:
        return pd.Series("", index=table.index, name=column, dtype=object)
    found = table[column].astype(object)
    return found.where(found.notna(), "").astype(str)


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

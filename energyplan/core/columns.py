"""What is read from a column that may be missing, or have gaps?"""

from __future__ import annotations

import numpy as np
import pandas as pd


def numbers(table: pd.DataFrame, column: str) -> pd.Series:
    """Return a column as floats; all NaN where the table does not have it.

    Examples
    --------
    >>> numbers(pd.DataFrame({"flow": [1, None]}), "flow").tolist(), numbers(pd.DataFrame(index=["a"]), "flow").tolist()
    ([1.0, nan], [nan])
    """
    if column not in table:
        return pd.Series(np.nan, index=table.index, name=column)
    return pd.to_numeric(table[column]).astype(float)


def texts(table: pd.DataFrame, column: str, *, missing: str = "") -> pd.Series:
    """Return a column as text; `missing` where a value or the whole column is not there.

    Examples
    --------
    >>> texts(pd.DataFrame({"use": ["office", None]}), "use", missing="other").tolist()
    ['office', 'other']
    """
    if column not in table:
        return pd.Series(missing, index=table.index, name=column, dtype=object)
    found = table[column].astype(object)
    return found.where(found.notna(), missing).astype(str)

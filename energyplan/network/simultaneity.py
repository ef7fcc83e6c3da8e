"""How much of their connection loads do many consumers draw at the same time?"""

from __future__ import annotations

import numpy as np

# Winter, Haslauer and Obernberger, Untersuchungen der Gleichzeitigkeit in kleinen und mittleren
# Nahwärmenetzen, Euroheat & Power 09/10 (2001): fit to measured networks, n from 1 to 200
SHARE_OF_MANY, SHARE_OF_FEW = 0.449677646267461, 0.551234688
MIDDLE, STEEPNESS = 53.84382392, 1.762743268


def winter(consumer_count: np.ndarray | int) -> np.ndarray:
    """Return the simultaneity factor after Winter.

    It belongs to connection loads (design heat load or full-load hours), never to standard load profiles:
    these are averages over many customers already.

    Parameters
    ----------
    consumer_count : array of int
        Consumers behind a pipe, at least 1.

    Returns
    -------
    numpy.ndarray
        Factor between 0.45 and 1 [1].

    Notes
    -----
    g(n) = min(1, a + b/(1 + (n/c)^d)), a = 0.4497, b = 0.5512, c = 53.84, d = 1.763; fitted for n ≤ 200,
    carried on beyond. Winter, Haslauer and Obernberger, Euroheat & Power 09/10 (2001).

    Examples
    --------
    >>> winter(np.array([1, 54, 200])).round(3).tolist()
    [1.0, 0.725, 0.499]
    """
    count = np.asarray(consumer_count, dtype=float)
    return np.minimum(1.0, SHARE_OF_MANY + SHARE_OF_FEW / (1.0 + (count / MIDDLE) ** STEEPNESS))

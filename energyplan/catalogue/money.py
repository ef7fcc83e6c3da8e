"""What is a euro of another year worth in the base year?"""

from __future__ import annotations

from functools import cache
from importlib import resources

BASE_YEAR = 2024


@cache
def price_index() -> dict[int, float]:
    """Return the consumer price index of Germany by year (2020 = 100), from `tables/price_index.csv`."""
    import pandas as pd

    path = resources.files("energyplan.catalogue").joinpath("tables/price_index.csv")
    with path.open(encoding="utf-8") as file:
        table = pd.read_csv(file, comment="#")
    return dict(zip(table["name"].astype(int), table["index"].astype(float), strict=True))


def to_base_year(amount: float, price_year: int) -> float:
    """Return `amount` of `price_year` in EUR of the base year.

    Parameters
    ----------
    amount : float
        Any amount of money, also per unit [EUR of `price_year`].
    price_year : int

    Returns
    -------
    float
        [EUR of BASE_YEAR]

    Raises
    ------
    KeyError
        If the price index does not know the year.

    Notes
    -----
    amount · I(base year) / I(price year), with the consumer price index I of the Federal Statistical Office.
    """
    index = price_index()
    if price_year not in index:
        raise KeyError(f"no price index for {price_year}; known: {min(index)} to {max(index)}")
    return amount * index[BASE_YEAR] / index[price_year]

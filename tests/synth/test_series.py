"""Are rain and prices of a credible year?

Rain: the measured year of Neubrandenburg in the shared data has 744 mm, 8.6 % of hours with at least 0.1 mm and a
highest hour of 12 mm. Prices: Germany 2023 had 301 negative hours, mean 95 EUR/MWh, deviation 48 EUR/MWh.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energyplan.core.hours import hours_of_year
from energyplan.synth.portrait import generator, portrait
from energyplan.synth.series import electricity_price, rain

SEEDS = range(5)


@pytest.fixture(scope="module", params=SEEDS)
def wet(request):
    return rain(2023, portrait()["rain"], generator(request.param, "rain"))


@pytest.fixture(scope="module", params=SEEDS)
def price(request):
    return electricity_price(2023, portrait()["price"], generator(request.param, "price"))


def test_series_of_the_town_have_the_hours_of_the_year(town):
    assert set(town.series) == {"rain", "electricity_price"}
    for name, array in town.series.items():
        assert array.name == name
        assert array.dims == ("time",)
        assert (pd.DatetimeIndex(array["time"].values) == hours_of_year(2023)).all()
        assert np.isfinite(array).all()


def test_year_of_rain(wet):
    assert 735 < float(wet.sum()) < 865
    assert float(wet.min()) == 0
    assert np.allclose(wet * 10, np.round(wet * 10))


def test_rain_comes_in_wet_and_dry_hours(wet):
    assert 0.07 < float((wet >= 0.1).mean()) < 0.13
    assert 7 < float(wet.max()) < 45


def test_strong_hours_fall_in_summer(wet):
    month = wet["time"].dt.month
    strong = wet > 6
    summer = month.isin([5, 6, 7, 8, 9])
    assert int(strong.where(summer, False).sum()) > int(strong.where(~summer, False).sum())


def test_prices_of_a_year(price):
    assert float(price.mean()) == pytest.approx(86, abs=0.1)
    assert float(price.std()) == pytest.approx(47, abs=0.5)
    assert 120 < int((price < 0).sum()) < 600
    assert -500 < float(price.min()) < 0
    assert 180 < float(price.max()) < 500


def test_prices_dip_at_noon_in_summer_and_peak_on_winter_evenings(price):
    hour, month = price["time"].dt.hour, price["time"].dt.month
    noon = float(price.where((hour == 13) & month.isin([5, 6, 7])).mean())
    evening = float(price.where((hour == 18) & month.isin([12, 1, 2])).mean())
    assert noon < 0.6 * float(price.mean())
    assert evening > 1.2 * float(price.mean())


def test_weekends_are_cheaper(price):
    weekend = price["time"].dt.dayofweek >= 5
    assert float(price.where(weekend).mean()) < float(price.where(~weekend).mean()) - 10

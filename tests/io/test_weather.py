"""The test reference years that demandlib ships."""

import numpy as np
import pytest

from energyplan.core.errors import FaultError
from energyplan.io.weather import REGIONS, read_test_reference_year


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_is_a_whole_year(region):
    weather = read_test_reference_year(region, 2025)
    assert weather.sizes == {"time": 8760}
    assert all(np.isfinite(weather[name]).all() for name in weather)
    assert 3 < float(weather["air_temperature"].mean()) < 12
    assert 47 < weather.attrs["latitude"] < 55 and 6 < weather.attrs["longitude"] < 15
    assert 900 < float((weather["direct_horizontal_irradiance"] + weather["diffuse_horizontal_irradiance"]).sum()) / 1000 < 1250


def test_the_sun_is_highest_about_noon():
    """In Essen (7° E) the sun culminates at 12:32 CET.

    The radiation of the 2010 reference years lies up to half an hour before that, differently by station (partly true
    solar time), so that half an hour is the sharpest that can be asked.
    """
    weather = read_test_reference_year(5, 2025)
    total = weather["direct_horizontal_irradiance"] + weather["diffuse_horizontal_irradiance"]
    by_hour = total.groupby("time.hour").mean()
    centre = float((by_hour * (by_hour.hour + 0.5)).sum() / by_hour.sum())
    assert centre == pytest.approx(12.53, abs=0.55)


def test_unknown_region():
    with pytest.raises(FaultError):
        read_test_reference_year(16, 2025)

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
    assert (
        900
        < float((weather["direct_horizontal_irradiance"] + weather["diffuse_horizontal_irradiance"]).sum()) / 1000
        < 1250
    )


@pytest.mark.parametrize("region", REGIONS)
def test_the_sun_is_highest_at_solar_noon(region):
    """The centre of the year's irradiance by hour of the day, at the minute that the reader states: solar noon.

    Solar noon is 12:00 CET + 4 min per degree west of 15° E; 12 min are left for morning fog and afternoon clouds.
    """
    weather = read_test_reference_year(region, 2025)
    total = weather["direct_horizontal_irradiance"] + weather["diffuse_horizontal_irradiance"]
    by_hour = total.groupby("time.hour").mean()
    centre = float((by_hour * by_hour.hour).sum() / by_hour.sum()) + weather.attrs["irradiance_minutes"] / 60
    assert centre == pytest.approx(12 + (15 - weather.attrs["longitude"]) / 15, abs=0.25)


def test_unknown_region():
    with pytest.raises(FaultError):
        read_test_reference_year(16, 2025)

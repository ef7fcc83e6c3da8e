"""Do the properties of water agree with the published ones?"""

import numpy as np
import pytest

from energyplan.core.errors import FaultError
from energyplan.physics.water import density, heat_capacity, viscosity


def test_check_values_of_the_release():
    """Table 8 of IAPWS SR6-08(2011), at 298.15 K and 0.1 MPa."""
    assert density(25.0) == pytest.approx(997.047013, rel=1e-9)
    assert heat_capacity(25.0) == pytest.approx(4.18144618, rel=1e-8)
    assert viscosity(25.0) == pytest.approx(889.996774e-6, rel=1e-8)


@pytest.mark.parametrize(
    ("celsius", "rho", "cp", "mu"),
    [(20, 998.21, 4.1844, 1001.6e-6), (60, 983.20, 4.1850, 466.0e-6), (80, 971.79, 4.1969, 354.0e-6)],
)
def test_steam_table_values(celsius, rho, cp, mu):
    """IAPWS-95 and the IAPWS viscosity of 2008 at 0.1 MPa, as in the NIST Chemistry WebBook."""
    assert density(float(celsius)) == pytest.approx(rho, rel=2e-5)
    assert heat_capacity(float(celsius)) == pytest.approx(cp, rel=3e-4)
    assert viscosity(float(celsius)) == pytest.approx(mu, rel=1e-3)


def test_arrays_and_floats():
    temperatures = np.array([20.0, 80.0])
    assert isinstance(density(20.0), float)
    assert np.all(np.diff(density(temperatures)) < 0)
    assert np.all(np.diff(viscosity(temperatures)) < 0)


@pytest.mark.parametrize("wrong", [353.15, -30.0, float("nan")])
@pytest.mark.parametrize("function", [density, heat_capacity, viscosity])
def test_kelvin_for_celsius_is_refused(function, wrong):
    with pytest.raises(FaultError, match="EP212"):
        function(wrong)

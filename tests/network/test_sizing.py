"""Is every pipe the smallest that holds both limits, and do loads add up with simultaneity?"""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from energyplan.catalogue import load_catalogue
from energyplan.core.errors import FaultError
from energyplan.geo.streets import build_street_graph
from energyplan.network.friction import friction_factor, pressure_gradient, velocity
from energyplan.network.layout import lay_out
from energyplan.network.simultaneity import winter
from energyplan.network.sizing import size_pipes
from energyplan.physics import water

CRS = "EPSG:25832"
CATALOGUE = load_catalogue()
PIPES = CATALOGUE.table("pipes").sort_values("inner_diameter")


def street_layout(loads):
    """Houses along one street, 20 m apart, the source at its beginning."""
    street = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (20 * len(loads) + 20, 0)])], crs=CRS)
    places = [shapely.Point(20 * (i + 1), 10) for i in range(len(loads))]
    names = [f"h{i}" for i in range(len(loads))]
    consumers = gpd.GeoDataFrame({"connection_load": loads}, geometry=places, index=names, crs=CRS)
    return lay_out(build_street_graph(street)[0], consumers, shapely.Point(0, 0))[0]


def size(layout, **options):
    return size_pipes(layout, CATALOGUE, **({"supply_temperature": 80.0, "return_temperature": 50.0} | options))


def test_winter_simultaneity():
    """Winter et al. 2001: one consumer 1, 200 consumers 0.50."""
    assert winter(1) == 1
    assert winter(200) == pytest.approx(0.50, abs=0.005)
    assert np.all(np.diff(winter(np.arange(1, 1000))) <= 0)


def test_swamee_jain_is_within_one_percent_of_colebrook():
    """The claim of Swamee and Jain (1976) for 5000 ≤ Re ≤ 1e8 and 1e-6 ≤ k/d ≤ 1e-2: 1 % (3 % at the edges)."""
    for roughness in (1e-5, 1e-3, 5e-3):
        for reynolds in (1e4, 1e5, 1e6):

            def colebrook(factor, k=roughness, re=reynolds):
                return 1 / np.sqrt(factor) + 2 * np.log10(k / 3.7 + 2.51 / (re * np.sqrt(factor)))

            exact = brentq(colebrook, 1e-3, 1)
            assert friction_factor(np.array(reynolds), roughness) == pytest.approx(exact, rel=0.03)
    assert friction_factor(np.array(1000.0), 1e-3) == pytest.approx(0.064)


def test_textbook_pressure_loss():
    """DN 100, 10 kg/s of water at 65 °C by hand: v = 1.132 m/s, Re = 275,000, λ = 0.0208, 122 Pa/m."""
    rho, mu = water.density(65.0), water.viscosity(65.0)
    assert velocity(10.0, 107.1, density=rho) == pytest.approx(1.132, abs=2e-3)
    assert pressure_gradient(10.0, 107.1, 0.1, density=rho, viscosity=mu) == pytest.approx(122, rel=0.02)


def test_loads_and_simultaneity_of_three_houses():
    sized = size(street_layout([10.0, 20.0, 30.0])).pipes
    mains = sized[sized["kind"] == "main"]
    assert mains["consumer_count"].tolist() == [3, 2, 1]
    assert mains["design_load"].tolist() == pytest.approx([60 * winter(3), 50 * winter(2), 30])
    flow = 30 / (water.heat_capacity(65.0) * 30)
    assert mains["mass_flow"].iloc[2] == pytest.approx(flow)
    plain = size(street_layout([10.0, 20.0, 30.0]), simultaneity=False).pipes
    assert plain["design_load"].iloc[:3].tolist() == pytest.approx([60, 50, 30])


def test_large_consumer_behind_many_small_ones_is_not_starved():
    sized = size(street_layout([1.0] * 100 + [500.0])).pipes
    mains = sized[sized["kind"] == "main"]
    assert winter(101) * 600 < 500
    assert mains["design_load"].min() == pytest.approx(500)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(1, 400), min_size=1, max_size=20), st.floats(40, 250))
def test_smallest_pipe_within_both_limits(loads, limit):
    pipes = size(street_layout(loads), pressure_gradient=limit).pipes
    rank = PIPES.index.get_indexer([f"DN{int(d)}" for d in pipes["nominal_diameter"]])
    assert (pipes["pressure_gradient"] <= limit).all()
    assert (pipes["velocity"] <= PIPES["maximum_velocity"].to_numpy()[rank]).all()
    smaller = PIPES.iloc[np.maximum(rank - 1, 0)]
    rho, mu = water.density(65.0), water.viscosity(65.0)
    flow = pipes["mass_flow"].to_numpy()
    diameter, roughness = smaller["inner_diameter"].to_numpy(), smaller["roughness"].to_numpy()
    gradient = pressure_gradient(flow, diameter, roughness, density=rho, viscosity=mu)
    speed = velocity(flow, diameter, density=rho)
    breaks = (gradient > limit) | (speed > smaller["maximum_velocity"].to_numpy())
    assert breaks[rank > 0].all()


def test_insulation_changes_the_loss_only():
    layout = street_layout([10.0])
    standard, better = (size(layout, insulation=name).pipes for name in ("standard", "reinforced_2"))
    assert (better["heat_loss_coefficient"] < standard["heat_loss_coefficient"]).all()
    assert better["inner_diameter"].equals(standard["inner_diameter"])


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"supply_temperature": 50.0, "return_temperature": 60.0}, "EP406"),
        ({"supply_temperature": 353.15}, "EP403"),
        ({"insulation": "thick"}, "EP117"),
    ],
)
def test_bad_settings_are_refused(options, code):
    with pytest.raises(FaultError, match=code):
        size(street_layout([10.0]), **options)


def test_load_beyond_the_largest_pipe_names_the_pipes():
    with pytest.raises(FaultError) as raised:
        size(street_layout([200_000.0]))
    assert {fault.code for fault in raised.value.faults} == {"EP416"}
    assert "DN400" in str(raised.value)

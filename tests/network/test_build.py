"""Do the steps fit together, and is the summary the sum of its parts?"""

import geopandas as gpd
import numpy as np
import pytest
import shapely
import xarray as xr

from energyplan.catalogue import load_catalogue
from energyplan.core.errors import FaultError
from energyplan.core.hours import hours_of_year
from energyplan.core.vocabulary import is_quantity
from energyplan.geo.streets import build_street_graph
from energyplan.network import NetworkOptions, SupplyCurve, build_network, network_dataset, winter

CRS = "EPSG:25832"
HOURS = np.arange(8760)
AIR = xr.DataArray(9 - 12 * np.cos(2 * np.pi * (HOURS - 400) / 8760), coords={"time": hours_of_year(2025)}, dims="time")
LOAD = (18 - AIR).clip(0.5)
LOAD = LOAD / LOAD.sum() * 200_000.0


def build(options=NetworkOptions(), load=LOAD):  # noqa: B008
    streets = gpd.GeoDataFrame(
        geometry=[shapely.LineString([(0, 0), (300, 0)]), shapely.LineString([(150, 0), (150, 200)])], crs=CRS
    )
    places = [shapely.box(x, 8, x + 10, 18) for x in (30, 90, 210, 270)] + [
        shapely.box(160, y, 170, y + 10) for y in (60, 150)
    ]
    columns = {"connection_load": 18.0, "heat_demand": 200_000.0 / 6}
    consumers = gpd.GeoDataFrame(columns, geometry=places, index=[f"h{i}" for i in range(6)], crs=CRS)
    return build_network(
        build_street_graph(streets)[0], consumers, shapely.Point(0, -5), load_catalogue(), options, AIR, load
    )


@pytest.fixture(scope="module")
def network():
    return build()


def test_summary_adds_up(network):
    summary = network.summary
    assert summary["heat_sold"] == pytest.approx(200_000, rel=1e-9)
    assert summary["fed_in_heat"] == pytest.approx(summary["heat_sold"] + summary["network_loss"], rel=1e-12)
    assert summary["trench_length"] == pytest.approx(network.layout.pipes["length"].sum())
    assert summary["heat_line_density"] == pytest.approx(200_000 / summary["trench_length"])
    assert summary["annuity"] == pytest.approx(network.cost["annuity"].sum())
    assert summary["cost_per_mwh"] == pytest.approx((network.annuity + network.upkeep) / 200)
    assert 0.05 < summary["loss_share"] < 0.5


def test_defaults_come_from_the_catalogue(network):
    assert network.values.pressure_gradient == 100
    assert network.values.supply_curve.design_supply_temperature == 80
    assert float(network.hours["supply_temperature"].min()) == 70


def test_options_change_the_network(network):
    curve = SupplyCurve(70.0, 65.0, -10.0, 15.0)
    cooler = build(NetworkOptions(supply_curve=curve, return_temperature=40.0, insulation="reinforced_2"))
    assert cooler.summary["network_loss"] < 0.85 * network.summary["network_loss"]
    assert cooler.values.supply_curve is curve


def test_gaps_in_the_load_are_refused():
    with pytest.raises(FaultError, match="EP211 heat_load"):
        build(load=LOAD.where(LOAD.mean() < LOAD))


def test_unknown_design_names_the_nearest():
    with pytest.raises(KeyError, match="low_temperature"):
        build(NetworkOptions(design="low_temperatur"))


def test_another_years_load_in_the_same_network(network):
    later = network.year(LOAD * 0.8)
    assert float(later["heat_load"].sum()) == pytest.approx(160_000)
    assert later["loss_power"].equals(network.hours["loss_power"])


def test_pipes_carry_the_peak_of_the_hourly_load(network):
    assert "peak" not in [note.topic for note in network.notes]
    higher = build(load=LOAD * 3)
    assert float(LOAD.max()) * 3 > float(winter(6)) * 6 * 18
    assert "peak" in [note.topic for note in higher.notes]
    assert float(higher.design_hour.dataset["heat_load"].sum()) == pytest.approx(float(LOAD.max()) * 3)
    assert higher.layout.pipes["design_load"].max() == pytest.approx(float(LOAD.max()) * 3)


def test_dataset_holds_everything_and_survives_a_file(network, tmp_path):
    dataset = network_dataset(network)
    assert dataset["heat_load"].dims == ("time",)
    assert dataset["length"].sum() == pytest.approx(network.layout.trench_length)
    assert dataset["investment"].dims == ("cost_group",)
    assert dataset.attrs["consumers"] == 6
    assert [name for name in dataset.data_vars if not is_quantity(str(name))] == []
    dataset.to_netcdf(tmp_path / "network.nc")
    assert xr.open_dataset(tmp_path / "network.nc").load().identical(dataset)

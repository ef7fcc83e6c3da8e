"""Does a real quarter get a network: all 156 heated buildings of the Aachen quarter, with streets as drawn?"""

import geopandas as gpd
import numpy as np
import pytest
import xarray as xr

from energyplan.catalogue import load_catalogue
from energyplan.core.hours import hours_of_year
from energyplan.geo.streets import build_street_graph
from energyplan.network import NetworkOptions, build_network, solve_design_hour, winter
from energyplan.network.losses import loss_coefficient

TOTAL_HEAT = 2_662_995.248436
FULL_LOAD_HOURS = 2000.0
HOURS = np.arange(8760)
# a made-up year: the heat of the buildings is real, its hourly shape here is not
AIR = xr.DataArray(
    10.5 - 8.5 * np.cos(2 * np.pi * (HOURS - 500) / 8760) - 3 * np.cos(2 * np.pi * (HOURS - 14) / 24),
    coords={"time": hours_of_year(2023)},
    dims="time",
)


@pytest.fixture(scope="module")
def quarter(shared_data):
    path = shared_data / "aachen" / "aachen_quarter.gpkg"
    streets = gpd.read_file(path, layer="streets").rename(columns={"highway": "class"})
    streets.index = [f"w{i:04d}" for i in range(len(streets))]
    buildings = gpd.read_file(path, layer="buildings").set_index("building_id")
    heated = buildings[buildings["heat_demand_kwh"] > 0].rename(columns={"heat_demand_kwh": "heat_demand"})
    return build_street_graph(streets)[0], heated.assign(connection_load=heated["heat_demand"] / FULL_LOAD_HOURS)


@pytest.fixture(scope="module")
def network(quarter):
    graph, consumers = quarter
    load = (15 - AIR).clip(0) + 1.0
    load = load / load.sum() * TOTAL_HEAT
    centre = consumers.union_all().centroid
    source = graph.nodes.geometry[graph.nodes.distance(centre).idxmin()]
    return build_network(graph, consumers, source, load_catalogue(), NetworkOptions(), AIR, load)


def test_every_heated_building_is_connected(network):
    layout = network.layout
    assert len(layout.consumers) == 156
    assert layout.consumers["heat_demand"].sum() == pytest.approx(TOTAL_HEAT, rel=1e-12)
    assert layout.consumers["connection_length"].max() < 48.7
    assert len(layout.pipes) == len(layout.nodes) - 1


def test_bridges_in_use_are_reported(network):
    bridged = {note.ids[0] for note in network.notes if note.topic == "bridged"}
    assert bridged == set(network.layout.pipes.loc[network.layout.pipes["bridge"], "section_id"])


def test_design_hour_closes(network):
    hour = network.design_hour
    coincident = max(TOTAL_HEAT / FULL_LOAD_HOURS * float(winter(156)), float(network.hours["heat_load"].max()))
    assert hour.fed_in == pytest.approx(coincident + hour.loss, rel=1e-9)
    assert abs(hour.balance_residual) <= 1e-6
    assert float(hour.dataset["differential_pressure"].min()) == pytest.approx(0.6)
    assert hour.dataset["heat_load"].sum() == pytest.approx(coincident)


def test_first_order_loss_at_the_design_hour(network):
    """On this net the hourly losses are 1 to 3 % higher than pandapipes with the same temperatures."""
    ground = float(network.hours["ground_temperature"].min())
    first_order = loss_coefficient(network.layout) * (80 + 50 - 2 * ground)
    assert 0.01 < first_order / network.design_hour.loss - 1 < 0.03


def test_all_loads_at_once_stay_within_the_limits_of_sizing(network):
    """Without simultaneity in the hour the mains carry more than they were sized for, the connections as much."""
    layout = network.layout
    full = solve_design_hour(
        layout,
        loads=layout.consumers["connection_load"],
        supply_temperature=80.0,
        return_temperature=50.0,
        ground_temperature=5.0,
    )
    alone = (layout.pipes["consumer_count"] == 1).to_numpy()
    assert (full.dataset["pressure_gradient"].to_numpy()[alone] < 110).all()
    assert full.pressure_loss > network.design_hour.pressure_loss


def test_year_adds_up(network):
    summary = network.summary
    assert summary["heat_sold"] == pytest.approx(TOTAL_HEAT, rel=1e-9)
    assert summary["fed_in_heat"] == pytest.approx(TOTAL_HEAT + summary["network_loss"], rel=1e-12)
    assert 3000 < summary["trench_length"] < 3600
    assert 100 < summary["network_loss"] / summary["trench_length"] < 250
    # the made-up year never gets as cold as the design hour, so its peak flows with cooler water
    assert 1 < float(network.hours["mass_flow"].max()) / network.design_hour.mass_flow < 1.2

"""What does the whole network look like, from the streets to its cost?"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely
import xarray as xr

from energyplan.catalogue import Catalogue
from energyplan.core.errors import raise_faults
from energyplan.core.notes import Note
from energyplan.core.vocabulary import annotate
from energyplan.geo.graph import StreetGraph
from energyplan.network.cost import network_cost
from energyplan.network.design_hour import DesignHour
from energyplan.network.layout import Layout, lay_out
from energyplan.network.losses import series_faults, year_losses
from energyplan.network.options import DesignValues, NetworkOptions
from energyplan.network.pipeflow import solve_design_hour
from energyplan.network.simultaneity import winter
from energyplan.network.sizing import size_pipes
from energyplan.physics.ground import ground_temperature

PIPE_NUMBERS = (
    "length",
    "nominal_diameter",
    "inner_diameter",
    "heat_loss_coefficient",
    "consumer_count",
    "simultaneity",
    "design_load",
)
DESIGN_NAMES = (
    "mass_flow",
    "loss_power",
    "supply_temperature",
    "return_temperature",
    "heat_load",
    "pressure",
    "differential_pressure",
)


@dataclass(frozen=True)
class NetworkResult:
    """A network, laid out, sized, solved, simulated and costed.

    Attributes
    ----------
    layout : Layout
        With sized pipes.
    design_hour : DesignHour
    hours : xarray.Dataset
        The year; see :func:`energyplan.network.losses.year_losses`.
    cost : pandas.DataFrame
        See :func:`energyplan.network.cost.network_cost`.
    values : DesignValues
    notes : tuple of Note
    """

    layout: Layout
    design_hour: DesignHour
    hours: xr.Dataset
    cost: pd.DataFrame
    values: DesignValues
    air_temperature: xr.DataArray
    notes: tuple[Note, ...]

    def year(self, heat_load: xr.DataArray) -> xr.Dataset:
        """Return the hours of another year's load in the same network.

        Parameters
        ----------
        heat_load : xarray.DataArray
            Dim `time` [kW].

        Returns
        -------
        xarray.Dataset
        """
        return _hours(self.layout, self.design_hour, self.values, self.air_temperature, heat_load)

    @property
    def annuity(self) -> float:
        """Annuity of all groups [EUR/a]."""
        return float(self.cost["annuity"].sum())

    @property
    def upkeep(self) -> float:
        """Yearly maintenance [EUR/a]."""
        return float(self.cost["maintenance"].sum())

    @property
    def summary(self) -> dict[str, float]:
        """The network in a few numbers; units in their names, money in EUR of the base year."""
        sold, lost = (float(self.hours[name].sum()) for name in ("heat_load", "loss_power"))
        mains = self.layout.pipes["kind"] == "main"
        trench = self.layout.trench_length
        return {
            "consumers": len(self.layout.consumers),
            "trench_length": trench,
            "mains_length": float(self.layout.pipes.loc[mains, "length"].sum()),
            "heat_sold": sold,
            "network_loss": lost,
            "fed_in_heat": sold + lost,
            "loss_share": lost / (sold + lost),
            "heat_line_density": sold / trench,
            "pump_energy": float(self.hours["pump_power"].sum()),
            "design_fed_in": self.design_hour.fed_in,
            "design_loss": self.design_hour.loss,
            "design_differential_pressure": self.design_hour.differential_pressure,
            "investment": float(self.cost["investment"].sum()),
            "annuity": self.annuity,
            "maintenance": self.upkeep,
            "cost_per_mwh": (self.annuity + self.upkeep) / (sold / 1000),
        }


def build_network(
    graph: StreetGraph,
    consumers: gpd.GeoDataFrame,
    source: shapely.Point,
    catalogue: Catalogue,
    options: NetworkOptions,
    air_temperature: xr.DataArray,
    heat_load: xr.DataArray,
) -> NetworkResult:
    """Lay out, size, solve, simulate and cost one network.

    Parameters
    ----------
    graph : StreetGraph
    consumers : geopandas.GeoDataFrame
        Index `building_id`; columns `connection_load` [kW], `heat_demand` [kWh] (optional), `geometry`.
    source : shapely.Point
        Where the heat comes in.
    catalogue : Catalogue
    options : NetworkOptions
    air_temperature : xarray.DataArray
        8760 hours [°C].
    heat_load : xarray.DataArray
        Heat drawn by all consumers together, 8760 hours [kW].

    Returns
    -------
    NetworkResult

    Raises
    ------
    FaultError, ConvergenceError, CheckError
        From the steps.

    Notes
    -----
    In the design hour every consumer draws its connection load times the simultaneity of all of them, with the
    ground as cold as it gets in the year. Where the hourly load peaks higher than that, pipes and design hour are
    raised to the peak.
    """
    values = options.design_values(catalogue)
    raise_faults(series_faults(heat_load, {"air_temperature": air_temperature}))
    layout, notes = lay_out(
        graph,
        consumers,
        source,
        maximum_connection_length=options.maximum_connection_length,
        maximum_source_distance=options.maximum_source_distance,
    )
    peak_share = float(heat_load.max()) / float(consumers["connection_load"].sum())
    sized = size_pipes(
        layout,
        catalogue,
        supply_temperature=values.supply_curve.design_supply_temperature,
        return_temperature=values.return_temperature,
        pressure_gradient=values.pressure_gradient,
        insulation=options.insulation,
        simultaneity=options.simultaneity,
        minimum_simultaneity=peak_share,
    )
    factor = max(float(winter(len(consumers))) if options.simultaneity else 1.0, peak_share)
    loads = sized.consumers["connection_load"] * factor
    design_hour = _design_hour(sized, loads, values, options, air_temperature)
    hours = _hours(sized, design_hour, values, air_temperature, heat_load)
    cost = network_cost(
        sized,
        catalogue,
        interest_rate=options.interest_rate,
        pump_power=design_hour.pump_power,
        peak_fed_in=design_hour.fed_in,
        trench_cost=options.trench_cost,
    )
    notes += _peak_note(peak_share, float(heat_load.max()), options.simultaneity, len(consumers))
    return NetworkResult(sized, design_hour, hours, cost, values, air_temperature, tuple(notes))


def network_dataset(network: NetworkResult) -> xr.Dataset:
    """Return one network as one dataset: the year, the design hour, the pipes, the cost.

    Parameters
    ----------
    network : NetworkResult

    Returns
    -------
    xarray.Dataset
        Dim `time`: as :attr:`NetworkResult.hours`. Dims `pipe`, `node`, `side`, `building`: the design hour, its
        variables that the year has too (and the pressures) with the prefix `design_`. Dim `pipe`: sizes. Dim
        `cost_group`: `investment`, `annuity`, `maintenance`, `lifetime`. The summary as attributes.
    """
    design = network.design_hour.dataset.rename({name: f"design_{name}" for name in DESIGN_NAMES})
    pipes = {name: ("pipe", network.layout.pipes[name].to_numpy(dtype=float)) for name in PIPE_NUMBERS}
    columns = ("investment", "lifetime", "annuity", "maintenance")
    cost = {name: ("cost_group", network.cost[name].to_numpy(dtype=float)) for name in columns}
    groups = {"cost_group": network.cost.index.to_numpy(dtype=str)}
    merged = xr.merge([network.hours, design.assign(pipes), xr.Dataset(cost, coords=groups)])
    return annotate(merged.assign_attrs(network.summary))


def _design_hour(
    layout: Layout,
    loads: pd.Series,
    values: DesignValues,
    options: NetworkOptions,
    air_temperature: xr.DataArray,
) -> DesignHour:
    return solve_design_hour(
        layout,
        loads=loads,
        supply_temperature=values.supply_curve.design_supply_temperature,
        return_temperature=values.return_temperature,
        ground_temperature=float(_ground(values, air_temperature).min()),
        friction_model=options.friction_model,
        minimum_differential_pressure=values.minimum_differential_pressure,
        return_pressure=values.return_pressure,
        maximum_pressure=values.maximum_pressure,
        pump_efficiency=values.pump_efficiency,
    )


def _hours(
    layout: Layout,
    design_hour: DesignHour,
    values: DesignValues,
    air_temperature: xr.DataArray,
    heat_load: xr.DataArray,
) -> xr.Dataset:
    return year_losses(
        layout,
        heat_load=heat_load,
        air_temperature=air_temperature,
        supply_curve=values.supply_curve,
        return_temperature=values.return_temperature,
        ground_temperature=_ground(values, air_temperature),
        design_hour=design_hour,
        minimum_differential_pressure=values.minimum_differential_pressure,
        pump_efficiency=values.pump_efficiency,
    )


def _ground(values: DesignValues, air_temperature: xr.DataArray) -> xr.DataArray:
    return ground_temperature(air_temperature, depth=values.depth, thermal_diffusivity=values.thermal_diffusivity)


def _peak_note(peak_share: float, peak: float, simultaneity: bool, count: int) -> list[Note]:
    """Report an hourly load that peaks higher than connection loads and simultaneity say."""
    factor = float(winter(count)) if simultaneity else 1.0
    if peak_share <= factor:
        return []
    english = (
        f"the hourly load peaks at {peak:.0f} kW, {peak_share:.2f} of the connection loads (simultaneity "
        f"{factor:.2f}); pipes are sized for the peak"
    )
    german = (
        f"die stündliche Last erreicht {peak:.0f} kW, das {peak_share:.2f}-Fache der Anschlussleistungen "
        f"(Gleichzeitigkeit {factor:.2f}); die Rohre sind für die Spitze bemessen"
    )
    return [Note("network", "peak", english, german, 1)]

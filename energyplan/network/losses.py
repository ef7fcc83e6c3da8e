"""What does the network lose, and what do its pumps draw, hour by hour over the year?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from energyplan.core.errors import Fault, raise_faults
from energyplan.core.vocabulary import annotate
from energyplan.network.design_hour import PASCAL_PER_BAR, DesignHour
from energyplan.network.layout import Layout
from energyplan.physics import water


@dataclass(frozen=True)
class SupplyCurve:
    """How the supply temperature follows the outdoor temperature.

    Attributes
    ----------
    design_supply_temperature : float
        At the design outdoor temperature and below [°C].
    minimum_supply_temperature : float
        From the heating limit upwards [°C].
    design_outdoor_temperature : float
        [°C]
    heating_limit : float
        Outdoor temperature above which no rooms are heated [°C].
    """

    design_supply_temperature: float
    minimum_supply_temperature: float
    design_outdoor_temperature: float
    heating_limit: float

    def at(self, air_temperature: xr.DataArray) -> xr.DataArray:
        """Return the supply temperature, linear between the two points and constant outside [°C].

        Examples
        --------
        >>> curve = SupplyCurve(80.0, 70.0, -10.0, 15.0)
        >>> curve.at(xr.DataArray([-15.0, 2.5, 30.0], dims="time")).values.tolist()
        [80.0, 75.0, 70.0]
        """
        span = self.heating_limit - self.design_outdoor_temperature
        share = ((self.heating_limit - air_temperature) / span).clip(0.0, 1.0)
        warmer = self.design_supply_temperature - self.minimum_supply_temperature
        return (self.minimum_supply_temperature + share * warmer).rename("supply_temperature").drop_attrs()

    def faults(self, return_temperature: float) -> list[Fault]:
        """Return what is wrong with the curve."""
        faults = []
        coldest = min(self.design_supply_temperature, self.minimum_supply_temperature)
        if not return_temperature < coldest:
            found = f"{coldest:g} / {return_temperature:g} °C"
            faults.append(Fault("EP406", key="supply_curve", value=found))
        if not self.minimum_supply_temperature <= self.design_supply_temperature:
            expected = f"≤ {self.design_supply_temperature:g} °C"
            key, found = "minimum_supply_temperature", f"{self.minimum_supply_temperature:g}"
            faults.append(Fault("EP119", key=key, value=found, expected=expected))
        if not self.design_outdoor_temperature < self.heating_limit:
            key, expected = "design_outdoor_temperature", f"< {self.heating_limit:g} °C"
            faults.append(Fault("EP119", key=key, value=self.design_outdoor_temperature, expected=expected))
        return faults


def year_losses(
    layout: Layout,
    *,
    heat_load: xr.DataArray,
    air_temperature: xr.DataArray,
    supply_curve: SupplyCurve,
    return_temperature: float,
    ground_temperature: xr.DataArray,
    design_hour: DesignHour,
    minimum_differential_pressure: float = 0.6,
    pump_efficiency: float = 0.6,
) -> xr.Dataset:
    """Return temperatures, losses and pump power of every hour, to first order.

    Parameters
    ----------
    layout : Layout
        With sized pipes.
    heat_load : xarray.DataArray
        Heat drawn by all consumers, dim `time` [kW].
    air_temperature : xarray.DataArray
        Dim `time` [°C].
    supply_curve : SupplyCurve
    return_temperature : float
        At the substations [°C].
    ground_temperature : xarray.DataArray
        At the depth of the pipes, dim `time` [°C].
    design_hour : DesignHour
        Gives the pressure loss at a known flow.
    minimum_differential_pressure : float
        At the worst substation [bar].
    pump_efficiency : float
        Hydraulic over electrical power [1].

    Returns
    -------
    xarray.Dataset
        Dim `time`: `heat_load`, `loss_power`, `fed_in`, `pump_power` [kW], `supply_temperature` and
        `return_temperature` at the plant, `ground_temperature` [°C], `mass_flow` at the pump [kg/s].

    Raises
    ------
    FaultError
        EP406 or EP119 temperatures, EP207 series of different length, EP211 or EP212 missing or negative load.

    Notes
    -----
    Loss: Σ U L · (T_s − T_g) in the supply, Σ U L · (T_r − T_g) in the return; the cooling on the way is left
    out, so that the loss is a little too high (a test states by how much). Fed in: load + both losses. Flow:
    (load + supply loss)/(c_p (T_s − T_r)), since the loss of the supply must flow, too. The water comes back to
    the plant cooler than T_r by the loss of the return. Pumps: pressure loss of the design hour × (flow/design
    flow)² + what the worst substation needs, times volume flow, over efficiency.
    """
    series = {"air_temperature": air_temperature, "ground_temperature": ground_temperature}
    raise_faults([*supply_curve.faults(return_temperature), *series_faults(heat_load, series)])
    supply = supply_curve.at(air_temperature)
    mean = (supply.to_numpy() + return_temperature) / 2
    capacity = water.heat_capacity(mean)
    supply_loss, return_loss = (
        loss_coefficient(layout) * (warm - ground_temperature).clip(0.0) for warm in (supply, return_temperature)
    )
    flow = (heat_load + supply_loss) / (capacity * (supply - return_temperature))
    lift = design_hour.pressure_loss * (flow / design_hour.mass_flow) ** 2 + minimum_differential_pressure
    pump = flow / water.density(return_temperature) * lift * PASCAL_PER_BAR / 1000 / pump_efficiency
    cooled = return_loss / (flow.where(flow > 0, np.inf) * capacity)
    found = {
        "heat_load": heat_load,
        "loss_power": supply_loss + return_loss,
        "fed_in": heat_load + supply_loss + return_loss,
        "pump_power": pump,
        "supply_temperature": supply,
        "return_temperature": return_temperature - cooled,
        "ground_temperature": ground_temperature,
        "mass_flow": flow,
    }
    return annotate(xr.Dataset({name: array.drop_attrs() for name, array in found.items()}))


def loss_coefficient(layout: Layout) -> float:
    """Return Σ U L over the trenches, for one of the two pipes [kW/K]."""
    return float((layout.pipes["heat_loss_coefficient"] * layout.pipes["length"]).sum()) / 1000


def series_faults(heat_load: xr.DataArray, series: dict[str, xr.DataArray]) -> list[Fault]:
    """Return what is wrong with the load and the series that go with it, by name."""
    faults = []
    for name, array in series.items():
        if array.sizes != heat_load.sizes:
            expected = f"{heat_load.sizes.get('time', 0)} hours"
            faults.append(Fault("EP207", layer=name, value=array.sizes.get("time", 0), expected=expected))
        elif not np.isfinite(array).all():
            faults.append(Fault("EP211", layer=name, value=f"{int((~np.isfinite(array)).sum())} hours"))
    if not np.isfinite(heat_load).all():
        faults.append(Fault("EP211", layer="heat_load", value=f"{int((~np.isfinite(heat_load)).sum())} hours"))
    elif (heat_load < 0).any():
        faults.append(Fault("EP212", layer="heat_load", value=float(heat_load.min()), expected="≥ 0 kW"))
    return faults

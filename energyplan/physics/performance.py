"""What does a technology deliver in each hour, per unit of what drives it or of its size?

One registered function per model; a technology names its model and gives its parameters in its YAML file. A
new model is one more registered function here. What comes back is, by the archetype of the technology:

- converter: output per unit of its first input (efficiency, or COP of a heat pump) [1],
- supply from the sun: output per unit of its size [kW/kW],
- supply from a heat source: share of the power of the source that can be used [1].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

import numpy as np

from energyplan.catalogue.technology import Technology
from energyplan.core.errors import Fault, FaultError
from energyplan.core.hours import HOURS_PER_YEAR
from energyplan.core.registry import Registry
from energyplan.physics.cop import Array, ideal_cop, kelvin, lorenz_mean, real_cop

STANDARD_IRRADIANCE = 1000.0  # [W/m2], of the standard test conditions (IEC 60904-3)
STANDARD_CELL_TEMPERATURE = 25.0  # [degC], likewise
NOMINAL_IRRADIANCE, NOMINAL_AIR_TEMPERATURE = (
    800.0,
    20.0,
)  # [W/m2], [degC]: at these the NOCT is measured (IEC 61215)


@dataclass(frozen=True)
class Conditions:
    """What a performance model may need to know of each hour; None where unknown.

    Attributes
    ----------
    air_temperature : ndarray
        [degC]
    source_temperature : ndarray
        Of the heat source before it is cooled [degC].
    supply_temperature, return_temperature : ndarray
        Of the water that is heated [degC].
    global_tilted_irradiance : ndarray
        On the plane of the modules or collectors [W/m2].
    pv_yield : ndarray
        Ready yield of photovoltaics where a model of the roofs has computed it [kW/kWp].
    """

    air_temperature: Array | None = None
    source_temperature: Array | None = None
    supply_temperature: Array | None = None
    return_temperature: Array | None = None
    global_tilted_irradiance: Array | None = None
    pv_yield: Array | None = None

    @property
    def hours(self) -> int:
        """Number of hours: of the series that are given, 8760 if none is."""
        given = [getattr(self, field.name) for field in fields(self)]
        lengths = {np.size(series) for series in given if series is not None}
        if len(lengths) > 1:
            raise ValueError(f"the series have different lengths: {sorted(lengths)}")
        return lengths.pop() if lengths else HOURS_PER_YEAR

    def need(self, name: str) -> Array:
        """Return the series `name`.

        Raises
        ------
        FaultError
            EP118 if it was not given, EP401 if a value is missing.
        """
        series = getattr(self, name)
        if series is None:
            raise FaultError([Fault("EP118", layer="conditions", column=name)])
        values = np.asarray(series, dtype=float)
        missing = np.flatnonzero(np.isnan(values))
        if len(missing):
            place, found = f"hour {missing[0]}", f"{len(missing)} hours NaN"
            raise FaultError([Fault("EP401", layer="conditions", row=place, column=name, value=found)])
        return values


Model = Callable[[Mapping[str, float], Conditions], Array]
PERFORMANCE: Registry[Model] = Registry("performance model")


def hourly_performance(technology: Technology, year: int, conditions: Conditions) -> Array:
    """Return what `technology`, built in `year`, delivers in each hour.

    Parameters
    ----------
    technology : Technology
    year : int
        Year of construction; its parameters are interpolated to it.
    conditions : Conditions

    Returns
    -------
    ndarray
        Efficiency, COP or yield by hour; see the module docstring for its meaning.

    Raises
    ------
    KeyError
        If its model is not registered or lacks a parameter.
    FaultError
        If a series that the model needs is missing.
    """
    performance = technology.performance
    parameters = {name: parameter.at(year).value for name, parameter in performance.parameters.items()}
    return PERFORMANCE[performance.model](parameters, conditions)


@PERFORMANCE.register("constant")
def constant(parameters: Mapping[str, float], conditions: Conditions) -> Array:
    """Return the same efficiency in every hour.

    Parameters
    ----------
    parameters : mapping
        efficiency [1], per unit of lower heating value (Hi).
    conditions : Conditions
        Give the number of hours only.

    Returns
    -------
    ndarray
        [1]
    """
    return np.full(conditions.hours, parameters["efficiency"])


@PERFORMANCE.register("lorenz_cop")
def lorenz_cop(parameters: Mapping[str, float], conditions: Conditions) -> Array:
    """Return the COP of a heat pump whose source and sink glide.

    Parameters
    ----------
    parameters : mapping
        lorenz_fraction [1], source_cooling [K], maximum_cop [1].
    conditions : Conditions
        Needs source, supply and return temperature.

    Returns
    -------
    ndarray
        COP [1].

    Notes
    -----
    The water is heated from return to supply, the source cooled by `source_cooling`; both enter by their
    Lorenz means (as in PyPSA-Eur's approximation for district heating; Jensen et al. 2018, Pieper et al.
    2020), and the machine reaches `lorenz_fraction` of the ideal.

    Examples
    --------
    >>> hour = Conditions(source_temperature=[10.0], supply_temperature=[65.0], return_temperature=[55.0])
    >>> parameters = {"lorenz_fraction": 0.45, "source_cooling": 6.0, "maximum_cop": 7.0}
    >>> lorenz_cop(parameters, hour).round(2).tolist()
    [2.83]
    """
    source = conditions.need("source_temperature")
    sink_mean = lorenz_mean(conditions.need("return_temperature"), conditions.need("supply_temperature"))
    source_mean = lorenz_mean(source, source - parameters["source_cooling"])
    ideal = ideal_cop(sink_mean, source_mean)
    return real_cop(ideal, parameters["lorenz_fraction"], maximum=parameters["maximum_cop"])


@PERFORMANCE.register("carnot_cop")
def carnot_cop(parameters: Mapping[str, float], conditions: Conditions) -> Array:
    """Return the COP of a heat pump as a fraction of Carnot between source and supply temperature.

    Parameters
    ----------
    parameters : mapping
        carnot_fraction [1], maximum_cop [1].
    conditions : Conditions
        Needs source and supply temperature.

    Returns
    -------
    ndarray
        COP [1].

    Examples
    --------
    >>> hour = Conditions(source_temperature=[10.0], supply_temperature=[65.0])
    >>> carnot_cop({"carnot_fraction": 0.5, "maximum_cop": 7.0}, hour).round(3).tolist()
    [3.074]
    """
    sink, source = (kelvin(conditions.need(f"{name}_temperature")) for name in ("supply", "source"))
    ideal = ideal_cop(sink, source)
    return real_cop(ideal, parameters["carnot_fraction"], maximum=parameters["maximum_cop"])


@PERFORMANCE.register("direct_use")
def direct_use(parameters: Mapping[str, float], conditions: Conditions) -> Array:
    """Return which share of a source's heat a heat exchanger can hand to the network.

    Parameters
    ----------
    parameters : mapping
        efficiency [1], pinch [K].
    conditions : Conditions
        Needs source and supply temperature.

    Returns
    -------
    ndarray
        `efficiency` where the source is at least `pinch` hotter than the supply, otherwise 0 [1].

    Notes
    -----
    Preheating of the return by a source that is not hot enough is not counted, which underrates such sources.
    """
    reachable = conditions.need("source_temperature") - parameters["pinch"]
    hot_enough = reachable >= conditions.need("supply_temperature")
    return np.where(hot_enough, parameters["efficiency"], 0.0)


@PERFORMANCE.register("solar_collector")
def solar_collector(parameters: Mapping[str, float], conditions: Conditions) -> Array:
    """Return the yield of solar thermal collectors per unit of their nominal power.

    Parameters
    ----------
    parameters : mapping
        eta_0 [1], a_1 [W/(m2 K)], a_2 [W/(m2 K2)], all per gross area; nominal_output [kW/m2], the power by
        which a square metre counts (0.7 by convention of IEA SHC).
    conditions : Conditions
        Needs irradiance on the collector, air, supply and return temperature.

    Returns
    -------
    ndarray
        [kW per kW nominal]; times `nominal_output` it is kW/m2.

    Notes
    -----
    q = η₀·G − a₁·ΔT − a₂·ΔT·|ΔT| with ΔT = (T_supply + T_return)/2 − T_air, not below 0 (EN ISO 9806,
    steady state).
    """
    fluid = (conditions.need("supply_temperature") + conditions.need("return_temperature")) / 2
    difference = fluid - conditions.need("air_temperature")
    gain = parameters["eta_0"] * conditions.need("global_tilted_irradiance")
    loss = parameters["a_1"] * difference + parameters["a_2"] * difference * np.abs(difference)
    # the pump stands still while the collector would cool, and without sun there is nothing to gain
    output = np.where(gain > 0, np.maximum(gain - loss, 0.0), 0.0) / 1000.0
    return output / parameters["nominal_output"]


@PERFORMANCE.register("pv")
def pv(parameters: Mapping[str, float], conditions: Conditions) -> Array:
    """Return the yield of photovoltaics per kWp: as handed in, or from irradiance and cell temperature.

    Parameters
    ----------
    parameters : mapping
        temperature_coefficient [1/K] (negative), nominal_cell_temperature [degC], system_losses [1],
        inverter_efficiency [1].
    conditions : Conditions
        Needs `pv_yield`, or irradiance on the modules and air temperature.

    Returns
    -------
    ndarray
        [kW/kWp]

    Notes
    -----
    Y = G/1000 · (1 + γ·(T_cell − 25)) · (1 − losses) · η_inverter (PVWatts version 5, Dobos 2014), with
    T_cell = T_air + (NOCT − 20)/800 · G (Ross 1976).

    Examples
    --------
    >>> hour = Conditions(global_tilted_irradiance=[800.0], air_temperature=[20.0])
    >>> parameters = {"temperature_coefficient": -0.004, "nominal_cell_temperature": 45.0}
    >>> parameters |= {"system_losses": 0.14, "inverter_efficiency": 0.96}
    >>> pv(parameters, hour).round(4).tolist()  # 0.8 · (1 − 0.004·20) · 0.86 · 0.96
    [0.6076]
    """
    if conditions.pv_yield is not None:
        return conditions.need("pv_yield")
    irradiance = conditions.need("global_tilted_irradiance")
    heating = (parameters["nominal_cell_temperature"] - NOMINAL_AIR_TEMPERATURE) / NOMINAL_IRRADIANCE
    cell = conditions.need("air_temperature") + heating * irradiance
    power = 1.0 + parameters["temperature_coefficient"] * (cell - STANDARD_CELL_TEMPERATURE)
    losses = (1.0 - parameters["system_losses"]) * parameters["inverter_efficiency"]
    return irradiance / STANDARD_IRRADIANCE * power * losses

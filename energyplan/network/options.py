"""How is a network to be built: which temperatures, pipes, limits?"""

from __future__ import annotations

from dataclasses import dataclass, fields

from energyplan.catalogue import Catalogue
from energyplan.network.layout import MAXIMUM_CONNECTION_LENGTH, MAXIMUM_SOURCE_DISTANCE
from energyplan.network.losses import SupplyCurve


@dataclass(frozen=True)
class DesignValues:
    """The numbers that a network is designed with; see :class:`NetworkOptions`."""

    supply_curve: SupplyCurve
    return_temperature: float
    pressure_gradient: float
    minimum_differential_pressure: float
    return_pressure: float
    maximum_pressure: float
    pump_efficiency: float
    depth: float
    thermal_diffusivity: float


@dataclass(frozen=True)
class NetworkOptions:
    """Choices for one network; what is None comes from a row of the catalogue table `network_design`.

    Attributes
    ----------
    design : str
        The row: "standard", "low_temperature", "high_temperature".
    supply_curve : SupplyCurve or None
    return_temperature : float or None
        At the substations [°C].
    pressure_gradient : float or None
        Highest at the design load [Pa/m].
    minimum_differential_pressure : float or None
        At the worst substation [bar].
    return_pressure, maximum_pressure : float or None
        At the return of the plant; nominal pressure [bar].
    pump_efficiency : float or None
        [1]
    depth : float or None
        Of the pipes [m].
    thermal_diffusivity : float or None
        Of the soil [m²/s].
    insulation : {"standard", "reinforced_1", "reinforced_2"}
    simultaneity : bool
        Whether consumers share their peaks after Winter.
    friction_model : {"swamee-jain", "colebrook"}
    maximum_connection_length, maximum_source_distance : float
        From the street to a building, to the source [m].
    interest_rate : float
        Real [1].
    trench_cost : {"trench_cost", "trench_cost_second"}
        Which set of costs of the table `pipes`.
    """

    design: str = "standard"
    supply_curve: SupplyCurve | None = None
    return_temperature: float | None = None
    pressure_gradient: float | None = None
    minimum_differential_pressure: float | None = None
    return_pressure: float | None = None
    maximum_pressure: float | None = None
    pump_efficiency: float | None = None
    depth: float | None = None
    thermal_diffusivity: float | None = None
    insulation: str = "standard"
    simultaneity: bool = True
    friction_model: str = "swamee-jain"
    maximum_connection_length: float = MAXIMUM_CONNECTION_LENGTH
    maximum_source_distance: float = MAXIMUM_SOURCE_DISTANCE
    interest_rate: float = 0.03
    trench_cost: str = "trench_cost"

    def design_values(self, catalogue: Catalogue) -> DesignValues:
        """Return the complete design values: those given, the others from the catalogue.

        Raises
        ------
        KeyError
            For an unknown design; the message names the nearest.

        Examples
        --------
        >>> from energyplan.catalogue import load_catalogue
        >>> NetworkOptions(return_temperature=45.0).design_values(load_catalogue()).pressure_gradient
        100.0
        """

        def value(parameter: str) -> float:
            given = getattr(self, parameter, None)
            return catalogue.value("network_design", self.design, parameter).value if given is None else given

        curve = self.supply_curve or SupplyCurve(
            design_supply_temperature=value("supply_temperature"),
            minimum_supply_temperature=value("minimum_supply_temperature"),
            design_outdoor_temperature=value("design_outdoor_temperature"),
            heating_limit=value("heating_limit"),
        )
        names = [field.name for field in fields(DesignValues) if field.name != "supply_curve"]
        return DesignValues(curve, **{name: value(name) for name in names})

"""Which keys does a scenario have? One pydantic model; the JSON schema for editors comes from it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from energyplan.core.errors import nearest
from energyplan.core.messages import joined, phrase
from energyplan.core.schema.layers import STREET_CLASSES
from energyplan.io.settings import Weather
from energyplan.io.validation import InUnit, Refused, Settings, in_range

SCHEMA_VERSION = 1
RESERVED = frozenset({"individual", "process", "unheated"})
"""Names of areas that are no network."""

Share = Annotated[float, InUnit("1", 0, 1)]
Metres = Annotated[float, InUnit("m", 0, 5000)]
Celsius = Annotated[float, InUnit("degC", -30, 150)]
LineDensity = Annotated[float, InUnit("kWh/(m a)", 0, 100_000)]
Energy = Annotated[float, InUnit("kWh", 0, 1e11)]
Power = Annotated[float, InUnit("kW", 0, 1e7)]
CarbonPrice = Annotated[float, InUnit("EUR/t", 0, 3000)]
EnergyPrice = Annotated[float, InUnit("EUR/MWh", -500, 5000)]


class Demand(Settings):
    """How the heat demand is found and how it develops."""

    typology: Literal["tabula", "technikkatalog"] = "tabula"
    """Specific heat demand by building type and age where no value is given."""
    heating_limit: Celsius = 15.0
    """Daily mean of the air temperature above which space is not heated."""
    refurbishment_rate: Share = 0.01
    """Share of the heated area that is refurbished per year."""
    refurbishment_depth: Share = 0.4
    """Share of the space heat that a refurbishment saves."""


class Streets(Settings):
    """How the street graph is made from lines as drawn."""

    excluded_classes: tuple[str, ...] = ("motorway", "trunk", "steps")
    """Classes that no pipe follows."""
    snap_tolerance: Metres = 0.5
    """Near misses closer than this are joined."""
    bridge_gap: Metres = 30.0
    """Separate parts of the street graph closer than this are joined; each bridge is reported."""

    @field_validator("excluded_classes")
    @classmethod
    def _known(cls, classes: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(classes) - set(STREET_CLASSES))
        if unknown:
            raise Refused("EP117", joined([f"{name}: " + nearest(name, STREET_CLASSES) for name in unknown], "; "))
        return classes


class NetworkArea(Settings):
    """One heating network: which buildings, which temperatures, where the heat comes in."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    select: Literal["all", "dense", "list"] = "dense"
    """All heated buildings, those along dense street sections, or those of `buildings`."""
    buildings: tuple[str, ...] = ()
    line_density: LineDensity = 1500.0
    """Threshold of the heat line density for `select: dense`."""
    minimum_heat: Energy = 100_000.0
    """Smallest annual heat of a dense area; of several the one with most heat is taken."""
    connection_rate: Share = 1.0
    """Share of the heated buildings of the area that connect, largest first."""
    supply_temperature: Celsius = 75.0
    """At the design outdoor temperature."""
    minimum_supply_temperature: Celsius = 65.0
    return_temperature: Celsius = 45.0
    design_outdoor_temperature: Celsius = -10.0
    pressure_gradient: Annotated[float, InUnit("Pa/m", 10, 1000)] = 100.0
    insulation: Literal["standard", "reinforced_1", "reinforced_2"] = "reinforced_1"
    maximum_connection_length: Metres = 60.0
    """Longest house connection from the street to the building."""
    heat_source: str = "auto"
    """Where the heat comes in: id of a source, "x, y" in the town's coordinates, or "auto"."""

    @model_validator(mode="after")
    def _consistent(self) -> NetworkArea:
        if self.select == "list" and not self.buildings:
            raise ValueError(phrase("needs_buildings"))
        if self.minimum_supply_temperature > self.supply_temperature:
            raise ValueError(phrase("above_minimum"))
        if self.return_temperature >= self.minimum_supply_temperature:
            raise ValueError(phrase("return_below"))
        return self


class Technologies(Settings):
    """Which technologies may be built, by their names in the catalogue."""

    network: tuple[str, ...] = (
        "gas_boiler_network", "biomass_boiler_network", "electric_boiler_network", "air_heat_pump_network",
        "river_heat_pump_network", "sewage_heat_pump_network", "waste_heat_network", "waste_heat_pump_network",
        "solar_thermal_network", "hot_water_tank_network",
    )  # fmt: skip
    individual: tuple[str, ...] = (
        "gas_boiler_individual", "air_heat_pump_individual", "ground_heat_pump_individual", "biomass_boiler_individual",
    )  # fmt: skip
    municipality: tuple[str, ...] = ("pv_roof",)
    process: tuple[str, ...] = ("gas_boiler_network", "biomass_boiler_network", "electric_boiler_network")
    """For process heat, whose temperature is not known: boilers."""


class Supply(Settings):
    """How the heat is made: what may be built, at which interest, how exactly it is calculated."""

    technologies: Technologies = Technologies()
    interest_rate: Annotated[float, InUnit("1", -0.05, 0.3)] = 0.03
    """Real rate of interest."""
    maximum_capacity: dict[str, Power] = Field(default_factory=dict)
    """Technology → largest power in the whole town (or content of a store)."""
    annual_energy: dict[str, Energy] = Field(default_factory=dict)
    """Technology → largest output per year in the whole town, such as the heat from a regional share of biomass."""
    co2_cap: Annotated[float, InUnit("t", 0, 1e9)] | None = None
    """Largest direct emissions that bear the CO₂ price, per year."""
    segments: int = Field(default=400, ge=24, le=8760, strict=True)
    """Steps of the reduced year in which sizes are found."""
    time_limit: Annotated[float, InUnit("s", 1, 86_400)] = 600.0


class Prices(Settings):
    """Which prices: the catalogue's, with an hourly electricity price if the town has one."""

    electricity: Literal["hourly", "average"] = "hourly"
    """The municipality's hourly day-ahead price with surcharges, or the catalogue's average price."""


class Carbon(Settings):
    """The price of CO₂: named paths of the catalogue, or own ones."""

    paths: tuple[str, ...] = ("eu_middle",)
    """Rows of the catalogue table co2_price_paths."""
    own: dict[str, dict[int, CarbonPrice]] = Field(default_factory=dict)
    """Name → year → price, interpolated."""
    constant: tuple[CarbonPrice, ...] = ()
    """Prices that hold in every year; each is a path of its own."""

    @model_validator(mode="after")
    def _some(self) -> Carbon:
        if not (self.paths or self.own or self.constant):
            raise ValueError(phrase("some_path"))
        if not all(self.own.values()):
            raise ValueError(phrase("a_price"))
        return self


class GreenRoofs(Settings):
    """Which share of the roofs that can become green (all flat ones, some of the pitched) does so."""

    share: Share = 0.0
    kind: str = "green_roof_extensive"


class Cisterns(Settings):
    """Which share of the roofs drains into cisterns of which size."""

    share: Share = 0.0
    volume_per_area: Annotated[float, InUnit("m", 0, 1)] | None = None
    """Volume per roof area (m³/m²); default: the catalogue's."""


class Water(Settings):
    """Measures for rain water."""

    green_roofs: GreenRoofs = GreenRoofs()
    cisterns: Cisterns = Cisterns()


class Outputs(Settings):
    """What is written."""

    report: bool = True
    """Report and figures."""


class Scenario(Settings):
    """One scenario: everything that a run assumes about one municipality."""

    name: str = Field(min_length=1, max_length=120)
    schema_version: int = Field(default=SCHEMA_VERSION, strict=True)
    language: Literal["de", "en"] = "de"
    municipality: str
    """Input folder, or its YAML file, relative to this file."""
    years: tuple[Annotated[int, Field(strict=True)], ...] = (2030, 2045)
    """Years that are planned; the municipality's reference year is the status quo."""
    weather: Weather | None = None
    """Instead of the municipality's own."""
    demand: Demand = Demand()
    streets: Streets = Streets()
    networks: tuple[NetworkArea, ...] = ()
    prices: Prices = Prices()
    co2_price: Carbon = Carbon()
    supply: Supply = Supply()
    water: Water = Water()
    outputs: Outputs = Outputs()
    catalogue: dict[str, dict[str, dict[str, Any]]] = Field(default_factory=dict)
    """Table (or "technologies") → item → parameter → value: replaces numbers of the catalogue."""

    @field_validator("years")
    @classmethod
    def _ordered(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        if not years or list(years) != sorted(set(years)):
            raise ValueError(phrase("years_rise"))
        if years[0] < 2000 or years[-1] > 2100:
            raise Refused("EP108", in_range(2000, 2100, ""))
        return years

    @field_validator("networks")
    @classmethod
    def _unique(cls, networks: tuple[NetworkArea, ...]) -> tuple[NetworkArea, ...]:
        folded = [area.id.casefold() for area in networks]
        if len(set(folded)) != len(folded):
            raise ValueError(phrase("id_once"))
        if RESERVED & set(folded):
            raise ValueError(phrase("id_taken"))
        return networks

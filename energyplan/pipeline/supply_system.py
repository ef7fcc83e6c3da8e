"""Which system of buses and components stands for the town in one planned year?

Every supply area (each network, and the buildings without one) has its own heat bus and its own connections to the
carriers, at the prices of its kind of buyer; sources, roofs and regional limits are shared out between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energyplan.catalogue import Technology
from energyplan.optimise import Bus, Demand, Emissions, Limit, Market, Supply, System
from energyplan.optimise.archetypes import Component
from energyplan.optimise.technology import component_from_technology
from energyplan.physics.performance import Conditions, hourly_performance
from energyplan.pipeline.heat import Heat
from energyplan.pipeline.links import LOCATED, link_cost
from energyplan.pipeline.prices import ELECTRICITY, scope_of, tariff
from energyplan.pipeline.records import INDIVIDUAL, PROCESS, Inputs
from energyplan.sources import SOURCE_KINDS

if TYPE_CHECKING:
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from energyplan.sources import SourceSet

KINDS = {"river": ("river", "lake"), "sewage": ("sewage", "effluent"), "roof_solar": ("roof_solar",)}
"""Kind of source that a technology asks for → kinds of the source table, where they differ."""


@dataclass(frozen=True)
class Area:
    """One supply area in one year.

    Attributes
    ----------
    id : str
    useful, load : ndarray
        Useful heat, and heat that must be made for it: with the losses of a network [kW].
    pump_power : ndarray
        Electricity of the network's pumps [kW].
    supply_temperature, return_temperature : ndarray
        [degC]
    design_load : float
        Sum of the buildings' design loads [kW].
    roof_share : float
        Share of the town's roof area on its buildings.
    network : shapely geometry or None
        Nodes of the network; None where there is none.
    """

    id: str
    useful: np.ndarray
    load: np.ndarray
    pump_power: np.ndarray
    supply_temperature: np.ndarray
    return_temperature: np.ndarray
    design_load: float
    roof_share: float
    network: BaseGeometry | None = None

    @property
    def heat_bus(self) -> str:
        """Name of its heat bus."""
        return f"heat:{self.id}"

    def bus(self, carrier: str) -> str:
        """Name of its bus for a carrier."""
        return self.heat_bus if carrier == "heat" else f"{carrier}:{self.id}"


def build_system(inputs: Inputs, heat: Heat, sources: SourceSet, areas: list[Area], year: int) -> System:
    """Return the system of one planned year.

    Parameters
    ----------
    inputs : Inputs
    heat : Heat
    sources : SourceSet
    areas : list of Area
        Only areas with a load.
    year : int

    Returns
    -------
    System
        Buses "heat:<area>" and "<carrier>:<area>"; components "<technology>@<area>", or
        "<technology>:<source>@<area>".
    """
    builder = _Builder(inputs, sources, areas, year)
    components = [component for area in areas for component in builder.components(area)]
    components += builder.taps()
    limits = [
        *builder.roof_limits(areas, components),
        *builder.house_limits(areas, components),
        *builder.scenario_limits(components),
    ]
    carriers = sorted(
        {bus for component in components for bus in _buses(component)} - {area.heat_bus for area in areas}
    )
    buses = [Bus(name=area.heat_bus, carrier="heat") for area in areas]
    buses += [Bus(name=name, carrier=name.split(":")[0], unserved_price=None) for name in carriers]
    return System(
        buses=tuple(buses),
        components=tuple(components),
        limits=tuple(limits),
        time=inputs.weather.indexes["time"],
    )


def _buses(component: Component) -> Iterator[str]:
    from energyplan.optimise.system import buses_of

    yield from buses_of(component)


class _Builder:
    """The components of one year: holds what all of them are made from."""

    def __init__(self, inputs: Inputs, sources: SourceSet, areas: list[Area], year: int):
        self.inputs, self.sources, self.year = inputs, sources, year
        self.used_sources: set[str] = set()
        self.house_heaters = {
            n
            for n, t in inputs.catalogue.technologies.items()
            if "individual" in t.scope and t.archetype == "converter"
        }

    def components(self, area: Area) -> Iterator[Component]:
        """Yield demand, technologies and markets of an area."""
        yield Demand(
            name=f"demand@{area.id}", bus=area.heat_bus, power=area.load, area=area.id, label_de="Wärmebedarf",
            label_en="Heat demand", colour="#333333",
        )  # fmt: skip
        built = [component for technology in self._technologies(area) for component in self._built(technology, area)]
        built += self._pumps(area)
        yield from built
        buses = {bus for component in built for bus in _buses(component) if bus.endswith(f":{area.id}")}
        yield from (self._market(bus.split(":")[0], area) for bus in sorted(buses - {area.heat_bus}))

    def _pumps(self, area: Area) -> list[Component]:
        if not area.pump_power.any():
            return []
        pumps = Demand(
            name=f"pumps@{area.id}", bus=area.bus(ELECTRICITY), power=area.pump_power, area=area.id,
            label_de="Netzpumpen", label_en="Network pumps", colour="#666666",
        )  # fmt: skip
        return [pumps]

    def _technologies(self, area: Area) -> list[Technology]:
        wanted = self.inputs.scenario.supply.technologies
        names: tuple[str, ...] = (*wanted.network, *wanted.municipality)
        if area.id == INDIVIDUAL:
            names = (*wanted.individual, *wanted.municipality)
        if area.id == PROCESS:
            names = wanted.process
        return [self.inputs.catalogue.technology(name) for name in names]

    def _built(self, technology: Technology, area: Area) -> Iterator[Component]:
        """Yield the technology once, or once per source that it can use."""
        if technology.source in ("", "roof_solar"):
            yield from (self._on_roof(technology, area) if technology.source else [self._plain(technology, area)])
            return
        kinds = KINDS.get(technology.source, (technology.source,))
        table = self.sources.table
        for source_id in table.index[table["kind"].isin(kinds)]:
            component = self._from_source(technology, area, str(source_id))
            if component is not None:
                yield component

    def _plain(self, technology: Technology, area: Area) -> Component:
        name = f"{technology.name}@{area.id}"
        return self._component(technology, area, name, Conditions())

    def _from_source(self, technology: Technology, area: Area, source_id: str) -> Component | None:
        """Return the technology on one source; None where the source never gives it anything."""
        series = self.sources.dataset.sel(source=source_id)
        conditions = Conditions(
            air_temperature=self.inputs.weather["air_temperature"].to_numpy(),
            source_temperature=series["source_temperature"].to_numpy(),
            supply_temperature=area.supply_temperature,
            return_temperature=area.return_temperature,
        )
        performance = hourly_performance(technology, self.year, conditions)
        if not (series["source_power"].to_numpy() * performance).max() > 0:
            return None
        row = self.sources.table.loc[source_id]
        taken = 1.0 - 1.0 / float(performance.mean()) if technology.archetype == "converter" else 1.0
        tapping = float(row["cost_to_tap"]) / float(row["peak_power"]) * taken
        name = f"{technology.name}:{source_id}@{area.id}"
        self.used_sources.add(source_id)
        return self._component(
            technology,
            area,
            name,
            conditions,
            source_bus=f"source:{source_id}",
            extra_investment=tapping + self._link(row, area, float(row["peak_power"]) / taken),
        )

    def _link(self, source: pd.Series, area: Area, highest: float) -> float:
        """Return what the pipe from a source to the network costs, spread over the power that it can carry [EUR/kW]."""
        if area.network is None or source["kind"] not in LOCATED:
            return 0.0
        power = min(highest, float(area.load.max()))
        cost = link_cost(
            source["geometry"], area.network, self.inputs.catalogue, power=power,
            supply_temperature=float(area.supply_temperature.max()),
            return_temperature=float(area.return_temperature.mean()),
        )  # fmt: skip
        return cost / power

    def _on_roof(self, technology: Technology, area: Area) -> Iterator[Component]:
        """Yield photovoltaics or collectors on the roofs of the area; nothing where it has no roofs."""
        dataset = self.sources.dataset
        if "global_tilted_irradiance" not in dataset or area.roof_share <= 0:
            return
        conditions = Conditions(
            air_temperature=self.inputs.weather["air_temperature"].to_numpy(),
            supply_temperature=area.supply_temperature,
            return_temperature=area.return_temperature,
            global_tilted_irradiance=dataset["global_tilted_irradiance"].to_numpy(),
            pv_yield=dataset["pv_yield"].to_numpy(),
        )
        yield self._component(technology, area, f"{technology.name}@{area.id}", conditions)

    def _component(
        self, technology: Technology, area: Area, name: str, conditions: Conditions, *, source_bus: str | None = None,
        extra_investment: float = 0.0,
    ) -> Component:  # fmt: skip
        is_store = technology.archetype == "storage"
        performance = 1.0 if is_store else hourly_performance(technology, self.year, conditions)
        return component_from_technology(
            technology,
            name=name,
            year=self.year,
            interest_rate=self.inputs.scenario.supply.interest_rate,
            area=area.id,
            buses={carrier: area.bus(carrier) for carrier in (*technology.inputs, *technology.outputs)},
            performance=performance,
            source_bus=source_bus,
            extra_investment=extra_investment,
            follows=area.load / area.design_load if _heats_a_house(technology, area) else None,
        )

    def _market(self, carrier: str, area: Area) -> Market:
        price = tariff(self.inputs, carrier, area.id, self.year)
        row = self.inputs.catalogue.table("carriers").loc[carrier]
        scope_de, scope_en = {"individual": ("Haushalte", "households"), "network": ("Netz", "network")}[
            scope_of(area.id)
        ]
        return Market(
            name=f"{carrier}_purchase@{area.id}", bus=area.bus(carrier), buy_price=price.buy_price,
            sell_price=price.sell_price, emissions=price.emissions, area=area.id, colour=str(row["colour"]),
            label_de=f"{row['label_de']} ({scope_de})", label_en=f"{row['label_en']} ({scope_en})",
        )  # fmt: skip

    def roof_limits(self, areas: list[Area], components: list[Component]) -> Iterator[Limit]:
        """Yield one limit per area: modules and collectors share its roofs."""
        if "roofs" not in self.sources.table.index:
            return
        roofs = self.sources.table.loc["roofs"]
        for area in areas:
            coefficients = {}
            for component in components:
                technology = self.inputs.catalogue.technologies.get(component.technology)
                if component.area == area.id and technology is not None and technology.source == "roof_solar":
                    coefficients[component.name] = self._area_per_kw(technology, roofs)
            if coefficients:
                upper = float(roofs["roof_area"]) * area.roof_share
                yield Limit(name=f"roofs of {area.id}", quantity="size", coefficients=coefficients, upper=upper)

    def _area_per_kw(self, technology: Technology, roofs: pd.Series) -> float:
        if technology.outputs[0] == ELECTRICITY:
            return float(roofs["roof_area"]) / float(roofs["pv_capacity"])
        return 1.0 / technology.performance.parameters["nominal_output"].at(self.year).value

    def taps(self) -> Iterator[Supply]:
        """Yield what the sources give: whatever uses one takes from its bus, so that nothing is counted twice."""
        for source_id in sorted(self.used_sources):
            kind = SOURCE_KINDS[str(self.sources.table.loc[source_id, "kind"])]
            power = self.sources.dataset["source_power"].sel(source=source_id).to_numpy()
            carrier = self.inputs.catalogue.table("carriers").loc[kind.carrier]
            direct = float(carrier["direct_emission_factor"])
            emissions = Emissions(
                co2e=float(carrier["emission_factor"]), direct=direct, priced=direct * float(carrier["bears_co2_price"])
            )
            yield Supply(
                name=f"tap:{source_id}", bus=f"source:{source_id}", limit=power, label_de=kind.label_de,
                label_en=kind.label_en, colour=kind.colour, emissions=emissions,
            )  # fmt: skip

    def house_limits(self, areas: list[Area], components: list[Component]) -> Iterator[Limit]:
        """Yield the rule that a house has one heater, which follows its load.

        Each heater gives at most its share of the load (`follows` × size); as the sizes add up to the design load,
        each gives just its share in every hour, and a heat pump never leans on the neighbour's boiler.
        """
        for area in areas:
            houses = {c.name: 1.0 for c in components if c.area == area.id and c.technology in self.house_heaters}
            if area.id == INDIVIDUAL and houses:
                yield Limit(
                    name=f"one heater per house of {area.id}", quantity="size", coefficients=houses,
                    lower=area.design_load, upper=area.design_load,
                )  # fmt: skip

    def scenario_limits(self, components: list[Component]) -> Iterator[Limit]:
        """Yield the limits of the scenario, named by their keys: annual energy and size by technology, cap on emissions."""
        supply = self.inputs.scenario.supply
        for technology, upper in supply.annual_energy.items():
            names = [c.name for c in components if c.technology == technology]
            if names:
                yield Limit(
                    name=f"supply.annual_energy.{technology}", coefficients=dict.fromkeys(names, 1.0), upper=upper
                )
        for technology, upper in supply.maximum_capacity.items():
            sizes = {c.name: 1.0 for c in components if c.technology == technology}
            if sizes:
                yield Limit(
                    name=f"supply.maximum_capacity.{technology}", quantity="size", coefficients=sizes, upper=upper
                )
        if supply.co2_cap is not None:
            yield Limit(name="supply.co2_cap", quantity="priced_emissions", upper=supply.co2_cap)


def _heats_a_house(technology: Technology, area: Area) -> bool:
    return area.id == INDIVIDUAL and technology.archetype == "converter" and technology.outputs[0] == "heat"

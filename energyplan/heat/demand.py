"""How much heat does every building need in a year?

A heat demand that is given is kept exactly; else it is typology × heated area. Heat is counted at the outlet
of the heater or the substation, so that useful and delivered heat agree unless `heaters` says otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from energyplan.catalogue import Catalogue
from energyplan.core.columns import numbers, texts
from energyplan.core.errors import Fault, raise_faults
from energyplan.core.hours import HOURS_PER_YEAR
from energyplan.core.notes import Note
from energyplan.core.schema import LAYERS, check_table
from energyplan.heat.area import heated_area
from energyplan.heat.columns import note_rows
from energyplan.heat.heaters import energy_use, match_heaters
from energyplan.heat.typology import construction_years, specific_heat

if TYPE_CHECKING:
    import geopandas as gpd

UNKNOWN_USE = "other"
GIVEN, FROM_TYPOLOGY, NONE = "given", "typology", "none"
ROUNDING = 1e-9


def annual_demand(
    buildings: gpd.GeoDataFrame,
    catalogue: Catalogue,
    *,
    typology: str = "tabula",
    default_carrier: str = "unknown",
) -> tuple[pd.DataFrame, list[Note]]:
    """Return the annual heat of every building.

    Parameters
    ----------
    buildings : geopandas.GeoDataFrame
        The layer `buildings`; any column but the geometry may be missing, any value NaN. `heat_demand` [kWh]
        is the useful heat of space, hot water and process together where it is known, 0 included.
    catalogue : Catalogue
    typology : {"tabula", "technikkatalog"}
        Typology of residential buildings without a given demand.
    default_carrier : str
        Carrier of buildings that state none.

    Returns
    -------
    demand : pandas.DataFrame
        Index building_id; `use`, `sector`, `profile_class`, `heated_area` [m2], `space_heat`, `hot_water`,
        `process_heat`, `heat_demand` (their sum), `delivered_heat`, `final_energy` (Hi), `ambient_heat`
        [kWh], `heating_carrier`, `heating_type`, `design_load` [kW], `origin` ("given", "typology" or
        "none").
    notes : list of Note
        Everything that was filled, with counts.

    Raises
    ------
    FaultError
        With every fault of the layer, unknown names of the catalogue, process heat above the given demand.
    """
    raise_faults([*check_table(buildings, LAYERS["buildings"]), *_contradictions(buildings)])
    use, notes = building_use(buildings)
    types = catalogue.table("building_types").loc[use].set_index(buildings.index)
    area, area_notes = heated_area(buildings, types)
    year = construction_years(buildings, catalogue.table("age_classes"))
    specific = specific_heat(buildings, types["typology"], year, catalogue, kind=typology)
    heat = useful_heat(buildings, area, specific)
    heater, heater_notes = match_heaters(
        buildings, catalogue.table("heaters"), default_carrier=default_carrier, heated=heat["heat_demand"] > 0
    )
    demand = pd.concat(
        [
            use,
            types[["sector", "profile_class"]],
            area,
            heat,
            energy_use(heat["heat_demand"], heater, catalogue.table("heaters")),
            design_load(heat, types["full_load_hours"]),
        ],
        axis=1,
    ).rename_axis("building_id")
    by_typology = demand["origin"] == FROM_TYPOLOGY
    age_notes = _age_notes(by_typology & year.isna(), by_typology & (texts(buildings, "refurbishment") == ""))
    return demand, [*notes, *area_notes, *_origin_notes(demand["origin"]), *age_notes, *heater_notes]


def building_use(buildings: pd.DataFrame) -> tuple[pd.Series, list[Note]]:
    """Return the use of every building; "other" (computed like a multi-family house) where it is unknown."""
    stated = texts(buildings, "use")
    return stated.replace("", UNKNOWN_USE).rename("use"), note_rows(
        "use_default",
        stated == "",
        english="Use unknown, taken as other (like a multi-family house): {count} building(s).",
        german="Nutzung unbekannt, als sonstige (wie Mehrfamilienhaus) gerechnet: {count} Gebäude.",
    )


def useful_heat(buildings: pd.DataFrame, area: pd.Series, specific: pd.DataFrame) -> pd.DataFrame:
    """Return the annual useful heat by purpose.

    Parameters
    ----------
    buildings : pandas.DataFrame
        Columns `heat_demand` and `process_heat` [kWh] where known.
    area : pandas.Series
        Heated floor area [m2].
    specific : pandas.DataFrame
        `space_heat` and `hot_water` per heated area [kWh/(m2 a)].

    Returns
    -------
    pandas.DataFrame
        `space_heat`, `hot_water`, `process_heat`, `heat_demand` [kWh], `origin`.

    Notes
    -----
    Without a given demand Q = (q_space + q_water) · A + Q_process. With one, Q is the given value; what
    process heat leaves is split between space and water in the ratio of the typology.
    """
    given = numbers(buildings, "heat_demand")
    process = numbers(buildings, "process_heat").fillna(0.0)
    typical = specific["space_heat"] + specific["hot_water"]
    rest = (given - process).clip(lower=0.0).fillna(typical * area)
    hot_water = rest * (specific["hot_water"] / typical.where(typical > 0)).fillna(0.0)
    space_heat = rest - hot_water
    total = given.fillna(space_heat + hot_water + process)
    origin = pd.Series(GIVEN, index=buildings.index, dtype=object)
    origin = origin.mask(given.isna(), FROM_TYPOLOGY).mask(given.isna() & (total == 0), NONE)
    return pd.DataFrame(
        {
            "space_heat": space_heat,
            "hot_water": hot_water,
            "process_heat": process,
            "heat_demand": total,
            "origin": origin,
        }
    )


def design_load(heat: pd.DataFrame, full_load_hours: pd.Series) -> pd.Series:
    """Return the design heat load of every building.

    Parameters
    ----------
    heat : pandas.DataFrame
        `space_heat`, `hot_water`, `process_heat` [kWh].
    full_load_hours : pandas.Series
        Annual heat for space and hot water per design load [h].

    Returns
    -------
    pandas.Series
        [kW]

    Notes
    -----
    P = (Q_space + Q_water) / t_full + Q_process / 8760 h. It stands for the design load after DIN EN 12831;
    peaks of standard profiles are averages over many customers and would be too low for one house.
    """
    load = (heat["space_heat"] + heat["hot_water"]) / full_load_hours + heat["process_heat"] / HOURS_PER_YEAR
    return load.rename("design_load")


def _contradictions(buildings: pd.DataFrame) -> list[Fault]:
    """Process heat is part of a given demand and cannot exceed it."""
    given = numbers(buildings, "heat_demand")
    process = numbers(buildings, "process_heat")
    above = process[process > given * (1 + ROUNDING)]
    return [
        Fault(
            "EP119",
            "buildings",
            str(row),
            "process_heat_kwh",
            value=value,
            expected=f"≤ heat_demand_kwh = {given[row]:g}",
        )
        for row, value in above.items()
    ]


def _origin_notes(origin: pd.Series) -> list[Note]:
    return [
        *note_rows(
            "demand_given",
            origin == GIVEN,
            english="Heat demand as given: {count} building(s).",
            german="Wärmebedarf wie angegeben: {count} Gebäude.",
        ),
        *note_rows(
            "demand_typology",
            origin == FROM_TYPOLOGY,
            english="Heat demand from typology × heated area: {count} building(s).",
            german="Wärmebedarf aus Typologie × beheizte Fläche: {count} Gebäude.",
        ),
    ]


def _age_notes(unknown_age: pd.Series, unknown_state: pd.Series) -> list[Note]:
    return [
        *note_rows(
            "age_default",
            unknown_age,
            english="Age unknown, row “unknown” of the typology taken: {count} building(s).",
            german="Baualter unbekannt, Zeile „unknown“ der Typologie angesetzt: {count} Gebäude.",
        ),
        *note_rows(
            "refurbishment_default",
            unknown_state,
            english="State of refurbishment unknown, taken as the typology gives it: {count} building(s).",
            german="Sanierungszustand unbekannt, Wert der Typologie unverändert angesetzt: {count} Gebäude.",
        ),
    ]

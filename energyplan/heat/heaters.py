"""Which final energy does a building buy for its heat?"""

from __future__ import annotations

import pandas as pd

from energyplan.core.columns import texts
from energyplan.core.errors import Fault, nearest, raise_faults
from energyplan.core.notes import Note
from energyplan.heat.columns import note_rows

UNKNOWN = "unknown"


def match_heaters(
    buildings: pd.DataFrame,
    heaters: pd.DataFrame,
    *,
    default_carrier: str = UNKNOWN,
    heated: pd.Series | None = None,
) -> tuple[pd.Series, list[Note]]:
    """Return the row of the catalogue table `heaters` of every building.

    Parameters
    ----------
    buildings : pandas.DataFrame
        Columns `heating_carrier` and `heating_type` where known.
    heaters : pandas.DataFrame
    default_carrier : str
        Carrier of buildings that state none.
    heated : pandas.Series of bool, optional
        Buildings that count in the notes; all if None.

    Returns
    -------
    heater : pandas.Series of str
        Such as "natural_gas/boiler".
    notes : list of Note
        How many carriers and types were filled.

    Raises
    ------
    FaultError
        If no heater burns `default_carrier`.
    """
    if default_carrier not in set(heaters["carrier"]):
        expected = nearest(default_carrier, set(heaters["carrier"]))
        raise_faults([Fault("EP117", key="default_carrier", value=default_carrier, expected=expected)])
    stated = texts(buildings, "heating_carrier").replace({"": UNKNOWN, "none": UNKNOWN})
    carrier = stated.where(stated.isin(heaters["carrier"]) & (stated != UNKNOWN), default_carrier)
    usual = heaters[heaters["default_type"] == 1].reset_index().set_index("carrier")["name"]
    kind = texts(buildings, "heating_type")
    heater = carrier + "/" + kind
    known = heater.isin(heaters.index)
    counted = pd.Series(True, index=buildings.index) if heated is None else heated
    return heater.where(known, carrier.map(usual)), [
        *note_rows(
            "carrier_default",
            counted & (stated != carrier),
            english=f"No heating carrier stated, {default_carrier} taken: {{count}} building(s).",
            german=f"Kein Energieträger angegeben, {default_carrier} angesetzt: {{count}} Gebäude.",
        ),
        *note_rows(
            "carrier_unknown",
            counted & (carrier == UNKNOWN),
            english="Heating carrier unknown, efficiency of the row unknown taken: {count} building(s).",
            german="Energieträger unbekannt, Nutzungsgrad der Zeile unknown angesetzt: {count} Gebäude.",
        ),
        *note_rows(
            "heating_type_default",
            counted & (kind != "") & ~known,
            english="Heating type not in the table heaters, usual type of the carrier: {count} building(s).",
            german="Heizungsart nicht in der Tabelle heaters, übliche des Energieträgers: {count} Gebäude.",
        ),
    ]


def energy_use(heat_demand: pd.Series, heater: pd.Series, heaters: pd.DataFrame) -> pd.DataFrame:
    """Return delivered heat, purchased final energy and ambient heat.

    Parameters
    ----------
    heat_demand : pandas.Series
        Annual useful heat [kWh].
    heater : pandas.Series of str
        Row of `heaters` per building.
    heaters : pandas.DataFrame

    Returns
    -------
    pandas.DataFrame
        `delivered_heat` [kWh] at the outlet of heater or substation, `final_energy` [kWh, Hi] of the
        purchased carrier, `ambient_heat` [kWh] of heat pumps, `heating_carrier` (what is purchased),
        `heating_type`.

    Notes
    -----
    delivered = useful / house efficiency; final = delivered / efficiency (heat pumps: seasonal factor);
    ambient = delivered − final for heat pumps, else 0.
    """
    rows = heaters.loc[heater].set_index(heat_demand.index)
    delivered = heat_demand / rows["house_efficiency"]
    final = delivered / rows["efficiency"]
    return pd.DataFrame(
        {
            "delivered_heat": delivered,
            "final_energy": final,
            "ambient_heat": (delivered - final).where(rows["heat_pump"] == 1, 0.0),
            "heating_carrier": rows["purchased_carrier"],
            "heating_type": rows["heating_type"],
        }
    )

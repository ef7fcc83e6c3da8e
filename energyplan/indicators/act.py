"""The seven indicators of the heat planning act (WPG, Annex 2 III)."""

from __future__ import annotations

import numpy as np
import xarray as xr

from energyplan.indicators.contract import indicator


def _balance(tree: xr.DataTree) -> xr.Dataset:
    return tree["balance"].to_dataset()


def _share(part: xr.DataArray, whole: xr.DataArray) -> xr.DataArray:
    return part / whole.where(whole > 0)


def _all(values: xr.DataArray) -> xr.DataArray:
    return values.sum([dim for dim in ("supply", "sector", "carrier") if dim in values.dims])


def _of_gas(values: xr.DataArray) -> xr.DataArray:
    return values.isel(carrier=np.flatnonzero(values.gas_network))


@indicator(
    name="final_energy",
    unit="kWh",
    act="1",
    needs=("balance",),
    label_de="Endenergieverbrauch für Wärme nach Sektor und Energieträger",
    label_en="Final energy for heat by sector and carrier",
    description_de="Gelieferte Wärme bei Gebäuden am Netz (nach deren Energieträgern), sonst der Energieeinsatz der "
    "Heizung einschließlich Umweltwärme; Brennstoffe in Hi.",
    description_en="Heat delivered to buildings on a network (by the network's carriers), otherwise what the heater "
    "takes in, ambient heat included; fuels by lower heating value.",
)
def final_energy(tree: xr.DataTree) -> xr.DataArray:
    """Return final energy for heat [kWh] by sector and carrier."""
    return _balance(tree).final_energy.sum("supply")


@indicator(
    name="greenhouse_gas_emissions",
    unit="t/a",
    act="2",
    needs=("balance",),
    label_de="Treibhausgasemissionen der Wärmeversorgung",
    label_en="Greenhouse gas emissions of heat supply",
    description_de="CO₂-Äquivalente mit Vorketten; heute mit den Faktoren des GEG Anlage 9.",
    description_en="CO₂ equivalents with upstream; today by the factors of GEG Annex 9.",
)
def greenhouse_gas_emissions(tree: xr.DataTree) -> xr.DataArray:
    """Return emissions [t CO₂e/a]."""
    return _balance(tree).emissions


@indicator(
    name="grid_bound_heat",
    unit="kWh",
    act="3",
    needs=("balance",),
    label_de="Leitungsgebundene Wärme nach Energieträger",
    label_en="Grid-bound heat by carrier",
    description_de="An Gebäude gelieferte Wärme der Netze, nach den Energieträgern der Erzeugung.",
    description_en="Heat that networks deliver to buildings, by the carriers that made it.",
)
def grid_bound_heat(tree: xr.DataTree) -> xr.DataArray:
    """Return heat delivered by networks [kWh] by carrier."""
    return _balance(tree).final_energy.sel(supply="network", drop=True).sum("sector")


@indicator(
    name="grid_bound_heat_share",
    unit="1",
    act="3",
    needs=("balance",),
    label_de="Anteil der Energieträger an der leitungsgebundenen Wärme",
    label_en="Share of the carriers in grid-bound heat",
    description_de="Leitungsgebundene Wärme des Energieträgers geteilt durch alle leitungsgebundene Wärme.",
    description_en="Grid-bound heat of the carrier over all grid-bound heat.",
)
def grid_bound_heat_share(tree: xr.DataTree) -> xr.DataArray:
    """Return the share of each carrier in grid-bound heat [1]."""
    heat = grid_bound_heat(tree)
    return _share(heat, heat.sum("carrier"))


@indicator(
    name="grid_bound_share",
    unit="1",
    act="4",
    needs=("balance",),
    label_de="Anteil der leitungsgebundenen Wärme am gesamten Endenergieverbrauch für Wärme",
    label_en="Grid-bound share of all final energy for heat",
    description_de="Leitungsgebundene Wärme geteilt durch Endenergie für Wärme.",
    description_en="Grid-bound heat over final energy for heat.",
)
def grid_bound_share(tree: xr.DataTree) -> xr.DataArray:
    """Return grid-bound heat over all final energy [1]."""
    energy = _balance(tree).final_energy
    return _share(_all(energy.sel(supply="network", drop=True)), _all(energy))


@indicator(
    name="buildings_on_network",
    unit="count",
    act="5",
    needs=("balance",),
    label_de="Gebäude mit Anschluss an ein Wärmenetz",
    label_en="Buildings on a heating network",
    description_de="Beheizte Gebäude in den Netzgebieten, die angeschlossen werden.",
    description_en="Heated buildings of the network areas that are connected.",
)
def buildings_on_network(tree: xr.DataTree) -> xr.DataArray:
    """Return the number of buildings on a network."""
    return _all(_balance(tree).building_count.sel(supply="network", drop=True))


@indicator(
    name="buildings_on_network_share",
    unit="1",
    act="5",
    needs=("balance",),
    label_de="Anteil der Gebäude mit Anschluss an ein Wärmenetz",
    label_en="Share of buildings on a heating network",
    description_de="Bezogen auf alle beheizten Gebäude.",
    description_en="Of all heated buildings.",
)
def buildings_on_network_share(tree: xr.DataTree) -> xr.DataArray:
    """Return the share of heated buildings on a network [1]."""
    return _share(buildings_on_network(tree), _all(_balance(tree).building_count))


@indicator(
    name="gas_energy",
    unit="kWh",
    act="6",
    needs=("balance",),
    label_de="Endenergie aus Gasnetzen nach Energieträger",
    label_en="Final energy from gas networks by carrier",
    description_de="Gas, das Gebäude selbst verheizen; Gas für Wärmenetze zählt zur leitungsgebundenen Wärme.",
    description_en="Gas burnt in the buildings; gas of heating networks counts as grid-bound heat.",
)
def gas_energy(tree: xr.DataTree) -> xr.DataArray:
    """Return gas used in buildings [kWh] by carrier."""
    return _of_gas(_balance(tree).final_energy.sel(supply="individual", drop=True).sum("sector"))


@indicator(
    name="gas_share",
    unit="1",
    act="6",
    needs=("balance",),
    label_de="Anteil der Gasnetze am Endenergieverbrauch für Wärme",
    label_en="Share of gas networks in final energy for heat",
    description_de="Endenergie aus Gasnetzen geteilt durch Endenergie für Wärme.",
    description_en="Final energy from gas networks over final energy for heat.",
)
def gas_share(tree: xr.DataTree) -> xr.DataArray:
    """Return gas over all final energy [1]."""
    return _share(gas_energy(tree).sum("carrier"), _all(_balance(tree).final_energy))


@indicator(
    name="buildings_on_gas",
    unit="count",
    act="7",
    needs=("balance",),
    label_de="Gebäude mit Gasheizung",
    label_en="Buildings heated by gas",
    description_de="In Planjahren: dezentral beheizte Gebäude mal Anteil des Gases an ihrer Wärme.",
    description_en="In plan years: individually heated buildings times the share of gas in their heat.",
)
def buildings_on_gas(tree: xr.DataTree) -> xr.DataArray:
    """Return the number of buildings with a gas heater."""
    return _all(_of_gas(_balance(tree).building_count.sel(supply="individual", drop=True)))


@indicator(
    name="buildings_on_gas_share",
    unit="1",
    act="7",
    needs=("balance",),
    label_de="Anteil der Gebäude mit Gasheizung",
    label_en="Share of buildings heated by gas",
    description_de="Bezogen auf alle beheizten Gebäude.",
    description_en="Of all heated buildings.",
)
def buildings_on_gas_share(tree: xr.DataTree) -> xr.DataArray:
    """Return the share of heated buildings with a gas heater [1]."""
    return _share(buildings_on_gas(tree), _all(_balance(tree).building_count))

"""What does the report read? One finished result, with the words, numbers and choices that all its parts share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from energyplan import __version__
from energyplan.indicators import flows
from energyplan.plan.layers import with_internal_names
from energyplan.plan.numbers import format_number, format_percent, format_quantity, format_rounded
from energyplan.report.texts import Texts

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import xarray as xr

    from energyplan.catalogue import Catalogue
    from energyplan.io.result import Result


@dataclass(frozen=True)
class View:
    """A result as the report sees it.

    Attributes
    ----------
    tree : xarray.DataTree
    maps : dict of str to GeoDataFrame
        With internal column names.
    plan : dict of str to DataFrame
    run : dict
    catalogue : Catalogue
        For labels, classes and sources.
    texts : Texts
    """

    tree: xr.DataTree
    maps: dict[str, gpd.GeoDataFrame]
    plan: dict[str, pd.DataFrame]
    run: dict[str, Any]
    catalogue: Catalogue
    texts: Texts

    @property
    def language(self) -> str:
        """German or English."""
        return self.texts.language

    def has(self, *groups: str) -> bool:
        """Tell whether all these groups are in the result."""
        return all(group in self.tree.children and not _is_bare(self.tree[group]) for group in groups)

    @cached_property
    def heat(self) -> xr.Dataset:
        """The group heat."""
        return self.tree["heat"].to_dataset()

    @cached_property
    def supply(self) -> xr.Dataset:
        """The group supply."""
        return self.tree["supply"].to_dataset()

    @cached_property
    def indicators(self) -> xr.Dataset:
        """The group indicators."""
        return self.tree["indicators"].to_dataset()

    @cached_property
    def networks(self) -> dict[str, xr.Dataset]:
        """Every network by the id of its area."""
        if "network" not in self.tree.children:
            return {}
        return {str(name): node.to_dataset() for name, node in self.tree["network"].children.items()}

    @property
    def version(self) -> str:
        """Version of energyplan with which the result was made; of this one where the run does not know."""
        stated = str((self.run.get("versions") or {}).get("energyplan", ""))
        return stated if stated and stated != "missing" else __version__

    @property
    def years(self) -> list[int]:
        """The plan years."""
        return [int(year) for year in self.supply.year.values]

    @property
    def paths(self) -> list[str]:
        """The CO₂ price paths, the cheapest first."""
        order = self.supply.co2_price.sel(year=self.target_year).to_series().sort_values(kind="stable")
        return [str(path) for path in order.index]

    @property
    def target_year(self) -> int:
        """The last plan year; figures of a single year show this one."""
        return self.years[-1]

    @property
    def middle_path(self) -> str:
        """The CO₂ price path in the middle; figures of a single path show this one."""
        return self.paths[(len(self.paths) - 1) // 2]

    @cached_property
    def focus(self) -> xr.Dataset:
        """The supply in the target year on the middle path."""
        return self.supply.sel(year=self.target_year, co2_path=self.middle_path)

    def co2_price(self, year: int, path: str) -> float:
        """Return the CO₂ price [EUR/t]."""
        return float(self.supply.co2_price.sel(year=year, co2_path=path))

    @property
    def heat_buses(self) -> list[str]:
        """The heat buses, networks first."""
        return flows.heat_buses(self.supply)

    def bus_label(self, bus: str) -> str:
        """Return the name of a heat bus for readers."""
        area = flows.area_of(bus)
        if area == flows.INDIVIDUAL:
            return self.texts("bus_individual")
        if area == flows.PROCESS:
            return self.texts("bus_process")
        return self.texts("bus_network", area=area)

    def component_label(self, component: str) -> str:
        """Return the label of a component."""
        labels = self.supply[f"label_{self.language}"]
        return str(labels.sel(component=component).item()) or component

    def component_colour(self, component: str) -> str:
        """Return the colour of a component; black for what is not served."""
        if str(self.supply.archetype.sel(component=component).item()) == "unserved":
            return "#000000"
        return str(self.supply.colour.sel(component=component).item())

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number in the reader's language."""
        return format_number(float(value), self.language, digits)

    def rounded(self, value: float, significant: int = 3) -> str:
        """Return a number with few significant digits."""
        return format_rounded(float(value), self.language, significant)

    def quantity(self, value: float, unit: str, significant: int = 3) -> str:
        """Return a number with unit in a multiple that reads well."""
        return format_quantity(float(value), unit, self.language, significant)

    def percent(self, value: float, digits: int = 0) -> str:
        """Return a share as percentage."""
        return format_percent(float(value), self.language, digits)

    def listing(self, items: list[str]) -> str:
        """Return "a, b und c".

        The last two are joined by the language's word for "and".
        """
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.texts('and')} {items[-1]}"


def _is_bare(node: Any) -> bool:
    return not node.data_vars and not node.children


def view_of(result: Result, catalogue: Catalogue | None = None) -> View:
    """Return the view of a result.

    Parameters
    ----------
    result : Result
        Its `run["language"]` decides the language, German if it is not stated.
    catalogue : Catalogue, optional
        If not given, the shipped one with what the scenario of the run replaces.
    """
    maps = {name: with_internal_names(layer) for name, layer in result.maps.items()}
    texts = Texts(str(result.run.get("language") or "de"))
    return View(result.tree, maps, result.plan, result.run, catalogue or _catalogue_of(result.run), texts)


def _catalogue_of(run: dict[str, Any]) -> Catalogue:
    from energyplan.catalogue import load_catalogue

    overrides = (run.get("scenario") or {}).get("catalogue") or {}
    return load_catalogue().with_overrides(overrides, source=f"scenario {run.get('name', '')}")

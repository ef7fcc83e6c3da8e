"""Which kinds of heat source are there, and who finds them? The one place where a kind is registered.

A new kind is one module that finds it and ends with ::

    SOURCE_KINDS.add("mine_water", SourceKind("mine_water", "Grubenwasser", "Mine water", "#777777",
                                              "ambient_heat", find))

where `find(inputs)` takes a :class:`SourceInputs` and returns a
:class:`~energyplan.sources.contract.SourceSet`; its name is added to the import list of
`energyplan/sources/__init__.py`. Checks, map, report and the pipeline follow from the registry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from energyplan.core.registry import Registry

if TYPE_CHECKING:
    import geopandas as gpd
    import xarray as xr
    from shapely.geometry.base import BaseGeometry

    from energyplan.catalogue import Catalogue
    from energyplan.sources.contract import SourceSet


@dataclass(frozen=True)
class SourceInputs:
    """What the search for sources knows of a municipality.

    Attributes
    ----------
    catalogue : Catalogue
    weather : xarray.Dataset
        Dim `time`, 8760 hours.
    layers : mapping of str to GeoDataFrame
        Layers of the municipality by name; only those that are there.
    waste_water : xarray.Dataset or None
        What `water.wastewater.waste_water` returns.
    water_temperature : xarray.DataArray or None
        Measured temperature of rivers and lakes (time) [degC]; the model where it is missing.
    maximum_air_power : float
        Heat that may be taken from the air at most [kW]; the air itself knows no limit.
    near : shapely geometry or None
        Where the heat is needed: sewers and water bodies farther than `maximum_distance` are left out.
    maximum_distance : float
        [m]
    options : mapping of str to mapping
        Further arguments of the functions that find the sources, by kind.
    """

    catalogue: Catalogue
    weather: xr.Dataset
    layers: Mapping[str, gpd.GeoDataFrame]
    waste_water: xr.Dataset | None = None
    water_temperature: xr.DataArray | None = None
    maximum_air_power: float = 0.0
    near: BaseGeometry | None = None
    maximum_distance: float = 1000.0
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def options_of(self, kind: str) -> dict[str, Any]:
        """Return the further arguments for `kind`."""
        return dict(self.options.get(kind, {}))


@dataclass(frozen=True)
class SourceKind:
    """A kind of heat source.

    Attributes
    ----------
    name : str
    label_de, label_en : str
    colour : str
    carrier : str
        Carrier of the heat planning act that it counts as (a name of `core.schema.layers.CARRIERS`).
    find : callable or None
        SourceInputs → SourceSet; None where another kind's function finds it as well (the effluent comes with
        the sewage, lakes with rivers).
    """

    name: str
    label_de: str
    label_en: str
    colour: str
    carrier: str
    find: Callable[[SourceInputs], SourceSet] | None = None


SOURCE_KINDS: Registry[SourceKind] = Registry("kind of source")

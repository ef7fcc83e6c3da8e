"""What does `municipality.yaml` say: name, reference system, and which file holds what?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, create_model, field_validator

from energyplan.core.errors import nearest
from energyplan.core.messages import joined, phrase
from energyplan.core.schema import LAYERS
from energyplan.core.vocabulary import is_quantity
from energyplan.io.validation import InUnit, Refused, Settings

USUAL_SERIES = ("rain", "electricity_price", "water_temperature")


class LayerFile(Settings):
    """Where a layer lies, and how its columns are called there."""

    file: str = ""
    """GeoPackage (or CSV for a table); default: the file named under `layers`."""
    layer: str = ""
    """Name of the layer in the GeoPackage; default: the layer's own name."""
    id: str = ""
    """Column that holds the id; "generate" numbers the rows."""
    columns: dict[str, str] = Field(default_factory=dict)
    """Column of energyplan → column of the file."""
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Column → value in the file → value of energyplan."""
    constants: dict[str, str | float | bool] = Field(default_factory=dict)
    """Column → one value for all rows."""


class _Layers(Settings):
    file: str = ""
    """GeoPackage that holds every layer not named below."""

    @property
    def own(self) -> dict[str, LayerFile]:
        """The layers with a file, an id or column names of their own."""
        return {name: getattr(self, name) for name in LAYERS if name in self.model_fields_set}


if TYPE_CHECKING:
    LayersFile = _Layers
else:
    LayersFile = create_model(
        "LayersFile",
        __base__=_Layers,
        __doc__="One file for all layers, and what differs from it by layer.",
        **{name: (LayerFile, Field(default=LayerFile(), description=LAYERS[name].description)) for name in LAYERS},
    )


class SeriesFile(Settings):
    """Where an hourly series lies and how its stamps are read."""

    file: str
    column: str | None = None
    time_column: str = "time"
    time_zone: str | None = None
    repair: Literal["wall_clock"] | None = None


class Weather(Settings):
    """Which weather: a German test reference year by region, or by the place of the town."""

    test_reference_year: Annotated[int, Field(ge=1, le=15, strict=True)] | Literal["auto"] = "auto"
    """1 to 15, or "auto" for the region in which the town lies."""


class MunicipalitySettings(Settings):
    """`municipality.yaml`."""

    name: str = Field(min_length=1, max_length=200)
    crs: str | None = None
    """Reference system of all layers inside; default: that of the buildings."""
    reference_year: int = Field(ge=1990, le=2100, strict=True)
    population: Annotated[float, InUnit("1", 0, 1e8)] | None = None
    licence: str = ""
    source: str = ""
    layers: LayersFile = LayersFile()
    weather: Weather = Weather()
    series: dict[str, SeriesFile] = Field(default_factory=dict)

    @field_validator("crs")
    @classmethod
    def _is_known(cls, crs: str | None) -> str | None:
        if crs is not None and not is_crs(crs):
            raise Refused("EP117", phrase("an_epsg_code"))
        return crs

    @field_validator("series")
    @classmethod
    def _are_quantities(cls, series: dict[str, SeriesFile]) -> dict[str, SeriesFile]:
        unknown = [name for name in series if not is_quantity(name)]
        if unknown:
            raise Refused("EP117", joined([f"{name}: " + nearest(name, USUAL_SERIES) for name in unknown], "; "))
        return series


def is_crs(name: str) -> bool:
    """Tell whether `name` is a coordinate reference system such as "EPSG:25832"."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        CRS.from_user_input(name)
    except CRSError:
        return False
    return True

"""What does `municipality.yaml` say: name, reference system, and which file holds what?"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from energyplan.core.errors import nearest
from energyplan.core.schema import LAYERS
from energyplan.core.vocabulary import is_quantity
from energyplan.io.validation import InUnit, Settings


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


class LayersFile(Settings):
    """One file for all layers, and what differs from it by layer."""

    file: str = ""
    """GeoPackage that holds every layer not named below."""
    own: dict[str, LayerFile] = Field(default_factory=dict)
    """Layers with a file, an id or column names of their own."""

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: Any) -> Any:
        """Read `layers: {file: …, buildings: {…}}`: every key but `file` is a layer."""
        if not isinstance(data, dict) or "own" in data:
            return data
        unknown = [name for name in data if name != "file" and name not in LAYERS]
        if unknown:
            raise ValueError("; ".join(f"unknown layer {name}: {nearest(name, LAYERS)}" for name in unknown))
        return {"file": data.get("file", ""), "own": {name: v for name, v in data.items() if name != "file"}}


class SeriesFile(Settings):
    """Where an hourly series lies and how its stamps are read."""

    file: str
    column: str | None = None
    time_column: str = "time"
    time_zone: str | None = None
    repair: Literal["wall_clock"] | None = None


class Weather(Settings):
    """Which weather: a German test reference year by region, or by the place of the town."""

    test_reference_year: int | Literal["auto"] = "auto"
    """1 to 15, or "auto" for the region in which the town lies."""


class MunicipalitySettings(Settings):
    """`municipality.yaml`."""

    name: str
    crs: str | None = None
    """Reference system of all layers inside; default: that of the buildings."""
    reference_year: int = Field(ge=1990, le=2100, strict=True)
    population: Annotated[float, InUnit("1", 0, 1e8)] | None = None
    licence: str = ""
    source: str = ""
    layers: LayersFile = LayersFile()
    weather: Weather = Weather()
    series: dict[str, SeriesFile] = Field(default_factory=dict)

    @field_validator("series")
    @classmethod
    def _series_are_quantities(cls, series: dict[str, SeriesFile]) -> dict[str, SeriesFile]:
        unknown = [name for name in series if not is_quantity(name)]
        if unknown:
            hints = [f"{name}: {nearest(name, ['rain', 'electricity_price', 'water_temperature'])}" for name in unknown]
            raise ValueError("unknown series " + "; ".join(hints))
        return series

"""What was the weather of the year? German test reference years as the package demandlib ships them, or own files."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from energyplan.core.errors import Fault, FaultError
from energyplan.core.hours import HOURS_PER_YEAR, TIME_ZONE, hours_of_year
from energyplan.core.vocabulary import annotate

if TYPE_CHECKING:
    import xarray as xr

REGIONS = range(1, 16)
_COLUMNS = {
    "t": "air_temperature",
    "B": "direct_horizontal_irradiance",
    "D": "diffuse_horizontal_irradiance",
    "WG": "wind_speed",
    "RF": "relative_humidity",
    "p": "air_pressure",
}


def read_test_reference_year(region: int, year: int) -> xr.Dataset:
    """Return one of the 15 German test reference years (DWD 2010) on the calendar of `year`.

    Parameters
    ----------
    region : int
        1 to 15, the climate region.
    year : int
        Calendar that the hours are labelled with; the weather stays that of the mean year 1988–2007.

    Returns
    -------
    xarray.Dataset
        Dim `time` (8760, hour-beginning, UTC+1): air_temperature [degC], direct_ and
        diffuse_horizontal_irradiance [W/m2], wind_speed [m/s], relative_humidity [%], air_pressure [hPa]; attrs
        latitude, longitude [deg], elevation [m], source, irradiance_minutes (the middle of the irradiance after the
        stamp, which differs by station).

    Raises
    ------
    FaultError
        EP212 if there is no such region.

    Notes
    -----
    The file counts the hours 1 to 24; hour 1 is the mean from 0 to 1 o'clock CET and becomes the stamp 00:00.
    """
    if region not in REGIONS:
        raise FaultError([Fault("EP212", key="weather.test_reference_year", value=region, expected="1 to 15")])
    dataset: xr.Dataset = _parse(region).assign_coords(time=hours_of_year(year))
    return dataset


@cache
def _parse(region: int) -> xr.Dataset:
    import demandlib.vdi

    path = Path(demandlib.vdi.__file__).parent / "resources_weather" / f"TRY2010_{region:02d}_Jahr.dat"
    return _parse_file(path)


def _parse_file(path: Path) -> xr.Dataset:
    import xarray as xr

    lines = path.read_text(encoding="utf-8").splitlines()
    rule = next(index for index, line in enumerate(lines) if line.startswith("***"))
    names = lines[rule - 1].split()
    table = pd.read_csv(path, sep=r"\s+", skiprows=rule + 1, names=names, encoding="utf-8")
    if len(table) != HOURS_PER_YEAR:
        raise FaultError([Fault("EP207", file=path.name, value=len(table), expected=f"{HOURS_PER_YEAR}")])
    variables = {name: ("time", table[column].to_numpy(float)) for column, name in _COLUMNS.items()}
    attrs = _station(lines[:rule]) | {"time_zone": TIME_ZONE}
    attrs["irradiance_minutes"] = _irradiance_minutes(table["IK"], float(attrs["longitude"]))
    return annotate(xr.Dataset(variables, attrs=attrs))


def _irradiance_minutes(kind: pd.Series, longitude: float) -> float:
    """Return by how many minutes the middle of the irradiance lies after the stamp.

    Computed irradiance (IK 9) is centred on the full hour that ends the stamp's hour; measured irradiance (IK 1) counts
    hours in mean local time. Found for all 15 regions from sunrise and sunset; the rule is that of trnsys.de's FAQ.
    """
    measured = bool((kind == 1).sum() > (kind == 9).sum())
    return 30.0 + 4.0 * (15.0 - longitude) if measured else 60.0


def _station(header: list[str]) -> dict[str, str | float]:
    """Return name and position of the station that the file's header states."""
    text = "\n".join(header)
    north, east = re.search(r"(\d+)°\s*(\d+)'N", text), re.search(r"(\d+)°\s*(\d+)'O", text)
    height, station = re.search(r"(\d+)\s+Meter", text), re.search(r"Station:\s*(\S.*?)\s{2,}", text)
    if north is None or east is None:
        raise FaultError([Fault("EP121", file="TRY", expected="position of the station in the header")])
    return {
        "latitude": int(north[1]) + int(north[2]) / 60,
        "longitude": int(east[1]) + int(east[2]) / 60,
        "elevation": float(height[1]) if height else 0.0,
        "station": station[1] if station else "",
        "source": f"DWD Testreferenzjahr 2010, {header[0].split('(')[0].strip()} (package demandlib)",
    }

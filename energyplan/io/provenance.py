"""Which program, packages and input files made a result?"""

from __future__ import annotations

import hashlib
import platform
from importlib import metadata
from pathlib import Path

PACKAGES = (
    "energyplan", "numpy", "pandas", "scipy", "xarray", "netcdf4", "geopandas", "shapely", "pyogrio", "pyproj", "pandapipes",
    "pandapower", "pyomo", "highspy", "demandlib", "pvlib", "pydantic", "matplotlib", "jinja2",
)  # fmt: skip


def versions() -> dict[str, str]:
    """Return Python's and the main packages' versions; "missing" where one is not installed."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "missing"
    return found


def sha256(path: str | Path) -> str:
    """Return the SHA-256 of a file."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def input_hashes(path: str | Path) -> dict[str, str]:
    """Return the SHA-256 of every file of an input folder, or of one file, by name."""
    path = Path(path)
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return {
        file.name if file == path else str(file.relative_to(path)): sha256(file) for file in files if file.is_file()
    }

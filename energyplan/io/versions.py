"""Are the packages installed with which energyplan was tested?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata


@dataclass(frozen=True)
class PackageState:
    """One requirement and what is installed.

    Attributes
    ----------
    package, required, installed : str
        `installed` is "missing" where it is not there.
    fits : bool
    """

    package: str
    required: str
    installed: str
    fits: bool


def package_states() -> list[PackageState]:
    """Return every requirement of the installed energyplan with the version that is there.

    Raises
    ------
    importlib.metadata.PackageNotFoundError
        If energyplan itself is not installed as a package.
    """
    requirements = [line for line in metadata.requires("energyplan") or [] if "extra ==" not in line]
    return [_state(line) for line in requirements]


def _state(requirement: str) -> PackageState:
    from packaging.requirements import Requirement

    parsed = Requirement(requirement)
    try:
        installed = metadata.version(parsed.name)
    except metadata.PackageNotFoundError:
        installed = "missing"
    fits = installed != "missing" and parsed.specifier.contains(re.sub(r"\+.*", "", installed), prereleases=True)
    return PackageState(parsed.name, str(parsed.specifier), installed, fits)

"""What does a town do with its rain: which roofs become green, which get a cistern?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from energyplan.catalogue import Catalogue
from energyplan.core.errors import Fault, nearest, raise_faults


@dataclass(frozen=True)
class GreenRoofs:
    """Roofs that become green.

    Attributes
    ----------
    share : float
        Of the area that can become green (column `greenable` of the table `surfaces`) [1].
    kind : str
        Row of the table `surfaces` that they become.
    """

    share: float = 0.0
    kind: str = "green_roof_extensive"


@dataclass(frozen=True)
class Cisterns:
    """Roofs whose water is collected for toilets and gardens.

    Attributes
    ----------
    share : float
        Of the area of roofs that suit (column `cistern` of the table `surfaces`), after the green roofs [1].
    volume_per_area : float or None
        Usable volume per m² of connected roof [m³/m²]; None: table `cisterns`.
    """

    share: float = 0.0
    volume_per_area: float | None = None


@dataclass(frozen=True)
class RainMeasures:
    """All measures of one scenario.

    Examples
    --------
    >>> RainMeasures.from_mapping({"green_roofs": {"share": 0.3}}).green_roofs.kind
    'green_roof_extensive'
    """

    green_roofs: GreenRoofs = GreenRoofs()
    cisterns: Cisterns = Cisterns()

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> RainMeasures:
        """Return the measures that a mapping of names to settings describes.

        Parameters
        ----------
        given : mapping
            Such as ``{"green_roofs": {"share": 0.3, "kind": "green_roof_extensive"},
            "cisterns": {"share": 0.2, "volume_per_area": 0.03}}``.

        Raises
        ------
        FaultError
            EP101 for unknown keys, EP106 for wrong types, EP108 for numbers out of range.
        """
        kinds = {"green_roofs": GreenRoofs, "cisterns": Cisterns}
        faults = _unknown("water.measures", given, list(kinds))
        for name, kind in kinds.items():
            settings = given.get(name, {})
            key = f"water.measures.{name}"
            if not isinstance(settings, Mapping):
                faults.append(Fault("EP106", key=key, value=settings, expected="settings such as share: 0.3"))
                continue
            faults += _unknown(key, settings, [field.name for field in fields(kind)])
            faults += _range_faults(key, settings)
        raise_faults(faults)
        return cls(GreenRoofs(**given.get("green_roofs", {})), Cisterns(**given.get("cisterns", {})))


def areas_with_measures(areas: pd.Series, measures: RainMeasures, catalogue: Catalogue) -> pd.Series:
    """Return the area of every surface kind [m²] once the green roofs are built.

    Parameters
    ----------
    areas : pandas.Series
        By kind [m²].
    measures : RainMeasures
    catalogue : Catalogue

    Raises
    ------
    FaultError
        EP117 if the kind of green roof is not in the table `surfaces`.
    """
    table = catalogue.table("surfaces")
    kind = measures.green_roofs.kind
    if kind not in table.index:
        key = "water.measures.green_roofs.kind"
        raise_faults([Fault("EP117", key=key, value=kind, expected=nearest(kind, table.index))])
    changed = areas * table.loc[areas.index, "greenable"].astype(float) * measures.green_roofs.share
    after = areas - changed
    if changed.sum() > 0:
        after[kind] = after.get(kind, 0.0) + changed.sum()
    return after


def cistern_shares(kinds: pd.Index, measures: RainMeasures, catalogue: Catalogue) -> pd.Series:
    """Return the share of each surface kind whose runoff a cistern collects [1]."""
    return catalogue.table("surfaces").loc[kinds, "cistern"].astype(float) * measures.cisterns.share


def _unknown(key: str, given: Mapping[str, Any], valid: list[str]) -> list[Fault]:
    return [
        Fault("EP101", key=f"{key}.{name}", expected=nearest(str(name), valid)) for name in given if name not in valid
    ]


def _range_faults(key: str, settings: Mapping[str, Any]) -> list[Fault]:
    """Faults of the numbers: a share lies between 0 and 1, a volume per area between 0 and 1 m."""
    found = []
    for name in [n for n in ("share", "volume_per_area") if n in settings]:
        value = settings[name]
        if value is None and name == "volume_per_area":
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            found.append(Fault("EP106", key=f"{key}.{name}", value=value, expected="a number"))
        elif not 0 <= value <= 1:
            found.append(Fault("EP108", key=f"{key}.{name}", value=value, expected="0 … 1"))
    return found

"""What are the streets called?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from energyplan.synth.street_net import StreetNet

OLD = ("gruenderzeit", "interwar")
SECOND_ROUND = ("Alte", "Neue", "Obere", "Untere", "Kleine", "Große", "Hintere", "Vordere")


def street_names(net: StreetNet, numbers: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Return a name for each section; all sections of a drawn street share theirs, no two streets do."""
    names = numbers["names"]
    pools = {kind: _Pool(list(names[kind]), rng) for kind in ("roads", "core", "old", "new", "industry")}
    given: dict[int, str] = {}
    for street, district in sorted(set(zip(net.street.tolist(), net.district.tolist(), strict=True))):
        given[street] = _fixed(district, names) or pools[_pool(district)].draw()
    return np.array([given[street] for street in net.street.tolist()], dtype=object)


def _fixed(district: str, names: Mapping[str, Any]) -> str:
    return {"ring": names["ring"], "market": names["market"], "plant": names["plant_road"]}.get(district, "")


def _pool(district: str) -> str:
    if district in ("core", "industry"):
        return district
    return "roads" if district == "road" else "old" if district in OLD else "new"


class _Pool:
    """A list of names in random order; when it is used up, names come again with an addition."""

    def __init__(self, names: list[str], rng: np.random.Generator):
        self.names = [names[i] for i in rng.permutation(len(names))]
        self.drawn = 0

    def draw(self) -> str:
        round_, position = divmod(self.drawn, len(self.names))
        self.drawn += 1
        name = self.names[position]
        if round_ == 0:
            return name
        addition = SECOND_ROUND[(round_ - 1) % len(SECOND_ROUND)]
        more = (round_ - 1) // len(SECOND_ROUND)
        return f"{addition} {name}" + (f" {more + 1}" if more else "")

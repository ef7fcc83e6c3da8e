"""What does a small German town look like in numbers?

The numbers stand in `portrait.yaml`, with their sources; this module reads them and draws from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

STAGES = (
    "plan",
    "streets",
    "special",
    "plots",
    "people",
    "demand",
    "sewers",
    "surroundings",
    "rain",
    "price",
    "meters",
    "names",
)


@cache
def portrait() -> Mapping[str, Any]:
    """Return the portrait as read from the package; treat it as constant."""
    from ruamel.yaml import YAML

    text = resources.files("energyplan.synth").joinpath("portrait.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = YAML(typ="safe").load(text)
    return found


def generator(seed: int, stage: str, *, attempt: int = 0) -> np.random.Generator:
    """Return the random numbers of one stage, so that a change in one stage leaves the others as they were.

    Examples
    --------
    >>> generator(1, "rain").random() == generator(1, "rain").random()
    True
    """
    return np.random.default_rng([seed, STAGES.index(stage), attempt])


def between(bounds: Sequence[float], size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw uniformly between the two bounds."""
    return rng.uniform(float(bounds[0]), float(bounds[1]), int(size))


def choose(weights: Mapping[Any, float], size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw keys of `weights` by weight."""
    keys = np.array(list(weights), dtype=object)
    share = np.array(list(weights.values()), dtype=float)
    drawn: np.ndarray = keys[rng.choice(len(keys), size=size, p=share / share.sum())]
    return drawn


def since(table: Mapping[int, Any], year: float) -> Any:
    """Return the entry of the last year that is not after `year`.

    >>> since({1500: "old", 1995: "new"}, 1990)
    'old'
    """
    return table[max((start for start in table if start <= year), default=min(table))]

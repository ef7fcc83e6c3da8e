"""Which stages are there, in which order, and what does each need?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from energyplan.core.errors import Fault, nearest, raise_faults
from energyplan.pipeline.heat import heat_stage
from energyplan.pipeline.network import network_stage
from energyplan.pipeline.records import Inputs, StageOutput
from energyplan.pipeline.sources import sources_stage
from energyplan.pipeline.supply import supply_stage
from energyplan.pipeline.water import water_stage


@dataclass(frozen=True)
class Stage:
    """One stage: its name, the stages that it reads from, and the function that does it."""

    name: str
    needs: tuple[str, ...]
    function: Callable[[Inputs, Mapping[str, StageOutput]], StageOutput]


STAGES: tuple[Stage, ...] = (
    Stage("heat", (), heat_stage),
    Stage("water", (), water_stage),
    Stage("sources", ("heat", "water"), sources_stage),
    Stage("network", ("heat", "sources"), network_stage),
    Stage("supply", ("heat", "sources", "network"), supply_stage),
)


def check_stages(names: Iterable[str] | None) -> tuple[str, ...]:
    """Return the stages to run in their order: those named and what they need; all for None.

    Raises
    ------
    FaultError
        For an unknown name; the message names the nearest.

    Examples
    --------
    >>> check_stages(["sources"])
    ('heat', 'water', 'sources')
    """
    known = {stage.name: stage for stage in STAGES}
    if names is None:
        return tuple(known)
    wanted = list(names)
    raise_faults([Fault("EP117", key="stages", value=n, expected=nearest(n, known)) for n in wanted if n not in known])
    needed: set[str] = set()
    while wanted:
        name = wanted.pop()
        needed.add(name)
        wanted.extend(known[name].needs)
    return tuple(name for name in known if name in needed)

"""Which sizes are best, what do they cost over the full year, and what changes with the CO₂ price?

Sizes are found on a reduced year of a few hundred segments. A full year of 8760 hours with these sizes then gives the
reported cost; the difference is reported with it. Where demand stays unserved, the hours concerned become segments of
their own and the sizes are found again. A new CO₂ price only changes the cost vector: the equations are compiled
once and the solver starts from its last basis.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from energyplan.optimise.archetypes import Supply
from energyplan.optimise.constraints import CONSTRAINTS, Constraint
from energyplan.optimise.explain import conflict_error
from energyplan.optimise.extract import to_dataset
from energyplan.optimise.hour import compile_hour
from energyplan.optimise.plan import Plan, read_plan
from energyplan.optimise.reduce import SEGMENTS, reduce_year
from energyplan.optimise.scale import power_unit
from energyplan.optimise.steps import Steps, hourly_steps
from energyplan.optimise.system import Plant, System
from energyplan.optimise.tile import TiledYear, tile
from energyplan.optimise.verify import verify_plan
from energyplan.solve import InfeasibleError, LinearProgram, Session, Solution, SolverOptions

if TYPE_CHECKING:
    import xarray as xr

FloatArray = NDArray[np.float64]
REFINEMENTS = 3
# Hours that become segments of their own in one refinement.
_HOURS_PER_REFINEMENT = 96
_HOURS_BEFORE = 30
# What the sizing keeps below the upper annual limits per refinement: a year of means emits less than one of hours.
_MARGIN = 0.01
# Unserved energy below this share of the demand is rounding.
_SERVED = 1e-7
# Relative difference from which another plan counts as cheaper.
_CHEAPER = 1e-7


class UnservedEnergyWarning(UserWarning):
    """Demand stays unserved in the plan that is reported."""


def design(
    system: System,
    *,
    co2_price: float = 0.0,
    segments: int | None = SEGMENTS,
    refinements: int = REFINEMENTS,
    time_limit: float = np.inf,
    constraints: tuple[Constraint, ...] = CONSTRAINTS,
) -> xr.Dataset:
    """Find the sizes of least annual cost and the dispatch of the full year with them.

    Parameters
    ----------
    system : System
    co2_price : float
        [EUR/t]
    segments : int or None
        Segments of the reduced year; None solves sizes and dispatch together on all hours.
    refinements : int
        How often hours with unserved demand are added to the reduced year.
    time_limit : float
        For each run of the solver [s].
    constraints : tuple of callable
        Equations of an hour; yours behind :data:`energyplan.optimise.constraints.CONSTRAINTS`.

    Returns
    -------
    xarray.Dataset
        - component: `capacity` [kW] (power of a store), `storage_capacity` [kWh], `annual_cost` by cost_group (capital,
          fixed, energy, co2) [EUR/a], `annuity`, `emissions`, `direct_emissions`, `priced_emissions` [t/a]; coords
          technology, area, label_de, label_en, colour, archetype
        - flow × time: `power` [kW], positive into the bus; flow: `annual_energy` [kWh]; coords flow_component, flow_bus
        - storage × time: `storage_level` [kWh]; bus × time: `shadow_price` [EUR/MWh]
        - limit: `limit_price`, what a unit more of an annual limit would save [EUR per kWh, kW or t]
        - scalars `objective`, `objective_reduced` [EUR/a], `objective_gap` [1], `unserved_energy` [kWh]; attrs: solver,
          status, seconds and the deviations that the checks found.

    Raises
    ------
    FaultError
        If a number of the system is not finite or absurd.
    SolveError
        Infeasible (with what must give), unbounded, out of time.
    CheckError
        If the solution does not survive the independent checks.

    Warns
    -----
    UnservedEnergyWarning
        If demand stays unserved after all refinements.

    Examples
    --------
    A heat demand of 100 kW all year; the boiler pays 50 EUR/MWh and emits 0.2 kg/kWh:

    >>> from energyplan.optimise import Bus, Converter, Demand, Emissions, Market, Size, System
    >>> town = System(
    ...     buses=(Bus(name="heat"), Bus(name="gas")),
    ...     components=(
    ...         Demand(name="houses", bus="heat", power=100.0),
    ...         Converter(name="boiler", inputs={"gas": 1.0}, outputs={"heat": 1.0}, size=Size(capital_cost=10.0)),
    ...         Market(name="gas", bus="gas", buy_price=50.0, emissions=Emissions(priced=0.2)),
    ...     ),
    ... )
    >>> plan = design(town, co2_price=100.0)
    >>> round(float(plan["objective"]))  # 100 kW × 10 EUR/kW + 876 MWh × (50 + 0.2 × 100) EUR/MWh
    62320
    """
    study = Study(system, segments=segments, refinements=refinements, time_limit=time_limit, constraints=constraints)
    return study.solve(co2_price)


def sweep(
    system: System,
    *,
    co2_prices: Iterable[float],
    segments: int | None = SEGMENTS,
    refinements: int = REFINEMENTS,
    time_limit: float = np.inf,
    constraints: tuple[Constraint, ...] = CONSTRAINTS,
) -> list[xr.Dataset]:
    """Return the design at each CO₂ price [EUR/t], in the order given; the arguments are those of :func:`design`.

    The equations are compiled once; each price starts from the solution of the one before. Sizes of a reduced year may
    suit another price better than those found for it: where the plan of another price is cheaper, its sizes are taken.
    So a higher price never lowers the cost and never raises the priced emissions E: C_p + p·E_p ≤ C_q + p·E_q for all
    prices p and q.
    """
    study = Study(system, segments=segments, refinements=refinements, time_limit=time_limit, constraints=constraints)
    return study.solve_all(list(co2_prices))


@dataclass(frozen=True, eq=False)
class _Answer:
    """A solution of the full year, and that of the reduced year whose sizes it has."""

    solution: Solution
    plan: Plan
    reduced: Solution
    year: TiledYear


class Study:
    """One system, compiled once and solved at any number of CO₂ prices.

    Parameters
    ----------
    system, segments, refinements, time_limit, constraints
        As in :func:`design`.
    """

    def __init__(
        self,
        system: System,
        *,
        segments: int | None = SEGMENTS,
        refinements: int = REFINEMENTS,
        time_limit: float = np.inf,
        constraints: tuple[Constraint, ...] = CONSTRAINTS,
    ):
        self.system, self.segments, self.refinements = system, segments, refinements
        self._options = SolverOptions(time_limit=time_limit)
        self._unit = power_unit(system)
        self._compiled = compile_hour(system, constraints)
        self._full = self._tiled(hourly_steps(system.hours, system.weight))
        self._kept: set[int] = set()
        self._rounds = 0
        self._reduced = self._full if segments is None else self._tiled(reduce_year(system, segments=segments))
        self._session: Session | None = None

    def solve(self, co2_price: float = 0.0) -> xr.Dataset:
        """Return the design at a CO₂ price [EUR/t]; see :func:`design`."""
        return self.solve_all([co2_price])[0]

    def solve_all(self, co2_prices: list[float]) -> list[xr.Dataset]:
        """Return the design at each CO₂ price [EUR/t]; see :func:`sweep`."""
        start = time.perf_counter()
        answers = self._exchanged(co2_prices, [self._refined_answer(price) for price in co2_prices])
        seconds = (time.perf_counter() - start) / max(len(co2_prices), 1)
        return [self._report(answer, price, seconds) for answer, price in zip(answers, co2_prices, strict=True)]

    def _refined_answer(self, co2_price: float) -> _Answer:
        """Return the answer at a price; hours that lack demand are seen one by one in a second sizing."""
        answer = self._answer(co2_price)
        for _ in range(self.refinements):
            missing = self._unserved(answer.plan)
            if self._is_exact or self._was_foreseen(missing, answer.reduced):
                break
            self._refine(missing)
            answer = self._answer(co2_price)
        return answer

    def _exchanged(self, prices: list[float], answers: list[_Answer]) -> list[_Answer]:
        """Let every price take the sizes of the plan that is cheapest at it."""
        if self._is_exact:
            return answers
        answers = list(answers)
        for _ in answers:
            costs = np.array([[self._cost_at(price, answer) for answer in answers] for price in prices])
            own = np.diagonal(costs)
            better = np.flatnonzero(costs.min(axis=1) < own - _CHEAPER * np.abs(own))
            if not len(better):
                break
            taken = {int(number): answers[int(np.argmin(costs[number]))] for number in better}
            for number, other in taken.items():
                answers[number] = self._dispatch_of(prices[number], other.reduced, other.year)
        return answers

    def _cost_at(self, price: float, answer: _Answer) -> float:
        """Return what a plan costs at another CO₂ price if nothing about it changes [EUR/a]."""
        cost, offset = self._full.cost(price)
        return float(cost @ answer.solution.values) + offset

    @property
    def _is_exact(self) -> bool:
        return len(self._reduced.steps) == self.system.hours

    def _tiled(self, steps: Steps) -> TiledYear:
        return tile(self._compiled, steps, unit=self._unit, time=self.system.time)

    def _answer(self, co2_price: float) -> _Answer:
        """Find sizes on the reduced year, then dispatch the full year with them."""
        return self._dispatch_of(co2_price, self._sized(co2_price), self._reduced)

    def _dispatch_of(self, co2_price: float, reduced: Solution, year: TiledYear) -> _Answer:
        """Return the full year with the sizes of a reduced one."""
        full = reduced if self._is_exact else self._dispatched(co2_price, reduced)
        return _Answer(full, read_plan(self.system, self._full, full.values), reduced, year)

    def _sized(self, co2_price: float) -> Solution:
        if self._session is None:
            program = tightened(self._reduced, self._reduced.priced(co2_price), _MARGIN * self._rounds)
            self._session = Session(program, self._options)
        else:
            self._session.change_cost(*self._reduced.cost(co2_price))
        return self._run(self._session, self._reduced)

    def _dispatched(self, co2_price: float, reduced: Solution) -> Solution:
        columns, sizes = fixed_sizes(self.system, self._full, reduced.values)
        firm = firm_plants(self.system)
        may_grow = np.array([self._full.names.shared(int(c)).name in firm for c in columns], dtype=bool)
        upper = np.where(may_grow, self._full.program.column_upper[columns], sizes)
        program = self._full.priced(co2_price).with_column_bounds(columns, sizes, upper)
        return self._run(Session(program, self._options), self._full)

    def _run(self, session: Session, year: TiledYear) -> Solution:
        try:
            return session.run()
        except InfeasibleError:
            raise conflict_error(self.system, year, session.problem, self._options) from None

    def _unserved(self, plan: Plan) -> FloatArray:
        """Return what is not served in each hour, all buses together; zero where it is rounding [kW]."""
        missing = sum(plan.unserved.values(), np.zeros(self.system.hours))
        demand = sum(float(np.sum(np.broadcast_to(d.power, self.system.hours))) for d in self.system.demands)
        return missing if missing.sum() > _SERVED * demand else np.zeros(self.system.hours)

    def _was_foreseen(self, missing: FloatArray, reduced: Solution) -> bool:
        """Whether no more is unserved than the sizing itself found too dear to serve."""
        names = [bus.name for bus in self.system.buses if bus.unserved_price is not None]
        hours = self._reduced.steps.hours_of_year
        chosen = sum(float(self._reduced.values(reduced.values, "unserved", n) @ hours) for n in names)
        return float(missing.sum()) * self.system.weight <= 1.1 * chosen

    def _refine(self, missing: FloatArray) -> None:
        """Let the hours that lack most stand alone in the reduced year, and leave its annual limits a margin."""
        self._rounds += 1
        worst = np.argsort(-missing)[:_HOURS_PER_REFINEMENT]
        # A store runs empty over the hours before, so that these must be seen one by one, too.
        before = np.arange(-_HOURS_BEFORE, 1)
        hours = (worst[missing[worst] > 0.0][:, None] + before[None, :]) % self.system.hours
        self._kept |= {int(hour) for hour in hours.ravel()}
        steps = reduce_year(self.system, segments=self.segments or SEGMENTS, keep=self._kept)
        self._reduced = self._tiled(steps)
        self._session = None

    def _limit_prices(self, answer: _Answer) -> FloatArray:
        """Return what a unit more of each annual limit would save, sizes included [EUR per unit of the limit]."""
        rows = [int(answer.year.rows("limit", limit.name)[0]) for limit in self.system.limits]
        duals = answer.reduced.row_duals
        return np.abs(duals[rows]) / answer.year.limit_scale if duals is not None else np.full(len(rows), np.nan)

    def _report(self, answer: _Answer, co2_price: float, seconds: float) -> xr.Dataset:
        system, plan = self.system, answer.plan
        objective = answer.solution.objective
        # The sizes may come from another price; the gap compares both years at this one.
        cost, offset = answer.year.cost(co2_price)
        reduced = float(cost @ answer.reduced.values) + offset
        dataset = to_dataset(system, self._full, plan, co2_price=co2_price, row_duals=answer.solution.row_duals)
        checks = verify_plan(system, plan, dataset, objective)
        unserved = float(self._unserved(plan).sum()) * system.weight
        if unserved:
            warnings.warn(f"{unserved:.4g} kWh/a of demand stay unserved", UnservedEnergyWarning, stacklevel=4)
        scalars = {
            "objective": objective,
            "objective_reduced": reduced,
            "objective_gap": (objective - reduced) / max(abs(objective), 1e-9),
            "unserved_energy": unserved,
        }
        solver = answer.solution
        if system.limits:
            dataset = dataset.assign(limit_price=("limit", self._limit_prices(answer)))
            dataset = dataset.assign_coords(limit=[limit.name for limit in system.limits])
        return dataset.assign(scalars).assign_attrs(
            scalars,
            solver=solver.solver,
            status=solver.status,
            segments=len(answer.year.steps),
            seconds=seconds,
            **{f"check_{name}": deviation for name, deviation in checks.items()},
        )


def fixed_sizes(system: System, full: TiledYear, reduced: FloatArray) -> tuple[NDArray[np.int_], FloatArray]:
    """Return the columns of the sizes that a reduced year has decided, and these sizes.

    What costs nothing is no decision, and the highest purchase of a market is what operation makes of it: both stay
    free in the full year. The shared columns stand first in every program.
    """
    markets = {market.name for market in system.markets}
    costless = {c.name for c in system.sized if not c.size.has_cost} | markets
    names = [full.names.shared(number) for number in range(len(full.layout.shared))]
    decided = [n for n, key in enumerate(names) if key.kind == "new_power" or key.name not in costless]
    columns = np.array(decided, dtype=int)
    program = full.program
    return columns, np.clip(reduced[columns], program.column_lower[columns], program.column_upper[columns])


def firm_plants(system: System) -> set[str]:
    """Return the plant of each bus with a demand that is cheapest per kW among those that can always run.

    The reduced year may miss a long cold spell or an outage of a source. In the full year this one plant may be built
    larger, so that a few cheap kW of backup, not unserved demand, answer for it.
    """
    firm = set()
    bought = {market.bus for market in system.markets if market.buy_price is not None and market.size.is_free}
    for bus in {demand.bus for demand in system.demands}:
        able = {p.name: p.size.capital_cost + p.size.fixed_cost for p in system.plants if _is_firm(p, bus, bought)}
        if able:
            firm.add(min(able, key=lambda name: able[name]))
    return firm


def _is_firm(plant: Plant, bus: str, bought: set[str]) -> bool:
    """Tell whether a plant can always run: nothing limits it, and what it takes can always be bought."""
    gives = plant.bus == bus if isinstance(plant, Supply) else bus in plant.outputs
    fed = isinstance(plant, Supply) or all(name in bought for name in plant.inputs)
    return gives and fed and bool(np.isinf(plant.limit).all()) and bool(np.min(plant.availability) > 0.0)


def tightened(year: TiledYear, program: LinearProgram, margin: float) -> LinearProgram:
    """Return the program with its upper annual limits lowered by a share of their size."""
    rows = np.array([year.rows("limit", name)[0] for name in year.layout.limits], dtype=int)
    if not len(rows) or margin == 0.0:
        return program
    lower, upper = program.row_lower[rows], program.row_upper[rows]
    lowered = np.where(np.isfinite(upper), upper - margin * np.abs(upper), upper)
    return program.with_row_bounds(rows, lower, np.maximum(lowered, lower))

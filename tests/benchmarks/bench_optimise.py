"""How long does it take to bring the bench district into HiGHS, and how does Pyomo with rules compare?

Run: python tests/benchmarks/bench_optimise.py [--hours 8760] [--folder ../shared/data/bench_district]

Both sides state the same problem, at the same number of hours and in the same run: ours compiles one hour and tiles it;
the peer writes every hour by Pyomo rules and compiles with `LinearStandardFormCompiler`. Both arrive as a model in
HiGHS. With at most 168 hours both are solved and their optima compared.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "bench_district"
SOLVED_UP_TO = 168


def tiled(system: Any, co2_price: float) -> Any:
    """Return our linear program."""
    from energyplan.optimise.hour import compile_hour
    from energyplan.optimise.scale import power_unit
    from energyplan.optimise.steps import hourly_steps
    from energyplan.optimise.tile import tile

    steps = hourly_steps(system.hours, system.weight)
    return tile(compile_hour(system), steps, unit=power_unit(system), time=system.time).priced(co2_price)


def by_rules(problem: dict[str, Any], series: Any, co2_price: float) -> Any:
    """Return the linear program that Pyomo rules over all hours give [MW]."""
    from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
    from scipy import sparse

    from energyplan.solve import LinearProgram

    model = rules_model(problem, {name: series[name].to_list() for name in series}, co2_price)
    info = LinearStandardFormCompiler().write(model, mixed_form=True, set_sense=None)
    bounds = np.array([variable.bounds for variable in info.columns], dtype=float)
    sense = np.array([row.bound_type for row in info.rows])
    rhs = np.asarray(info.rhs, dtype=float)
    return LinearProgram(
        np.asarray(info.c.todense(), dtype=float).ravel(),
        sparse.csc_matrix(info.A),
        np.where(sense <= 0, rhs, -np.inf),
        np.where(sense >= 0, rhs, np.inf),
        np.nan_to_num(bounds[:, 0], nan=-np.inf),
        np.where(np.isnan(bounds[:, 1]), np.inf, bounds[:, 1]),
    )


STORES = {"tank": (0.999923, 1.0), "pit": (0.999922, 1.0), "battery": (1.0, 0.98)}
SOURCES = (
    "hp_air", "hp_river", "hp_sewage", "waste_heat", "biomass_boiler", "gas_boiler", "gas_chp", "electric_boiler",
    "solar_thermal",
)  # fmt: skip
COST = {"waste_heat": 8.0, "biomass_boiler": 35 / 0.88, "gas_boiler": 40 / 0.98, "gas_chp": 40 / 0.48}
EMISSION = {"biomass_boiler": 0.02 / 0.88, "gas_boiler": 0.201 / 0.98, "gas_chp": 0.201 / 0.48}


def rules_model(problem: dict[str, Any], s: dict[str, list[float]], co2_price: float) -> Any:
    """Return problem.yaml as a Pyomo model with one rule per constraint."""
    import pyomo.environ as pyo

    m = pyo.ConcreteModel()
    hours = range(len(s["hour"]))
    sizes = problem["sizes"]
    m.size = pyo.Var(list(sizes), bounds=lambda m, k: (0, sizes[k]["max"]))
    m.heat = pyo.Var(SOURCES, hours, bounds=(0, None))
    m.level, m.charge, m.discharge = (pyo.Var(list(STORES), hours, bounds=(0, None)) for _ in range(3))
    m.pv, m.buy, m.sell, m.unserved = (pyo.Var(hours, bounds=(0, None)) for _ in range(4))
    m.ev_charge = pyo.Var(hours, bounds=lambda m, t: (0, 6 * s["ev_plugged_in"][t]))
    m.ev_level = pyo.Var(hours, bounds=(0, 20))
    plant_rules(m, s, hours)
    store_rules(m, s, hours)
    balance_rules(m, s, hours)

    def operation(m: Any, t: int) -> Any:
        price, grid = s["electricity_price_eur_per_mwh"][t], s["grid_t_co2_per_mwh"][t]
        heat = sum((COST.get(k, 0.0) + co2_price * EMISSION.get(k, 0.0)) * m.heat[k, t] for k in SOURCES)
        traded = (price + 55 + co2_price * grid) * m.buy[t] - 0.9 * max(price, 0.0) * m.sell[t]
        return heat + traded + 3000 * m.unserved[t]

    capital = sum(sizes[k]["cost"] * m.size[k] for k in sizes)
    m.cost = pyo.Objective(expr=capital + 8760 / len(hours) * sum(operation(m, t) for t in hours))
    return m


def plant_rules(m: Any, s: dict[str, list[float]], hours: range) -> None:
    """Add what limits plants and purchase."""
    available = {"hp_river": s["river_available"], "solar_thermal": s["solar_per_unit"]}

    @m.Constraint(SOURCES, hours)
    def capacity(m: Any, k: str, t: int) -> Any:
        return m.heat[k, t] <= (available[k][t] if k in available else 1.0) * m.size[k]

    @m.Constraint(hours)
    def pv_capacity(m: Any, t: int) -> Any:
        return m.pv[t] <= s["solar_per_unit"][t] * m.size["pv"]

    @m.Constraint(hours)
    def peak(m: Any, t: int) -> Any:
        return m.buy[t] <= m.size["grid_import_peak"]


def store_rules(m: Any, s: dict[str, list[float]], hours: range) -> None:
    """Add what links the contents of the stores."""
    before = {t: t - 1 if t else len(hours) - 1 for t in hours}

    @m.Constraint(list(STORES), hours)
    def content(m: Any, k: str, t: int) -> Any:
        keep, efficiency = STORES[k]
        flow = efficiency * m.charge[k, t] - m.discharge[k, t] / efficiency
        return m.level[k, t] == keep * m.level[k, before[t]] + flow

    @m.Constraint(list(STORES), hours)
    def content_size(m: Any, k: str, t: int) -> Any:
        return m.level[k, t] <= m.size[f"{k}_energy"]

    @m.Constraint(list(STORES), hours)
    def charge_power(m: Any, k: str, t: int) -> Any:
        return m.charge[k, t] <= m.size[f"{k}_power"]

    @m.Constraint(list(STORES), hours)
    def discharge_power(m: Any, k: str, t: int) -> Any:
        return m.discharge[k, t] <= m.size[f"{k}_power"]

    @m.Constraint(hours)
    def ev(m: Any, t: int) -> Any:
        return m.ev_level[t] == m.ev_level[before[t]] + 0.92 * m.ev_charge[t] - s["ev_driving_mw"][t]


def balance_rules(m: Any, s: dict[str, list[float]], hours: range) -> None:
    """Add the balances of heat and electricity."""
    cops = {"hp_air": s["cop_air"], "hp_river": s["cop_river"], "hp_sewage": s["cop_sewage"]}

    @m.Constraint(hours)
    def heat_balance(m: Any, t: int) -> Any:
        stores = sum(m.discharge[k, t] - m.charge[k, t] for k in ("tank", "pit"))
        return sum(m.heat[k, t] for k in SOURCES) + stores + m.unserved[t] == s["heat_demand_mw"][t]

    @m.Constraint(hours)
    def electricity_balance(m: Any, t: int) -> Any:
        pumps = sum(m.heat[k, t] / cop[t] for k, cop in cops.items()) + m.heat["electric_boiler", t] / 0.99
        battery = m.discharge["battery", t] - m.charge["battery", t]
        given = m.buy[t] - m.sell[t] + m.pv[t] + 0.40 / 0.48 * m.heat["gas_chp", t] + battery
        return given - m.ev_charge[t] - pumps == s["electricity_demand_mw"][t]


def measured(name: str, build: Callable[[], Any]) -> tuple[float, Any]:
    """Return seconds and the program, passed to HiGHS."""
    from energyplan.solve import Session

    start = time.perf_counter()
    program = build()
    built = time.perf_counter()
    session = Session(program)
    seconds = time.perf_counter() - start
    rows, columns = program.shape
    passing = time.perf_counter() - built
    print(f"{name:<34}{seconds:9.3f} s  (HiGHS {passing:.3f} s)  {columns:,} × {rows:,}, {program.matrix.nnz:,}")
    return seconds, session


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=8760)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    arguments = parser.parse_args()

    import bench_district
    import pyomo.environ  # noqa: F401  both sides pay for the import

    problem, series = bench_district.read_problem(arguments.folder)
    series = series[: arguments.hours]
    tiled(bench_district.district(problem, series[:24]), 120.0)  # plugins of Pyomo load at first use
    print(f"{len(series)} hours; columns × rows, non-zeros")
    ours, session = measured(
        "one hour, compiled and tiled", lambda: tiled(bench_district.district(problem, series), 120.0)
    )
    theirs, peer = measured("Pyomo rules, standard form", lambda: by_rules(problem, series, 120.0))
    print(f"ratio {theirs / ours:.0f}")
    if len(series) <= SOLVED_UP_TO:
        optima = session.run().objective, peer.run().objective
        print("optima", *optima, "relative difference", abs(optima[0] - optima[1]) / optima[1])
        return int(abs(optima[0] - optima[1]) > 1e-6 * abs(optima[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

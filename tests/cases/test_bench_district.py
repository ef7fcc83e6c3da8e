"""The reference optima of the bench district, to 1e-6."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from energyplan.optimise import design, sweep

BUILDER = Path(__file__).parents[1] / "benchmarks" / "bench_district.py"
CO2_PRICES = (55.0, 120.0, 300.0)


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """The module that states the problem in our archetypes."""
    spec = importlib.util.spec_from_file_location("bench_district", BUILDER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def data(bench: ModuleType, shared_data: Path) -> tuple[dict[str, Any], pd.DataFrame]:
    problem, series = bench.read_problem(shared_data / "bench_district")
    return problem, series


def reference(problem: dict[str, Any], start: str) -> dict[str, Any]:
    return next(entry for entry in problem["reference_optima"] if entry["hours"].startswith(start))


@pytest.mark.parametrize(
    ("start", "hours"), [("first 168", 168), pytest.param("first 1008", 1008, marks=pytest.mark.slow)]
)
def test_first_hours(bench: ModuleType, data: Any, start: str, hours: int) -> None:
    problem, series = data
    plans = sweep(bench.district(problem, series[:hours]), co2_prices=CO2_PRICES, segments=None)
    for price, plan in zip(CO2_PRICES, plans, strict=True):
        assert float(plan["objective"]) == pytest.approx(reference(problem, start)[f"co2_{price:.0f}"], rel=1e-6)


@pytest.mark.slow
def test_four_weeks_without_combustion(bench: ModuleType, data: Any) -> None:
    problem, series = data
    weeks = [series[start : start + 168] for start in (0, 2184, 4368, 6552)]
    maximum = dict.fromkeys(("gas_boiler", "gas_chp", "biomass_boiler", "solar_thermal"), 0.0) | {"pit_energy": 800.0}
    system = bench.district(problem, pd.concat(weeks), maximum=maximum)
    expected = reference(problem, "4 weeks")
    plans = sweep(system, co2_prices=CO2_PRICES, segments=None)
    for price, plan in zip(CO2_PRICES, plans, strict=True):
        assert float(plan["objective"]) == pytest.approx(expected[f"co2_{price:.0f}"], rel=1e-6)
    sizes = sizes_mw(plans[-1])
    for name, size in expected["sizes_300"].items():
        assert sizes[name] == pytest.approx(size, abs=0.006)


def sizes_mw(plan: Any) -> dict[str, float]:
    """Return the sizes under the names of the yaml [MW], [MWh]."""
    capacity, content = plan["capacity"].to_series() / 1000.0, plan["storage_capacity"].to_series() / 1000.0
    stores = content.dropna().index
    sizes = {name: float(value) for name, value in capacity.items() if name not in stores}
    sizes |= {f"{store}_energy": float(content[store]) for store in stores}
    sizes |= {f"{store}_power": float(capacity[store]) for store in stores}
    return sizes | {"grid_import_peak": sizes["grid"]}


@pytest.mark.slow
def test_dispatch_of_the_full_year(bench: ModuleType, data: Any) -> None:
    problem, series = data
    system = bench.district(problem, series, fixed=problem["reference_dispatch"])
    plan = design(system, co2_price=100.0, segments=None)
    assert float(plan["objective"]) == pytest.approx(14531816.8, rel=1e-6)
    assert float(np.abs(plan["power"].groupby("flow_bus").sum()).max()) < 1e-3

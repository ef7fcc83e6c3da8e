"""Bad systems are refused with every fault at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from energyplan.core.errors import FaultError
from energyplan.optimise import Bus, Converter, Demand, Emissions, Limit, Market, Size, Storage, Supply, System

TIME = pd.date_range("2025-01-01", periods=4, freq="h")
NAN = np.array([1.0, np.nan, 1.0, 1.0])


def system(*components: Any, limits: tuple[Limit, ...] = (), unserved: float | None = 1e5) -> System:
    demand = Demand(name="houses", bus="heat", power=1.0)
    return System(
        buses=(Bus(name="heat", unserved_price=unserved),), components=(*components, demand), limits=limits, time=TIME
    )


CASES = [
    (Supply(name="a", bus="hea"), "EP214", "did you mean heat"),
    (Supply(name="houses", bus="heat"), "EP318", "houses"),
    (Supply(name="a", bus="heat", availability=np.ones(5)), "EP207", "4 values"),
    (Supply(name="a", bus="heat", availability=NAN), "EP211", "availability"),
    (Supply(name="a", bus="heat", variable_cost=NAN), "EP218", "variable_cost"),
    (Supply(name="a", bus="heat", availability=np.array([1.0, -1.0, 0.0, 0.0])), "EP108", "availability"),
    (Supply(name="a", bus="heat", availability=np.inf), "EP413", "availability"),
    (Supply(name="a", bus="heat", emissions=Emissions(priced=NAN)), "EP211", "emissions.priced"),
    (Supply(name="a", bus="heat", size=Size(capital_cost=-1.0)), "EP108", "capital_cost"),
    (Supply(name="a", bus="heat", size=Size(capital_cost=np.nan)), "EP108", "capital_cost"),
    (Supply(name="a", bus="heat", size=Size(minimum=5.0, maximum=1.0)), "EP119", "minimum 5"),
    (Supply(name="a", bus="heat", size=Size(existing=5.0, maximum=1.0)), "EP119", "existing 5"),
    (Converter(name="a", inputs={"heat": NAN}, outputs={"heat": 1.0}), "EP211", "inputs[heat]"),
    (Storage(name="a", bus="heat", keep=1.1), "EP108", "keep"),
    (Storage(name="a", bus="heat", charge_efficiency=0.0), "EP108", "charge_efficiency"),
    (Storage(name="a", bus="heat", discharge_efficiency=1.2), "EP108", "discharge_efficiency"),
    (Storage(name="a", bus="heat", hours=2.0, power=Size()), "EP119", "hours"),
    (Market(name="a", bus="heat"), "EP118", "buy_price"),
    (Market(name="a", bus="heat", buy_price=10.0, sell_price=np.array([1.0, 20.0, 1.0, 1.0])), "EP119", "1 hours"),
    (Market(name="a", bus="heat", buy_price=NAN), "EP218", "buy_price"),
]


@pytest.mark.parametrize(("component", "code", "named"), CASES)
def test_refuses(component: Any, code: str, named: str) -> None:
    with pytest.raises(FaultError) as error:
        system(component)
    assert code in [fault.code for fault in error.value.faults]
    assert named in str(error.value)


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        (Limit(name="l", coefficients={"sourc": 1.0}), "EP214"),
        (Limit(name="l", coefficients={"houses": 1.0}), "EP119"),
        (Limit(name="l", lower=2.0, upper=1.0), "EP119"),
        (Limit(name="l", lower=np.nan), "EP119"),
        (Limit(name="l", coefficients={"source": np.ones(3)}), "EP207"),
    ],
)
def test_refuses_limits(limit: Limit, code: str) -> None:
    with pytest.raises(FaultError) as error:
        system(Supply(name="source", bus="heat"), limits=(limit,))
    assert [fault.code for fault in error.value.faults] == [code]


def test_refuses_a_demand_that_nothing_can_serve() -> None:
    with pytest.raises(FaultError, match="EP409"):
        system(unserved=None)


def test_collects_all_faults() -> None:
    with pytest.raises(FaultError) as error:
        system(*(component for component, _, _ in CASES))
    assert len(error.value.faults) >= len(CASES)


def test_importing_the_optimiser_loads_neither_pyomo_nor_the_solver() -> None:
    import subprocess
    import sys

    code = "import sys, energyplan.optimise; print([m for m in ('pyomo', 'highspy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

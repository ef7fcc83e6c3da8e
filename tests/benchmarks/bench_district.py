"""The bench district of problem.yaml (in MW) in our archetypes (in kW)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from energyplan.optimise import (
    Bus,
    Component,
    Converter,
    Demand,
    Emissions,
    Market,
    Size,
    Storage,
    Supply,
    System,
)

# The yaml is in MW, MWh, EUR/(MW a); prices are per MWh here as there; t/MWh is kg/kWh.
KW = 1000.0


def read_problem(folder: Path) -> tuple[dict[str, Any], pd.DataFrame]:
    from ruamel.yaml import YAML

    problem = YAML(typ="safe").load((folder / "problem.yaml").read_text(encoding="utf-8"))
    return problem, pd.read_csv(folder / "hourly.csv.gz")


def district(
    problem: dict[str, Any],
    series: pd.DataFrame,
    *,
    maximum: dict[str, float] | None = None,
    fixed: dict[str, float] | None = None,
    unserved: float | None = None,
) -> System:
    """Return the district; `maximum` [MW] replaces upper bounds, `fixed` [MW] all sizes."""

    def size(name: str, *, with_cost: bool = True) -> Size:
        entry = problem["sizes"][name]
        cost = entry["cost"] / KW if with_cost else 0.0
        if fixed is not None:
            return Size.fixed(fixed[name] * KW, capital_cost=cost)
        return Size(capital_cost=cost, maximum=(maximum or {}).get(name, entry["max"]) * KW)

    s = {name: series[name].to_numpy(float) for name in series}
    price = s["electricity_price_eur_per_mwh"]

    def heat(name: str, inputs: dict[str, Any] | None = None, **more: Any) -> Component:
        if inputs is None:
            return Supply(name=name, bus="heat", size=size(name), **more)
        return Converter(name=name, inputs=inputs, outputs={"heat": 1.0}, size=size(name), **more)

    def store(name: str, bus: str, keep: float, efficiency: float) -> Storage:
        return Storage(name=name, bus=bus, size=size(f"{name}_energy"), power=size(f"{name}_power"), keep=keep,
                       charge_efficiency=efficiency, discharge_efficiency=efficiency)  # fmt: skip

    def co2(factor: Any) -> Emissions:
        return Emissions(co2e=factor, direct=factor, priced=factor)

    components: tuple[Component, ...] = (
        heat("hp_air", {"electricity": 1 / s["cop_air"]}),
        heat("hp_river", {"electricity": 1 / s["cop_river"]}, availability=s["river_available"]),
        heat("hp_sewage", {"electricity": 1 / s["cop_sewage"]}),
        heat("waste_heat", variable_cost=8.0),
        heat("biomass_boiler", variable_cost=35 / 0.88, emissions=co2(0.02 / 0.88)),
        heat("gas_boiler", variable_cost=40 / 0.98, emissions=co2(0.201 / 0.98)),
        Converter(name="gas_chp", outputs={"heat": 1.0, "electricity": 0.40 / 0.48}, size=size("gas_chp"),
                  variable_cost=40 / 0.48, emissions=co2(0.201 / 0.48)),
        heat("electric_boiler", {"electricity": 1 / 0.99}),
        heat("solar_thermal", availability=s["solar_per_unit"]),
        store("tank", "heat", 0.999923, 1.0),
        store("pit", "heat", 0.999922, 1.0),
        store("battery", "electricity", 1.0, 0.98),
        Supply(name="pv", bus="electricity", size=size("pv"), availability=s["solar_per_unit"]),
        Market(name="grid", bus="electricity", buy_price=price + 55, sell_price=0.9 * np.maximum(price, 0),
               size=size("grid_import_peak"), emissions=co2(s["grid_t_co2_per_mwh"])),
        Converter(name="ev_charger", inputs={"electricity": 1.0}, outputs={"ev": 0.92}, size=Size.fixed(6 * KW),
                  availability=s["ev_plugged_in"]),
        Storage(name="ev_store", bus="ev", size=Size.fixed(20 * KW)),
        Demand(name="driving", bus="ev", power=s["ev_driving_mw"] * KW),
        Demand(name="heat_demand", bus="heat", power=s["heat_demand_mw"] * KW),
        Demand(name="electricity_demand", bus="electricity", power=s["electricity_demand_mw"] * KW),
    )  # fmt: skip
    return System(
        buses=(
            Bus(name="heat", unserved_price=3000.0),
            Bus(name="electricity", unserved_price=unserved),
            Bus(name="ev", unserved_price=unserved),
        ),
        components=components,
        time=pd.date_range("2025-01-01", periods=len(series), freq="h"),
    )

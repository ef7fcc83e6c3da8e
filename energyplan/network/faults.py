"""What in the input would a pipe flow silently turn into nonsense?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from energyplan.core.errors import Fault
from energyplan.network.layout import Layout
from energyplan.physics import water

FRICTION_MODELS = ("swamee-jain", "colebrook")
HIGHEST_GROUND, LOWEST_GROUND = 40.0, -20.0
SIZED = ("inner_diameter", "heat_loss_coefficient", "roughness")


def design_hour_faults(
    layout: Layout,
    loads: pd.Series,
    *,
    supply_temperature: float,
    return_temperature: float,
    ground_temperature: float,
    friction_model: str,
) -> list[Fault]:
    """Return everything in the input that a pipe flow would silently turn into nonsense.

    Parameters
    ----------
    layout : Layout
        With sized pipes.
    loads : pandas.Series
        By building [kW].
    supply_temperature, return_temperature, ground_temperature : float
        [°C]
    friction_model : str

    Returns
    -------
    list of Fault
    """
    return [
        *_temperature_faults(supply_temperature, return_temperature, ground_temperature),
        *_load_faults(layout, loads),
        *_pipe_faults(layout.pipes),
        *_model_faults(friction_model),
    ]


def _temperature_faults(supply: float, back: float, ground: float) -> list[Fault]:
    faults = []
    limits = {"supply_temperature": (supply, 0.0, water.HIGHEST), "return_temperature": (back, 0.0, water.HIGHEST)}
    limits["ground_temperature"] = (ground, LOWEST_GROUND, HIGHEST_GROUND)
    for key, (found, lowest, highest) in limits.items():
        if not lowest <= found <= highest:
            faults.append(Fault("EP403", key=key, value=found, expected=f"{lowest:g} to {highest:g} °C"))
    if not faults and not ground < back < supply:
        pair = f"{supply:g} / {back:g} / {ground:g} °C"
        faults.append(Fault("EP406", layer="network", value=pair, expected="supply > return > ground"))
    return faults


def _load_faults(layout: Layout, loads: pd.Series) -> list[Fault]:
    missing = layout.consumers.index.difference(loads.index)
    unknown = loads.index.difference(layout.consumers.index)
    values = loads.astype(float)
    infinite, negative = values.index[~np.isfinite(values)], values.index[values < 0]
    faults = [Fault("EP401", layer="loads", row=str(i)) for i in [*missing, *infinite]]
    faults += [Fault("EP214", layer="loads", row=str(i), expected="a consumer of the layout") for i in unknown]
    faults += [Fault("EP212", layer="loads", row=str(i), value=loads[i], expected="≥ 0 kW") for i in negative]
    if not faults and not (values > 0).any():
        faults.append(Fault("EP217", layer="loads", expected="≥ 1 consumer that draws heat"))
    return faults


def _pipe_faults(pipes: pd.DataFrame) -> list[Fault]:
    absent = [column for column in SIZED if column not in pipes]
    if absent:
        return [Fault("EP219", layer="pipes", column=column, expected="sized pipes") for column in absent]
    faults = []
    for column in ("length", "inner_diameter"):
        wrong = pipes.index[~(pipes[column] > 0)]
        faults += [Fault("EP404", layer="pipes", row=str(i), column=column, value=pipes[column][i]) for i in wrong]
    for column in ("heat_loss_coefficient", "roughness"):
        wrong = pipes.index[~(pipes[column] >= 0)]
        faults += [Fault("EP212", layer="pipes", row=str(i), column=column, expected="≥ 0") for i in wrong]
    return faults


def _model_faults(friction_model: str) -> list[Fault]:
    # pandapipes' default, nikuradse, is 29 % off for smooth pipes and is not offered
    if friction_model in FRICTION_MODELS:
        return []
    return [Fault("EP117", key="friction_model", value=friction_model, expected=", ".join(FRICTION_MODELS))]

r"""What becomes of an hour's rain on one square metre of each kind of surface?

Two stores per kind, all in mm: wetting and hollows (D), which only evaporate, and the substrate or soil (S)
below. One hour runs

1. rain fills D; what is more falls through,
2. up to the infiltration rate and the room left it enters S; the rest runs off,
3. D evaporates up to the reference evapotranspiration ET₀, then S up to
   :math:`K_c (ET_0 - E_D) \min(1, S / (p\, S_{soil}))`: plants with little water evaporate less,
4. water in S above the soil storage drains, :math:`(S - S_{soil})(1 - e^{-1/\tau})`, to the runoff (roofs) or
to the
   groundwater (ground).

The properties are the columns of the table `surfaces`; no kind is known by name.

References
----------
FAO-56 chapter 8 (water stress coefficient, equation 84); Stovin, V., Poë, S., Berretta, C. (2013): A
modelling study of long term green roof retention performance. Journal of Environmental Management 131,
206-215; Rossman, L. A., Huber, W. C. (2016): SWMM Reference Manual I, EPA/600/R-15/162A (depression storage).
Snow is not modelled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

SPIN_UP_YEARS = 1
"""The year is run once before, from empty stores, so that January begins with the water of December."""


@dataclass(frozen=True)
class SurfaceProperties:
    """Columns of the table `surfaces` as arrays over the kinds (see its YAML file for units)."""

    depression_storage: np.ndarray
    infiltration_rate: np.ndarray
    soil_storage: np.ndarray
    drainable_storage: np.ndarray
    stress_point: np.ndarray
    crop_coefficient: np.ndarray
    drainage_time: np.ndarray
    drain_to_runoff: np.ndarray

    @classmethod
    def from_table(cls, table: pd.DataFrame) -> SurfaceProperties:
        """Take the rows of `table` in their order."""
        return cls(*(table[name].to_numpy(dtype=float) for name in cls.__dataclass_fields__))


@dataclass(frozen=True)
class SurfaceFluxes:
    """Water per m² of each kind in every hour [mm]; arrays hours × kinds.

    Attributes
    ----------
    runoff, evaporation, percolation : numpy.ndarray
        Over the surface or out of a drained substrate; to the air; to the groundwater.
    stored : numpy.ndarray
        At the end of the hour.
    stored_before : numpy.ndarray
        At the beginning of the first hour, by kind.
    """

    runoff: np.ndarray
    evaporation: np.ndarray
    percolation: np.ndarray
    stored: np.ndarray
    stored_before: np.ndarray


def simulate(properties: SurfaceProperties, rain: np.ndarray, evapotranspiration: np.ndarray) -> SurfaceFluxes:
    """Run the hours of a year over all kinds at once.

    Parameters
    ----------
    properties : SurfaceProperties
    rain, evapotranspiration : array
        Of every hour [mm].

    Returns
    -------
    SurfaceFluxes
        In every hour and kind: rain = runoff + evaporation + percolation + change of what is stored.
    """
    surface = np.zeros_like(properties.depression_storage)
    soil = np.zeros_like(surface)
    for _ in range(SPIN_UP_YEARS):
        surface, soil, _ = _run(properties, rain, evapotranspiration, surface, soil)
    before = surface + soil
    _, _, fluxes = _run(properties, rain, evapotranspiration, surface, soil)
    runoff, evaporation, percolation, stored = fluxes
    return SurfaceFluxes(runoff, evaporation, percolation, stored, before)


def _run(
    properties: SurfaceProperties, rain: np.ndarray, demand: np.ndarray, surface: np.ndarray, soil: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, ...]]:
    """One year from given stores; the stores at its end and the fluxes of its hours."""
    runoff, evaporation, percolation, stored = np.zeros((4, rain.size, surface.size))
    drained = -np.expm1(-1 / properties.drainage_time)
    for hour in range(rain.size):
        surface, excess = _fill(surface + rain[hour], properties.depression_storage)
        room = properties.soil_storage + properties.drainable_storage - soil
        entering = np.minimum(np.minimum(excess, properties.infiltration_rate), room)
        soil = soil + entering
        from_surface = np.minimum(surface, demand[hour])
        from_soil = _soil_evaporation(soil, demand[hour] - from_surface, properties)
        surface, soil = surface - from_surface, soil - from_soil
        draining = np.maximum(soil - properties.soil_storage, 0.0) * drained
        soil = soil - draining
        runoff[hour] = excess - entering + draining * properties.drain_to_runoff
        percolation[hour] = draining * (1 - properties.drain_to_runoff)
        evaporation[hour] = from_surface + from_soil
        stored[hour] = surface + soil
    return surface, soil, (runoff, evaporation, percolation, stored)


def _fill(water: np.ndarray, capacity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What stays in a store and what overflows."""
    kept = np.minimum(water, capacity)
    return kept, water - kept


def _soil_evaporation(soil: np.ndarray, demand: np.ndarray, properties: SurfaceProperties) -> np.ndarray:
    """Evapotranspiration of the substrate under the demand left over [mm], less where water is short."""
    unstressed = properties.stress_point * properties.soil_storage
    stress = np.divide(soil, unstressed, out=np.zeros_like(soil), where=unstressed > 0)
    return np.minimum(properties.crop_coefficient * demand * np.minimum(stress, 1.0), soil)

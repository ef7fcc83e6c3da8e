"""How warm is the water that a heater in a single building must make?"""

from __future__ import annotations

import numpy as np

# The heating curve of existing buildings with radiators that suit a heat pump: 55 °C on the coldest days. With it the
# seasonal factors of the field test by Fraunhofer ISE (Günther et al., WPsmart im Bestand, 2020) are met within 5 %.
DESIGN_OUTDOOR, LIMIT_OUTDOOR = -12.0, 15.0
HIGHEST_SUPPLY, LOWEST_SUPPLY = 55.0, 30.0
HOT_WATER = 55.0
SPREAD_SHARE, SMALLEST_SPREAD = 1 / 3, 4.0
ROOM = 20.0


def heating_curve(air_temperature: np.ndarray) -> np.ndarray:
    """Return the supply temperature of space heating in existing buildings [degC].

    Parameters
    ----------
    air_temperature : ndarray
        [degC]

    Notes
    -----
    Linear between 30 °C at 15 °C and 55 °C at −12 °C outside, constant beyond.

    Examples
    --------
    >>> heating_curve(np.array([-20.0, -12.0, 15.0, 30.0])).tolist()
    [55.0, 55.0, 30.0, 30.0]
    """
    outdoor, supply = (DESIGN_OUTDOOR, LIMIT_OUTDOOR), (HIGHEST_SUPPLY, LOWEST_SUPPLY)
    return np.interp(air_temperature, outdoor, supply)


def house_temperatures(
    air_temperature: np.ndarray, space_load: np.ndarray, total_load: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return supply and return temperature of the heaters, hot water included [degC].

    Parameters
    ----------
    air_temperature : ndarray
        [degC]
    space_load, total_load : ndarray
        Space heat, and all heat that the heater makes [kW].

    Returns
    -------
    supply, return : ndarray
        Weighted by load: space heat at the heating curve, hot water at 55 °C, hour by hour.
    """
    share = np.divide(space_load, total_load, out=np.zeros_like(total_load), where=total_load > 0)
    supply = share * heating_curve(air_temperature) + (1.0 - share) * HOT_WATER
    spread = np.maximum((supply - ROOM) * SPREAD_SHARE, SMALLEST_SPREAD)
    return supply, supply - spread

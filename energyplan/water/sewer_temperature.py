r"""How warm is the waste water at the end of a sewer section?

Water enters at the top from upstream and along the section from the houses; all of it loses warmth to the
soil. With the temperature above the soil :math:`\theta = T - T_{soil}`, the flow :math:`m(x) = m_0 + q x`,
the warmth of the inflow :math:`\theta_q` and :math:`k = U P / (\rho c)`, mixing and cooling along a section
are

.. math:: m \frac{d\theta}{dx} = q (\theta_q - \theta) - k \theta

References
----------
Dürrenmatt, D. J., Wanner, O. (2008): Simulation of the wastewater temperature in sewers with TEMPEST. Water
Science and Technology 57(11), 1809-1815 (heat balance of a sewer; here steady within the hour, without sewer
air).
"""

from __future__ import annotations

import numpy as np

from energyplan.physics.river import HEAT_PER_LITRE

DRY = 1e-12
"""Flow from upstream that counts as none [l/s]."""


def conductance(
    length: np.ndarray, diameter: np.ndarray, *, heat_transfer_coefficient: float, wetted_share: float
) -> np.ndarray:
    """Return K = U P L / (ρ c) of sections [l/s]: the flow that loses 1 - 1/e of its warmth on its way.

    Parameters
    ----------
    length : array
        [m].
    diameter : array
        [m].
    heat_transfer_coefficient : float
        U over the wetted perimeter [W/(m² K)].
    wetted_share : float
        Wetted part of the circumference [1].

    Examples
    --------
    15 l/s with 0.6 m wetted perimeter at 5 W/(m² K) relax over about 20 km:

    >>> float(conductance(21e3, 0.6 / np.pi, heat_transfer_coefficient=5, wetted_share=1).round(1))
    15.0
    """
    perimeter = wetted_share * np.pi * np.asarray(diameter)
    return heat_transfer_coefficient * perimeter * np.asarray(length) / (HEAT_PER_LITRE * 1000)


def cool_down(
    flow_in: np.ndarray,
    excess_in: np.ndarray,
    lateral_flow: np.ndarray,
    lateral_warmth: np.ndarray,
    conducted: float,
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return the temperature above the soil at the end of a section, and the warmth lost on the way.

    .. math::
        \theta(L) = \theta_\infty + (\theta_0 - \theta_\infty)
                    \left(\frac{m_0}{m_0 + Q}\right)^{(Q + K)/Q}, \quad
        \theta_\infty = \frac{Q \theta_q}{Q + K}

    with the lateral flow Q = q L and K = k L; without lateral flow it is :math:`\theta_0 e^{-K/m_0}`. The
    warmth lost, :math:`\int k \theta dx`, is integrated by itself, so that the balance can be checked.

    Parameters
    ----------
    flow_in : array
        Flow from upstream m_0 [l/s].
    excess_in : array
        Its temperature above the soil [K].
    lateral_flow : array
        Inflow along the section Q [l/s].
    lateral_warmth : array
        Its warmth Q θ_q [K l/s].
    conducted : float
        K [l/s], see :func:`conductance`.

    Returns
    -------
    tuple of array
        Temperature above the soil at the end [K] (0 where no water flows) and warmth lost [K l/s].

    Examples
    --------
    >>> still = np.zeros(1)
    >>> excess, lost = cool_down(np.array([10.0]), np.array([5.0]), still, still, 1.0)
    >>> excess.round(4), (50 - 10 * excess - lost).round(12)
    (array([4.5242]), array([0.]))
    """
    taken = lateral_flow + conducted
    equilibrium = np.divide(lateral_warmth, taken, out=np.zeros_like(flow_in), where=taken > 0)
    ratio = np.divide(lateral_flow, flow_in, out=np.zeros_like(flow_in), where=flow_in > DRY)
    # ln(1 + x)/x tends to 1 for small lateral flows; the series keeps the digits that the quotient would lose
    shape = np.where(ratio > 1e-6, np.log1p(ratio) / np.where(ratio > 1e-6, ratio, 1.0), 1 - ratio / 2)
    reach = np.divide(shape, flow_in, out=np.full_like(flow_in, np.inf), where=flow_in > DRY)
    deviation = excess_in - equilibrium
    with np.errstate(invalid="ignore"):
        faded = np.where(taken > 0, np.exp(-taken * reach), 1.0)
        exchanged = np.where(conducted > 0, -np.expm1(-conducted * reach), 0.0)
    lost = conducted * equilibrium + deviation * flow_in * exchanged
    return np.where(flow_in + lateral_flow > 0, equilibrium + deviation * faded, 0.0), lost

"""How much water must flow to each consumer of a radial network so that its heat arrives?

In a tree the water to a consumer cools on a way of its own: T_in = T_g + (T_s − T_g)·exp(−Σ U L/(m c_p)), summed
over the pipes on the way with the flow in each. The flow of one consumer keeps the pipes of its neighbours warm,
so all flows are found together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, gmres

from energyplan.core.errors import ConvergenceError

SMALLEST_SPREAD = 1e-6
LARGEST_REDUCTION, LARGEST_RISE = 0.9, 2.0
MOST_HALVINGS = 12


@dataclass(frozen=True)
class RadialNetwork:
    """A tree of supply pipes and what its consumers ask for.

    Attributes
    ----------
    paths : scipy.sparse.csr_array
        Pipe × consumer, 1 where the pipe lies on the way.
    heat_loss : numpy.ndarray
        U · L of each supply pipe [kW/K].
    loads : numpy.ndarray
        Heat by consumer, positive [kW].
    heat_capacity : float
        [kJ/(kg K)]
    supply_temperature, return_temperature, ground_temperature : float
        At the source, at the consumers, around the pipes [°C].
    """

    paths: csr_array
    heat_loss: np.ndarray
    loads: np.ndarray
    heat_capacity: float
    supply_temperature: float
    return_temperature: float
    ground_temperature: float

    @property
    def safe_flow(self) -> np.ndarray:
        """Mass flows that surely suffice: each consumer as if it kept all pipes on its way warm alone [kg/s]."""
        lost = (self.supply_temperature - self.ground_temperature) * (self.paths.T @ self.heat_loss)
        spread = self.supply_temperature - self.return_temperature
        return (self.loads + lost) / (self.heat_capacity * spread)

    def cooling(self, flow: np.ndarray) -> np.ndarray:
        """Return U L/(m c_p) of every pipe [1]."""
        return self.heat_loss / (self.paths @ flow * self.heat_capacity)

    def arriving(self, flow: np.ndarray) -> np.ndarray:
        """Return the temperature at which the water reaches each consumer [°C]."""
        excess = self.supply_temperature - self.ground_temperature
        return self.ground_temperature + excess * np.exp(-(self.paths.T @ self.cooling(flow)))


def newton_step(network: RadialNetwork, flow: np.ndarray, arriving: np.ndarray) -> np.ndarray:
    """Return by which share each mass flow must change so that the heat drawn becomes the load.

    Parameters
    ----------
    network : RadialNetwork
    flow : numpy.ndarray
        Mass flow by consumer [kg/s].
    arriving : numpy.ndarray
        Temperature of the water at each consumer [°C].

    Returns
    -------
    numpy.ndarray
        [1]

    Notes
    -----
    Newton's step of m_i c_p (T_in,i − T_r) = Q_i. The heat is a convex function of the flow, so that steps from
    too large a flow do not overshoot. A consumer j warms consumer i by (T_in,i − T_g)/(T_in,i − T_r) ·
    Σ U L/(m c_p) · m_j/m over the pipes that both share. Where the water arrives colder than the return no heat
    can be drawn: there the flow is doubled.
    """
    spread = arriving - network.return_temperature
    warm = spread > SMALLEST_SPREAD
    spread = np.where(warm, spread, 1.0)
    weight = np.where(warm, (arriving - network.ground_temperature) / spread, 0.0)
    share = network.cooling(flow) / (network.paths @ flow)

    def warmed(change: np.ndarray) -> np.ndarray:
        return change + weight * (network.paths.T @ (share * (network.paths @ (flow * change))))

    missing = np.where(warm, network.loads / (flow * network.heat_capacity * spread) - 1.0, 1.0)
    size = len(flow)
    step, _ = gmres(LinearOperator((size, size), matvec=warmed), missing, rtol=1e-8, maxiter=50)
    return np.clip(np.where(warm, step, 1.0), -LARGEST_REDUCTION, LARGEST_RISE)


def solve_mass_flows(network: RadialNetwork, *, tolerance: float = 1e-12, maximum_iterations: int = 100) -> np.ndarray:
    """Return the mass flow of every consumer that carries exactly its heat.

    Parameters
    ----------
    network : RadialNetwork
    tolerance : float
        Relative, of the flows [1].
    maximum_iterations : int

    Returns
    -------
    numpy.ndarray
        [kg/s]

    Raises
    ------
    ConvergenceError
        If the flows do not settle.

    Examples
    --------
    >>> one = RadialNetwork(csr_array([[1.0]]), np.array([0.01]), np.array([10.0]), 4.19, 80.0, 50.0, 10.0)
    >>> flow = solve_mass_flows(one)
    >>> float((flow * 4.19 * (one.arriving(flow) - 50.0))[0].round(9))
    10.0
    """
    flow = network.safe_flow
    for _ in range(maximum_iterations):
        step = newton_step(network, flow, network.arriving(flow))
        flow = _stay_warm(network, flow, step)
        if np.abs(step).max() <= tolerance:
            return flow
    raise ConvergenceError(
        f"the mass flows of the network did not settle in {maximum_iterations} steps (last change "
        f"{np.abs(step).max():.1e}); the water arrives at {network.arriving(flow).min():.1f} °C at the worst. Try "
        "a higher supply temperature, better insulation or smaller pipes"
    )


def _stay_warm(network: RadialNetwork, flow: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Return the flows after as much of the step as leaves every consumer with water warmer than the return."""
    for share in 0.5 ** np.arange(MOST_HALVINGS):
        changed = flow * (1.0 + share * step)
        if (network.arriving(changed) > network.return_temperature + SMALLEST_SPREAD).all():
            return changed
    return flow * (1.0 + step)

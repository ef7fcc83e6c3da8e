"""Which sewer section flows into which, and where does the water end?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energyplan.core.errors import Fault, raise_faults

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class SewerTree:
    """Sections as a tree with its root at the treatment plants.

    Attributes
    ----------
    sewers : pandas.Index
        Ids of the sections.
    plants : pandas.Index
        Ids of the treatment plants.
    downstream : numpy.ndarray of int
        Position of the next section; -1 where the section ends at a plant or outlet.
    plant : numpy.ndarray of int
        Position of the plant at the end of the section; -1 elsewhere.
    order : numpy.ndarray of int
        Positions, every section after all sections upstream of it.
    """

    sewers: pd.Index
    plants: pd.Index
    downstream: np.ndarray
    plant: np.ndarray
    order: np.ndarray

    def accumulate(self, own: np.ndarray) -> np.ndarray:
        """Return the sum of `own` over every section and all sections upstream of it.

        Parameters
        ----------
        own : array
            One value per section.
        """
        total = np.array(own, dtype=float)
        for section in self.order:
            if self.downstream[section] >= 0:
                total[self.downstream[section]] += total[section]
        return total


def build_tree(sewers: gpd.GeoDataFrame, treatment_plants: gpd.GeoDataFrame | None) -> SewerTree:
    """Return the sewers as a tree.

    Parameters
    ----------
    sewers : geopandas.GeoDataFrame
        Index `sewer_id`; columns `from_node`, `to_node` in the direction of flow.
    treatment_plants : geopandas.GeoDataFrame or None
        Index `plant_id`; column `node`. None: the water may leave the map anywhere.

    Raises
    ------
    FaultError
        EP321 with ids: a section that ends where it begins, a ring, a node with several sections leaving it,
        an outlet without a plant, a section that leaves a plant; EP119: two plants on one node.
    """
    plants = pd.Index([], dtype=object) if treatment_plants is None else treatment_plants.index
    plant_nodes = {} if treatment_plants is None else _plant_nodes(treatment_plants)
    leaving = _leaving(sewers)
    downstream = np.array([leaving.get(node, -1) for node in sewers["to_node"]], dtype=int)
    plant = np.array([plant_nodes.get(node, -1) for node in sewers["to_node"]], dtype=int)
    faults = _node_faults(sewers, plant_nodes)
    if treatment_plants is not None:
        lost = sewers.index[(downstream < 0) & (plant < 0)]
        faults += [_fault(id_, "to_node", sewers, "a section or a treatment plant at this node") for id_ in lost]
    order = _order(downstream)
    in_ring = sewers.index.delete(order)
    in_ring = in_ring[(sewers.loc[in_ring, "from_node"] != sewers.loc[in_ring, "to_node"]).to_numpy()]
    faults += [_fault(id_, "to_node", sewers, "no ring") for id_ in in_ring]
    raise_faults(faults)
    return SewerTree(sewers.index, plants, downstream, plant, order)


def _leaving(sewers: pd.DataFrame) -> dict[str, int]:
    """Position of the (last) section that leaves each node."""
    return {node: position for position, node in enumerate(sewers["from_node"])}


def _plant_nodes(treatment_plants: pd.DataFrame) -> dict[str, int]:
    doubled = treatment_plants["node"].duplicated()
    raise_faults(
        [
            Fault("EP119", "treatment_plants", str(id_), "node", value=node, expected="one plant per node")
            for id_, node in treatment_plants.loc[doubled, "node"].items()
        ]
    )
    return {node: position for position, node in enumerate(treatment_plants["node"])}


def _node_faults(sewers: pd.DataFrame, plant_nodes: Mapping[str, int]) -> list[Fault]:
    """Faults that can be seen at single nodes."""
    circular = sewers.index[(sewers["from_node"] == sewers["to_node"]).to_numpy()]
    forked = sewers.index[sewers["from_node"].duplicated(keep=False).to_numpy()]
    after_plant = sewers.index[sewers["from_node"].isin(list(plant_nodes)).to_numpy()]
    return [
        *(_fault(id_, "to_node", sewers, "another node than from_node") for id_ in circular),
        *(_fault(id_, "from_node", sewers, "one section leaving each node") for id_ in forked),
        *(_fault(id_, "from_node", sewers, "no section leaving a treatment plant") for id_ in after_plant),
    ]


def _fault(sewer_id: str, column: str, sewers: pd.DataFrame, expected: str) -> Fault:
    return Fault("EP321", "sewers", str(sewer_id), column, value=sewers.loc[sewer_id, column], expected=expected)


def _order(downstream: np.ndarray) -> np.ndarray:
    """Positions upstream first (Kahn); sections of a ring and what follows it are missing."""
    waiting = np.bincount(downstream[downstream >= 0], minlength=downstream.size)
    ready = list(np.flatnonzero(waiting == 0))
    for section in ready:  # grows while it is read
        following = downstream[section]
        if following >= 0:
            waiting[following] -= 1
            if waiting[following] == 0:
                ready.append(following)
    return np.array(ready, dtype=int)

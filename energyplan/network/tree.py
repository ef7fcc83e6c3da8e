"""Which pipes lie between the source and each consumer?"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from energyplan.core.errors import CheckError, Fault, raise_faults


def parent_pipes(pipes: pd.DataFrame | gpd.GeoDataFrame) -> np.ndarray:
    """Return the row of the pipe that feeds each pipe, -1 at the source.

    Parameters
    ----------
    pipes : pandas.DataFrame
        `from_node`, `to_node`, oriented away from the source.

    Returns
    -------
    array of int

    Raises
    ------
    CheckError
        If two pipes lead to one node: the network is no tree.
    """
    ends = pd.Series(np.arange(len(pipes)), index=pipes["to_node"].to_numpy())
    if ends.index.has_duplicates:
        twice = ends.index[ends.index.duplicated()].unique().tolist()
        raise CheckError(f"the network is no tree: more than one pipe leads to the nodes {twice[:10]}")
    return ends.reindex(pipes["from_node"].to_numpy()).fillna(-1).to_numpy(dtype=int)


def path_matrix(pipes: pd.DataFrame, consumer_nodes: pd.Series, source_node: str) -> csr_array:
    """Return the matrix pipe × consumer that is 1 where the pipe lies on the consumer's way from the source.

    Multiplied by the consumers' loads it gives the load of every pipe, transposed and multiplied by the
    pipes' pressure losses the loss on the way to every consumer.

    Parameters
    ----------
    pipes : pandas.DataFrame
        `from_node`, `to_node`, oriented away from the source.
    consumer_nodes : pandas.Series
        Node by consumer.
    source_node : str

    Returns
    -------
    scipy.sparse.csr_array

    Raises
    ------
    FaultError
        EP402 for every consumer that no pipe joins with the source.

    Examples
    --------
    >>> pipes = pd.DataFrame({"from_node": ["s", "x", "x"], "to_node": ["x", "a", "b"]})
    >>> path_matrix(pipes, pd.Series({"h1": "a", "h2": "b"}), "s").toarray().astype(int).tolist()
    [[1, 1], [1, 0], [0, 1]]
    """
    parent = parent_pipes(pipes)
    last = pd.Series(np.arange(len(pipes)), index=pipes["to_node"].to_numpy())
    current = last.reindex(consumer_nodes.to_numpy()).fillna(-1).to_numpy(dtype=int)
    at_source = consumer_nodes.to_numpy() == source_node
    rows, columns = [], []
    for _ in range(len(pipes)):
        on_the_way = np.flatnonzero(current >= 0)
        if not on_the_way.size:
            break
        rows.append(current[on_the_way])
        columns.append(on_the_way)
        at_source |= (current >= 0) & (pipes["from_node"].to_numpy()[current] == source_node)
        current = np.where(current >= 0, parent[current], -1)
    raise_faults([Fault("EP402", layer="network", row=str(i)) for i in consumer_nodes.index[~at_source]])
    size = (len(pipes), len(consumer_nodes))
    if not rows:
        return csr_array(size)
    row, column = np.concatenate(rows), np.concatenate(columns)
    return csr_array((np.ones(len(row)), (row, column)), shape=size)

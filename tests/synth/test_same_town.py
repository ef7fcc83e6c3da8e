"""Does the same seed give the same town, everywhere, and another seed another one?"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import shapely

from energyplan.synth import make_town


def digest(buildings: int, seed: int) -> str:
    """Return a digest of all tables, shapes and series of a town, in their order."""
    town, truth = make_town(buildings, seed=seed)
    found = hashlib.sha256()
    for name, layer in town.layers.items():
        table = layer.drop(columns="geometry", errors="ignore")
        found.update(name.encode() + table.to_csv().encode())
        if "geometry" in layer:
            found.update(b"".join(shapely.to_wkb(layer.geometry.to_numpy())))
    for array in town.series.values():
        found.update(array.to_numpy().tobytes())
    found.update(truth["buildings"].to_csv().encode())
    return found.hexdigest()


def test_same_seed_same_bytes():
    assert digest(90, 4) == digest(90, 4)


def test_other_seeds_other_towns():
    assert len({digest(60, seed) for seed in range(4)}) == 4


def test_order_of_sets_and_hashes_plays_no_part():
    here = str(Path(__file__).parent)
    program = f"import sys; sys.path.insert(0, {here!r}); from test_same_town import digest; print(digest(60, 2))"
    found = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert found == {digest(60, 2) + "\n"}

"""How is a scenario file read: its chain of bases laid over each other, checked, the names in it looked up?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from energyplan.catalogue import Catalogue, load_catalogue
from energyplan.core.errors import Fault, FaultError, nearest, raise_faults
from energyplan.core.units import UnitError
from energyplan.io.roots import allowed_roots, resolve_path
from energyplan.io.validation import validate
from energyplan.io.yaml_file import Document, read_yaml
from energyplan.scenario.spec import SCHEMA_VERSION, Scenario

EXTENDS = "extends"


def read_scenario(
    path: str | Path, *, overrides: Mapping[str, Any] | None = None, data_roots: tuple[str | Path, ...] = ()
) -> Scenario:
    """Read a scenario and the bases that it extends.

    Parameters
    ----------
    path : path
    overrides : mapping, optional
        Laid over the file: nested, or with dotted keys such as {"supply.interest_rate": 0.05}.
    data_roots : tuple of path
        Further folders in which a base may lie.

    Returns
    -------
    Scenario

    Raises
    ------
    FaultError
        With every fault: unknown keys with the nearest valid one, wrong units, unknown technologies, each with its line.
    """
    document = read_yaml(path)
    data = _resolve_bases(document, (document.path.resolve(),), data_roots)
    for key, value in (overrides or {}).items():
        data = overlay(data, _nested(key.split("."), value))
    version = data.get("schema_version", SCHEMA_VERSION)
    if isinstance(version, int) and version > SCHEMA_VERSION:
        line = document.line(("schema_version",))
        raise FaultError(
            [Fault("EP114", file=document.path.name, line=line, value=version, expected=f"≤ {SCHEMA_VERSION}")]
        )
    scenario = validate(Scenario, document, data)
    raise_faults(check_names(scenario, document))
    return scenario


def overlay(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with `over` laid over it: mappings merge, everything else replaces.

    Examples
    --------
    >>> overlay({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}})
    {'a': {'x': 1, 'y': 3}}
    """
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = overlay(merged[key], value) if both else value
    return merged


def _nested(keys: list[str], value: Any) -> dict[str, Any]:
    return {keys[0]: value if len(keys) == 1 else _nested(keys[1:], value)}


def _resolve_bases(document: Document, chain: tuple[Path, ...], data_roots: tuple[str | Path, ...]) -> dict[str, Any]:
    """Return the data of `document` laid over its base; the municipality's path is made to hold from the file that names it."""
    data = dict(document.data)
    given = data.pop(EXTENDS, None)
    folder = document.path.resolve().parent
    if isinstance(data.get("municipality"), str):
        data["municipality"] = _anchored(data["municipality"], folder)
    if given is None:
        return data
    path = resolve_path(str(given), folder, allowed_roots(folder, data_roots=data_roots), key=EXTENDS)
    if path in chain:
        names = " → ".join(member.name for member in (*chain, path))
        raise FaultError([Fault("EP113", file=document.path.name, line=document.line((EXTENDS,)), value=names)])
    return overlay(_resolve_bases(read_yaml(path), (*chain, path), data_roots), data)


def _anchored(given: str, folder: Path) -> str:
    return given if Path(given).is_absolute() or not (folder / given).exists() else str((folder / given).resolve())


def check_names(scenario: Scenario, document: Document, catalogue: Catalogue | None = None) -> list[Fault]:
    """Return every name in the scenario that the catalogue does not know, and overrides that do not fit it."""
    catalogue = catalogue or load_catalogue()
    return [
        *_check_technologies(scenario, document, catalogue),
        *_check_paths(scenario, document, catalogue),
        *_check_overrides(scenario, document, catalogue),
    ]


def _fault(document: Document, keys: tuple[str, ...], value: object, expected: str, code: str = "EP117") -> Fault:
    return Fault(
        code,
        key=".".join(keys),
        file=document.path.name,
        line=document.line(keys),
        value=value,
        expected=expected,
    )


def _check_technologies(scenario: Scenario, document: Document, catalogue: Catalogue) -> list[Fault]:
    faults = []
    for scope, names in scenario.supply.technologies.model_dump().items():
        kind = "network" if scope == "process" else scope
        valid = [name for name, technology in catalogue.technologies.items() if kind in technology.scope]
        keys = ("supply", "technologies", scope)
        faults += [_fault(document, keys, name, nearest(name, valid)) for name in names if name not in valid]
    for key in ("maximum_capacity", "annual_energy"):
        given = getattr(scenario.supply, key)
        unknown = [name for name in given if name not in catalogue.technologies]
        faults += [_fault(document, ("supply", key, n), n, nearest(n, catalogue.technologies)) for n in unknown]
    return faults


def _check_paths(scenario: Scenario, document: Document, catalogue: Catalogue) -> list[Fault]:
    valid = list(map(str, catalogue.table("co2_price_paths").index))
    keys = ("co2_price", "paths")
    faults = [_fault(document, keys, p, nearest(p, valid)) for p in scenario.co2_price.paths if p not in valid]
    kind, kinds = scenario.water.green_roofs.kind, list(map(str, catalogue.table("surfaces").index))
    if kind not in kinds:
        faults.append(_fault(document, ("water", "green_roofs", "kind"), kind, nearest(kind, kinds)))
    return faults


def _check_overrides(scenario: Scenario, document: Document, catalogue: Catalogue) -> list[Fault]:
    faults = []
    for table, items in scenario.catalogue.items():
        for item, parameters in items.items():
            try:
                catalogue.with_overrides({table: {item: parameters}})
            except KeyError as error:
                faults.append(_fault(document, ("catalogue", table, item), item, str(error.args[0])))
            except UnitError as error:
                faults.append(_fault(document, ("catalogue", table, item), item, str(error), "EP107"))
    return faults

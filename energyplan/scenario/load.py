"""How is a scenario file read: its chain of bases laid over each other, checked, the names in it looked up?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from energyplan.catalogue import Catalogue, load_catalogue
from energyplan.core.errors import Fault, FaultError, nearest, raise_faults
from energyplan.core.messages import joined, phrase
from energyplan.core.units import UnitError
from energyplan.core.vocabulary import is_quantity, quantity
from energyplan.io.roots import allowed_roots, resolve_path
from energyplan.io.validation import Refused, parse_number, validate
from energyplan.io.yaml_file import Document, KeyPath, overlay, read_yaml
from energyplan.scenario.spec import SCHEMA_VERSION, Scenario

__all__ = ["check_names", "overlay", "read_document", "read_scenario", "scenario_schema"]

EXTENDS = "extends"
SCOPES = ("network", "individual", "municipality", "process")
_LABELS = ("source", "assumption", "colour", "label_de", "label_en")


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
    return build_scenario(read_document(path, overrides=overrides, data_roots=data_roots))


def read_document(
    path: str | Path, *, overrides: Mapping[str, Any] | None = None, data_roots: tuple[str | Path, ...] = ()
) -> Document:
    """Return the data of a scenario file laid over its bases, each key with the place where it stands.

    Raises
    ------
    FaultError
        For a file that is no YAML, a base that is not there, and a chain of bases that is a ring.
    """
    document = read_yaml(path)
    document = _laid_over_bases(document, (document.path.resolve(),), data_roots)
    for key, value in (overrides or {}).items():
        data = _nested(key.split("."), value)
        document = Document(document.path, data, dict(_places(data, ()))).laid_over(document)
    return document


def build_scenario(document: Document) -> Scenario:
    """Return the scenario that a document describes.

    Raises
    ------
    FaultError
        With every fault, of single values and of names that the catalogue does not know.
    """
    version = document.data.get("schema_version", SCHEMA_VERSION)
    if type(version) is int and version > SCHEMA_VERSION:
        raise FaultError([document.fault("EP114", ("schema_version",), version, f"≤ {SCHEMA_VERSION}")])
    faults = check_names(document)
    if type(version) is int and version < 1:
        faults.append(document.fault("EP108", ("schema_version",), version, "≥ 1"))
    try:
        scenario = validate(Scenario, document)
    except FaultError as error:
        raise FaultError([*error.faults, *faults]) from None
    raise_faults(faults)
    return scenario


def _nested(keys: list[str], value: Any) -> dict[str, Any]:
    return {keys[0]: value if len(keys) == 1 else _nested(keys[1:], value)}


def _places(data: Mapping[str, Any], keys: KeyPath) -> Iterator[tuple[KeyPath, tuple[str, int]]]:
    """Return a place without a line for every key that the caller, not the file, sets."""
    for key, value in data.items():
        yield (*keys, key), ("", 0)
        if isinstance(value, Mapping):
            yield from _places(value, (*keys, key))


def _laid_over_bases(document: Document, chain: tuple[Path, ...], data_roots: tuple[str | Path, ...]) -> Document:
    """Return `document` laid over its bases; the municipality's path is made to hold from the file that names it."""
    data = dict(document.data)
    folder = document.path.resolve().parent
    if isinstance(data.get("municipality"), str):
        data["municipality"] = _anchored(data["municipality"], folder)
    if EXTENDS not in data:
        return Document(document.path, data, document.places)
    given = data.pop(EXTENDS)
    if not isinstance(given, str):
        raise FaultError([document.fault("EP106", (EXTENDS,), given, phrase("text"))])
    try:
        path = resolve_path(given, folder, allowed_roots(folder, data_roots=data_roots))
        base = read_yaml(path) if path not in chain else None
    except FaultError as error:
        raise FaultError(document.located(error, (EXTENDS,))) from None
    if base is None:
        names = " → ".join(member.name for member in (*chain, path))
        raise FaultError([document.fault("EP113", (EXTENDS,), names, phrase("no_ring"))])
    own = Document(document.path, data, document.places)
    return own.laid_over(_laid_over_bases(base, (*chain, path), data_roots))


def _anchored(given: str, folder: Path) -> str:
    try:
        there = not Path(given).is_absolute() and (folder / given).exists()
    except (OSError, ValueError):
        return given
    return str((folder / given).resolve()) if there else given


def check_names(document: Document, catalogue: Catalogue | None = None) -> list[Fault]:
    """Return every name in the scenario that the catalogue does not know, and overrides that do not fit it.

    Values of the wrong kind are left to the model: they are its faults.
    """
    catalogue = catalogue or load_catalogue()
    return [
        *_check_technologies(document, catalogue),
        *_check_paths(document, catalogue),
        *_check_overrides(document, catalogue),
        *_check_doubles(document),
    ]


def _at(document: Document, *keys: str | int) -> Any:
    """Return what stands at `keys`, None where nothing does."""
    data: Any = document.data
    for key in keys:
        entries = dict(enumerate(data)) if isinstance(data, list) else data
        data = entries.get(key) if isinstance(entries, dict) else None
    return data


def _texts(document: Document, *keys: str) -> list[tuple[KeyPath, str]]:
    """Return the texts of the list at `keys`, each with its own keys."""
    listed = _at(document, *keys)
    entries = enumerate(listed) if isinstance(listed, list) else ()
    return [((*keys, index), entry) for index, entry in entries if isinstance(entry, str)]


def _check_technologies(document: Document, catalogue: Catalogue) -> list[Fault]:
    faults = []
    for scope in SCOPES:
        kind = "network" if scope == "process" else scope
        valid = [name for name, technology in catalogue.technologies.items() if kind in technology.scope]
        for keys, name in _texts(document, "supply", "technologies", scope):
            if name not in valid:
                faults.append(document.fault("EP117", keys, name, nearest(name, valid)))
    for key in ("maximum_capacity", "annual_energy"):
        given = _at(document, "supply", key)
        for name in given if isinstance(given, dict) else ():
            if name not in catalogue.technologies:
                expected = nearest(str(name), catalogue.technologies)
                faults.append(document.fault("EP117", ("supply", key, name), name, expected))
    return faults


def _check_paths(document: Document, catalogue: Catalogue) -> list[Fault]:
    shipped = list(map(str, catalogue.table("co2_price_paths").index))
    given = _at(document, "co2_price", "own")
    own = list(map(str, given)) if isinstance(given, dict) else []
    faults = [document.fault("EP119", ("co2_price", "own", n), n, phrase("another_name")) for n in own if n in shipped]
    valid = [*shipped, *own]
    named = [(keys, path, valid) for keys, path in _texts(document, "co2_price", "paths")]
    kind = _at(document, "water", "green_roofs", "kind")
    if isinstance(kind, str):
        named.append((("water", "green_roofs", "kind"), kind, list(map(str, catalogue.table("surfaces").index))))
    return faults + [
        document.fault("EP117", keys, name, nearest(name, known)) for keys, name, known in named if name not in known
    ]


def _check_doubles(document: Document) -> list[Fault]:
    """Return what a list names twice: it would be built, counted or drawn twice."""
    areas = _at(document, "networks")
    numbers = range(len(areas)) if isinstance(areas, list) else ()
    lists = [("supply", "technologies", scope) for scope in SCOPES] + [
        ("co2_price", "paths"),
        ("co2_price", "constant"),
    ]
    faults = []
    for keys in [*lists, *(("networks", number, "buildings") for number in numbers)]:
        listed = _at(document, *keys)
        entries = listed if isinstance(listed, list) else []
        faults += [
            document.fault("EP119", (*keys, index), entry, phrase("given_once"))
            for index, entry in enumerate(entries)
            if isinstance(entry, str | int | float) and entry in entries[:index]
        ]
    return faults


def _check_overrides(document: Document, catalogue: Catalogue) -> list[Fault]:
    given = _at(document, "catalogue")
    faults: list[Fault] = []
    for table, items in given.items() if isinstance(given, dict) else ():
        if table not in (*catalogue.tables, "technologies"):
            expected = nearest(str(table), [*catalogue.tables, "technologies"])
            faults.append(document.fault("EP117", ("catalogue", table), None, expected))
        elif isinstance(items, dict):
            for item, parameters in items.items():
                if isinstance(parameters, dict):
                    faults += _check_item(document, catalogue, table, item, parameters)
    return faults


def _check_item(
    document: Document, catalogue: Catalogue, table: str, item: str | int, parameters: dict[str, Any]
) -> Iterator[Fault]:
    """Yield the faults of the values that replace those of one row: each parameter first, then the row as a whole."""
    keys = ("catalogue", table, item)
    valid = _parameters(catalogue, table, str(item))
    wrong = [
        fault for name, value in parameters.items() for fault in _check_value(document, (*keys, name), value, valid)
    ]
    yield from wrong
    if wrong:
        return
    try:
        catalogue.with_overrides({table: {str(item): parameters}})
    except KeyError as error:
        known = catalogue.technologies if table == "technologies" else map(str, catalogue.tables[table].rows.index)
        expected = joined([nearest(str(item), known), str(error.args[0])], "; ")
        yield document.fault("EP117", keys, None, expected)
    except (UnitError, ValueError, TypeError) as error:
        yield document.fault("EP107", keys, None, str(error))


def _parameters(catalogue: Catalogue, table: str, item: str) -> dict[str, str]:
    """Return parameter → unit of a row; empty where there is no such row."""
    if table != "technologies":
        found = catalogue.tables[table]
        return dict.fromkeys(map(str, found.rows.columns), "") | dict(found.units)
    technology = catalogue.technologies.get(item)
    if technology is None:
        return {}
    parameters = technology.parameters | technology.performance.parameters
    return {name: parameter.unit for name, parameter in parameters.items()}


def _check_value(document: Document, keys: KeyPath, value: Any, valid: Mapping[str, str]) -> Iterator[Fault]:
    """Yield the fault of one value that replaces one of the catalogue."""
    name = str(keys[-1])
    if not valid:
        return
    if name not in valid:
        yield document.fault("EP117", keys, None, nearest(name, [key for key in valid if key not in _LABELS]))
        return
    unit = valid[name]
    if not unit:
        if not isinstance(value, str):
            yield document.fault("EP106", keys, value, phrase("text"))
        return
    known = quantity(name) if is_quantity(name) and quantity(name).unit == unit else None
    lower, upper = (known.lower, known.upper) if known else (-math.inf, math.inf)
    try:
        parse_number(value, unit=unit, lower=lower, upper=upper)
    except Refused as error:
        yield document.fault(error.code, keys, _simple(value), error.expected)


def _simple(value: Any) -> Any:
    return (
        phrase("found_mapping" if isinstance(value, dict) else "found_list")
        if isinstance(value, dict | list)
        else value
    )


def scenario_schema() -> dict[str, Any]:
    """Return the JSON schema of a scenario file, which may leave to its base what it does not say itself."""
    schema = Scenario.model_json_schema()
    base = {"type": "string", "description": "Scenario file that this one is laid over, relative to this file."}
    schema["properties"] = {EXTENDS: base, **schema["properties"]}
    schema["anyOf"] = [{"required": [EXTENDS]}, {"required": schema.pop("required")}]
    return schema

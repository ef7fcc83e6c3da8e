"""How is a catalogue table read, and where does each of its numbers come from?

A table is a CSV file: one row per item, a column per parameter, then `year`, `price_year`, `source` and
`assumption` (empty, `all`, or the parameters concerned, separated by blanks). A column `source_<parameter>`
names a source of its own. Units and descriptions of the columns stand in the YAML file of the same name.
Lines that begin with "#" are comments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from io import StringIO
from typing import Any

import pandas as pd

from energyplan.catalogue.money import BASE_YEAR, to_base_year
from energyplan.core.errors import nearest
from energyplan.core.units import to_unit

PROVENANCE = ("year", "price_year", "source", "assumption")


@dataclass(frozen=True)
class Value:
    """One number of the catalogue with its origin.

    Attributes
    ----------
    value : float
        Money in EUR of the base year.
    unit : str
    year : int
        Year for which the number holds.
    price_year : int or None
        Year of the money as published; None for what is no money.
    source : str
    assumption : bool
    """

    value: float
    unit: str
    year: int
    price_year: int | None
    source: str
    assumption: bool


@dataclass(frozen=True)
class Table:
    """One catalogue table.

    Attributes
    ----------
    name, description : str
    units : mapping of str to str
        Unit per parameter.
    rows : pandas.DataFrame
        As in the file, indexed by item.
    """

    name: str
    description: str
    units: Mapping[str, str]
    rows: pd.DataFrame

    @property
    def frame(self) -> pd.DataFrame:
        """Items × (labels and parameters); money in EUR of the base year."""
        origin = [c for c in self.rows if c in PROVENANCE or str(c).startswith("source_")]
        frame = self.rows.drop(columns=origin)
        factors = [_to_base_year(year) for year in self.rows["price_year"]]
        for name in [c for c in frame if self._is_money(c)]:
            frame[name] = frame[name] * factors
        return frame

    def row(self, item: str) -> pd.Series:
        """Return labels and parameters of one item; money in EUR of the base year.

        Raises
        ------
        KeyError
            For an unknown item; the message names the nearest.
        """
        self._require_item(item)
        return self.frame.loc[item]

    def value(self, item: str, parameter: str) -> Value:
        """Return one number with its source.

        Raises
        ------
        KeyError
            For an unknown item or parameter; the message names the nearest.
        """
        self._require(item, parameter)
        row = self.rows.loc[item]
        assumed = str(row["assumption"] or "").split()
        dated = self._is_money(parameter) and pd.notna(row["price_year"])
        return Value(
            value=float(row[parameter]) * (_to_base_year(row["price_year"]) if dated else 1.0),
            unit=self.units[parameter],
            year=int(row["year"]),
            price_year=int(row["price_year"]) if dated else None,
            source=str(row.get(f"source_{parameter}") or row["source"]),
            assumption="all" in assumed or parameter in assumed,
        )

    def long(self) -> pd.DataFrame:
        """Return every number of the table with unit, year and source, one row each."""
        records = []
        for item in self.rows.index:
            for parameter in self.units:
                if parameter in self.rows and pd.notna(self.rows.loc[item, parameter]):
                    place = {"table": self.name, "item": item, "parameter": parameter}
                    records.append(place | self.value(item, parameter).__dict__)
        return pd.DataFrame.from_records(records)

    def with_overrides(self, overrides: Mapping[str, Mapping[str, Any]], source: str) -> Table:
        """Return the table with some numbers replaced; an unknown item that is given whole is a new row.

        Parameters
        ----------
        overrides : mapping
            item → parameter → value (a number in the table's unit, or text with a unit); money in EUR of the
            base year.
        source : str
            Becomes the source of the replaced numbers.

        Raises
        ------
        KeyError
            For an unknown parameter, or an unknown item that is not given whole: most likely it is misspelt,
            and the message names the nearest.
        UnitError
            For a value of the wrong unit.
        """
        rows = self.rows.copy()
        for item, parameters in overrides.items():
            for parameter in parameters:
                self._require_parameter(parameter)
            if item not in rows.index:
                self._require_whole(item, parameters)
                blank = {c: "" for c in rows if c not in self.units and c not in ("year", "price_year")}
                rows.loc[item] = pd.Series(blank | {"year": BASE_YEAR, "source": source}, dtype=object)
            for parameter, given in parameters.items():
                rows.loc[item, parameter] = self._as_stored(parameter, given, rows.loc[item, "price_year"])
                if f"source_{parameter}" not in rows:
                    rows[f"source_{parameter}"] = ""
                rows.loc[item, f"source_{parameter}"] = source
        numbers = [c for c in self.units if c in rows]
        rows[numbers] = rows[numbers].apply(pd.to_numeric)
        return replace(self, rows=rows)

    def _as_stored(self, parameter: str, given: Any, price_year: Any) -> Any:
        """Return an override as the row keeps it: in the table's unit, and money in the money of the row."""
        if parameter not in self.units:
            return given
        factor = _to_base_year(price_year) if self._is_money(parameter) else 1.0
        return to_unit(given, self.units[parameter]) / factor

    def _is_money(self, parameter: str) -> bool:
        return "EUR" in self.units.get(parameter, "")

    def _require_whole(self, item: str, given: Mapping[str, Any]) -> None:
        always = [c for c in self.units if c in self.rows and self.rows[c].notna().all()]
        missing = [c for c in always if c not in given]
        if missing:
            hint = nearest(item, map(str, self.rows.index))
            needs = ", ".join(missing)
            raise KeyError(f"{self.name}: unknown item {item!r}: {hint} (a new item needs {needs})")

    def _require(self, item: str, parameter: str) -> None:
        self._require_item(item)
        self._require_parameter(parameter)

    def _require_item(self, item: str) -> None:
        if item not in self.rows.index:
            raise KeyError(f"{self.name}: unknown item {item!r}: {nearest(item, map(str, self.rows.index))}")

    def _require_parameter(self, parameter: str) -> None:
        if parameter not in self.rows.columns:
            raise KeyError(f"{self.name}: unknown parameter {parameter!r}: {nearest(parameter, self.units)}")


def _to_base_year(price_year: Any) -> float:
    return 1.0 if pd.isna(price_year) else to_base_year(1.0, int(price_year))


@cache
def read_tables() -> dict[str, Table]:
    """Read every table of `tables/`: `<name>.yaml` describes `<name>.csv`."""
    from ruamel.yaml import YAML

    folder = resources.files("energyplan.catalogue").joinpath("tables")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    tables = {}
    for name in [file.removesuffix(".yaml") for file in files]:
        described = YAML(typ="safe").load(folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
        tables[name] = _read(name, described, folder.joinpath(f"{name}.csv"))
    return tables


def _read(name: str, entry: Mapping[str, Any], path: Any) -> Table:
    units = {parameter: str(described[0]) for parameter, described in entry["columns"].items()}
    # only whole lines are comments: colours begin with "#" too
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = pd.read_csv(StringIO("\n".join(lines)), dtype={"name": str, "assumption": str})
    rows = rows.set_index("name")
    for column in set(PROVENANCE) - set(rows.columns):
        rows[column] = None
    text = [c for c in rows.columns if c not in units and c not in ("year", "price_year")]
    rows[text] = rows[text].astype(object).where(rows[text].notna(), "")
    return Table(name, entry["description"], units, rows)

"""How is a catalogue table read, and where does each of its numbers come from?

A table is a CSV file: one row per item, a column per parameter, then `year`, `price_year`, `source` and
`assumption` (empty, `all`, or the parameters concerned, separated by blanks). A column `source_<parameter>` names a
source of its own. Units and descriptions of the columns stand in the YAML file of the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
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
        Year of the money as published.
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
        frame = self.rows.drop(columns=[c for c in self.rows if c in PROVENANCE or str(c).startswith("source_")])
        for name in [c for c in frame if "EUR" in self.units.get(c, "")]:
            factors = [to_base_year(1.0, int(year)) for year in self.rows["price_year"].fillna(BASE_YEAR)]
            frame[name] = frame[name] * factors
        return frame

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
        price_year = None if pd.isna(row["price_year"]) else int(row["price_year"])
        source = row.get(f"source_{parameter}") or row["source"]
        return Value(
            float(self.frame.loc[item, parameter]), self.units[parameter], int(row["year"]), price_year, str(source),
            "all" in assumed or parameter in assumed,
        )  # fmt: skip

    def long(self) -> pd.DataFrame:
        """Return every number of the table with unit, year and source, one row each."""
        records = []
        for item in self.rows.index:
            for parameter in self.units:
                if parameter in self.rows and pd.notna(self.rows.loc[item, parameter]):
                    found = self.value(item, parameter)
                    records.append({"table": self.name, "item": item, "parameter": parameter, **found.__dict__})
        return pd.DataFrame.from_records(records)

    def with_overrides(self, overrides: Mapping[str, Mapping[str, Any]], source: str) -> Table:
        """Return the table with some numbers replaced; an unknown item is a new row.

        Parameters
        ----------
        overrides : mapping
            item → parameter → value (a number in the table's unit, or text with a unit).
        source : str
            Becomes the source of the replaced numbers.
        """
        rows = self.rows.copy()
        for item, parameters in overrides.items():
            if item not in rows.index:
                rows.loc[item] = pd.Series({"year": BASE_YEAR, "source": source, "assumption": ""}, dtype=object)
            for parameter, given in parameters.items():
                self._require_parameter(parameter)
                rows.loc[item, parameter] = to_unit(given, self.units[parameter]) if parameter in self.units else given
                if f"source_{parameter}" not in rows:
                    rows[f"source_{parameter}"] = ""
                rows.loc[item, f"source_{parameter}"] = source
        numbers = [c for c in self.units if c in rows]
        rows[numbers] = rows[numbers].apply(pd.to_numeric)
        return replace(self, rows=rows)

    def _require(self, item: str, parameter: str) -> None:
        if item not in self.rows.index:
            raise KeyError(f"{self.name}: unknown item {item!r}: {nearest(item, map(str, self.rows.index))}")
        self._require_parameter(parameter)

    def _require_parameter(self, parameter: str) -> None:
        if parameter not in self.rows.columns:
            raise KeyError(f"{self.name}: unknown parameter {parameter!r}: {nearest(parameter, self.units)}")


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
    with path.open(encoding="utf-8") as file:
        rows = pd.read_csv(file, comment="#", dtype={"name": str, "assumption": str}, keep_default_na=True)
    rows = rows.set_index("name")
    for column in set(PROVENANCE) - set(rows.columns):
        rows[column] = None
    text = [c for c in rows.columns if c not in units and c not in ("year", "price_year")]
    rows[text] = rows[text].astype(object).where(rows[text].notna(), "")
    return Table(name, entry["description"], units, rows)

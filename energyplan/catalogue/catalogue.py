"""How do the tables and technologies of a run come together, with the values that a scenario replaces?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from energyplan.catalogue.tables import Table, Value, read_tables
from energyplan.catalogue.technology import Technology, parse_technology, read_technologies
from energyplan.core.errors import Fault, FaultError, nearest, raise_faults


@dataclass(frozen=True)
class Catalogue:
    """All tables and technologies.

    Examples
    --------
    >>> catalogue = load_catalogue()
    >>> catalogue.value("pipes", "DN100", "inner_diameter").value
    107.1
    """

    tables: Mapping[str, Table]
    technologies: Mapping[str, Technology]

    def table(self, name: str) -> pd.DataFrame:
        """Return a table as items × parameters, money in EUR of the base year.

        Raises
        ------
        KeyError
            If there is no such table; the message names the nearest.
        """
        return self._table(name).frame

    def value(self, table: str, item: str, parameter: str) -> Value:
        """Return one number with unit, year and source."""
        return self._table(table).value(item, parameter)

    def technology(self, name: str) -> Technology:
        """Return a technology by name.

        Raises
        ------
        KeyError
            If there is no such technology; the message names the nearest.
        """
        if name not in self.technologies:
            raise KeyError(f"unknown technology {name!r}: {nearest(name, self.technologies)}")
        return self.technologies[name]

    def by_year(self, table: str, item: str, prefix: str, year: int) -> float:
        """Interpolate linearly between columns such as `price_2025`, `price_2030`; constant outside.

        Raises
        ------
        KeyError
            For an unknown table, item or prefix; the message names the nearest.

        Examples
        --------
        >>> load_catalogue().by_year("co2_price_paths", "eu_low", "price", 2030) > 0
        True
        """
        row = self._table(table).row(item)
        columns = [c for c in row.index if c.startswith(f"{prefix}_") and pd.notna(row[c])]
        if not columns:
            raise KeyError(f"{table}: {item} has no values {prefix}_<year>")
        years = [int(c.rsplit("_", 1)[1]) for c in columns]
        return float(np.interp(year, years, [float(row[c]) for c in columns]))

    def long(self) -> pd.DataFrame:
        """Return every number of every table and technology with unit, year and source."""
        records = [record for table in self.tables.values() for record in table.long().to_dict("records")]
        records += [
            {"table": "technologies", "item": technology.name, "parameter": name} | parameter.at(year).__dict__
            for technology in self.technologies.values()
            for name, parameter in (technology.parameters | technology.performance.parameters).items()
            for year in sorted(parameter.values)
        ]
        return pd.DataFrame.from_records(records)

    def with_overrides(
        self, overrides: Mapping[str, Mapping[str, Mapping[str, Any]]], source: str = "scenario"
    ) -> Catalogue:
        """Return the catalogue with values replaced.

        Parameters
        ----------
        overrides : mapping
            table (or "technologies") → item → parameter → value.
        source : str
            Recorded as source of every replaced value.

        Raises
        ------
        KeyError
            For unknown tables or parameters, naming the nearest.
        """
        tables, technologies = dict(self.tables), dict(self.technologies)
        for name, items in overrides.items():
            if name == "technologies":
                for item, parameters in items.items():
                    technologies[item] = self.technology(item).with_overrides(dict(parameters), source)
            else:
                tables[name] = self._table(name).with_overrides(items, source)
        return Catalogue(tables, technologies)

    def with_technology_files(self, paths: list[Path]) -> Catalogue:
        """Return the catalogue with technologies from further YAML files; one of a known name replaces it.

        Raises
        ------
        FaultError
            With the faults of every file.
        """
        added, faults = {}, []
        for path in paths:
            try:
                technology = parse_technology(path.read_text(encoding="utf-8"), file=path.name)
            except OSError as error:
                faults.append(Fault("EP120", file=str(path), value=error.strerror))
            except FaultError as error:
                faults.extend(error.faults)
            else:
                added[technology.name] = technology
        raise_faults(faults)
        return Catalogue(self.tables, {**self.technologies, **added})

    def _table(self, name: str) -> Table:
        if name not in self.tables:
            raise KeyError(f"unknown table {name!r}: {nearest(name, [*self.tables, 'technologies'])}")
        return self.tables[name]


def load_catalogue() -> Catalogue:
    """Return the catalogue that the package ships."""
    return Catalogue(read_tables(), read_technologies())

"""Which quantities are there, in which unit, and what is plausible?

One table, `vocabulary.yaml`, names every quantity of the package once: unit, names, plausible range. Columns at
the borders (GeoPackage, CSV) carry the unit in their name: `heat_demand` is `heat_demand_kwh` there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from energyplan.core.errors import nearest

if TYPE_CHECKING:
    import xarray as xr

_UNIT_SUFFIX = {
    "1": "", "": "", "degC": "degc", "m2": "m2", "m3": "m3", "l/s": "l_s", "kWh/a": "kwh_a", "EUR/a": "eur_a",
    "kWh/(m a)": "kwh_per_m_a", "kWh/m2": "kwh_per_m2", "MWh/(ha a)": "mwh_per_ha_a", "W/(m K)": "w_per_mk",
    "W/m2": "w_per_m2", "EUR/MWh": "eur_per_mwh", "EUR/t": "eur_per_t", "kg/kWh": "kg_per_kwh", "Pa/m": "pa_per_m",
    "mm/h": "mm_per_h", "EUR/m": "eur_per_m", "m/s": "m_s", "t/a": "t_a", "m3/a": "m3_a", "kWh/(m2 a)": "kwh_per_m2_a",
}  # fmt: skip


@dataclass(frozen=True)
class Quantity:
    """One quantity: what it is called, its unit and its plausible range.

    Attributes
    ----------
    name : str
    unit : str
        As in the `units` attribute of a dataset.
    long_name, label_de : str
        English and German labels.
    lower, upper : float
        Plausible range; infinite where there is none.
    standard_name : str
        CF standard name, empty where CF has none.
    """

    name: str
    unit: str
    long_name: str
    label_de: str
    lower: float
    upper: float
    standard_name: str = ""

    @property
    def border_name(self) -> str:
        """The column name with the unit spelled out.

        >>> quantity("heat_demand").border_name
        'heat_demand_kwh'
        """
        suffix = _UNIT_SUFFIX.get(self.unit, self.unit.lower().replace("/", "_per_").replace(" ", "_"))
        return f"{self.name}_{suffix}" if suffix else self.name

    @property
    def attrs(self) -> dict[str, str]:
        """CF attributes of a variable that holds this quantity."""
        found = {"units": self.unit, "long_name": self.long_name, "label_de": self.label_de}
        return found | ({"standard_name": self.standard_name} if self.standard_name else {})


@cache
def _table() -> dict[str, Quantity]:
    from ruamel.yaml import YAML

    text = resources.files("energyplan.core").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    return {name: _quantity(name, entry) for name, entry in YAML(typ="safe").load(text).items()}


def _quantity(name: str, entry: list[Any]) -> Quantity:
    unit, long_name, label_de, bounds, *rest = entry
    lower, upper = (float(bound) for bound in bounds)
    return Quantity(name, unit, long_name, label_de, lower, upper, rest[0] if rest else "")


def names() -> list[str]:
    """Return the names of all quantities."""
    return sorted(_table())


def quantity(name: str) -> Quantity:
    """Return the quantity called `name`.

    Raises
    ------
    KeyError
        If there is none; the message names the nearest.

    Examples
    --------
    >>> quantity("supply_temperature").unit
    'degC'
    """
    try:
        return _table()[name]
    except KeyError:
        raise KeyError(f"unknown quantity {name!r}: {nearest(name, _table())}") from None


def is_quantity(name: str) -> bool:
    """Tell whether `name` is in the vocabulary."""
    return name in _table()


def annotate(dataset: xr.Dataset) -> xr.Dataset:
    """Return `dataset` with unit and labels of the vocabulary on every variable that it knows.

    Parameters
    ----------
    dataset : xarray.Dataset

    Returns
    -------
    xarray.Dataset
        The same data; `attrs` of the variables completed, own attributes kept.
    """
    dataset = dataset.copy()
    for name in [str(name) for name in dataset.variables]:
        if is_quantity(name):
            dataset[name].attrs = quantity(name).attrs | dataset[name].attrs
    return dataset

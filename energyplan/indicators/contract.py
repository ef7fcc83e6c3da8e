"""What is an indicator? One small function that reads the result, declared with name, unit, description and needs."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from energyplan.core.registry import Registry

if TYPE_CHECKING:
    import xarray as xr

IndicatorFunction = Callable[["xr.DataTree"], "xr.DataArray"]
INDICATORS: Registry[Indicator] = Registry("indicator")


@dataclass(frozen=True)
class Indicator:
    """One declared indicator.

    Attributes
    ----------
    name, unit : str
        The unit as in the `units` attribute of a dataset; shares are "1", numbers of things "count".
    label_de, label_en, description_de, description_en : str
    needs : tuple of str
        Groups of the result that the function reads, or "group/variable" where a group may come without it. "balance"
        is the energy balance of :mod:`energyplan.indicators.balance`: such an indicator is computed for today and for
        every plan year.
    act : str
        Number in Annex 2 III of the heat planning act, empty where the act does not ask for it.
    function : callable
        Takes the tree, returns a DataArray.
    """

    name: str
    unit: str
    label_de: str
    label_en: str
    description_de: str
    description_en: str
    needs: tuple[str, ...]
    function: IndicatorFunction
    act: str = ""

    @property
    def attrs(self) -> dict[str, str]:
        """Attributes of the variable that holds the indicator."""
        return {
            "units": self.unit,
            "long_name": self.label_en,
            "label_de": self.label_de,
            "description": self.description_en,
            "description_de": self.description_de,
            "act": self.act,
        }

    def label(self, language: str) -> str:
        """Return the label in "de" or "en"."""
        return self.label_de if language == "de" else self.label_en


def indicator(
    *,
    name: str,
    unit: str,
    label_de: str,
    label_en: str,
    description_de: str,
    description_en: str,
    needs: tuple[str, ...],
    act: str = "",
) -> Callable[[IndicatorFunction], IndicatorFunction]:
    """Return a decorator that registers a function as an indicator; see :class:`Indicator` for the parameters."""

    def store(function: IndicatorFunction) -> IndicatorFunction:
        declared = Indicator(name, unit, label_de, label_en, description_de, description_en, needs, function, act)
        INDICATORS.add(name, declared)
        return function

    return store


@cache
def _load_modules() -> None:
    """Import every module of this package, so that a new file is an indicator without another line."""
    import energyplan.indicators as package

    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")


def all_indicators() -> list[Indicator]:
    """Return every declared indicator, those of the act first, in the act's order.

    Examples
    --------
    >>> all_indicators()[0].act
    '1'
    """
    _load_modules()
    return sorted(INDICATORS, key=lambda item: (item.act == "", item.act))

"""Where do named things (indicators, performance models, stresses) register, each in one place?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from energyplan.core.errors import nearest

T = TypeVar("T")


class Registry(Generic[T]):
    """A table of named things; an unknown name lists the nearest valid ones.

    Examples
    --------
    >>> models = Registry("model")
    >>> @models.register("constant")
    ... def constant(): return 1.0
    >>> models.names()
    ['constant']
    """

    def __init__(self, kind: str):
        self.kind = kind
        self._items: dict[str, T] = {}

    def register(self, name: str) -> Callable[[T], T]:
        """Return a decorator that stores what it decorates under `name`."""

        def store(item: T) -> T:
            self.add(name, item)
            return item

        return store

    def add(self, name: str, item: T) -> None:
        """Store `item` under `name`.

        Raises
        ------
        ValueError
            If the name is taken.
        """
        if name in self._items:
            raise ValueError(f"{self.kind} {name!r} is registered twice")
        self._items[name] = item

    def __getitem__(self, name: str) -> T:
        try:
            return self._items[name]
        except KeyError:
            raise KeyError(f"unknown {self.kind} {name!r}: {nearest(name, self._items)}") from None

    def __contains__(self, name: str) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def names(self) -> list[str]:
        """Return the names in the order of registration."""
        return list(self._items)

"""Every quantity has a unit that pint knows and a name of its own at the borders."""

import pytest

from energyplan.core import vocabulary
from energyplan.core.units import _spell, unit_registry


@pytest.mark.parametrize("name", vocabulary.names())
def test_quantity_is_whole(name):
    found = vocabulary.quantity(name)
    assert found.lower < found.upper
    assert found.long_name and found.label_de
    if found.unit not in ("1", "%"):
        unit_registry().Unit(_spell(found.unit))


def test_border_names_are_unique():
    names = [vocabulary.quantity(name).border_name for name in vocabulary.names()]
    assert len(set(names)) == len(names)


def test_unknown_name_lists_the_nearest():
    with pytest.raises(KeyError, match="heat_demand"):
        vocabulary.quantity("heat_demnd")

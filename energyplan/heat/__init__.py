"""How much heat does a town need, where and when? The heat map.

Annual demand
    :func:`annual_demand` (given values, or typology × heated area), :func:`heated_area`,
    :func:`demand_in_year`
Hours
    :func:`class_profiles` (standard load profiles with a heating limit), :func:`hourly_load`
Levels and density
    :func:`aggregate`, :func:`section_density`, :func:`block_density`, :func:`cell_density`,
    :func:`density_class`
Areas
    :func:`dense_area`
"""

from energyplan.heat.area import heated_area
from energyplan.heat.areas import dense_area
from energyplan.heat.demand import annual_demand
from energyplan.heat.density import block_density, cell_density, density_class, section_density
from energyplan.heat.future import demand_in_year
from energyplan.heat.levels import UNASSIGNED, aggregate
from energyplan.heat.profiles import class_profiles, hourly_load

__all__ = [
    "UNASSIGNED",
    "aggregate",
    "annual_demand",
    "block_density",
    "cell_density",
    "class_profiles",
    "demand_in_year",
    "dense_area",
    "density_class",
    "heated_area",
    "hourly_load",
    "section_density",
]

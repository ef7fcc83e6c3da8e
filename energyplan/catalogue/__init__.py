"""Which numbers do we plan with, and who says so?

Every number has value, unit, year and source, or is marked as an assumption. Tables are CSV files with one
row per item, technologies are YAML files; money is brought to one base year when it is read.
"""

from energyplan.catalogue.catalogue import Catalogue, load_catalogue
from energyplan.catalogue.money import BASE_YEAR, to_base_year
from energyplan.catalogue.tables import Table, Value
from energyplan.catalogue.technology import Technology

__all__ = ["BASE_YEAR", "Catalogue", "Table", "Technology", "Value", "load_catalogue", "to_base_year"]

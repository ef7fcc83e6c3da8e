"""What columns does a table have, and does this one keep to it? The contracts between the stages."""

from energyplan.core.schema.layers import LAYERS
from energyplan.core.schema.table import Column, Schema, check_table, from_border, strip_units, to_border

__all__ = ["LAYERS", "Column", "Schema", "check_table", "from_border", "strip_units", "to_border"]

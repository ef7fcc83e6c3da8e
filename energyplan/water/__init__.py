"""Where does a town's water go, hour by hour?

Waste water
-----------
waste_water, waste_water_notes : flow and temperature down the sewers and at the treatment plants.
build_tree : which section flows into which.

Rain
----
derive_surfaces, describe_derivation, area_by_kind : roofs, streets, green, where no surface layer is given.
reference_evapotranspiration : what a well-watered lawn would evaporate (FAO-56).
RainMeasures, GreenRoofs, Cisterns : what a scenario changes.
rain_balance, rain_balance_by_surface : the water balance of every hour.
residual, annual_balance : what an hour lacks to close, and the table of the year.
"""

from energyplan.water.evapotranspiration import hargreaves, reference_evapotranspiration
from energyplan.water.measures import Cisterns, GreenRoofs, RainMeasures
from energyplan.water.rain import annual_balance, rain_balance, rain_balance_by_surface, residual
from energyplan.water.sewer_tree import SewerTree, build_tree
from energyplan.water.surfaces import area_by_kind, derive_surfaces, describe_derivation
from energyplan.water.wastewater import waste_water, waste_water_notes

__all__ = [
    "Cisterns",
    "GreenRoofs",
    "RainMeasures",
    "SewerTree",
    "annual_balance",
    "area_by_kind",
    "build_tree",
    "derive_surfaces",
    "describe_derivation",
    "hargreaves",
    "rain_balance",
    "rain_balance_by_surface",
    "reference_evapotranspiration",
    "residual",
    "waste_water",
    "waste_water_notes",
]

"""Which heat is there, how much, how warm and in which hours: waste heat, sewage, rivers, ground, air, roofs.

Every kind is found by one module and comes back in the same form, a :class:`SourceSet`.
"""

from energyplan.sources.air import air_source
from energyplan.sources.contract import Source, SourceSet, assemble, check_sources, merge
from energyplan.sources.effluent import effluent_sources
from energyplan.sources.free_area import free_area
from energyplan.sources.ground import ground_source
from energyplan.sources.kinds import SOURCE_KINDS, SourceInputs, SourceKind
from energyplan.sources.roof_surfaces import roof_surfaces
from energyplan.sources.roofs import roof_sources
from energyplan.sources.search import find_sources
from energyplan.sources.sewage import sewage_sources
from energyplan.sources.waste_heat import waste_heat_sources
from energyplan.sources.water_bodies import water_body_sources

__all__ = [
    "SOURCE_KINDS",
    "Source",
    "SourceInputs",
    "SourceKind",
    "SourceSet",
    "air_source",
    "assemble",
    "check_sources",
    "effluent_sources",
    "find_sources",
    "free_area",
    "ground_source",
    "merge",
    "roof_sources",
    "roof_surfaces",
    "sewage_sources",
    "waste_heat_sources",
    "water_body_sources",
]

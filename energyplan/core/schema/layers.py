"""What layers does a municipality have, and what are their columns?"""

from __future__ import annotations

from energyplan.core.schema.table import Column, Schema

POLYGON = ("Polygon", "MultiPolygon")
LINE = ("LineString", "MultiLineString")
POINT = ("Point",)

USES = (
    "single_family", "terraced", "multi_family", "apartment_block", "office", "school", "health", "sport", "hotel",
    "production", "retail", "public", "other", "unheated",
)  # fmt: skip
RESIDENTIAL_USES = ("single_family", "terraced", "multi_family", "apartment_block")
REFURBISHMENT = ("none", "partial", "full")
STREET_CLASSES = (
    "motorway", "trunk", "primary", "secondary", "tertiary", "residential", "living_street", "unclassified",
    "service", "pedestrian", "track", "path", "footway", "cycleway", "steps", "bridleway", "unknown",
)  # fmt: skip
SURFACES_OF_STREETS = (
    "asphalt",
    "concrete",
    "paving_stones",
    "sett",
    "cobblestone",
    "gravel",
    "grass",
    "unpaved",
    "unknown",
)
CARRIERS = (
    "natural_gas", "heating_oil", "lpg", "hard_coal", "lignite", "hydrogen", "biogas", "wood", "district_heat",
    "electricity", "ambient_heat", "solar_thermal", "waste_heat", "sewage_heat", "river_heat", "geothermal", "none", "unknown",
)  # fmt: skip
WATER_BODY_KINDS = ("river", "stream", "lake", "canal")
WASTE_HEAT_PROFILES = ("continuous", "one_shift", "two_shift", "three_shift", "winter", "summer")


def _text(name: str, *, allowed: tuple[str, ...] = (), **options: object) -> Column:
    return Column(name, kind="text", allowed=allowed, **options)  # type: ignore[arg-type]


BUILDINGS = Schema(
    "buildings",
    "building_id",
    (
        _text(
            "use",
            allowed=USES,
            description="use of the building; decides typology, profile class and factors",
        ),
        Column("construction_year", kind="integer", description="or age_class"),
        _text("age_class", description="row of the catalogue table `age_classes`"),
        Column("storeys", positive=True),
        Column("height", positive=True, description="eaves height, where storeys are unknown"),
        Column("heated_area", positive=True, description="heated floor area where known"),
        _text("refurbishment", allowed=REFURBISHMENT),
        Column("residents"),
        _text("heating_carrier", allowed=CARRIERS),
        _text("heating_type"),
        Column("heating_year", kind="integer"),
        Column("protected", kind="boolean", description="listed building"),
        Column("heat_demand", description="annual useful heat incl. hot water where known; NaN where not"),
        Column("process_heat"),
    ),
    geometry=POLYGON,
    required=True,
    description="One polygon per building.",
)
STREETS = Schema(
    "streets",
    "street_id",
    (
        _text("class", allowed=STREET_CLASSES),
        _text("surface", allowed=SURFACES_OF_STREETS),
        _text("name"),
    ),
    geometry=LINE,
    required=True,
    description="Centre lines as drawn; they need not be noded.",
)
METERS = Schema(
    "meters",
    "group_id",
    (
        _text("carrier", required=True, complete=True, allowed=CARRIERS),
        Column("metered_energy", required=True, complete=True, description="mean of three years"),
        _text("heating_value", allowed=("Hs", "Hi"), description="gas is metered in Hs"),
        _text("building_ids", required=True, complete=True, description="ids separated by blanks"),
    ),
    description="Metered energy of groups of at least five buildings.",
)
SEWERS = Schema(
    "sewers",
    "sewer_id",
    (
        _text("from_node", required=True, complete=True),
        _text("to_node", required=True, complete=True),
        Column("nominal_diameter", required=True, complete=True, positive=True),
        Column("residents", description="persons connected to this section"),
        Column("dry_weather_flow", description="mean flow where measured"),
    ),
    geometry=LINE,
    description="Sections in the direction of flow; the last node is that of a treatment plant.",
)
TREATMENT_PLANTS = Schema(
    "treatment_plants",
    "plant_id",
    (
        _text("node", required=True, complete=True),
        Column("population_equivalent", required=True, complete=True),
        Column("effluent_flow"),
        Column("water_temperature", description="of the effluent, annual mean"),
    ),
    geometry=POINT,
)
WATER_BODIES = Schema(
    "water_bodies",
    "water_body_id",
    (
        _text("kind", required=True, complete=True, allowed=WATER_BODY_KINDS),
        Column("flow", description="mean low flow"),
        _text("name"),
    ),
    geometry=(*LINE, *POLYGON),
)
WASTE_HEAT = Schema(
    "waste_heat",
    "source_id",
    (
        _text("company"),
        Column("annual_heat", required=True, complete=True),
        Column("peak_power", required=True, complete=True, positive=True),
        Column("source_temperature", required=True, complete=True),
        _text("profile", allowed=WASTE_HEAT_PROFILES),
    ),
    geometry=POINT,
    description="The columns of the federal registry (EnEfG §17).",
)
BLOCKS = Schema("blocks", "block_id", (), geometry=POLYGON)
BOUNDARY = Schema("boundary", "boundary_id", (_text("name"),), geometry=POLYGON)
SURFACES = Schema(
    "surfaces",
    "surface_id",
    (
        _text("kind", required=True, complete=True, description="row of the catalogue table `surfaces`"),
        Column("area"),
        Column("slope"),
        _text("sewer_id"),
    ),
    geometry=POLYGON,
    references={"sewer_id": ("sewers", "sewer_id")},
)
HEAT_NETWORKS = Schema(
    "heat_networks",
    "network_id",
    (
        Column("supply_temperature"),
        Column("return_temperature"),
        Column("construction_year", kind="integer"),
        Column("peak_power"),
    ),
    geometry=LINE,
)
GAS_AREAS = Schema("gas_areas", "gas_area_id", (_text("name"),), geometry=POLYGON)
PROTECTED_AREAS = Schema("protected_areas", "protected_area_id", (_text("kind"),), geometry=POLYGON)
TREES = Schema("trees", "tree_id", (_text("kind"),), geometry=POINT)
GRID_STATIONS = Schema(
    "grid_stations",
    "station_id",
    (Column("transformer_power", positive=True), Column("electricity_load")),
    geometry=POINT,
)

LAYERS: dict[str, Schema] = {
    schema.name: schema
    for schema in (
        BUILDINGS, STREETS, BOUNDARY, BLOCKS, METERS, HEAT_NETWORKS, GAS_AREAS, WASTE_HEAT, SEWERS, TREATMENT_PLANTS,
        WATER_BODIES, SURFACES, PROTECTED_AREAS, TREES, GRID_STATIONS,
    )
}  # fmt: skip

"""Numbers as people write them, and the editor's schema of what they write them into."""

import json

import pytest

from energyplan.io.settings import MunicipalitySettings
from energyplan.io.validation import Refused, parse_number


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        ("3,5 kW", "EP104", "3.5 kW"),
        ("1.234,5 kW", "EP104", "1234.5 kW"),
        ("1,234,567 kW", "EP104", "1234567 kW"),
        ("1,234.5 kW", "EP104", "1234.5 kW"),
        ("1,234 kW", "EP104", "1.234 kW or 1234 kW"),
        ("nan kW", "EP105", "0 to 10000 kW"),
        ("-.inf", "EP105", ""),
        (float("nan"), "EP105", ""),
        (True, "EP106", ""),
        (None, "EP106", ""),
        ([], "EP106", ""),
        ("5 kWh", "EP107", ""),
        ("kW", "EP107", ""),
        (10**400, "EP107", ""),
        (-1, "EP108", ""),
        ("20 MW", "EP108", ""),
    ],
)
def test_numbers_that_are_refused(value, code, said):
    with pytest.raises(Refused) as error:
        parse_number(value, unit="kW", lower=0, upper=1e4)
    assert error.value.code == code and said in error.value.expected


def test_the_schema_of_a_municipality_fits_the_files(repository):
    jsonschema = pytest.importorskip("jsonschema")
    from energyplan.io.yaml_file import read_yaml

    schema = MunicipalitySettings.model_json_schema()
    for path in (repository / "tests/cases").glob("*municipality.yaml"):
        jsonschema.validate(json.loads(json.dumps(read_yaml(path).data)), schema)

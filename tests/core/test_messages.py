"""Every fault code that the code raises has a sentence and an advice in both languages."""

import pickle
import re

import pytest

from energyplan.core import messages
from energyplan.core.errors import Fault, FaultError, nearest


def test_every_code_in_the_source_has_a_message(repository):
    used = set()
    for path in (repository / "energyplan").rglob("*.py"):
        used |= set(re.findall(r'"(EP\d{3})"', path.read_text(encoding="utf-8")))
    assert used, "no codes found"
    assert used <= set(messages.codes())


@pytest.mark.parametrize("code", messages.codes())
@pytest.mark.parametrize("language", ["de", "en"])
def test_message_is_whole(code, language):
    sentence, advice = messages.message(code, language)
    assert len(sentence) > 5 and len(advice) > 5


def test_all_faults_are_listed_in_both_languages():
    faults = [
        Fault("EP318", layer="buildings", row="b1"),
        Fault("EP101", file="s.yaml", line=7, key="capp", expected="cap"),
    ]
    error = FaultError(faults)
    assert "s.yaml:7" in str(error) and "buildings [b1]" in str(error)
    assert error.in_language("de").startswith("2 Fehler")
    assert error.exit_code == 2


def test_nearest_lists_all_when_none_is_near():
    assert nearest("xyz", ["alpha", "beta"]) == "one of alpha, beta"


@pytest.mark.parametrize("name", messages.phrases())
def test_phrases_have_the_same_values_in_both_languages(name):
    english, german = messages.phrases()[name]
    assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", german))


def test_every_phrase_is_used(repository):
    source = "\n".join(path.read_text(encoding="utf-8") for path in (repository / "energyplan").rglob("*.py"))
    assert [name for name in messages.phrases() if f'"{name}"' not in source] == []
    assert set(re.findall(r'phrase\(\s*"(\w+)"', source)) <= set(messages.phrases())


def test_what_is_said_stays_in_both_languages():
    said = "x; " + nearest("gas_boler", ["gas_boiler"]) + messages.phrase("more_rows", count=3)
    assert said == "x; did you mean gas_boiler? (and 3 more rows)"
    assert said.german == "x; meinten Sie gas_boiler? (und 3 weitere Zeilen)"
    again = pickle.loads(pickle.dumps(said))
    assert (again, again.german) == (said, said.german)


def test_a_message_is_one_printable_line():
    fault = Fault("EP318", layer="a\nb", row="\x1b[31m\u202e", value="x" * 10_000, expected="c\rd")
    for language in ("de", "en"):
        line = fault.describe(language)
        assert line.isprintable() and len(line) < 600


def test_thousands_of_faults_are_counted_not_printed():
    error = FaultError([Fault("EP318", row=str(number)) for number in range(10_000)])
    assert len(error.in_language("en").splitlines()) == 202
    assert error.in_language("de").endswith("… und 9800 weitere Fehler")


def test_warnings_say_so():
    assert "warning: " in Fault("EP309", warning=True).describe() and "Warnung: " in Fault(
        "EP309", warning=True
    ).describe("de")


def test_nearest_does_not_mind_capital_letters_and_lists_thirty_at_most():
    assert nearest("USE", ["use", "height"]) == "did you mean use?"
    assert nearest("zzz", [f"name{number}" for number in range(100)]).endswith(" and 70 more")

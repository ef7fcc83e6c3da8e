"""Every fault code that the code raises has a sentence and an advice in both languages."""

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

"""Do both languages say the same things?"""

from __future__ import annotations

import pytest

from energyplan.report.figures import PLATES
from energyplan.report.texts import Texts, fields_of, read_texts


def test_both_languages_have_the_same_keys():
    assert list(read_texts("de")) == list(read_texts("en"))


@pytest.mark.parametrize("key", list(read_texts("de")))
def test_both_languages_name_the_same_values(key):
    assert fields_of(read_texts("de")[key]) == fields_of(read_texts("en")[key])


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("plate", list(PLATES), ids=lambda plate: plate.name)
def test_every_figure_has_words(plate, language):
    texts = read_texts(language)
    assert all(texts[f"figure_{plate.name}_{part}"] for part in ("title", "caption", "alt"))
    assert f"section_{plate.section}" in texts


def test_unknown_text_names_the_nearest():
    with pytest.raises(KeyError, match="question_heat"):
        Texts("de")("question_haet")


def test_unknown_language():
    with pytest.raises(KeyError, match="unknown language"):
        read_texts("fr")


def test_numbers_keep_their_units():
    assert Texts("de")("figure_cost_breakdown_alt", lowest="1 €", highest="2 €").count("\u00a0€") == 2

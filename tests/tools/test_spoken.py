"""In which language a page is written."""

import pytest

from odoo.addons.customer_status_comm.labels import status_labels
from odoo.addons.customer_status_comm.tools.spoken import find_spoken

ENGLISH = status_labels(str)
TRANSLATED = status_labels(lambda text: f"[{text}]")


@pytest.mark.parametrize("lang", ["da_DK", "nb_NO", "fr_FR", "sr@latin"])
def test_a_page_with_translated_words_is_in_that_language(lang):
    assert find_spoken(TRANSLATED, lang) == lang


@pytest.mark.parametrize("lang", ["fr_FR", "fi_FI", "sr@latin"])
def test_a_page_with_english_words_is_in_english(lang):
    assert find_spoken(ENGLISH, lang) == "en_US"


@pytest.mark.parametrize("lang", ["en_US", "en_GB", "en_AU"])
def test_each_english_keeps_its_own_dates(lang):
    assert find_spoken(ENGLISH, lang) == lang


@pytest.mark.parametrize("lang", [None, "", False])
def test_no_language_is_english(lang):
    assert find_spoken(ENGLISH, lang) == "en_US"


def test_own_words_of_a_kind_of_document_are_no_translation():
    labels = ENGLISH | {"title": "Repair status", "headline_confirmed": "In work"}
    assert find_spoken(labels, "fr_FR") == "en_US"


def test_a_half_done_translation_is_one():
    labels = ENGLISH | {"updated": TRANSLATED["updated"]}
    assert find_spoken(labels, "fr_FR") == "fr_FR"

"""The user guide: whole in both languages, and in the words of the screen."""

from difflib import get_close_matches

import pytest
from PIL import Image

from devtools.paths import TOP, addon_folders

from . import guide

PAGES = [path for code in guide.LANGUAGES for path in (guide.GUIDE / code).glob("*.md")]
TEXTS = [TOP / "README.md", TOP / "CONTRIBUTING.md", *TOP.glob("docs/**/*.md")]
PICTURES = sorted(TOP.glob("docs/**/*.png"))
#: Of one picture; the widest is a desktop's screen.
MOST_BYTES, MOST_PIXELS = 150_000, 1366


def name_of(path):
    """Return how a test names a file: ``en/index.md``."""
    return "/".join(path.parts[-2:])


pages = pytest.mark.parametrize("path", sorted(PAGES), ids=name_of)


@pytest.fixture(scope="module")
def own():
    """Our own labels."""
    return guide.read_own()


@pytest.fixture(scope="module")
def words(own):
    """All labels, ours and Odoo's."""
    known = guide.read_odoo()
    for english, danish in own.items():
        known[english] |= danish
    return known


# Whole --------------------------------------------------------------------------------


def test_every_page_is_there_in_every_language():
    english, danish = (guide.pages(code) for code in guide.LANGUAGES)
    assert len(english) >= 9
    assert english.keys() == danish.keys()


@pytest.mark.parametrize("path", sorted(TEXTS), ids=name_of)
def test_links_lead_somewhere(path):
    assert guide.dead_links(path) == []


@pytest.mark.parametrize("code", guide.LANGUAGES)
def test_every_page_is_in_the_index(code):
    index = dict.fromkeys(
        target for _, target in guide.links(guide.pages(code)["index.md"])
    )
    assert guide.pages(code).keys() - {"index.md"} - index.keys() == set()


def test_pages_show_the_same_pictures():
    shown = [
        {name: [to for is_picture, to in guide.links(text) if is_picture]}
        for code in guide.LANGUAGES
        for name, text in guide.pages(code).items()
    ]
    half = len(shown) // 2
    assert shown[:half] == shown[half:]


def test_every_picture_is_used():
    used = {
        (path.parent / target).resolve()
        for path in TEXTS
        for is_picture, target in guide.links(path.read_text())
        if is_picture
    }
    assert [name_of(path) for path in PICTURES if path not in used] == []


@pytest.mark.parametrize("path", PICTURES, ids=name_of)
def test_pictures_are_small(path):
    assert path.stat().st_size < MOST_BYTES
    assert Image.open(path).width <= MOST_PIXELS


# In the words of the screen -----------------------------------------------------------


@pages
def test_what_is_bold_stands_on_the_screen(path, words):
    """A label that was changed is shown with what resembles it."""
    is_english = path.parent.name == "en"
    known = set(words) if is_english else set().union(*words.values())
    wrong = {
        part: get_close_matches(part, known, n=2)
        for label in guide.labels(path.read_text())
        for part in guide.split(label, known)
        if part not in known
    }
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(guide.pages("en")))
def test_both_languages_name_the_same_labels(name, words):
    everything = set().union(*words.values())
    english, danish = (
        {
            part
            for label in guide.labels(guide.pages(code)[name])
            for part in guide.split(label, known)
        }
        for code, known in (("en", words), ("da", everything))
    )
    meant = {label: words.get(label, set()) for label in english}
    assert {label: to for label, to in meant.items() if not to & danish} == {}
    assert danish - set().union(*meant.values()) == set()


# Complete about what can go wrong -----------------------------------------------------


def test_errors_are_found_in_code():
    source = """
def check(self):
    raise UserError(self.env._("No %(what)s.", what=1))
def check_by_name(self):
    message = self.env._("Not at all.")
    raise RedirectWarning(message, action, self.env._("To the settings"))
def show(self):
    self._show("danger", self.env._("Not sent: %(why)s"))
    self._show("success", self.env._("Sent."))
def _selection_why(self):
    return [(A, self.env._("No address")), (B, self.env._("on the page"))]
def other(self):
    return self.env._("Not this")
_minutes = models.Constraint("CHECK(a > 0)", "Too few.")
"""
    assert guide.errors_of_python(source) == {
        *("No %(what)s.", "Not at all.", "Not sent: %(why)s", "No address", "Too few."),
    }
    assert guide.errors_of_javascript('_t("You cannot") + _t("You can")') == {
        "You cannot"
    }


def test_there_are_errors_in_the_code():
    assert len(guide.find_errors()) > 60
    assert len(addon_folders()) > 4


def test_the_trouble_page_names_every_error():
    told = set(guide.labels(guide.pages("en")["trouble.md"]))
    missing = {
        text: file
        for text, file in guide.find_errors().items()
        if guide.plain(text) not in told
    }
    assert missing == {}

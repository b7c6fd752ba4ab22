"""The addons' store pages: an icon of its own, pictures that are there, short texts."""

import re
from html.parser import HTMLParser

import pytest
from PIL import Image

from devtools import contents, icons
from devtools.paths import addon_folders

ADDONS = addon_folders()
FRAGMENTS = ("DESCRIPTION.md", "CONFIGURE.md", "USAGE.md")
#: Bytes of everything beside one store page: all of it goes into the wheel.
MOST_BYTES = 500_000
_ALONE = {"img", "br", "hr"}

addons = pytest.mark.parametrize("addon", ADDONS, ids=lambda addon: addon.name)


class Page(HTMLParser):
    """Collects pictures and addresses of a page, and tags that are not closed."""

    def __init__(self, source):
        super().__init__()
        self.pictures, self.addresses, self.open = [], [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "img":
            assert "alt" in values
            self.pictures.append(values["src"])
        if tag not in _ALONE:
            self.open.append(tag)
        self.addresses += [values[name] for name in ("href", "src") if name in values]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def read(addon):
    """Return an addon's store page."""
    path = addon / "static" / "description" / "index.html"
    return Page(path.read_text())


@addons
def test_store_page_is_whole_and_asks_nobody(addon):
    page = read(addon)
    assert page.open == []
    assert [one for one in page.addresses if re.match(r"\w+:|/", one)] == []


@addons
def test_pictures_of_store_page_are_there_and_used(addon):
    folder = addon / "static" / "description"
    shown = set(read(addon).pictures)
    there = {path.name for path in folder.glob("*.png")}
    assert shown == there
    assert len(shown) > 1, "an icon and a picture at least"
    assert sum(path.stat().st_size for path in folder.iterdir()) < MOST_BYTES


@addons
def test_icon_is_the_one_that_is_drawn(addon):
    folder = addon / "static" / "description"
    assert (folder / "icon.svg").read_text() == icons.draw(addon.name)
    with Image.open(folder / "icon.png") as icon:
        assert icon.size == (icons.SIZE, icons.SIZE)


def test_no_two_addons_have_the_same_icon():
    icons_ = {
        (addon / "static" / "description" / "icon.png").read_bytes() for addon in ADDONS
    }
    assert len(icons_) == len(ADDONS)


@addons
def test_manifest_names_a_picture_and_a_summary(addon):
    manifest = contents.manifest(addon)
    assert manifest["summary"]
    [picture] = manifest["images"]
    assert (addon / picture).is_file()


@addons
def test_readme_fragments_are_there(addon):
    for name in FRAGMENTS:
        assert (addon / "readme" / name).read_text().strip(), name

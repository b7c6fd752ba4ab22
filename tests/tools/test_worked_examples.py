"""The guides for developers show the examples that are tested, letter by letter."""

import re

import pytest

from devtools.paths import TEST_ADDONS, TOP, addon_folders, folders_of_test_addons

#: A page of docs/, and the addon under tests/addons/ that it shows.
GUIDES = {
    "adding-a-channel.md": "customer_status_comm_messenger",
    "adding-a-document.md": "customer_status_comm_example",
}
#: "`models/x.py`" on a line of its own, and the block of code below it.
BLOCK = re.compile(r"^`([\w./]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("guide", "addon"), GUIDES.items())
def test_every_file_is_shown_as_it_is(guide, addon):
    """None of the addon's files is left out, and none differs."""
    folder = TEST_ADDONS / addon
    shown = dict(BLOCK.findall((TOP / "docs" / guide).read_text()))
    files = {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files == shown


def test_every_example_has_its_guide():
    """An addon that only the tests install is there to be shown."""
    addons = {path.parent.name for path in TEST_ADDONS.glob("*/__manifest__.py")}
    assert addons == set(GUIDES.values())


@pytest.mark.parametrize("guide", GUIDES)
def test_every_hook_named_is_there(guide):
    """A method that is renamed takes its place in the guides along."""
    text = BLOCK.sub("", (TOP / "docs" / guide).read_text())
    named = set(re.findall(r"`(_[a-z]\w+)`", text))
    folders = [*addon_folders(), *folders_of_test_addons()]
    code = "".join(
        path.read_text() for folder in folders for path in folder.rglob("*.py")
    )
    assert named
    assert not {name for name in named if not re.search(rf"\b{name}\b", code)}

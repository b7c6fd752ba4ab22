"""docs/adding-a-document.md shows the example that is tested, letter by letter."""

import re

from devtools.paths import TEST_ADDONS, TOP

EXAMPLE = TEST_ADDONS / "customer_status_comm_example"
GUIDE = TOP / "docs" / "adding-a-document.md"
#: "`models/x.py`" on a line of its own, and the block of code below it.
BLOCK = re.compile(r"^`([\w./]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_block_is_the_examples_file():
    blocks = dict(BLOCK.findall(GUIDE.read_text()))
    assert blocks
    for name, text in blocks.items():
        assert text == (EXAMPLE / name).read_text(), name


def test_no_file_of_the_example_is_left_out():
    shown = set(dict(BLOCK.findall(GUIDE.read_text())))
    files = {
        str(path.relative_to(EXAMPLE))
        for path in EXAMPLE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files == shown

"""Every component of the web client has tests of its own, and Hoot is given them."""

import ast

import pytest

from devtools.paths import TOP, addon_folders

FOLDERS = [
    folder for folder in addon_folders() if any(folder.glob("static/src/**/*.js"))
]
folders = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@folders
def test_each_file_has_a_file_of_tests(folder):
    sources = {path.stem for path in folder.glob("static/src/**/*.js")}
    tests = {
        path.name.removesuffix(".test.js")
        for path in folder.glob("static/tests/**/*.test.js")
    }
    assert sources == tests


@folders
def test_each_file_of_tests_asserts_and_all_of_them_run(folder):
    for path in folder.glob("static/tests/**/*.js"):
        text = path.read_text()
        assert "expect(" in text, path.name
        for marker in ("test.only", "test.skip", "test.todo", "test.debug", ".only("):
            assert marker not in text, path.name


@folders
def test_the_manifest_gives_them_to_hoot(folder):
    manifest = ast.literal_eval((folder / "__manifest__.py").read_text())
    listed = manifest["assets"]["web.assets_unit_tests"]
    assert f"{folder.name}/static/tests/**/*" in listed


def test_each_addon_with_components_is_run():
    tree = ast.parse((TOP / "tests/family/test_javascript.py").read_text())
    [suites] = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "SUITES"
    ]
    assert set(suites) == {f"@{folder.name}" for folder in FOLDERS}

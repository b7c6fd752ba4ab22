"""Checks of the form of all files; none needs Odoo or a database."""

import ast
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

from .node import ensure_modules, tool
from .paths import ADDON_PREFIX, PYTHON, TOP, VENV, addon_folders
from .steps import output, say

# Written in pieces, so that this file passes its own checks.
REGISTRY_HOST = re.compile(
    r"\b(deb\.debian|security\.debian|pypi|pythonhosted|npmjs)\.(org|com)\b"
)
MACHINE_PATH = re.compile(r"(?:^|[^\w.])/(root|work|farm|home/\w+)/")
LEFT_FOR_LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b(?!.*#\d+)")
NOT_COMMITTED = {".git", ".odoo", "__pycache__", "build", "dist", "node_modules"}
#: So many lines a file of code has at most; data for a demo may be longer.
LONGEST = 600
#: So many lines a function has at most, with its docstring, and so many ways through
#: it (McCabe's number as radon counts it: conditions in expressions, too).
LONGEST_FUNCTION = 40
MOST_WAYS = 12
#: Where functions are measured: what is shipped, and our tools. A test's story and a
#: program that measures may be longer.
MEASURED = (ADDON_PREFIX, "devtools", "tests/addons")
COUNTED = {".py", ".js", ".scss", ".jinja"}
CODE = {".py", ".js", ".xml", ".scss", ".css", ".jinja", ".sh", ".toml", ".cfg"}


def files() -> list[Path]:
    """Return every file that is, or would be, in a commit."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=TOP,
        capture_output=True,
        text=True,
    )
    if listing.returncode == 0:
        names = sorted(set(filter(None, listing.stdout.split("\0"))))
        return [TOP / name for name in names if (TOP / name).is_file()]
    return [
        path
        for path in sorted(TOP.rglob("*"))
        if path.is_file() and not NOT_COMMITTED & set(path.relative_to(TOP).parts)
    ]


def run_tool(*command) -> bool:
    """Run a program of the private environment; return whether it found nothing."""
    env = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    command = [str(part) for part in command]
    return (
        subprocess.run(command, cwd=TOP, env=env, stdin=subprocess.DEVNULL).returncode
        == 0
    )


def report(found: list[str]) -> bool:
    """Print findings; return whether there were none."""
    for line in found:
        print(line)
    return not found


def ruff() -> bool:
    """Errors, imports and idioms in Python."""
    return run_tool(PYTHON, "-m", "ruff", "check", "--quiet", ".")


def layout() -> bool:
    """Python is laid out as ruff lays it out."""
    return run_tool(PYTHON, "-m", "ruff", "format", "--check", "--quiet", ".")


def pylint() -> bool:
    """Odoo's conventions in Python and manifests."""
    folders = addon_folders()
    return not folders or run_tool(PYTHON, "-m", "pylint", *folders)


def oca() -> bool:
    """The Odoo Community Association's checks of XML, CSV and manifests."""
    folders = addon_folders()
    if not folders:
        return True
    command = [PYTHON, "-m", "oca_pre_commit_hooks.cli"]
    manifests = [folder / "__manifest__.py" for folder in folders]
    return run_tool(*command, *manifests)


def po() -> bool:
    """The same for translations."""
    catalogues = [path for path in files() if path.suffix in (".po", ".pot")]
    return not catalogues or run_tool(
        PYTHON, "-m", "oca_pre_commit_hooks.cli_po", *catalogues
    )


def types() -> bool:
    """What decides without Odoo fits together by its types."""
    return run_tool(PYTHON, "-m", "mypy", "--no-error-summary")


def javascript() -> bool:
    """Errors and idioms in JavaScript."""
    ensure_modules()
    command = tool("eslint", "bin/eslint.js")
    return run_tool(*command, "--max-warnings=0", *scripts())


def form() -> bool:
    """JavaScript, SCSS and XML are laid out as prettier lays them out."""
    ensure_modules()
    return run_tool(*prettier(), "--check", "--log-level=warn", *laid_out())


def prettier() -> list[str]:
    """Return the command of prettier."""
    return tool("prettier", "bin/prettier.cjs")


def scripts() -> list[Path]:
    """Return the files of JavaScript that we wrote."""
    return [path for path in files() if path.suffix in (".js", ".mjs")]


def laid_out() -> list[Path]:
    """Return the files that prettier lays out. Pictures are drawn by other programs.

    Of a mail template the blanks between its elements are a part of the text that the
    catalogues know: other blanks, and every language would lose it.
    """
    kinds = (".scss", ".xml")
    return [
        *scripts(),
        *(
            path
            for path in files()
            if path.suffix in kinds and not path.match("data/mail_*.xml")
        ),
    ]


def xml() -> bool:
    """XML is well-formed."""
    found = []
    for path in files():
        if path.suffix in (".xml", ".svg"):
            try:
                ElementTree.parse(path)
            except ElementTree.ParseError as error:
                found.append(f"{path.relative_to(TOP)}: {error}")
    return report(found)


def names() -> bool:
    """No file names a package registry or a place on one machine."""
    own = [
        re.escape(str(place)) for place in (TOP, Path.home()) if len(place.parts) > 1
    ]
    here = re.compile(rf"(?:^|[^\w.])(?:{'|'.join(own)})(?=[/\s\"']|$)")
    found = []
    for where, line in lines(files()):
        for what, pattern in (
            ("names a package registry's host", REGISTRY_HOST),
            ("carries a path of one machine", MACHINE_PATH),
            ("carries a path of this machine", here),
        ):
            if pattern.search(line):
                found.append(f"{where}: {what}: {line.strip()[:120]}")
    return report(found)


def later() -> bool:
    """Nothing is left for later without the number of an issue."""
    code = [path for path in files() if path.suffix in CODE and path.stem != "LICENSE"]
    return report(
        [
            f"{where}: left for later without an issue's number: {line.strip()[:120]}"
            for where, line in lines(code)
            if LEFT_FOR_LATER.search(line)
        ]
    )


def length() -> bool:
    """No file of code is longer than somebody reads at once."""
    found = []
    for path in files():
        count = path.read_bytes().count(b"\n") if path.suffix in COUNTED else 0
        if count > LONGEST:
            name = path.relative_to(TOP)
            found.append(f"{name}: {count} lines, at most {LONGEST}: divide it")
    return report(found)


def functions() -> bool:
    """No function is longer than somebody reads at once."""
    found = []
    for path in measured_files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            count = node.end_lineno - node.lineno + 1
            if count > LONGEST_FUNCTION:
                place = f"{path.relative_to(TOP)}:{node.lineno}: {node.name}"
                most = f"at most {LONGEST_FUNCTION}"
                found.append(f"{place}: {count} lines, {most}: divide it")
    return report(found)


def ways() -> bool:
    """No function has more ways through it than somebody can follow."""
    paths = [str(path.relative_to(TOP)) for path in measured_files()]
    command = [PYTHON, "-m", "radon", "cc", "--json", "--min", "C", *paths]
    listed = json.loads(output(*command, cwd=TOP)) if paths else {}
    return report(
        [
            f"{path}:{block['lineno']}: {block['name']}: {block['complexity']} ways "
            f"through it, at most {MOST_WAYS}: divide it"
            for path, blocks in listed.items()
            for block in blocks
            if block["type"] != "class" and block["complexity"] > MOST_WAYS
        ]
    )


def measured_files() -> list[Path]:
    """Return the files whose functions are measured: a test may tell a long story."""
    return [
        path
        for path in files()
        if path.suffix == ".py"
        and str(path.relative_to(TOP)).startswith(MEASURED)
        and "tests" not in path.relative_to(TOP).parts[1:-1]
    ]


def lines(paths: list[Path]):
    """Yield (place, text) of every line of the files that are text."""
    for path in paths:
        content = path.read_bytes()
        if b"\0" in content[:4096]:
            continue
        text = content.decode(errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{path.relative_to(TOP)}:{number}", line


CHECKS = {
    check.__name__: check
    for check in (
        *(ruff, layout, types, pylint, oca, po, javascript, form, xml, names),
        *(later, length, functions, ways),
    )
}


def run_checks(chosen: list[str] = ()) -> list[str]:
    """Run the checks, all of them or those named.

    :return: names of those that failed.
    """
    unknown = set(chosen) - set(CHECKS)
    if unknown:
        sys.exit(f"no such check: {', '.join(unknown)}; there are {', '.join(CHECKS)}")
    failed = []
    for name in chosen or CHECKS:
        started = time.monotonic()
        passed = CHECKS[name]()
        seconds = time.monotonic() - started
        say(f"lint {name}: {'ok' if passed else 'FAILED'} ({seconds:.1f} s)")
        if not passed:
            failed.append(name)
    return failed

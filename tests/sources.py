"""The code of the addons, read as a tree: what a test wants to know of all of it."""

import ast
import builtins
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from devtools.paths import TOP, addon_folders

_COMPILING = "compile"
#: What of ``re`` takes a pattern, and what a pattern is asked.
_WORKING = frozenset(
    {"fullmatch", "match", "search", "split", "sub", "subn", "findall", "finditer"}
)


class Pattern(NamedTuple):
    """A regular expression of the code.

    :param place: file, and the name it is kept under or the line it stands in.
    :param compiled: ``None`` when it is not known before the code runs.
    :param methods: what it is asked, as ``search``.
    """

    place: str
    compiled: re.Pattern | None
    methods: frozenset[str]


def read_sources() -> dict[str, ast.Module]:
    """Return the syntax trees of the addons, by their path from the top."""
    return {
        str(path.relative_to(TOP)): ast.parse(path.read_text("utf-8"))
        for folder in addon_folders()
        for path in sorted(folder.rglob("*.py"))
        if path.relative_to(folder).parts[0] != "tests"
    }


def find_patterns() -> list[Pattern]:
    """Return every regular expression of the addons."""
    sources = read_sources()
    asked: dict[str, set[str]] = {}
    for tree in sources.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in _WORKING:
                asked.setdefault(_last_name(node.value), set()).add(node.attr)
    found = []
    for path, tree in sources.items():
        constants = _read_constants(path, tree)
        names = _names_of_values(tree)
        for node in ast.walk(tree):
            if not _is_call_of_re(node):
                continue
            method = node.func.attr
            if method == _COMPILING:
                name = names.get(node, f"line {node.lineno}")
                methods = frozenset(asked.get(name, ())) or _WORKING
            else:
                name, methods = f"line {node.lineno}", frozenset({method})
            compiled = _compile(node, constants)
            found.append(Pattern(f"{path}: {name}", compiled, methods))
    return found


def find_functions_of_texts(folder: str) -> Iterator[str]:
    """Yield ``module.function`` of those in ``folder`` that are given a text.

    That is, one that others may call, with a parameter that is said to be a ``str``,
    several, an error, or anything; methods as ``module.Class.method``.
    """
    for path, tree in read_sources().items():
        if Path(path).parent.name != folder:
            continue
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        owners = [(Path(path).stem, tree)]
        owners += [(f"{Path(path).stem}.{node.name}", node) for node in classes]
        for owner, node in owners:
            for function in node.body:
                if isinstance(function, ast.FunctionDef) and _takes_text(function):
                    yield f"{owner}.{function.name}"


def find_texts_of_sql(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield ``(path, text)`` of the SQL in the code in which ``pattern`` is found."""
    for path, tree in read_sources().items():
        for node in ast.walk(tree):
            text = getattr(node, "value", None) if isinstance(node, ast.Constant) else 0
            if isinstance(text, str) and re.search(pattern, text):
                yield path, text


def _takes_text(function: ast.FunctionDef) -> bool:
    parameters = (*function.args.args, *function.args.kwonlyargs)
    kinds = [one.annotation for one in parameters if one.annotation is not None]
    return function.name[0] != "_" and any(
        re.search(r"\b(str|Any|Exception)\b", ast.unparse(kind)) for kind in kinds
    )


def _last_name(node) -> str:
    """Return ``c`` for ``a.b.c``."""
    return getattr(node, "attr", None) or getattr(node, "id", "")


def _is_call_of_re(node) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in {_COMPILING, *_WORKING}
    )


def _names_of_values(tree) -> dict[ast.AST, str]:
    """Return under which name the module keeps a value."""
    names = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            names[node.value] = _last_name(node.targets[0])
        elif isinstance(node, ast.AnnAssign) and node.value:
            names[node.value] = _last_name(node.target)
    return names


def _read_constants(path: str, tree) -> dict[str, object]:
    """Return what the module's constants are, as far as they need nothing else."""
    addon = Path(path).parts[0]
    const = importlib.import_module("odoo.addons.customer_status_comm.const")
    if (TOP / addon / "const.py").exists():
        const = importlib.import_module(f"odoo.addons.{addon}.const")
    known = {"re": re, "const": const, "__builtins__": builtins}
    for value, name in _names_of_values(tree).items():
        try:
            known[name] = eval(compile(ast.Expression(value), path, "eval"), known)
        except Exception:  # it is made of what only the running code has
            continue
    return known


def _compile(call: ast.Call, constants: dict[str, object]) -> re.Pattern | None:
    """Return the pattern of a call of ``re``; flags are its third argument or named."""
    parts = [call.args[0]]
    parts += [keyword.value for keyword in call.keywords if keyword.arg == "flags"]
    if call.func.attr == _COMPILING:
        parts += call.args[1:2]
    try:
        values = [
            eval(compile(ast.Expression(part), "<pattern>", "eval"), dict(constants))
            for part in parts
        ]
    except NameError:
        return None
    return re.compile(*values)

"""What the user guide consists of, and the words of the screen it must agree with."""

import ast
import re
from collections import defaultdict

import polib

from devtools import odoo_source
from devtools.paths import TOP, addon_folders

GUIDE = TOP / "docs" / "guide"
LANGUAGES = ("en", "da")
#: Standard modules whose own labels the guide names.
ODOO_MODULES = (
    *("base", "base_setup", "mail", "phone_validation", "point_of_sale"),
    *("privacy_lookup", "repair", "sale", "web"),
)
#: Methods that hold the words for why something was not sent, told or published.
WORD_METHODS = {
    "_selection_why",
    "_selection_failure_code",
    "_get_failures_of_mails",
    "_get_failures_of_texts",
    "_get_layout_words",
    "_get_names",
    "_describe_failure",
}
_LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
_LABEL = re.compile(r"\*\*(.+?)\*\*")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
_TAG = re.compile(r"<[^>]*>")
_JS_TEXT = re.compile(r"\b_t\(\s*\"((?:[^\"\\]|\\.)*)\"")
ARROW = " → "


# Pages --------------------------------------------------------------------------------


def pages(language):
    """Return ``{name: text}`` of the guide's pages in a language."""
    folder = GUIDE / language
    return {path.name: path.read_text() for path in sorted(folder.glob("*.md"))}


def links(text):
    """Return ``[(is it a picture, target)]`` of a page, without the web's addresses."""
    found = [(bool(bang), target) for bang, target in _LINK.findall(text)]
    return [one for one in found if not re.match(r"\w+:", one[1])]


def anchors(text):
    """Return what links may point to in a page, as GitHub makes it of headings."""
    heads = (
        re.sub(r"[*`]", "", head).strip().lower() for head in _HEADING.findall(text)
    )
    return {re.sub(r"[^\w\- ]", "", head).replace(" ", "-") for head in heads}


def dead_links(path):
    """Return the targets of a page that are not there."""
    dead = []
    for _is_picture, target in links(path.read_text()):
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.is_file() or (anchor and anchor not in anchors(file.read_text())):
            dead.append(target)
    return dead


def labels(text):
    """Return the words of the screen that a page names, whole."""
    return [plain(label) for label in _LABEL.findall(text)]


# The words of the screen --------------------------------------------------------------


def plain(text):
    """Return a text as people see it: no tags, and “…” for what is filled in."""
    return " ".join(_PLACEHOLDER.sub("…", _TAG.sub(" ", text)).split())


def read_catalogue(path, known):
    """Add to ``known`` what a catalogue says: ``{English: {Danish, ...}}``."""
    for entry in polib.pofile(str(path)):
        # What nobody has translated is shown in English.
        known[plain(entry.msgid)].add(plain(entry.msgstr or entry.msgid))


def read_own():
    """Return ``{English: {Danish, ...}}`` of our addons."""
    known = defaultdict(set)
    for addon in addon_folders():
        path = addon / "i18n" / "da.po"
        if path.is_file():
            read_catalogue(path, known)
    return known


def read_odoo():
    """Return the same of the standard modules that the guide speaks of."""
    known = defaultdict(set)
    for module in ODOO_MODULES:
        folder = odoo_source.source() / "odoo" / "addons" / module
        read_catalogue(folder / "i18n" / "da.po", known)
    return known


def split(label, words):
    """Return the labels on a way through menus; one that is a label itself, whole."""
    return [label] if label in words else label.split(ARROW)


# What can go wrong --------------------------------------------------------------------


def _texts(node):
    """Return what calls of ``_`` below a node say."""
    found = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "_":
            found |= {
                arg.value for arg in call.args[:1] if isinstance(arg, ast.Constant)
            }
    return found


def _message(node):
    """Return what an error is raised with first: its text, or a variable's name."""
    call = getattr(node, "exc", None)
    return call.args[0] if isinstance(call, ast.Call) and call.args else None


def _complaints(node):
    """Return the texts of an error, of a refusal in red, or of a method's reasons."""
    if isinstance(node, ast.Raise):
        return _texts(_message(node)) if _message(node) else set()
    if isinstance(node, ast.FunctionDef):
        return _texts(node) if node.name in WORD_METHODS else _raised_by_name(node)
    if not isinstance(node, ast.Call) or not node.args:
        return set()
    name = getattr(node.func, "attr", "")
    if name == "_show" and getattr(node.args[0], "value", "") == "danger":
        return _texts(node)
    if name == "Constraint":
        return {arg.value for arg in node.args[1:] if isinstance(arg, ast.Constant)}
    return set()


def _raised_by_name(method):
    """Return the texts of a method's variables that it raises an error with."""
    inside = list(ast.walk(method))
    raised = {
        getattr(_message(one), "id", None)
        for one in inside
        if isinstance(one, ast.Raise)
    }
    return {
        text
        for one in inside
        if isinstance(one, ast.Assign) and getattr(one.targets[0], "id", "") in raised
        for text in _texts(one)
    }


def errors_of_python(source):
    """Return the texts of errors, constraints, refusals and reasons in a file.

    Parts of sentences, which begin with a small letter, are left out.
    """
    found = set()
    for node in ast.walk(ast.parse(source)):
        found |= _complaints(node)
    return {text for text in found if not text[:1].islower()}


def errors_of_javascript(source):
    """Return the texts of the web client that say what cannot or could not be done."""
    texts = (ast.literal_eval(f'"{text}"') for text in _JS_TEXT.findall(source))
    return {text for text in texts if re.search(r"\b(cannot|could not)\b", text)}


def find_errors():
    """Return ``{text: file}`` of all that our addons may complain of to people."""
    return {
        text: path.name
        for addon in addon_folders()
        for pattern, reader in (
            ("**/*.py", errors_of_python),
            ("static/src/**/*.js", errors_of_javascript),
        )
        for path in sorted(addon.glob(pattern))
        for text in reader(path.read_text())
    }

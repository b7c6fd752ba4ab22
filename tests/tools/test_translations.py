"""The catalogues: all that people read is there in Danish, and means the same."""

import ast
import re
from collections import Counter
from copy import deepcopy
from html.parser import HTMLParser
from io import BytesIO

import polib
import pytest
from lxml import etree

from odoo.tools.translate import TRANSLATED_ATTRS, babel_extract_qweb, xml_translate

from devtools.paths import addon_folders

ADDONS = addon_folders()
CATALOGUES = [path for addon in ADDONS for path in sorted(addon.glob("i18n*/*.po"))]
DANISH = [addon / "i18n" / "da.po" for addon in ADDONS]
#: What is the same word in Danish.
SAME_IN_DANISH = {
    "Version",
    *("Computer", "Feedback", "ID", "Link", "Links", "Mine", "Note", "Reference"),
    *("Qweb", "Revision", "SMS", "Send", "Stop", "Type", "Unicode"),
    "<code>object.customer_status_button</code>",
    "<code>{{ object.customer_status_expected }}</code>",
    "<code>{{ object.customer_status_headline }}</code>",
    "<code>{{ object.customer_status_news }}</code>",
    "<code>{{ object.customer_status_url }}</code>",
    "<code>{{ object.name }}</code>",
    "<code>{{ object.partner_id.name }}</code>",
    "{{ object.customer_status_headline }} – {{ object.name }}",
    "{{ object.name }}: {{ object.customer_status_headline }}."
    " {{ object.customer_status_url }}",
}
PLACEHOLDERS = re.compile(r"%\(\w+\)[a-z]|%[sdrf]|%%|\{\{.*?\}\}")
_T = re.compile(r"\b_t\(\s*\"((?:[^\"\\]|\\.)*)\"")
#: What of a field's declaration people read.
LABELS = ("string", "help")
#: Fields of records, beside views, that people read.
NAMES = {
    "ir.actions.act_window": ("name",),
    "ir.cron": ("name",),
    "mail.template": ("name", "subject", "sms_body"),
    "res.groups": ("name", "comment"),
}


def name_of(path):
    """Return how a test names a file: ``addon/i18n/da.po``."""
    return "/".join(path.parts[-3:])


catalogues = pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
danish = pytest.mark.parametrize("path", DANISH, ids=name_of)
addons = pytest.mark.parametrize("addon", ADDONS, ids=lambda addon: addon.name)


def read(path):
    return polib.pofile(str(path), check_for_duplicates=True)


# What a text consists of, apart from words ------------------------------------------


class Skeleton(HTMLParser):
    """Counts the tags and attributes of a text, without what is translated in them."""

    def __init__(self):
        super().__init__()
        self.parts = Counter()

    def handle_starttag(self, tag, attrs):
        kept = frozenset(
            (key, "" if key in TRANSLATED_ATTRS else value) for key, value in attrs
        )
        self.parts[tag, kept] += 1

    def handle_endtag(self, tag):
        self.parts[f"/{tag}"] += 1


def skeleton(text):
    """Return a count of the placeholders, tags and attributes of ``text``."""
    parser = Skeleton()
    parser.feed(text)
    parser.close()
    return parser.parts + Counter(PLACEHOLDERS.findall(text))


def test_words_make_no_difference_to_a_skeleton():
    english = '<p title="Sent">To <b t-out="object.name"/> in {{ a }}, %(b)s</p>'
    danish = '<p title="Sendt">I {{ a }}, %(b)s til <b t-out="object.name"/></p>'
    assert skeleton(english) == skeleton(danish)


@pytest.mark.parametrize(
    ("english", "danish"),
    [
        ("Sent to %(address)s", "Sendt til %(adresse)s"),
        ("Sent to %s", "Sendt"),
        ("Order {{ object.name }}", "Ordre {{ object.navn }}"),
        ('<b t-out="object.name"/>', '<b t-out="object.navn"/>'),
        ('<a t-att-href="url">Here</a>', '<a href="url">Her</a>'),
        ("<b>Order</b>", "<b>Ordre<b>"),
        ("<p>One</p>", "<p>En</p><p>To</p>"),
        ('<i class="fa fa-check" title="Done"/>', '<i class="fa" title="Udført"/>'),
        ('<i title="Done"/>', "<i/>"),
    ],
)
def test_anything_else_does(english, danish):
    assert skeleton(english) != skeleton(danish)


# The catalogues ----------------------------------------------------------------------


def test_every_addon_has_a_danish_catalogue():
    assert [path for path in DANISH if not path.is_file()] == []


@catalogues
def test_translations_keep_placeholders_and_tags(path):
    wrong = [
        (entry.msgid, entry.msgstr)
        for entry in read(path).translated_entries()
        if skeleton(entry.msgid) != skeleton(entry.msgstr)
    ]
    assert wrong == []


@catalogues
def test_translations_keep_spaces_at_their_ends(path):
    wrong = [
        (entry.msgid, entry.msgstr)
        for entry in read(path).translated_entries()
        if bool(entry.msgid[:1].isspace()) != bool(entry.msgstr[:1].isspace())
        or bool(entry.msgid[-1:].isspace()) != bool(entry.msgstr[-1:].isspace())
    ]
    assert wrong == []


@danish
def test_danish_is_complete(path):
    catalogue = read(path)
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


@danish
def test_danish_is_not_english(path):
    same = {entry.msgid for entry in read(path) if entry.msgid == entry.msgstr}
    assert same - SAME_IN_DANISH == set()


def test_all_that_may_be_the_same_is_used():
    texts = {entry.msgid for path in DANISH for entry in read(path)}
    assert texts >= SAME_IN_DANISH


@pytest.mark.parametrize(
    "path", [path for path in CATALOGUES if path.parent.name == "i18n"], ids=name_of
)
def test_catalogues_have_the_texts_of_the_template(path):
    template = read(path.with_name(f"{path.parent.parent.name}.pot"))
    assert [entry.msgid for entry in read(path)] == [entry.msgid for entry in template]


# The code ----------------------------------------------------------------------------


def literals(nodes):
    return {node.value for node in nodes if isinstance(node, ast.Constant)}


def texts_of_call(call):
    """Return what a call of ``_`` or a field's declaration says."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "_":
        return literals(call.args[:1])
    if getattr(getattr(call.func, "value", None), "id", "") != "fields":
        return set()
    words = literals(key.value for key in call.keywords if key.arg in LABELS)
    if name == "Selection" and call.args and isinstance(call.args[0], ast.List):
        pairs = (pair for pair in call.args[0].elts if isinstance(pair, ast.Tuple))
        words |= literals(pair.elts[1] for pair in pairs)
    return words


def texts_of_python(source):
    """Return what ``_``, ``env._`` and the declarations of models and fields say.

    Labels that Odoo makes from a field's name are not among them.
    """
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            found |= texts_of_call(node)
        elif isinstance(node, ast.Assign):
            is_name = getattr(node.targets[0], "id", "") == "_description"
            found |= literals([node.value]) if is_name else set()
    return found


def texts_of_data(source):
    """Return the texts of views and templates, and the names of what people choose."""
    found = set()
    for node in etree.fromstring(source.encode()).iter("menuitem", "template", "field"):
        model, field = node.getparent().get("model"), node.get("name")
        if node.tag == "menuitem" or field in NAMES.get(model, ()):
            found.add(node.get("name") if node.tag == "menuitem" else node.text)
        elif node.tag == "template" or field == "arch":
            arch = deepcopy(node)
            arch.tag = "t"
            arch.attrib.clear()
            source_of_arch = etree.tostring(arch, encoding="unicode", with_tail=False)
            xml_translate(found.add, source_of_arch)
    return {text for text in found if re.search(r"[^\W\d_]", text)}


def texts_of_javascript(source):
    return {ast.literal_eval(f'"{text}"') for text in _T.findall(source)}


def texts_of_owl(source):
    file = BytesIO(source.encode())
    return {text for _, _, text, _ in babel_extract_qweb(file, (), (), {})}


def test_texts_of_python_are_found():
    source = """
_description = "Thing"
name = fields.Char("name", string="Title", help="One, "
    "two.", default="no")
kind = fields.Selection([("a", "First"), (B, "Second")], default="a")
def f(self, _):
    raise UserError(self.env._("%(a)s b", a=1) + _("c" "d") + _(name) + str("e"))
"""
    assert texts_of_python(source) == {
        *("Thing", "Title", "One, two.", "First", "Second", "%(a)s b", "cd"),
    }


def test_texts_of_data_are_found():
    source = """<odoo>
<menuitem id="m" name="Menu"/>
<record id="w" model="ir.actions.act_window">
    <field name="name">Window</field>
    <field name="res_model">res.partner</field>
</record>
<record id="a" model="ir.ui.view">
    <field name="name">not.this</field>
    <field name="arch" type="xml">
        <form><field name="x" placeholder="Here"/><p>A <b>bold</b> word</p></form>
    </field>
</record>
<template id="b" name="Not this"><t t-if="x"><p>Hello</p> – </t></template>
</odoo>"""
    assert texts_of_data(source) == {
        *("Menu", "Window", "Here", "A <b>bold</b> word", "Hello"),
    }


def test_texts_of_the_web_client_are_found():
    assert texts_of_javascript(
        'const a = [_t("One \\"two\\""), _t(\n"Three", {})];'
    ) == {
        *('One "two"', "Three"),
    }
    owl = '<templates><t t-name="a"><p title="Tip" class="b">Text</p></t></templates>'
    assert texts_of_owl(owl) == {"Tip", "Text"}


#: Which files say something, and how it is found.
READERS = {
    "**/*.py": texts_of_python,
    "data/*.xml": texts_of_data,
    "security/*.xml": texts_of_data,
    "static/src/**/*.js": texts_of_javascript,
    "static/src/**/*.xml": texts_of_owl,
    "views/*.xml": texts_of_data,
    "wizard/*.xml": texts_of_data,
}


def texts_of_addon(addon):
    """Return ``{text: file}`` of what an addon says, as far as its files show."""
    return {
        text: path.name
        for pattern, reader in READERS.items()
        for path in sorted(addon.glob(pattern))
        for text in reader(path.read_text())
    }


@addons
def test_texts_of_the_code_are_in_the_catalogue(addon):
    """What is missing comes with ``./dev i18n``, and is then to be translated."""
    known = {entry.msgid for entry in read(addon / "i18n" / "da.po")}
    texts = texts_of_addon(addon)
    assert {text: texts[text] for text in texts.keys() - known} == {}


def test_labels_are_among_the_texts_of_the_code():
    labels = ADDONS[0] / "labels.py"
    assert len(texts_of_python(labels.read_text())) > 100

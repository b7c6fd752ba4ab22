"""What customers read is there in five more languages than English and Danish.

Which texts those are is found in the code: whatever is not plainly for colleagues
counts as a customer's, so a new text is asked for here until it is translated, or its
function is named among those for colleagues.
"""

import ast
import re

import pytest
from lxml import etree

from odoo.addons.customer_status_comm.labels import status_labels
from odoo.addons.customer_status_comm.tools import sms_text

from .test_translations import ADDONS, literals, name_of, read

LANGUAGES = ("de", "fr", "nb", "nl", "sv")
WITH_TEXTS = [addon for addon in ADDONS if list(addon.glob("i18n/*.pot"))]
#: Functions whose texts colleagues read: buttons, names to choose from, health, panel.
FOR_COLLEAGUES = re.compile(
    "action_.*|_selection_.*|_set_.*|_tell.*|_describe.*"
    "|_compute_(criteria_summary|display_name|greeting_reminder)"
    "|_get_(advice|banner|failures_of_mails|failures_of_texts|layout_words|names"
    "|odoo_messages|status_topic)"
    "|_get_advice_on_outages|_get_advice_on_publishing|_get_advice_on_queues"
    "|_get_advice_on_setup|_get_skipped_words|_publish_rows|_ask_progress|_sample_lines"
    "|_sample_deliveries"
    "|_put_off|_release|_show_in_chatter"
    "|_get_(first_step|words_of_first)_.*|_mark_as_test|_say_test_.*|_ask_for_address"
    "|_ask_to_resend|_begin_job|_count_in_words|_erase|_get_outages|_get_waiting_words|_leave_in_queue|_prepare_already_there|_publish_in_job"
    "|_show_result|_wake|sample_customer|sample_order"
)
#: What is the same word as in English.
SAME = {"Date", "Messages", "Note", "SMS", "Total", "Type"}
#: What stands for the placeholders of an SMS, as long as it may well be.
IN_SMS = {
    "customer_status_expected": "30 sept. 2026",
    "customer_status_price": "Price: 1,450.00 DKK",
    "customer_status_thing": "Cargo bicycle",
    "customer_status_url": "https://www.testby-cykler.example/status/" + "x" * 43,
}
_SHOWN = re.compile(r't-field="[^"]*\.(\w+)"')
_PLACE = re.compile(
    r"model:(?P<model>mail\.template),(?P<field>\w+):\w+\.(?P<template>\w+)"
    r"|model_terms:ir\.ui\.view,arch_db:\w+\.(?P<view>\w+)"
    r"|model:ir\.model\.fields\.selection,name:\w+\.selection__\w+?__(?P<choice>\w+)__"
    r"|(?P<code>code:)"
)


# What customers read ------------------------------------------------------------------


def texts_for_customers(source):
    """Return what ``_`` and ``env._`` say in Python that is not for colleagues.

    What is raised is shown to whoever works in Odoo.
    """
    found = set()

    def visit(node):
        is_function = isinstance(node, ast.FunctionDef)
        if is_function and FOR_COLLEAGUES.fullmatch(node.name):
            return
        if isinstance(node, ast.Raise):
            return
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            found.update(literals(node.args[:1]) if name == "_" else ())
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(source))
    return found


def ids_for_customers(source):
    """Return the ids of pages, and of messages in their reader's language, in XML."""
    root = etree.fromstring(source.encode())
    found = {node.get("id") for node in root.iter("template")}
    for record in root.iter("record"):
        lang = record.findtext("field[@name='lang']") or ""
        if record.get("model") == "mail.template" and "object." in lang:
            found.add(record.get("id"))
    return found


def xml_of(addon):
    """Return the texts of the files with templates."""
    files = sorted([*addon.glob("data/*.xml"), *addon.glob("views/*.xml")])
    return [path.read_text() for path in files]


def customer_entries(addon):
    """Return the ``msgid`` of all that an addon's catalogue has for customers."""
    code = {
        text
        for path in sorted({*addon.glob("**/*.py")} - {*addon.glob("tests/**/*.py")})
        for text in texts_for_customers(path.read_text())
    }
    ids = set().union(*map(ids_for_customers, xml_of(addon)))
    shown = {name for xml in xml_of(addon) for name in _SHOWN.findall(xml)}

    def is_for_customers(entry, place):
        found = _PLACE.match(place)
        if not found:
            return False
        if found["model"]:
            return found["template"] in ids and found["field"] != "name"
        if found["code"]:
            return entry.msgid in code
        return found["view"] in ids or found["choice"] in shown

    template = read(addon / "i18n" / f"{addon.name}.pot")
    return {
        entry.msgid
        for entry in template
        if any(is_for_customers(entry, place) for place, _line in entry.occurrences)
    }


def test_texts_of_functions_are_for_customers_unless_named_or_raised():
    source = """
def _get_new_words(self):
    if not self:
        raise UserError(self.env._("Not this"))
    return self.env._("This") + _("and this")
def action_open(self):
    return self.env._("Not this either")
LABELS = lambda _: _("This, too")
"""
    assert texts_for_customers(source) == {"This", "and this", "This, too"}


def test_pages_and_messages_in_the_readers_language_are_for_customers():
    source = """<odoo>
<template id="page"><p>Hello</p></template>
<record id="form" model="ir.ui.view"><field name="arch" type="xml"><p/></field></record>
<record id="message" model="mail.template">
    <field name="lang">{{ object.partner_id.lang }}</field>
</record>
<record id="note" model="mail.template">
    <field name="lang">{{ user.lang }}</field>
</record>
</odoo>"""
    assert ids_for_customers(source) == {"page", "message"}


def test_every_kind_of_text_is_found():
    """One of each: page, greeting, message, SMS, portal, a choice shown there."""
    texts = customer_entries(ADDONS[0])
    assert texts >= {
        *("Anyone who has the link to this page can see it.", "Hello,", "Email"),
        *("Our quotation {{ object.name }}", "Please call us", "Show all messages"),
        "What you are waiting for is ready for pickup.",
    }
    [repair] = [addon for addon in ADDONS if addon.name.endswith("_repair")]
    assert any("We have received" in text for text in customer_entries(repair))
    assert not texts & {"Held back", "Configure", "Phone call", "No preference"}


def test_messages_in_the_data_are_in_the_catalogue_whole():
    """What is missing comes with ``./dev i18n``."""
    for addon in WITH_TEXTS:
        template = read(addon / "i18n" / f"{addon.name}.pot")
        places = {place for entry in template for place, _line in entry.occurrences}
        for path in addon.glob("data/*.xml"):
            for record in etree.parse(path).iter("record"):
                for field in record.iterfind("field"):
                    if record.get("model") == "mail.template" and field.get("name") in (
                        *("subject", "body_html", "sms_body"),
                    ):
                        xmlid = f"{addon.name}.{record.get('id')}"
                        place = f"model:mail.template,{field.get('name')}:{xmlid}"
                        assert {place, place.replace("model:", "model_terms:")} & places


def test_all_that_is_named_as_for_colleagues_is_there():
    names = {
        node.name
        for addon in ADDONS
        for path in sorted({*addon.glob("**/*.py")} - {*addon.glob("tests/**/*.py")})
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }
    for part in re.findall(r"[a-z_]+", FOR_COLLEAGUES.pattern):
        assert any(part in name for name in names), part


# Their translations -------------------------------------------------------------------

both = pytest.mark.parametrize(
    ("addon", "language"),
    [(addon, language) for addon in WITH_TEXTS for language in LANGUAGES],
    ids=lambda value: getattr(value, "name", value),
)


def translations(addon, language):
    """Return ``{msgid: msgstr}`` of a catalogue; nothing where there is none."""
    path = addon / "i18n" / f"{language}.po"
    return {e.msgid: e.msgstr for e in read(path)} if path.is_file() else {}


@both
def test_what_customers_read_is_translated(addon, language):
    known = translations(addon, language)
    missing = {text for text in customer_entries(addon) if not known.get(text)}
    assert missing == set()


@both
def test_what_customers_read_is_not_english(addon, language):
    known = translations(addon, language)
    same = {text for text in customer_entries(addon) if known.get(text) == text}
    # What consists of placeholders alone has no words.
    words = {text for text in same if re.search(r"\w", re.sub(r"{{.*?}}", "", text))}
    assert words - SAME == set()


@pytest.mark.parametrize(
    "path",
    [path for addon in WITH_TEXTS for path in sorted(addon.glob("i18n/*.po"))],
    ids=name_of,
)
def test_sms_fit_into_one_part(path):
    """With a link of a long domain and the shop's name below.

    One character outside GSM-7 more than halves what fits. What names the thing that
    is ready, and its price, may need two parts.
    """
    known = translations(ADDONS[0], path.stem)
    headlines = [
        known[text]
        for key, text in status_labels(str).items()
        if key.startswith("headline_")
    ]
    values = IN_SMS | {
        "name": "WH/RO/00042" if "repair" in str(path) else "S00042",
        "customer_status_headline": max(headlines, key=len),
    }
    for entry in read(path).translated_entries():
        if not any(",sms_body:" in place for place, _line in entry.occurrences):
            continue
        text = entry.msgstr
        for name, value in values.items():
            text = text.replace(f"{{{{ object.{name} }}}}", value)
        segments = sms_text.count_segments(f"{text}\nTestby Cykler")
        assert segments.encoding == "gsm7", text
        assert segments.parts == 1 or "customer_status_price" in entry.msgid, text


#: How customers are not spoken to: German and French are polite, the others are not.
OTHER_TONE = {
    "de": r"du|dich|dir|dein\w*",
    "fr": r"tu|te|toi|ton|ta|tes",
    "nb": r"De|Dem|Deres",
    "nl": r"u|uw|U|Uw",
    "sv": r"Ni|Er|Ert|Era|Eder",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_customers_are_spoken_to_in_one_tone(language):
    flags = re.IGNORECASE if language in ("de", "fr") else 0
    other = re.compile(rf"\b({OTHER_TONE[language]})\b", flags)
    for addon in WITH_TEXTS:
        known = translations(addon, language)
        for text in customer_entries(addon):
            words = known.get(text, "")
            words = re.sub(r"<[^>]*>|{{.*?}}|%\(\w+\)s", " ", words)
            assert not other.search(words), words

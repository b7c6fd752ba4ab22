"""Whatever takes a text from outside takes ten times as long for ten times as much.

And cuts it at a length that ``const.py`` says. A function that takes a text stands in
one of the tables below, and so does every parser of others: ``SURE`` says of which no
stranger writes the text.
"""

import ast
import contextlib
from collections import defaultdict
from datetime import datetime

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import (
    addresses,
    body,
    criteria,
    erasure,
    facts,
    failure,
    foreign,
    greeting,
    layout_output,
    link_text,
    phone,
    public_facts,
    shown_body,
    sms_answer,
    sms_text,
    status_document,
    status_mail,
    status_policy,
    tags,
    token,
    told,
    wording,
)
from odoo.addons.customer_status_comm.tools.layout_budget import (
    LayoutLimitError,
    page_budget,
)
from odoo.addons.customer_status_comm_server.tools import log_mask

from ..linear import COMMON, MOST, find_growth, many_attributes, repeat, take_seconds
from ..sources import find_functions_of_texts, read_sources
from .orders import make_delivery, make_line
from .pages import LABELS, make_full_order, render

GREETING, SIGNATURE = "Hi Emily,", "<p>Kind regards<br>Nordlys</p>"


def make_hostile_order(text):
    """Return an order all of whose texts are one that a stranger may have written."""
    line = make_line(2, name=text, unit=text)
    parcel = make_delivery(number=text, carrier=text, tracking=text, tracking_url=text)
    return make_full_order() | {
        "reference": text,
        "client_reference": text,
        "delivery_address": [text],
        "lines": [line],
        "deliveries": [parcel],
    }


def tell(text):
    return status_document.tell(
        make_hostile_order(text),
        changes=const.EVENTS,
        language="en_US",
        labels=LABELS,
        blocks=(),
    )


def judge(text):
    with page_budget(), contextlib.suppress(LayoutLimitError):
        layout_output.find_unwanted(text)


def publish(text):
    return public_facts.to_public(
        make_hostile_order(text),
        news=[text],
        language="en_US",
        updated_at=datetime(2026, 11, 30),
        opaque=lambda key: key,
    )


#: ``{function: (what is done, most characters that are looked at)}``.
PARSERS = {
    "addresses.make_absolute": (
        lambda text: addresses.make_absolute(
            f'<a style="{text}" href="/{text}">{text}', str.upper
        ),
        None,
    ),
    "body.html_to_text": (body.html_to_text, const.HTML_MAX),
    "body.insert_in_html": (
        lambda text: body.insert_in_html(text, "<p>x</p>", text),
        const.HTML_MAX,
    ),
    "body.insert_in_text": (
        lambda text: body.insert_in_text(text, "x", text[: len(text) // 2]),
        const.TEXT_MAX,
    ),
    "body.holds_address": (
        lambda text: body.holds_address(text, "http://a/my"),
        const.HTML_MAX,
    ),
    "body.split_html": (
        lambda text: body.split_html(text, GREETING, SIGNATURE),
        const.HTML_MAX,
    ),
    "body.split_text": (
        lambda text: body.split_text(text, text[:99], text[: len(text) // 2]),
        const.TEXT_MAX,
    ),
    "criteria.read_criteria": (criteria.read_criteria, criteria.MOST_CHARACTERS),
    "erasure.find_hidden": (
        lambda text: erasure.find_hidden(
            [facts.Event(const.EVENT_TRACKING, text)],
            {"deliveries": [make_delivery(tracking=text)]},
            "secret",
        ),
        None,
    ),
    "erasure.hide_number": (
        lambda text: erasure.hide_number(
            facts.Event(const.EVENT_TRACKING, f"stock.picking,1,{text}"), "secret"
        ),
        None,
    ),
    "erasure.names_records": (
        lambda text: erasure.names_records(text, "mail.message", [5]),
        const.DATA_MAX,
    ),
    "failure.explain": (
        lambda text: failure.explain("unknown", "exception", text),
        const.REASON_MAX,
    ),
    "foreign.accepted_languages": (foreign.accepted_languages, const.HEADER_MAX),
    "foreign.accepts_rather": (
        lambda text: foreign.accepts_rather(text, "application/json", "text/html"),
        const.HEADER_MAX,
    ),
    "foreign.cut_html": (foreign.cut_html, const.HTML_MAX),
    "foreign.email_normalize": (foreign.email_normalize, const.EMAILS_MAX),
    "foreign.email_normalize_all": (foreign.email_normalize_all, const.EMAILS_MAX),
    "foreign.html2plaintext": (foreign.html2plaintext, const.HTML_MAX),
    "foreign.html_sanitize": (
        lambda text: foreign.html_sanitize(
            text, sanitize_attributes=True, sanitize_style=True, strip_classes=True
        ),
        const.HTML_MAX,
    ),
    "foreign.is_html_empty": (foreign.is_html_empty, const.HTML_MAX),
    "foreign.literal_eval": (foreign.literal_eval, const.DATA_MAX),
    "foreign.loads": (foreign.loads, const.DATA_MAX),
    "foreign.plaintext2html": (foreign.plaintext2html, const.TEXT_MAX),
    "greeting.is_company_name": (greeting.is_company_name, const.NAME_MAX),
    "greeting.is_persons_name": (
        lambda text: greeting.is_persons_name(text, text),
        const.NAME_MAX,
    ),
    "greeting.parse_name": (greeting.parse_name, const.NAME_MAX),
    "layout_output.find_unwanted": (judge, None),
    "link_text.find_tokens": (link_text.find_tokens, None),
    "link_text.has_address": (link_text.has_address, None),
    "link_text.has_link": (link_text.has_link, None),
    "link_text.put_paths": (
        lambda text: link_text.put_paths(text, defaultdict(str)),
        None,
    ),
    "log_mask.mask_tokens": (log_mask.mask_tokens, None),
    "phone.is_clear": (
        lambda text: phone.is_clear(text, "+4520202020", customer="DK", shop="DK"),
        const.NAME_MAX,
    ),
    "public_facts.to_public": (publish, None),
    "shown_body.for_chatter": (
        lambda text: shown_body.for_chatter(text, "https://a.example", "Picture"),
        const.HTML_MAX,
    ),
    "sms_answer.complete_answer": (
        lambda text: sms_answer.complete_answer(
            [{"uuid": text, "state": text}, *[text] * len(text)], [text]
        ),
        const.DATA_MAX,
    ),
    "sms_text.count_segments": (sms_text.count_segments, const.TEXT_MAX),
    "sms_text.find_unicode": (sms_text.find_unicode, const.TEXT_MAX),
    "sms_text.replace_unicode": (sms_text.replace_unicode, const.TEXT_MAX),
    "status_document.render_document": (
        lambda text: render(make_hostile_order(text), changes=const.EVENTS),
        const.TEXT_MAX,
    ),
    "status_document.tell": (tell, const.TEXT_MAX),
    "status_mail.on_one_line": (
        lambda text: status_mail.on_one_line({"subject": text, "email_to": [text]}),
        const.TEXT_MAX,
    ),
    "status_mail.render_button": (
        lambda text: status_mail.render_button(text, text, text),
        None,
    ),
    "status_policy.guard": (status_policy.guard, None),
    "tags.limit_attributes": (tags.limit_attributes, None),
    "token.hash_token": (token.hash_token, const.NAME_MAX),
    "token.hide_tokens": (token.hide_tokens, None),
    "told.with_banner": (lambda text: told.with_banner(text, "x", "da_DK"), None),
    "wording.Format.money": (
        lambda text: make_form().money(text, text),
        const.TEXT_MAX,
    ),
    "wording.clean_line": (wording.clean_line, const.TEXT_MAX),
    "wording.clean_text": (wording.clean_text, const.TEXT_MAX),
    "wording.conceal_addresses": (wording.conceal_addresses, const.REASON_MAX),
    "wording.describe_error": (
        lambda text: wording.describe_error(ValueError(text)),
        const.REASON_MAX,
    ),
    "wording.fill": (lambda text: wording.fill("%(a)s!", a=text), None),
    "wording.isolate": (wording.isolate, const.TEXT_MAX),
    "wording.to_decimal": (wording.to_decimal, const.NAME_MAX),
    "wording.web_link": (wording.web_link, const.HEADER_MAX),
}
#: Functions whose text no stranger writes, and why none can.
SURE = {
    "codes of const.py, of languages, time zones and currencies, and days": {
        *("channel.get_address", "channel.lacks_text", "status_goods.step_word"),
        *("channel.resolve", "channel.why_not", "decision.pick_rule"),
        *("decision.due_at", "decision.silence", "expected.expected_day"),
        *("facts.step_of", "greeting.address", "hours.next_moment"),
        *("palette.contrast", "palette.palette", "spoken.find_spoken"),
        *("status_blocks.is_shown", "status_blocks.visible_billing"),
        *("status_blocks.visible_changes", "status_blocks.visible_facts"),
        *("status_blocks.visible_orders", "wording.Format.day"),
        *("wording.find_locale", "wording.to_timezone", "way.holds"),
        *("link_life.end_of_day", "wording.find_zone"),
    },
    "names of models, ids and amounts that Odoo knows": {
        *("attached.is_upload", "attached.sort_files", "link_origin.find_origin"),
        *("page_keys.split_key", "record_id.to_id", "share.share_of"),
        *("file_documents.unpack", "shown.is_draft"),
    },
    "our own words": {
        *("status_document.render_missing", "status_sample.sample_customer"),
        *("status_sample.sample_order", "status_document.tell_day"),
    },
    "facts, of which they compare keys and quantities": {
        *("status_related.find_lead", "status_news.news_lines", "undone.find_undone"),
        *("status_parcels.parcel_lines", "way.events_on_way", "way.find_handed_over"),
        *("way.has_own_way", "way.is_finished", "way.told_before"),
        *("way.events_that_fit", "page_cache.KeptPage.of", "shown.conceal_related"),
        *("again.is_outdated", "left_out.is_within", "left_out.leave_out"),
        "left_out.leave_out_news",
    },
    "called by render_document for each part of a page": {
        *("status_view.View.dated", "status_view.View.money", "status_view.View.next"),
        *("status_view.View.of", "status_view.View.step", "status_view.View.steps"),
        *("status_view.View.text", "status_view.View.updated"),
        *("status_items.list_items", "status_view.View.word"),
        *("status_goods.by_carrier", "status_goods.last_day"),
        *("status_goods.parcels_of", "status_view.View.step_note"),
        "status_view.View.shows",
    },
    "a shop's own layout, metered: test_status_layout_meter.py": {
        *("layout_check.check_layout", "layout_check.try_layout"),
        *("layout_operations.compared", "layout_operations.searched"),
        *("layout_operations.sensible", "layout_operations.simple"),
        *("layout_operations.sliced", "layout_operations.write"),
        *("layout_operations.charge", "layout_operations.join"),
        *("layout_operations.turns", "status_layout._LayoutEnvironment.call"),
        *("layout_output._Judge.start", "layout_output._Judge.end"),
        *("status_layout._LayoutEnvironment.call_binop",),
        *("status_layout._LayoutEnvironment.call_unop",),
        *("status_layout._LayoutEnvironment.getitem",),
        *("status_layout._LayoutEnvironment.is_safe_attribute",),
        *("status_layout._LayoutEnvironment.wrap_str_format",),
        *("status_layout.describe", "status_layout.render_layout"),
    },
    "a connection": {"outage.is_closed"},
    "where an error arose, never its words": {"wording.describe_origin"},
    "an address of this shop's own, on a slip": {"qr.to_png"},
}
#: Parsers of others. They are called in ``tools/foreign.py``, and by functions that
#: stand above.
RAW = frozenset(
    {"literal_eval", "safe_eval", "loads", "HumanName", "unescape", "HTMLParser"}
    | {"html2plaintext", "is_html_empty", "plaintext2html", "html_sanitize"}
    | {"email_normalize", "email_normalize_all", "email_split", "getaddresses"}
    | {"email_split_tuples", "email_split_and_format", "parseaddr", "html_normalize"}
    | {"fromstring", "fragment_fromstring", "fragments_fromstring", "XML", "HTML"}
    | {"document_fromstring", "urlsplit", "urlparse", "url_parse", "parse_qs"}
    | {"parse_accept_header", "accept_languages", "accept_mimetypes", "parse_etags"}
    | {"phone_parse", "phone_format", "parsedate_to_datetime", "message_from_string"}
    | {"message_from_bytes", "accept_charsets", "accept_encodings", "parse_date"}
)
KNOWN = {
    # The address of this shop's own.
    "customer_status_comm/models/customer_status_health_server.py": {"urlsplit"},
    # Of the beginning of an address that is refused.
    "customer_status_comm/tools/addresses.py": {"unescape"},
    "customer_status_comm/tools/body.py": {"fragment_fromstring"},
    "customer_status_comm/tools/criteria.py": {"literal_eval"},
    "customer_status_comm/tools/erasure.py": {"loads"},
    "customer_status_comm/tools/greeting.py": {"HumanName"},
    # Of a page that a shop's own layout laid out, which is metered.
    "customer_status_comm/tools/layout_output.py": {"HTMLParser", "unescape"},
    "customer_status_comm/tools/shown_body.py": {"fragment_fromstring", "urlsplit"},
    "customer_status_comm/tools/wording.py": {"unescape", "urlsplit"},
    "customer_status_comm_server/controllers/status_door.py": {"parse_accept_header"},
}


def make_form():
    return wording.Format(wording.find_locale("da_DK"))


def test_every_function_that_takes_a_text_is_known():
    found = sorted(set(find_functions_of_texts("tools")))
    sure = [name for names in SURE.values() for name in names]
    assert sorted([*PARSERS, *sure]) == found


def test_no_parser_of_others_is_called_elsewhere():
    """Whose text is not cut, nobody knows how long it takes."""
    found = {}
    for path, tree in read_sources().items():
        if path.endswith("tools/foreign.py"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                if (node.module or "").endswith("tools.foreign"):
                    continue
                names = {alias.name for alias in node.names}
            else:
                names = {getattr(node, "attr", "")}
            if names & RAW:
                found.setdefault(path, set()).update(names & RAW)
    assert found == KNOWN


@pytest.mark.parametrize("name", PARSERS)
def test_18_4_a_parser_takes_ten_times_as_long_for_ten_times_as_much(name):
    work, _limit = PARSERS[name]
    makers = {repr(piece): repeat(piece) for piece in COMMON}
    makers["attributes"] = many_attributes
    makers["ends"] = repeat("a", "", "!")
    slow = {}
    for text, make in makers.items():
        growth = find_growth(work, make)
        if growth > MOST:
            slow[text] = round(growth)
    assert not slow


@pytest.mark.parametrize(
    "name", [name for name, (_w, limit) in PARSERS.items() if limit]
)
@pytest.mark.parametrize("piece", ["a ", "<p>a</p>", "\n"])
def test_18_4_what_is_longer_is_cut(name, piece):
    work, limit = PARSERS[name]
    short = take_seconds(work, repeat(piece)(limit))
    long = take_seconds(work, repeat(piece)(20 * limit))
    assert long <= MOST * max(short, 0.001)

"""Whatever stands in the database: no error, a valid page, and no text that is code."""

import json
import os
import re
import time
from datetime import datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import body, greeting, sms_text
from odoo.addons.customer_status_comm.tools import facts as facts_tools
from odoo.addons.customer_status_comm.tools.public_facts import to_public
from odoo.addons.customer_status_comm.tools.status_document import tell
from odoo.addons.customer_status_comm.tools.status_news import prepare_news
from odoo.addons.customer_status_comm.tools.token import hash_token
from odoo.addons.customer_status_comm_server.tools import log_mask

from .. import hostile
from .orders import make_delivery, make_invoice, make_line, make_order
from .pages import (
    ELEMENTS,
    LABELS,
    find,
    make_brand,
    make_customer,
    name_of,
    parse,
    render,
)

#: The same few each time, so that a run says something of what was changed; by hand
#: more, and others each time: ``FUZZ_EXAMPLES=5000 ./dev test …``.
EXAMPLES = os.environ.get("FUZZ_EXAMPLES")
FUZZ = settings(
    deadline=None,
    max_examples=int(EXAMPLES or 60),
    derandomize=not EXAMPLES,
    phases=[Phase.explicit, Phase.generate],  # to shrink takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
#: What PostgreSQL can hold.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30
) | st.sampled_from([*hostile.MARKUP, *hostile.EXPRESSIONS])
DAYS = st.none() | st.dates().map(str)
AMOUNTS = st.decimals(-(10**12), 10**12, places=2).map(str)
QUANTITIES = st.floats(-1e9, 1e9)
LINES = st.builds(
    make_line,
    QUANTITIES,
    QUANTITIES,
    QUANTITIES,
    key=st.integers(1, 5),
    name=TEXTS,
    unit=TEXTS,
    subtotal=st.none() | AMOUNTS,
    deliverable=st.booleans(),
)
DELIVERIES = st.builds(
    make_delivery,
    st.sampled_from(
        [const.DELIVERY_SHIPPED, const.DELIVERY_WAITING, const.DELIVERY_RETURNED]
    ),
    key=st.integers(1, 5),
    number=TEXTS,
    on=DAYS,
    expected_on=DAYS,
    carrier=st.none() | TEXTS,
    tracking=st.none() | TEXTS,
    tracking_url=st.none() | TEXTS,
    lines=st.lists(
        st.fixed_dictionaries({"name": TEXTS, "quantity": QUANTITIES, "unit": TEXTS}),
        max_size=2,
    ),
)
INVOICES = st.builds(
    make_invoice,
    st.sampled_from([const.INVOICE_OPEN, const.INVOICE_PAID, const.INVOICE_CREDITED]),
    key=st.integers(1, 5),
    number=TEXTS,
    type=st.sampled_from([const.INVOICE, const.CREDIT_NOTE]),
    due_on=DAYS,
    currency=st.sampled_from(["DKK", "EUR", "JPY", "QQQ"]),
    total=AMOUNTS,
    residual=AMOUNTS,
    down_payment=st.booleans(),
)
ORDERS = st.builds(
    make_order,
    st.sampled_from(const.STEPS),
    reference=TEXTS,
    client_reference=st.none() | TEXTS,
    ordered_on=DAYS,
    expected_on=DAYS,
    billing=st.sampled_from(const.BILLINGS),
    total=st.none() | AMOUNTS,
    lines=st.lists(LINES, max_size=3),
    deliveries=st.lists(DELIVERIES, max_size=3, unique_by=lambda d: d["key"]),
    invoices=st.lists(INVOICES, max_size=3, unique_by=lambda i: i["key"]),
    delivery_address=st.lists(TEXTS, max_size=2),
)
NOW = datetime(2026, 11, 22)
LANGUAGES = st.sampled_from(["en_US", "da_DK", "ar_001", "de_CH", "nonsense", ""])


def check_harmless(html):
    """No element, attribute or address of a page does anything."""
    tree = parse(html)
    for element in tree.iter():
        assert ELEMENTS.fullmatch(name_of(element)), element.tag
        assert not any(name.startswith("on") for name in element.attrib)
    for link in find(tree, "a"):
        assert re.match("(https?://|mailto:|tel:)", link.get("href"))


class TestPage:
    @FUZZ
    @given(ORDERS, LANGUAGES, TEXTS)
    def test_any_order_has_a_page(self, order, language, text):
        brand = make_brand(name=text, introduction=text, address=[text])
        check_harmless(render(order, language=language, brand=brand))

    @settings(FUZZ, max_examples=15)
    @given(st.lists(ORDERS, max_size=1), ORDERS, LANGUAGES)
    def test_any_customer_has_a_light_page(self, orders, old, language):
        """However much is finished; what one still waits for is never left out."""
        old |= {"step": const.STEP_CANCELLED, "invoices": [], "deliveries": []}
        html = render(make_customer(*orders, *[old] * 40), language=language)
        check_harmless(html)
        assert len(html.encode()) <= const.PAGE_MAX_BYTES

    @FUZZ
    @given(ORDERS)
    def test_as_json_it_has_no_keys_of_ours(self, order):
        public = to_public(
            order,
            news=[],
            language="en_US",
            updated_at=NOW,
            opaque=lambda key: hash_token(key)[:16],
        )
        assert json.loads(json.dumps(public)) == public
        assert order["key"] not in {public["status"]["key"]}
        assert len(facts_tools.fingerprint(order)) == 64


class TestNews:
    @FUZZ
    @given(st.none() | ORDERS, ORDERS, LANGUAGES)
    def test_any_two_states_differ_by_known_events(self, before, after, language):
        events = facts_tools.events_between(before, after)
        assert {event.event for event in events} <= set(const.EVENTS)
        assert len(set(events)) == len(events)
        assert not facts_tools.events_between(after, after)
        headline, lines = tell(
            after,
            language=language,
            labels=LABELS,
            changes=prepare_news(events, before) if before else (),
        )
        for line in (headline, *lines):
            assert isinstance(line, str)


class TestTexts:
    @FUZZ
    @given(TEXTS, TEXTS)
    def test_any_name_is_greeted_on_one_line_or_not_at_all(self, name, title):
        person = greeting.parse_name(name, title)
        patterns = greeting.Patterns("Hi %(first)s,", "D %(title)s %(last)s", *"xyz")
        for formal in (True, False):
            assert isinstance(greeting.greet(person, patterns, formal=formal), str)
        greeting.is_persons_name(name, title)
        greeting.address(person, "nl_NL")

    @FUZZ
    @given(TEXTS, TEXTS, TEXTS)
    def test_a_body_comes_apart_and_together(self, text, opening, closing):
        whole = f"{opening}\n{text}\n{closing}"
        split = body.split_text(whole, opening, closing)
        assert set(split.content.split()) <= set(whole.split())
        markup = f"<p>{opening}</p><p>{text}</p>{closing}"
        assert isinstance(body.split_html(markup, opening, closing).content, str)
        assert "\0" not in body.html_to_text(markup)
        assert "<p>link</p>" in body.insert_in_html(text, "<p>link</p>", closing)
        assert "link" in body.insert_in_text(text, "link", closing).splitlines()

    @FUZZ
    @given(TEXTS)
    def test_an_sms_is_counted_and_made_plain(self, text):
        counted = sms_text.count_segments(text)
        assert bool(counted.parts) == bool(text)
        plain = sms_text.replace_unicode(text)
        assert sms_text.replace_unicode(plain) == plain

    @FUZZ
    @given(st.text(max_size=80))
    def test_any_token_has_a_hash_or_is_no_text(self, token):
        assert len(hash_token(token.encode(errors="replace").decode())) == 64

    @FUZZ
    @given(st.text(st.characters(exclude_characters="\n"), min_size=1))
    def test_no_address_is_logged(self, token):
        line = f'"GET /status/{token} HTTP/1.1" 200 -'
        masked = log_mask.mask_tokens(line)
        assert re.fullmatch(r'"GET /status/+\*\*\* HTTP/1\.1" 200 -', masked)

    @pytest.mark.parametrize(
        "text", ["http://" * 9_000, "/status/" * 8_000, "<p>" * 3_000, "(" * 60_000]
    )
    def test_long_texts_take_no_time(self, text):
        started = time.process_time()
        log_mask.mask_tokens(text)
        sms_text.replace_unicode(text)
        sms_text.count_segments(text)
        greeting.parse_name(text[:2_000])
        body.split_text(text, "Hi", "Bye")
        assert time.process_time() - started < 3

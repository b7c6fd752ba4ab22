"""Documents with a way of their own: what is news of them, and how they are shown."""

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.labels import status_labels
from odoo.addons.customer_status_comm.tools import decision, facts, status_blocks, way
from odoo.addons.customer_status_comm.tools import status_document as document
from odoo.addons.customer_status_comm.tools.status_news import prepare_news

from .orders import make_line, make_order
from .pages import make_brand, make_customer

WAY = ["received", "confirmed", "in_work", "ready", "handed_over"]
REPAIR = status_labels(str) | {
    "order_number": "Repair %(number)s",
    "total": "Agreed price",
    "about_product": "Repair of",
    **{
        f"{part}_{step}": f"{part} {step}{end}"
        for part, end in (("headline", ""), ("next", ""), ("step", ""), ("event", "."))
        for step in [*WAY, const.STEP_CANCELLED]
    },
    **{f"next_{step}_by": f"next {step} by %(date)s" for step in WAY},
}


def make_job(step="confirmed", **values):
    return make_order(step) | {
        "kind": "repair",
        "key": "repair.order,5",
        "reference": "RO5",
        "way": WAY,
        "awaits_customer": step == "ready",
        "billing": None,
        "total": "640.00",
        "about": [{"name": "about_product", "text": "Bicycle"}],
        "agreed": "New brakes.\nOil the chain.",
        "lines": [make_line(2, deliverable=False, subtotal=None, name="Brake pads")],
        "deliveries": [],
        "invoices": [],
        "expected_on": None,
        **values,
    }


def told(before, after):
    return [event.event for event in facts.events_between(before, after)]


def render(job, **options):
    options = {"brand": make_brand(pickup="Open 10–17"), "labels": REPAIR} | options
    return document.render_document(job, language="en_US", **options)


class TestEvents:
    @pytest.mark.parametrize(
        ("was", "now", "events"),
        [
            (None, "received", ["received"]),
            (None, "in_work", ["received", "confirmed", "in_work"]),
            (None, "ready", ["ready"]),
            (None, const.STEP_CANCELLED, []),
            ("received", "confirmed", ["confirmed"]),
            ("received", "in_work", ["confirmed", "in_work"]),
            ("confirmed", "ready", ["ready"]),
            # Who was at the counter is not called to come.
            ("in_work", "handed_over", ["handed_over"]),
            ("ready", "handed_over", ["handed_over"]),
            ("handed_over", "ready", []),
            ("ready", "in_work", []),
            ("ready", "ready", []),
            ("confirmed", const.STEP_CANCELLED, [const.EVENT_CANCELLED]),
            (const.STEP_CANCELLED, "confirmed", ["received", "confirmed"]),
        ],
    )
    def test_from_step_to_step(self, was, now, events):
        assert told(was and make_job(was), make_job(now)) == events

    @pytest.mark.parametrize("step", WAY)
    def test_a_moved_day_is_news_while_the_shop_works(self, step):
        before = make_job(step, expected_on="2026-11-20")
        after = make_job(step, expected_on="2026-11-25")
        working = step in ("received", "confirmed", "in_work")
        assert told(before, after) == [const.EVENT_RESCHEDULED] * working

    def test_a_first_day_is_no_change_of_plan(self):
        assert told(make_job(), make_job(expected_on="2026-11-25")) == []

    @pytest.mark.parametrize("step", [*WAY, const.STEP_CANCELLED])
    def test_what_may_be_told_by_hand_is_true(self, step):
        fits = facts.events_that_fit(make_job(step))
        assert ("ready" in fits) == (step == "ready")
        assert (const.EVENT_CANCELLED in fits) == (step == const.STEP_CANCELLED)
        assert ("confirmed" in fits) == (step in ("confirmed", "in_work"))

    def test_the_day_it_was_handed_in_does_not_date_its_confirmation(self):
        event = facts.Event("confirmed", "repair.order,5")
        assert decision.happened_on(event, make_job(ordered_on="2020-01-01")) is None

    @pytest.mark.parametrize("step", [*WAY, const.STEP_CANCELLED])
    def test_its_end_is_the_end_of_its_way(self, step):
        ends = step in ("handed_over", const.STEP_CANCELLED)
        assert status_blocks.is_earlier(make_job(step)) == ends
        assert way.is_finished(make_job(step)) == ends


class TestTogether:
    """An order and its repair: what happens to both is told once."""

    def test_what_is_handed_over_with_a_repair_comes_from_the_repair(self):
        before = make_order(related=[make_job("ready")])
        after = make_order("delivered", related=[make_job("handed_over")])
        [event] = facts.events_between(before, after)
        assert event == facts.Event(const.EVENT_DELIVERED, "repair.order,5")
        # A line that is delivered later is the order's own news.
        before = make_order(related=[make_job("handed_over")])
        [event] = facts.events_between(before, after)
        assert event.source == after["key"]

    @pytest.mark.parametrize(
        ("ledger", "heard"),
        [
            ([], []),
            ([("ready", "told"), ("confirmed", "told")], ["ready", "confirmed"]),
            ([("ready", "silent"), ("confirmed", "told")], ["confirmed"]),
            ([("rescheduled", "told")], []),
            ([("cancelled", "told"), ("confirmed", "told")], []),
            ([("cancelled", "silent"), ("confirmed", "told")], ["confirmed"]),
        ],
    )
    def test_steps_a_customer_has_heard_of(self, ledger, heard):
        assert list(way.told_before(ledger, make_job())) == heard


class TestPage:
    def test_a_job_says_what_it_is_and_where_it_stands(self):
        page = render(make_job("in_work", expected_on="2026-11-25"))
        for text in (
            "Repair <bdi>RO5",
            "headline in_work",
            "next in_work by",
            "New br",
        ):
            assert text in page
        assert page.index("step received") < page.index("step handed_over")
        assert page.count('class="done"') == 2
        assert page.count('class="upcoming"') == 2
        assert "Open 10–17" not in page

    def test_what_is_ready_stands_out_with_place_and_hours(self):
        page = render(make_job("ready"))
        assert 'class="hero call"' in page
        assert page.index("headline ready") < page.index("Nørrebrogade 120")
        assert page.index("Open 10–17") < page.index("step received")
        assert 'class="hero call"' not in render(make_job("handed_over"))

    def test_prices_are_shown_when_ticked(self):
        assert "640.00" in render(make_job())
        page = render(make_job(), blocks=status_blocks.ALL_BLOCKS - {"prices"})
        assert "640.00" not in page
        assert "Agreed price" not in page

    def test_what_has_no_price_shows_none(self):
        page = render(make_job(total=None))
        assert "Agreed price" not in page
        assert "None" not in page

    def test_headline_and_news_as_plain_text(self):
        before, after = make_job("in_work"), make_job("ready")
        news = prepare_news(facts.events_between(before, after), before)
        headline, lines = document.tell(
            after, language="en_US", labels=REPAIR, changes=news
        )
        assert (headline, lines) == ("headline ready", ["event ready."])
        moved_on = document.tell(
            make_job("handed_over"), language="en_US", labels=REPAIR, changes=news
        )
        assert moved_on == ("headline handed_over", [])

    def test_an_order_tells_of_its_repair_in_the_repairs_words(self):
        names = ("kind", "key", "reference", "step", "billing", "currency", "total")
        job = {name: make_job("ready")[name] for name in names} | {"total": None}
        order = make_order(related=[job])
        assert document.kinds_within(order) == {"repair"}
        labels = status_labels(str)
        page = render(order, labels=labels, labels_of={"repair": REPAIR})
        assert "Repair <bdi>RO5" in page
        assert "headline ready" in page

    def test_an_orders_page_opens_with_a_repair_that_is_ready(self):
        order = make_order(related=[make_job("ready")])
        options = {"labels": status_labels(str), "labels_of": {"repair": REPAIR}}
        page = render(order, **options)
        hero = page.partition('class="hero call"')[2].partition("</div>")[0]
        assert "headline ready" in hero
        assert "Repair <bdi>RO5" in hero
        assert "Open 10–17" in page
        assert "Your order is confirmed" in page
        assert 'class="hero call"' not in render(
            make_order(related=[make_job("in_work")]), **options
        )

    def test_a_repairs_page_shows_its_order_block_by_block(self):
        job = make_job("ready", related=[make_order()])
        options = {"labels": REPAIR, "labels_of": {"order": status_labels(str)}}
        page = render(job, **options)
        article = page.partition("<article")[2].partition("</article>")[0]
        assert "What you ordered" in article
        assert "Total" in article
        blocks = status_blocks.ALL_BLOCKS - {"lines", "prices"}
        page = render(job, blocks=blocks, **options)
        article = page.partition("<article")[2].partition("</article>")[0]
        assert article
        assert "What you ordered" not in article
        assert "Total" not in article

    def test_a_customers_page_lists_both_each_in_its_words(self):
        customer = make_customer(make_order(), make_job("ready"))
        assert document.kinds_within(customer) == {"order", "repair"}
        labels = status_labels(str)
        page = render(customer, labels=labels, labels_of={"repair": REPAIR})
        assert "Your order is confirmed" in page
        assert "headline ready" in page
        assert 'class="card awaits"' in page
        assert page.index("headline ready") < page.index("Your order is confirmed")

    def test_json_hides_what_is_not_ticked(self):
        order = make_job("ready")
        related = {"kind": "order", "key": "sale.order,1", "reference": "S1"}
        related |= {"step": "confirmed", "billing": const.BILLING_PAID}
        order["related"] = [related | {"currency": "DKK", "total": "99.00"}]
        shown = status_blocks.visible_facts(order, {"lines"})
        assert "99.00" not in str(shown)
        assert "640.00" not in str(shown)
        assert "billing" not in shown["related"][0]

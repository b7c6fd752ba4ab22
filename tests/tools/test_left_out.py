"""A page without what whoever has its link may not read."""

from odoo.addons.customer_status_comm.tools.left_out import leave_out, leave_out_news

REPAIR = {"key": "repair.order,5", "related": []}
OTHER = {"key": "repair.order,51", "related": [{"key": "repair.order,5"}]}


def test_the_documents_named_are_left_out_wherever_they_stand():
    facts = {"key": "sale.order,7", "related": [REPAIR, OTHER]}
    shown = leave_out(facts, {"repair.order,5"})
    assert shown == {
        "key": "sale.order,7",
        "related": [{"key": "repair.order,51", "related": []}],
    }
    assert facts["related"] == [REPAIR, OTHER], "they are left as they are"


def test_nothing_is_copied_where_nothing_is_left_out():
    facts = {"key": "sale.order,7", "related": [REPAIR]}
    assert leave_out(facts, frozenset()) is facts
    bare = {"key": "sale.order,7"}
    assert leave_out(bare, {"repair.order,5"}) is bare


def test_the_pages_own_document_stays():
    facts = {"key": "repair.order,5", "related": [OTHER]}
    assert leave_out(facts, {"repair.order,5"})["key"] == "repair.order,5"


def test_news_of_it_is_left_out_too():
    sources = ("sale.order,7", "repair.order,5", "repair.order,5@3", "repair.order,51")
    news = [{"event": "ready", "source": source, "was": None} for source in sources]
    kept = leave_out_news(news, {"repair.order,5"})
    assert [one["source"] for one in kept] == ["sale.order,7", "repair.order,51"]

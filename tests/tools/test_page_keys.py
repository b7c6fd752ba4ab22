"""Which documents a page tells of, so that it is known whose right it takes."""

from odoo.addons.customer_status_comm.tools.page_keys import (
    documents_within,
    split_key,
)

JOB = {"key": "repair.order,3"}
ORDER = {"key": "sale.order,7", "related": [JOB], "lines": [{"key": "x.line,1"}]}
OTHER = {"key": "sale.order,8"}


def test_a_document_and_what_belongs_to_it():
    assert documents_within(OTHER) == {("sale.order", 8)}
    assert documents_within(ORDER) == {("sale.order", 7), ("repair.order", 3)}


def test_a_customers_page_with_what_belongs_to_the_orders_on_it():
    page = {"kind": "customer", "key": "res.partner,5", "orders": [ORDER, OTHER]}
    assert documents_within(page) == {
        ("res.partner", 5),
        ("sale.order", 7),
        ("sale.order", 8),
        ("repair.order", 3),
    }


def test_a_key_names_model_and_id():
    assert split_key("repair.order,3") == ("repair.order", 3)

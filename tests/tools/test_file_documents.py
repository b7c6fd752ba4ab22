"""Of which documents a status file tells."""

from odoo.addons.customer_status_comm.tools.file_documents import keys_within, unpack


def test_an_order_alone():
    assert keys_within({"key": "sale.order,7"}) == ["sale.order,7"]
    assert keys_within({"key": "sale.order,7", "related": None}) == ["sale.order,7"]


def test_what_belongs_to_it_and_a_customers_orders_each_once():
    repair = {"key": "repair.order,3", "related": [{"key": "sale.order,7"}]}
    order = {"key": "sale.order,7", "related": [{"key": "repair.order,3"}]}
    orders = [order, repair]
    customer = {"kind": "customer", "key": "res.partner,2", "orders": orders}
    keys = keys_within(customer)
    assert keys == ["res.partner,2", "sale.order,7", "repair.order,3"]


def test_what_was_noted_is_found_again():
    keys = ["res.partner,2", "sale.order,7", "sale.order,8"]
    assert unpack(keys) == {"res.partner": {2}, "sale.order": {7, 8}}


def test_what_cannot_be_known_is_not_taken_for_nothing():
    for keys in (None, [], [""], ["sale.order"], ["sale.order,"], ["a,1", "b"]):
        assert unpack(keys) is None, keys
    for key in ("sale.order,x", "sale.order,-1", "sale.order,1.5", "sale.order,²"):
        assert unpack([key]) is None, key

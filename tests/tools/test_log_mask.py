"""No log tells an address of a page."""

import logging

import pytest

from odoo.addons.customer_status_comm.tools.log_mask import TokenFilter, mask_tokens

TOKEN = "x3-_" * 10 + "abc"
LINES = (
    ("GET /status/{} HTTP/1.1", "GET /status/*** HTTP/1.1"),
    ("GET /status/{}?from=mail HTTP/1.1", "GET /status/*** HTTP/1.1"),
    ("GET //status//{} HTTP/1.0", "GET //status//*** HTTP/1.0"),
    ("HEAD /da/status/{} HTTP/1.1", "HEAD /da/status/*** HTTP/1.1"),
    ("GET /da_DK/status/{} HTTP/1.1", "GET /da_DK/status/*** HTTP/1.1"),
    (
        "GET http://a.example/status/{} HTTP/1.1",
        "GET http://a.example/status/*** HTTP/1.1",
    ),
    ("GET /status/a b\"'{}%0a HTTP/9 {} HTTP/1.1", "GET /status/*** HTTP/1.1"),
    (
        "(url:http://a.example:8069/status/{}) x",
        "(url:http://a.example:8069/status/***) x",
    ),
    ("GET /%73tatus/{}?a HTTP/1.1", "GET /%73tatus/***?a HTTP/1.1"),
    ("GET /STATUS/{} HTTP/1.1", "GET /STATUS/*** HTTP/1.1"),
    ("failed on path '/status/{}'", "failed on path '/status/***'"),
    ('"GET /status/{} HTTP/1.1" 404 -', '"GET /status/*** HTTP/1.1" 404 -'),
)


@pytest.mark.parametrize(("line", "masked"), LINES)
def test_masks_the_token(line, masked):
    assert mask_tokens(line.replace("{}", TOKEN)) == masked


@pytest.mark.parametrize(
    "line",
    [
        "GET /my/status/order/7 HTTP/1.1",
        "GET /payment/status/poll HTTP/1.1",
        "GET /shop/confirmation/status HTTP/1.1",
        "GET /web/login HTTP/1.1",
        "",
    ],
)
def test_leaves_other_addresses(line):
    assert mask_tokens(line) == line


def test_no_record_is_lost():
    record = logging.makeLogRecord(
        {"msg": '"%s" %s %s', "args": (f"GET /status/{TOKEN} HTTP/1.1", 200, "-")}
    )
    assert TokenFilter().filter(record)
    assert record.getMessage() == '"GET /status/*** HTTP/1.1" 200 -'
    odd = logging.makeLogRecord({"msg": ValueError("x"), "args": ({"a": 1},)})
    assert TokenFilter().filter(odd)

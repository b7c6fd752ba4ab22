"""Addresses of pages cannot be guessed, and are not kept."""

import re

from odoo.addons.customer_status_comm.tools import token

from ..linear import MOST, find_growth, repeat


def test_token_fits_an_address():
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token.new_token())


def test_token_carries_256_bits():
    assert token.TOKEN_BYTES * 8 == 256


def test_tokens_differ():
    assert len({token.new_token() for _ in range(1000)}) == 1000


def test_hash_is_sha256_in_hex():
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert token.hash_token("abc") == expected


def test_hash_finds_the_same_link_again_and_no_other():
    one, other = token.new_token(), token.new_token()
    assert token.hash_token(one) == token.hash_token(one)
    assert token.hash_token(one) != token.hash_token(other)


def test_hash_takes_whatever_a_visitor_types():
    assert len(token.hash_token("æ/../\u202e😀")) == 64


def test_a_link_in_a_text_is_hidden_however_it_stands_there():
    secret = token.new_token()
    for before, after in (
        ("https://shop.example/status/", ' "'),
        ("https://guard.example/?url=https%3A%2F%2Fshop.example%2Fstatus%2F", "&amp;x"),
        ("see /STATUS/", "."),
    ):
        hidden = token.hide_tokens(f"{before}{secret}{after}")
        assert hidden == f"{before}***{after}"


def test_what_is_no_link_stays():
    for text in ("/my/status/order/7", "/status/abc", "/status/" + "x" * 44, ""):
        assert token.hide_tokens(text) == text


def test_hiding_takes_linear_work():
    make = repeat("/status/")
    assert find_growth(token.hide_tokens, make, sizes=(80_000,)) <= MOST

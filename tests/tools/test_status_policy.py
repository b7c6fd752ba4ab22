"""The policy stands in every document, before all that a customer may have typed."""

import pytest
from lxml import html as lxml_html

from odoo.addons.customer_status_comm.tools.status_policy import META, POLICY, guard

BEGINNINGS = (
    "<!DOCTYPE html>\n<html lang='da'>\n<head>",
    "<!doctype html><html><head>",
    "<!doctype html>\n<title>x</title>",
    "<html>\n",
    "\n<HEAD>",
    "",
)


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_it_stands_in_the_head_before_all_else(beginning):
    html = guard(f"{beginning}<p title=x onclick=y>Hello</p>")
    assert html.startswith(beginning.split("<title>")[0])
    assert html.index(META) < html.index("<p ")
    [head] = lxml_html.document_fromstring(html).xpath("//head")
    assert head[0].get("content") == POLICY


def test_a_heading_is_no_head():
    assert guard("<header>x</header>") == f"{META}<header>x</header>"


def test_nothing_stays_nothing():
    assert guard(" \n") == " \n"

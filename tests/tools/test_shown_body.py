"""A text in the chatter dresses nothing, covers nothing, fetches nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from odoo.addons.customer_status_comm.tools.shown_body import for_chatter
from odoo.addons.customer_status_comm.tools.status_mail import render_button

OWN = "https://shop.example"
OUTSIDE = "https://elsewhere.example"


def show(text):
    return for_chatter(text, OWN, "Picture")


REACHING = {
    *("style", "link", "base", "meta", "iframe", "svg"),
    *("form", "input", "button", "video", "dialog"),
}
#: What must be gone, whatever surrounds it.
HOSTILE = [
    "<style>*{display:none}</style>",
    "<p>a</p><STYLE>*{display:none}</STYLE>",
    "<svg><style>*{display:none}</style></svg>",
    "<math><mtext><style>*{display:none}</style></mtext></math>",
    "<template><style>*{display:none}</style></template>",
    f'<style>@import "{OUTSIDE}/a.css"</style>',
    f'<link rel="stylesheet" href="{OUTSIDE}/a.css">',
    f'<base href="{OUTSIDE}/">',
    f'<meta http-equiv="refresh" content="0;url={OUTSIDE}">',
    f'<iframe src="{OUTSIDE}"></iframe>',
    f'<form action="{OUTSIDE}"><input name="a"><button>Go</button></form>',
    '<div style="position:fixed;top:0;left:0">over</div>',
    '<div class="modal show d-block">over</div>',
    '<p style="margin-top:-900px">over</p>',
    '<p style="opacity:0;line-height:0;width:5000px;height:900px">over</p>',
    '<p style="transform:scale(90)">over</p>',
    f"<p style=\"background:url('{OUTSIDE}/b.png')\">x</p>",
    f'<p style="background-color:red;background-image:url({OUTSIDE}/b.png)">x</p>',
    rf'<p style="background-color:\75 rl({OUTSIDE}/b.png)">x</p>',
    '<p style="color:expression(1)">x</p>',
    f'<img src="{OUTSIDE}/p.png" srcset="{OUTSIDE}/q.png 2x" alt="Logo">',
    f'<img srcset="{OUTSIDE}/q.png 2x">',
    '<img src="//elsewhere.example/p.png">',
    '<img src="/web/session/logout">',
    f'<table background="{OUTSIDE}/t.png"><tr><td background="{OUTSIDE}/c.png">c</td>',
    f'<a href="{OUTSIDE}" target="_top" ping="{OUTSIDE}/ping">a</a>',
    f'<video poster="{OUTSIDE}/v.png" src="{OUTSIDE}/v.mp4"></video>',
    f'<picture><source srcset="{OUTSIDE}/s.png"><img src="{OUTSIDE}/p.png"></picture>',
    f'<svg><image href="{OUTSIDE}/i.png"/><use href="{OUTSIDE}/u.svg#a"/></svg>',
    '<map name="m"><area href="https://elsewhere.example"></map>',
    "<dialog open>over</dialog>",
    "<!-- <style>*{display:none}</style> -->",
]


def assert_harmless(shown):
    root = html.fragment_fromstring(shown, create_parent="div")
    for element in root.iter():
        assert isinstance(element.tag, str), shown
        assert element.tag not in REACHING, shown
        assert not {"class", "id", "srcset", "background", "ping"} & set(element.attrib)
        style = element.get("style") or ""
        assert not re.search(r"position|margin|opacity|height|url|\\|transform", style)
        if element.tag == "img":
            assert element.get("src").startswith(("/web/image/", "data:image/", OWN))
        if element.tag == "a":
            assert element.get("target") in ("_blank", None), shown


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_reaches_beyond_the_text(text):
    for around in ("{}", "<p>Before</p>{}<p>After</p>", "<div><b>{}</b></div>"):
        shown = show(around.format(text))
        assert_harmless(shown)
        if "After" in around and "<table" not in text:
            assert "Before" in shown
            assert "After" in shown


@given(st.lists(st.sampled_from([*HOSTILE, "<p>", "</p>", "<div>", "text", "<"])))
def test_nor_any_of_them_together(parts):
    assert_harmless(show("".join(parts)))


def test_a_picture_from_elsewhere_is_a_link_that_opens_it():
    shown = show(f'<p>See <img src="{OUTSIDE}/p.png" alt="our map"/> here</p>')
    [link] = html.fragment_fromstring(shown).iter("a")
    assert (link.text, link.get("href")) == ("[our map]", f"{OUTSIDE}/p.png")
    assert link.get("target") == "_blank"
    assert link.get("rel") == "noreferrer noopener"
    assert link.tail == " here"
    assert "[Picture]" in show(f'<img src="{OUTSIDE}/p.png"/>')


def test_a_picture_within_a_link_leaves_the_link():
    shown = show(f'<a href="{OUTSIDE}/shop"><img src="{OUTSIDE}/p.png"/></a>')
    [link] = html.fragment_fromstring(shown).iter("a")
    assert link.get("href") == f"{OUTSIDE}/shop"
    assert link.text_content() == "[Picture]"


def test_the_shops_own_pictures_stay():
    for address in (
        "/web/image/7?access_token=x",
        f"{OWN}/web/image/7",
        "data:image/png;base64,AAAA",
    ):
        assert f'src="{address}"' in show(f'<p><img src="{address}" class="x"/></p>')


def test_usual_texts_stay_as_they_are():
    button = render_button(f"{OWN}/my/status/order/7", "See how it stands", "#ff8800")
    for text in (
        "",
        "<p>Hi Anna,</p><p>It is ready.<br/>Kind regards</p>",
        "<p>3 &lt; 4 &amp; 5 &gt; 4</p>",
        f"<p>Hi,</p><p>{button}</p>",
        '<p style="color: red; text-align: center">x</p>',
        '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
    ):
        assert show(text) == text


def test_what_is_taken_out_leaves_what_stands_around_it():
    shown = show("a<style>x</style>b<i>c<svg>y</svg>d</i>e<u class='m'>f</u>")
    assert shown == "ab<i>cd</i>e<u>f</u>"
    assert show("<section><p>a</p></section>") == "<p>a</p>"
    assert show("just text, with a <mark>word</mark>") == "just text, with a word"


def test_long_texts_take_their_time_and_no_more():
    for text in ("<p>x</p>" * 20_000, "<div>" * 200 + "x", '<b class="' * 5_000):
        assert_harmless(show(text))

"""Addresses without a host, in the HTML of a message."""

import pytest

from odoo.tools.urls import urljoin

from odoo.addons.customer_status_comm.tools.addresses import (
    RefusedAddressError,
    make_absolute,
)

SHOP = "https://shop.example"


def complete(html):
    return make_absolute(html, lambda address: urljoin(SHOP, address))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img alt="a" src="/web/image/1"/>', f'src="{SHOP}/web/image/1"'),
        ('<a href="/shop?a=1&amp;b=2#c">', f'href="{SHOP}/shop?a=1&amp;b=2#c"'),
        ('<td background="/b.png">', f'background="{SHOP}/b.png"'),
        ("<p style=\"background:url('/b.png')\">", f"url('{SHOP}/b.png')"),
        ('<p style="background:url(&quot;/b&quot;)">', f"url(&quot;{SHOP}/b&quot;)"),
        # A ">" within a value ends no tag.
        ('<a title="a > b" href="/c">', f'href="{SHOP}/c"'),
        # Odoo itself would leave the first one, and complete it some other time.
        ('<p style="a:url(/a);b:url(/b)">', f"a:url({SHOP}/a);b:url({SHOP}/b)"),
        # As newsletters have it.
        ('<p style="a:url(//cdn.example/x.png)">', "a:url(https://cdn.example/x.png)"),
        ('<img src="//cdn.example/../x.png">', 'src="https://cdn.example/../x.png"'),
    ],
)
def test_a_whole_address_is_put_in(html, expected):
    found = complete(f"<p>Look</p>{html}")
    assert expected in found
    assert complete(found) == found


@pytest.mark.parametrize(
    "html",
    [
        "",
        'Write src="/a/../b" or url(//a)',
        '<p>style="a:url(/a/../b)"</p>',
        '<img src="https://cdn.example/a/../b"/>',
        '<a href="mailto:a@b.example">a</a><a href="#top">b</a><a href="">c</a>',
        '<img src="cid:1"/><img src="data:image/png;base64,//a"/>',
        '<b src="/a" href="/b">c</b>',
        "<!-- don't --><p>2 < 3</p>",
    ],
)
def test_all_else_stays_as_it_is(html):
    assert complete(html) == html


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<img src="/web/image/../x">', "/web/image/../x"),
        ('<a href="/a/%2e%2e/b">', "/a/%2e%2e/b"),
        ('<a href="/a%FF">', "/a%FF"),
        ('<a href="/\t/evil.example">', "/ /evil.example"),
        ('<p style="a:url(/a/../b);b:url(/c)">', "/a/../b"),
        ('<td background="/./b">', "/./b"),
    ],
)
def test_one_that_is_refused_is_named(html, address):
    with pytest.raises(RefusedAddressError) as caught:
        complete(html)
    assert caught.value.address == address

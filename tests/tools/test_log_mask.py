"""No log tells what opens a page or a document, however it is written."""

import logging
import re
import subprocess
import sys
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm_server.tools.log_mask import (
    MASK,
    MOST_CHARACTERS,
    is_masking,
    mask_record,
    mask_tokens,
)

from ..linear import MOST, find_growth, repeat

TOKEN = "x3-_" * 10 + "abc"
LINES = (
    ("GET /status/{} HTTP/1.1", "GET /status/*** HTTP/1.1"),
    ("GET /status/{}?from=mail HTTP/1.1", "GET /status/*** HTTP/1.1"),
    ("GET //status//{} HTTP/1.0", "GET //status//*** HTTP/1.0"),
    ("GET /./status/./{} HTTP/1.0", "GET /./status/*** HTTP/1.0"),
    ("GET /x/../status/{} HTTP/1.0", "GET /x/../status/*** HTTP/1.0"),
    ("GET /;a=b/status/;c=d/{} HTTP/1.0", "GET /;a=b/status/;c=d/*** HTTP/1.0"),
    ("GET \\status\\{} HTTP/1.0", "GET \\status\\*** HTTP/1.0"),
    ("HEAD /da/status/{} HTTP/1.1", "HEAD /da/status/*** HTTP/1.1"),
    ("GET /da_DK/status/{} HTTP/1.1", "GET /da_DK/status/*** HTTP/1.1"),
    (
        "GET http://a.example/status/{} HTTP/1.1",
        "GET http://a.example/status/*** HTTP/1.1",
    ),
    ("GET http://localhost/status/{} x", "GET http://localhost/status/*** x"),
    ("GET http://[::1]:80/status/{} x", "GET http://[::1]:80/status/*** x"),
    ("GET /status/a b\"'{}%0a HTTP/9 {} HTTP/1.1", "GET /status/*** HTTP/1.1"),
    (
        "(url:http://a.example:8069/status/{}) x",
        "(url:http://a.example:8069/status/***) x",
    ),
    ("GET /%73tatus/{}?a HTTP/1.1", "GET /%73tatus/*** HTTP/1.1"),
    ("GET /STATUS/{} HTTP/1.1", "GET /STATUS/*** HTTP/1.1"),
    ("failed on path '/status/{}'", "failed on path '/status/***'"),
    ('"GET /status/{} HTTP/1.1" 404 -', '"GET /status/*** HTTP/1.1" 404 -'),
    ("GET /status%2F{} HTTP/1.1", "GET /status%2F*** HTTP/1.1"),
    ("GET %2fstatus%2f{} HTTP/1.1", "GET %2fstatus%2f*** HTTP/1.1"),
    ("at %252Fstatus%252f{} now", "at %252Fstatus%252f*** now"),
    ("at %25252Fstatus%25252F{} now", "at %25252Fstatus%25252F*** now"),
    ("at %25%32%46status%25%32%66{} now", "at %25%32%46status%25%32%66*** now"),
    (
        "/web/login?redirect=%2Fda%2Fstatus%2F{} x",
        "/web/login?redirect=%2Fda%2Fstatus%2F*** x",
    ),
    (
        "https://safe.example/?url=https%3A%2F%2Fa.example%2Fstatus%2F{} x",
        "https://safe.example/?url=https%3A%2F%2Fa.example%2Fstatus%2F*** x",
    ),
    (r'{"url": "http:\/\/a.dk\/status\/{}", "x": 1}', None),
    (r'{"url": "http:\\\/\\\/a.dk\\\/status\\\/{}"}', None),
    (r"b'\u002fstatus\u002f{}'", r"b'\u002fstatus\u002f***'"),
    (r"b'\x2fstatus\x2F{}'", r"b'\x2fstatus\x2F***'"),
    ("&#47;status&#x2F;{} x", "&#47;status&#x2F;*** x"),
    ('<a href="/status/{}">x</a>', '<a href="/status/***">x</a>'),
    ("of status/{} x", "of status/*** x"),
    ("at /other/status/{}/x y", "at /other/status/***/x y"),
    ("at /other/{} y", "at /other/*** y"),
    ("status/ of '{}'", "status/ of '***'"),
)
ODOO = (
    ("GET /my/orders/7?access_token={} HTTP", "GET /my/orders/7?access_token=*** HTTP"),
    ("/my/orders/7?access_token=a-b&x=1 c", "/my/orders/7?access_token=***&x=1 c"),
    ("/mail/view?token=1&pid=3&hash=b c", "/mail/view?token=***&pid=***&hash=*** c"),
    ("/a?x=1&amp;pid=3&amp;hash=b c", "/a?x=1&amp;pid=***&amp;hash=*** c"),
    (
        "?u=%2Fmy%3Faccess_token%3Dab%26pid%3D3",
        "?u=%2Fmy%3Faccess_token%3D***%26pid%3D***",
    ),
    ("{'access_token': 'abc', 'a': 1}", "{'access_token': '***', 'a': 1}"),
    ('{"access_token":"abc"}', '{"access_token":"***"}'),
    ("WHERE \"access_token\" = 'abc'", "WHERE \"access_token\" = '***'"),
)


@pytest.mark.parametrize(("line", "masked"), LINES)
def test_masks_the_token(line, masked):
    masked = masked or line.replace("{}", MASK)
    assert mask_tokens(line.replace("{}", TOKEN)) == masked
    assert mask_tokens(masked) == masked, "once is enough"


@pytest.mark.parametrize(("line", "masked"), ODOO)
def test_masks_what_opens_odoos_documents(line, masked):
    said = mask_tokens(line.replace("{}", TOKEN))
    assert said == masked
    assert mask_tokens(said) == said, "once is enough"


@pytest.mark.parametrize(
    "line",
    [
        "GET /my/status/order/7 HTTP/1.1",
        "GET /my%2Fstatus%2Forder%2F7 HTTP/1.1",
        "GET /payment/status/poll HTTP/1.1",
        "GET /shop/confirmation/status HTTP/1.1",
        "GET /shop/a-bicycle-with-a-very-long-name-that-is-sold-well-7 HTTP/1.1",
        "GET /web/login HTTP/1.1",
        "GET /web/assets/1/c0ffee/web.assets_web.min.js HTTP/1.1",
        "100% of 3 = 3; token of a hash",
        r"C:\odoo\server.log",
        "a &amp; b &#47; c",
        "",
    ],
)
def test_leaves_other_addresses(line):
    assert mask_tokens(line) == line


_PREFIXES = ("/", "//", "/./", "/da/", "/en_GB/", "https://shop.example/", "", "/a/b/")
_ENDS = ("", " HTTP/1.1", "?a=b HTTP/1.1", "'", '"}', "&x=1", "/", "%20", "\\n", ")")


@st.composite
def spelled(draw, text):
    """Return ``text`` as somebody may write it: parts encoded, often upon itself."""
    for _level in range(draw(st.integers(0, 3))):
        where = draw(st.sampled_from(["", "/", "%/", text]))
        for character in where:
            upper = draw(st.booleans())
            code = f"%{ord(character):02X}" if upper else f"%{ord(character):02x}"
            if character in "/%" or len(text) < 200:
                text = text.replace(character, code)
        if where == text:
            break
    return text


def decode(text):
    """Return ``text`` as it is meant, encoded eight times upon itself at most."""
    for _level in range(8):
        text = re.sub("%([0-9a-fA-F]{2})", lambda m: chr(int(m[1], 16)), text)
    return text


@pytest.mark.parametrize("times", range(8))
def test_signs_of_an_encoded_sign_may_be_encoded_again(times):
    """``0`` is ``%30``, and so is its own last digit: ``%3%30``."""
    token = "0" * 16 + "9" * 27
    zero = "%3" * times + "0"
    said = mask_tokens(f"GET status/{zero * 16}{'9' * 27} HTTP/1.1")
    assert token not in decode(said)
    assert "***" in said


@given(
    st.text("AZaz09-_", min_size=43, max_size=43),
    st.sampled_from(_PREFIXES),
    st.sampled_from(_ENDS),
    st.sampled_from(["status/", "Status/", "status//", "status/./"]),
    st.sampled_from(["GET {}", "see {} x", '"{}', "u={}", "({}", "x\ny {}\nz"]),
    st.data(),
)
def test_no_spelling_gets_through(token, prefix, end, status, around, data):
    address = data.draw(spelled(prefix + status + token))
    line = around.replace("{}", address + end)
    said = decode(mask_tokens(line))
    assert token not in said
    assert token[:30] not in said
    assert token[13:] not in said


@given(st.text("/sSt%a2uF5._;\\ HTP1'\"\n&#x7=?:my" + TOKEN, max_size=300))
def test_any_text_is_masked_once_and_for_all(text):
    once = mask_tokens(text)
    assert mask_tokens(once) == once


#: What would make a search begin again and again.
HARD = (
    *("/status/", " /status/", "/status", "status/", "/", "\\", "%25", "25", "."),
    *("/status/a HTTP/1", "\n/status/a HTTP/1", "a.", "&#0000", "access_token   "),
    *("x" * 290 + "/status/", "/" + "a" * 42, "&pid=", "/da", "/status/%2F", "\\u00"),
)


@pytest.mark.parametrize("part", HARD)
@pytest.mark.parametrize("start", ["", "GET /status/", "http://"])
def test_work_grows_no_faster_than_the_text(part, start):
    assert find_growth(mask_tokens, repeat(part, start), sizes=(20_000,)) <= MOST


def test_what_is_cut_is_dropped_whole():
    """The cut leaves no part of a token behind."""
    for place in (MOST_CHARACTERS - 20, MOST_CHARACTERS - 43, MOST_CHARACTERS):
        text = ("x " * MOST_CHARACTERS)[:place] + f"{TOKEN} HTTP/1.1"
        said = mask_tokens(f"GET /status/{text}")
        assert len(said) <= MOST_CHARACTERS + 2 * len(MASK)
        assert TOKEN[:8] not in said
    assert mask_tokens("/" * (2 * MOST_CHARACTERS)) == MASK


# Log records --------------------------------------------------------------------------


def make_record(msg, *args, **values):
    return logging.makeLogRecord({"msg": msg, "args": args, **values})


def test_a_record_says_the_same_without_the_token():
    record = make_record('"%s" %s %s', f"GET /status/{TOKEN} HTTP/1.1", 200, "-")
    mask_record(record)
    assert record.getMessage() == '"GET /status/*** HTTP/1.1" 200 -'


def test_a_record_without_one_is_left_as_it_is():
    record = make_record("%s of %d", "This", 7)
    mask_record(record)
    assert (record.msg, record.args) == ("%s of %d", ("This", 7))


def test_what_is_put_together_by_the_log_is_masked_too():
    error = ValueError(f"/status/{TOKEN}")
    for record in (
        make_record(error),
        make_record("%r", error),
        make_record("/status/%s", TOKEN),
        logging.makeLogRecord({"msg": "%(a)s", "args": {"a": [f"/status/{TOKEN}"]}}),
    ):
        mask_record(record)
        assert TOKEN not in record.getMessage()


def test_a_record_that_is_wrong_is_left_to_logging():
    record = make_record("%d", f"/status/{TOKEN}", "%s")
    mask_record(record)
    assert TOKEN not in f"{record.msg} {record.args}"
    with pytest.raises(TypeError):
        record.getMessage()


def test_tracebacks_and_stacks_are_masked():
    try:
        raise LookupError(f"no page at http://a.example/status/{TOKEN}")
    except LookupError:
        record = make_record("Sorry", exc_info=sys.exc_info())
    record.stack_info = f"Stack: '/status/{TOKEN}'"
    mask_record(record)
    said = logging.Formatter("%(message)s").format(record)
    assert TOKEN not in said
    assert "LookupError: no page at http://a.example/status/***" in said


#: A process of its own: what makes records is one for all of it.
PROCESS = f"""
import logging, sys
from odoo import netsvc
from odoo.addons.customer_status_comm_server.tools import log_mask
netsvc.init_logger()
assert not log_mask.is_masking()
log_mask.mask_logs()
log_mask.mask_logs()
assert log_mask.is_masking()
netsvc.init_logger()  # as Odoo does for each of its commands
assert log_mask.is_masking() and len(logging.getLogger().handlers) == 1
logging.getLogger("some.new.one").warning("at /status/%s", "{TOKEN}")
logging.getLogger("werkzeug").info('"%s" %s', "GET %2Fstatus%2F{TOKEN} HTTP/1.1", 404)
try:
    raise OSError("/status/{TOKEN}")
except OSError:
    logging.getLogger("odoo.http").exception("Exception during request handling.")
"""


def test_every_logger_of_the_process_masks():
    command = [sys.executable, "-c", f"import tests.tools.conftest\n{PROCESS}"]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert TOKEN not in said.stderr + said.stdout
    assert said.stderr.count("WARNING ? some.new.one: at /status/***") == 1
    assert '"GET %2Fstatus%2F*** HTTP/1.1" 404' in said.stderr
    assert "OSError: /status/***" in said.stderr
    assert not is_masking(), "this process was not asked to"


def test_quoting_a_whole_address_is_one_of_the_spellings():
    line = f"redirect={quote(f'https://a.example/status/{TOKEN}', safe='')} HTTP/1.1"
    assert (
        mask_tokens(line) == "redirect=https%3A%2F%2Fa.example%2Fstatus%2F*** HTTP/1.1"
    )


ODD = "Zx3-_" * 8 + "abc"
UUID = "5f2d3c1e-8a3b-4c55-9d0e-0123456789ab"


@pytest.mark.parametrize(
    "written",
    [
        *(
            f"GET /status{sign}{ODD} HTTP/1.1"
            for sign in (
                *(";/", ";x=y/", "+/", "./", "//.//", "/;/", ".", ";", ":", "~"),
                *("%EF%BC%8F", "%E2%88%95", "%E2%81%84", "%C0%AF", "%25EF%25BC%258F"),
                *("\uff0f", "\u2215", "\u2044", "\u29f8", "%3B/", "%09", "\\;\\"),
            )
        ),
        f"GET /STATUS;/{ODD} HTTP/1.1",
        f"GET /statuses/{ODD} HTTP/1.1",
        f"GET /x?{ODD} HTTP/1.1",
        f"GET /status;/{ODD}_abc HTTP/1.1",
        f"somebody asked for {ODD}",
        f"{ODD}",
    ],
)
def test_a_token_is_known_by_its_form(written):
    masked = mask_tokens(written)
    assert ODD not in masked
    assert "***" in masked


@pytest.mark.parametrize("value", [UUID, ODD, "secret7"])
@pytest.mark.parametrize(
    "name",
    [
        *(
            "access_token[]=",
            "access_token%5B%5D=",
            "access_token[0]=",
            "access_token;",
        ),
        *(
            "access_token;=",
            "access_token%5B0%5D=",
            "ACCESS_TOKEN[]=",
            "access_token+=",
        ),
        *(
            "access_token%20=",
            "access_token.=",
            "csrf_token[][]=",
            "token[]=",
            "hash;=",
        ),
        *("access_token%255B%255D=", "access%5Ftoken[]=", "access_token=="),
    ],
)
def test_a_parameter_however_it_is_named(name, value):
    masked = mask_tokens(f"GET /my/orders/7?{name}{value}&x=1 HTTP/1.1")
    assert value not in masked
    assert masked.startswith("GET /my/orders/7?")
    assert masked.endswith("&x=1 HTTP/1.1")


@pytest.mark.parametrize(
    "line",
    [
        f"GET /web/assets/{'0a1b2c3'}/web.assets_web.min.js HTTP/1.1",
        f"checksum {'0123456789abcdef' * 4} of a file",
        f"GET /web/content/170-{'ab12' * 10}/logo.png HTTP/1.1",
        "loading customer_status_comm_website_sale/data/customer_status_rule_2.xml",
        f"sms {UUID} sent",
        "Computing parent left for TableWithAVeryLongNameThatSaysAllOfWhatItDoesIndeed",
        "odoo.addons.customer_status_comm.models.customer_status_link_life: 9 deleted",
        '2026-12-01 04:11:15,995 10218 INFO shop werkzeug: "GET /my/orders/7 HTTP/1.1"',
    ],
)
def test_what_is_no_token_stays_readable(line):
    assert mask_tokens(line) == line

import json
from html import escape
from pathlib import Path

from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.exceptions import NotFound
from werkzeug.http import parse_accept_header

from odoo import http
from odoo.http import request
from odoo.tools.translate import code_translations

from ..const import ADDON, HEADER_MAX
from ..words import door_words

#: Seconds after which a program may ask again.
AGAIN = 60
_LANGUAGES = sorted(path.stem for path in Path(__file__).parents[1].glob("i18n/*.po"))
#: Norwegians ask for "no", too.
_SAME = {"no": "nb"}
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto;
padding:0 1rem}}
h1{{font-size:1.5rem;line-height:1.25}}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{text}</p>
<p>{help}</p>
</main>
</body>
</html>
"""
HTML = "text/html"
JSON = "application/json"
_HEADERS = [
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow, noarchive"),
    ("Retry-After", str(AGAIN)),
    ("Vary", "Accept, Accept-Language"),
]


def find_language(wanted):
    """Return the first of the codes a browser ``wanted`` that there are words in.

    :param wanted: codes such as "da-DK", the dearest first.
    :return: the name of a catalogue, or "en".
    """
    for code in wanted:
        prefix = code.lower().replace("_", "-").partition("-")[0]
        prefix = _SAME.get(prefix, prefix)
        if prefix == "en" or prefix in _LANGUAGES:
            return prefix
    return "en"


def wants_json(token, accept):
    """Tell whether a program asks, not a browser.

    :param token: of the address; ``.json`` behind it says so, too.
    :param accept: the header ``Accept``.
    """
    accept = accept[:HEADER_MAX]
    if token[-5:].lower() == ".json":
        return True
    accepted = parse_accept_header(accept, MIMEAccept)
    return accepted.best_match((HTML, JSON), default=HTML) == JSON


def render_page(language):
    """Return the page as HTML, in one of the languages of ``find_language``."""
    known = {}
    if language != "en":
        known = code_translations.get_python_translations(ADDON, language)
    words = door_words(lambda text: known.get(text, text))
    return _PAGE.format(
        language=language, **{name: escape(text) for name, text in words.items()}
    )


class StatusDoor(http.Controller):
    """What a customer's link opens where no database answers.

    Either the database is away, or there are several and nothing says which one the
    link is of. In a database that has customers' pages, they answer.
    """

    @http.route(
        # The second one for what is no token at all, so that it gets the same answer.
        ["/status/<string:token>", "/status/<path:token>"],
        type="http",
        auth="none",  # the link is all there is to know about its reader
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def status(self, token, **_query):
        """Answer with a page that asks for patience, or the same as JSON: 503."""
        if request.db:
            raise NotFound()
        sent = request.httprequest.headers
        if wants_json(token, sent.get("Accept", "")):
            # A page's script may read it, as it may read the status itself.
            headers = [*_HEADERS, ("Access-Control-Allow-Origin", "*")]
            return self._answer(json.dumps({"error": "unavailable"}), JSON, headers)
        header = sent.get("Accept-Language", "")
        accepted = parse_accept_header(header[:HEADER_MAX], LanguageAccept)
        wanted = accepted.values()
        return self._answer(render_page(find_language(wanted)), HTML, _HEADERS)

    def _answer(self, body, content_type, headers):
        headers = [("Content-Type", f"{content_type}; charset=utf-8"), *headers]
        return request.make_response(body, headers=headers, status=503)

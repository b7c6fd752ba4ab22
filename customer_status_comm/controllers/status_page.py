import json

from werkzeug.exceptions import MethodNotAllowed

from odoo import SUPERUSER_ID, http
from odoo.http import request
from odoo.tools.misc import hmac

from odoo.addons.customer_status_comm_server.controllers.status_door import StatusDoor

from .. import const
from ..labels import status_labels
from ..tools import status_document
from ..tools.foreign import accepted_languages, accepts_rather
from ..tools.public_facts import to_public
from ..tools.spoken import find_spoken
from ..tools.status_policy import POLICY

HTML = "text/html"
JSON = "application/json"
READING = ("GET", "HEAD")
#: A page is for its reader alone: not for search engines, caches or other sites.
HEADERS = [
    ("Content-Security-Policy", f"{POLICY}; frame-ancestors 'self'"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow, noarchive"),
    ("X-Frame-Options", "SAMEORIGIN"),
]  # fmt: skip

#: No cache that is shared keeps any. The page of a link its reader's browser may keep,
#: if it asks each time whether it has changed. Measured in Chromium: a second look is a
#: 304 without content and "Back" asks nothing, while "no-store" sends all of the page
#: each time. Who has the browser has the link in its history anyway. What stands behind
#: a login, no browser keeps.
KEPT = "private, no-cache"
NOT_KEPT = "private, no-store"


def answer(
    body, status=200, content_type=HTML, vary=None, etag=None, cache_control=NOT_KEPT
):
    """Return ``body`` with the headers of a page, or 304 when the browser has it.

    :param vary: names of the request's headers that the answer depends on.
    :param etag: a name for exactly this body, where the caller knows one.
    :param cache_control: ``KEPT`` or ``NOT_KEPT``.
    """
    headers = [
        ("Content-Type", f"{content_type}; charset=utf-8"),
        ("Cache-Control", cache_control),
        *HEADERS,
    ]
    if vary:
        headers.append(("Vary", vary))
    response = request.make_response(body, headers=headers, status=status)
    if cache_control == KEPT:
        if etag:
            response.set_etag(etag)
        else:
            response.add_etag()
        environ = request.httprequest.environ
        if 0 < len(environ.get("HTTP_IF_NONE_MATCH", "")) <= const.HEADER_MAX:
            response.make_conditional(environ)
    return response


def wants_json():
    """Whether the caller would rather have JSON than a page."""
    accept = request.httprequest.environ.get("HTTP_ACCEPT", "")
    if "json" not in accept and "application/*" not in accept:
        return False
    return accepts_rather(accept, JSON, HTML)


class StatusPage(StatusDoor):
    """The customer's page. Reading changes nothing."""

    @http.route()
    def status(self, token, **_query):
        """Answer with the page of a link; unknown, expired, revoked ones: 404.

        Who asks for ``application/json`` gets the same facts as JSON, see docs/json.md.
        """
        if request.httprequest.method not in READING:  # OPTIONS comes along with GET
            raise MethodNotAllowed(valid_methods=READING)
        env = request.env(user=SUPERUSER_ID)
        found = env["customer.status.link"]._find_page(token)
        if not found:
            return self._answer_missing(env)
        lang = found.lang or env.context["lang"]
        if wants_json():
            return self._answer_json(env, found, lang)
        page = env["customer.status.page"]._get_answer(found, lang)
        return answer(page.body, vary="Accept", etag=page.etag, cache_control=KEPT)

    @http.route(
        "/my/status/<string:kind>/<int:res_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def personal_status(self, kind, res_id, **_query):
        """Show a logged-in reader a document: colleagues as it stands now.

        Customers see what their link would show. What they may not read, what is not
        published, and what is not there at all get one and the same answer.
        """
        model = request.env["customer.status.mixin"]._get_status_models().get(kind)
        document = request.env[model].browse(res_id).exists() if model else None
        html = document and document._render_for_reader()
        if not html:
            return self._answer_missing(request.env(su=True))
        return answer(html)

    def _answer_json(self, env, found, lang):
        """Answer with the facts of a ``LinkedPage`` as JSON."""
        facts, news = env["customer.status.page"]._get_visible(found, lang)
        body = to_public(
            facts,
            news=news,
            language=lang,
            updated_at=found.published_at,
            opaque=lambda key: hmac(env, "customer_status_comm.key", key)[:16],
        )
        text = json.dumps(body, ensure_ascii=False, indent=1)
        response = answer(text, content_type=JSON, vary="Accept", cache_control=KEPT)
        # Who knows the address may read it anywhere; no cookie is of any use here.
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    def _answer_missing(self, env):
        """Answer in the browser's language, as far as the shop speaks it."""
        vary = "Accept, Accept-Language"
        if wants_json():
            return answer('{"error": "not_found"}', 404, JSON, vary)
        environ = request.httprequest.environ
        wanted = accepted_languages(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        spoken = dict(env["res.lang"].get_installed())
        by_prefix = {code.split("_")[0]: code for code in reversed(spoken)}
        codes = (by_prefix.get(lang.replace("-", "_").split("_")[0]) for lang in wanted)
        lang = next(filter(None, codes), env.context["lang"])
        labels = status_labels(env(context={"lang": lang})._)
        language = find_spoken(labels, lang)
        html = status_document.render_missing(labels=labels, language=language)
        return answer(html, 404, vary=vary)

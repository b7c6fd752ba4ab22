from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request
from odoo.tools.misc import get_lang

from ..labels import status_labels
from ..tools import status_document

#: A page is for its reader alone: not for search engines, caches or other sites.
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "private, no-cache"),
    ("Content-Security-Policy",
     "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
     "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow, noarchive"),
    ("X-Frame-Options", "SAMEORIGIN"),
]  # fmt: skip


class StatusPage(http.Controller):
    """The customer's page. Reading changes nothing."""

    @http.route(
        "/status/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def status(self, token, **_query):
        """Answer with the page of a link; unknown, expired, revoked ones: 404."""
        found = request.env["customer.status.link"]._find_page(token)
        if not found:
            return self._answer_missing()
        company = request.env["res.company"].sudo().browse(found.company_id)
        lang = found.lang or get_lang(request.env).code
        html = request.env["customer.status.page"]._render(
            found.facts, found.news, company, lang, found.published_at
        )
        return self._answer(html)

    @http.route(
        "/my/status/<string:kind>/<int:res_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def personal_status(self, kind, res_id, **_query):
        """Show a logged-in reader a document they may read, as it stands now."""
        model = request.env["customer.status.mixin"]._get_status_models().get(kind)
        document = request.env[model].browse(res_id).exists() if model else None
        if not document or not document.has_access("read"):
            raise NotFound()
        facts = document._get_status_facts()[document.id]
        return self._answer(document._render_status(facts))

    def _answer(self, html, status=200):
        response = request.make_response(html, headers=_HEADERS, status=status)
        if status == 200:
            response.add_etag()
            response.make_conditional(request.httprequest.environ)
        return response

    def _answer_missing(self):
        """Answer in the browser's language, as far as the shop speaks it."""
        wanted = request.httprequest.accept_languages.values()
        spoken = dict(request.env["res.lang"].sudo().get_installed())
        by_prefix = {code.split("_")[0]: code for code in reversed(spoken)}
        codes = (by_prefix.get(lang.replace("-", "_").split("_")[0]) for lang in wanted)
        lang = next(filter(None, codes), get_lang(request.env).code)
        labels = status_labels(request.env(context={"lang": lang})._)
        html = status_document.render_missing(labels=labels, language=lang)
        return self._answer(html, status=404)

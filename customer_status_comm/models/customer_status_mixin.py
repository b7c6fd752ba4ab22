from odoo import api, fields, models
from odoo.exceptions import MissingError, UserError
from odoo.fields import Domain

from .. import const
from ..labels import status_labels
from ..tools import status_document, status_mail, wording
from ..tools.spoken import find_spoken


class CustomerStatusMixin(models.AbstractModel):
    """A document that a customer waits on.

    A model joins with ``_inherit = [its name, "customer.status.mixin"]``, a
    ``_status_kind`` (part of its page's address, unique), and
    ``_prepare_status_facts``. Its hooks call ``_status_touch`` whenever something
    happened that may interest the customer. Worked out in docs/adding-a-document.md.
    """

    _name = "customer.status.mixin"
    _inherit = ["customer.status.reader", "customer.status.passed"]
    _description = "Document with a Customer Status Page"

    #: Short name in addresses, for example "order"; a model without one has no page.
    _status_kind = None

    customer_status_url = fields.Char(
        string="Status page",
        compute="_compute_customer_status_url",
        compute_sudo=True,  # the address depends on the website of its company
        help="For templates: in an e-mail to the customer it becomes their own link.",
    )
    customer_status_button = fields.Html(
        string="Status button",
        compute="_compute_customer_status_button",
        compute_sudo=True,
        sanitize=False,  # of our own making, and mail programs need its styles
        help="For templates: a button to the status page, in the shop's colour.",
    )
    customer_status_headline = fields.Char(
        string="Status headline",
        compute="_compute_customer_status_news",
        compute_sudo=True,
        help="For templates: how the document stands, in the customer's language.",
    )
    customer_status_news = fields.Text(
        string="Status news",
        compute="_compute_customer_status_news",
        compute_sudo=True,
        help="For templates: what the customer is told, in their language.",
    )

    customer_status_expected = fields.Char(
        string="Expected day",
        compute="_compute_customer_status_news",
        compute_sudo=True,
        help="For templates: when the customer gets it, short enough for an SMS.",
    )

    @api.model
    def _get_status_models(self):
        """Return ``{kind: model name}`` of all documents with a status page."""
        names = self.env.registry["customer.status.mixin"]._inherit_children
        models_ = [self.env[name] for name in names]
        return {
            model._status_kind: model._name for model in models_ if model._status_kind
        }

    @api.model
    def _has_status_page(self, model):
        """Whether documents of a model, by name, have a page."""
        return model in self._get_status_models().values()

    @api.model
    def _get_labels_of(self, kind):
        """Return all labels of a page of this kind, in the context's language."""
        model = self._get_status_models().get(kind)
        own = self.env[model]._get_status_labels() if model else {}
        return status_labels(self.env._) | own

    @api.model
    def _prepare_status_labels(self, facts):
        """Return the labels ``render_document`` takes to lay out ``facts``."""
        return {
            "labels": self._get_labels_of(facts["kind"]),
            "labels_of": {
                kind: self._get_labels_of(kind)
                for kind in status_document.kinds_within(facts)
            },
        }

    @api.model
    def _get_status_labels(self):
        """Return what pages of this model say in words of their own.

        :return: any of the keys of ``labels.status_labels``, with their placeholders,
            in the context's language; for a document with a ``way`` of its own also
            what ``tools/way.py`` asks for.
        """
        return {}

    def mail_allowed_qweb_expressions(self):
        """Let everybody use these placeholders, who may not run code in templates.

        Of the customer's language only what the model has: Odoo takes an allowed
        placeholder without a field for an empty text, and so would say nothing of a
        mistake.
        """
        names = (
            "customer_status_url",
            "customer_status_button",
            "customer_status_headline",
            "customer_status_news",
            "customer_status_expected",
        )
        if "lang" in self._fields:
            names += ("lang",)
        if self._status_partner_field in self._fields:
            names += (f"{self._status_partner_field}.lang",)
        return (
            *super().mail_allowed_qweb_expressions(),
            *(f"object.{name}" for name in names),
        )

    def _compute_customer_status_url(self):
        for document in self:
            path = f"/my/status/{document._status_kind}/{document.id}"
            document.customer_status_url = document.get_base_url() + path

    def _compute_customer_status_button(self):
        companies = self._get_status_companies()
        for document in self:
            document.customer_status_button = status_mail.render_button(
                document.customer_status_url,
                document._with_status_lang()._get_status_button_text(),
                companies[document.id].sudo().primary_color,
            )

    def _compute_customer_status_news(self):
        """Say what the customer was told last, or else where the document stands."""
        pages = self.env["customer.status.page"]._find_shown(self)
        unpublished = self.filtered(lambda document: document.id not in pages)
        facts = {id_: page._peek("facts") for id_, page in pages.items()}
        facts.update(unpublished._get_status_facts())
        companies = self._get_status_companies()
        blocks = {
            company: company.sudo()._get_status_blocks()
            for company in set(companies.values())
        }
        labels = {}
        for document in self:
            translated = document._with_status_lang()
            lang = translated.env.lang or "en_US"
            if lang not in labels:
                labels[lang] = translated._get_labels_of(self._status_kind)
            news = pages[document.id]._peek("news") if document.id in pages else None
            reader = {
                "language": find_spoken(labels[lang], lang),
                "labels": labels[lang],
                "blocks": blocks[companies[document.id]],
            }
            headline, lines = status_document.tell(
                facts[document.id], changes=news or (), **reader
            )
            document.customer_status_expected = status_document.tell_day(
                facts[document.id], **reader
            )
            document.customer_status_headline = headline
            document.customer_status_news = "\n".join(lines or [f"{headline}."])

    @api.model
    def _get_status_topic(self):
        """Return what a template speaks of ("An order"), in the user's language.

        Its model's name, unless the document has words of its own.
        """
        return self.env["ir.model"].sudo()._get(self._name).name

    def _get_status_button_text(self):
        """Return what the button to the status page says, in the context's language."""
        return self.env._("See how it stands")

    def _with_status_lang(self):
        """Return the record in its customer's language."""
        lang = self._get_status_partners()[self.id].lang or self.env.lang
        return self.with_context(lang=lang)

    def _status_touch(self, reason):
        """Note that something happened that the customer may care about.

        Reads and sends nothing; what one transaction touches is written into the outbox
        when it is flushed.

        :param str reason: ``const.REASON_*``.
        """
        self.env["customer.status.change"]._touch(self, reason)

    def _get_touched(self, reason):
        """Return what the publisher has to look at when these were touched.

        These, and what belongs to them, whose pages tell of them. Called with sudo,
        once for all that a transaction touched for ``reason``.

        :return: ``[(documents of one model, const.REASON_*)]``; some may be deleted.
        """
        if reason == const.REASON_LINKED:
            return [(self, reason)]
        try:
            others = self._get_status_related()
        except MissingError:  # some were touched, and then deleted
            others = self.exists()._get_status_related()
        return [(self, reason)] + [(other, const.REASON_LINKED) for other in others]

    def _get_status_weights(self):
        """Return ``{id: how much work publishing it is}``, about one for each line.

        To be extended by a document that may be large; the others weigh one.
        """
        return {}

    def _get_status_partners(self):
        """Return ``{id: res.partner}``, the customer of each (may be empty)."""
        field = self._status_partner_field
        return {document.id: document[field] for document in self}

    def _get_status_companies(self):
        """Return ``{id: res.company}``, the shop of each document."""
        return {
            document.id: document.company_id or document.env.company
            for document in self
        }

    @api.model
    def _find_status_documents(self, company, since, limit=None):
        """Return the company's documents of which something happened, newest first.

        :param since: naive UTC datetime.
        """
        domain = self._get_status_activity_domain(since)
        domain &= Domain("company_id", "in", [company.id, False])
        return self.search(domain, limit=limit, order="id desc")

    @api.model
    def _get_status_activity_domain(self, since):
        """Return the ``Domain`` of documents of which something may have happened."""
        return Domain("write_date", ">=", since)

    @api.model
    def _find_status_examples(self, limit):
        """Return the newest documents of the company that a test message may speak of.

        As the user's rights allow.
        """
        mine = Domain("company_id", "in", [self.env.company.id, False])
        return self.search(mine, limit=limit, order="id desc")

    def _get_status_validity(self):
        """Return ``{id: naive UTC datetime or None}``: until when offers are valid.

        To be extended by a document that is offered first. Until then links to the
        page of one that is not answered work; ``None`` gives them some months.
        """
        return dict.fromkeys(self.ids)

    def _to_shop_day(self, moment):
        """Return the shop's calendar day of a naive UTC datetime, ISO, or ``None``."""
        if not moment:
            return None
        timezone = self.company_id.partner_id.tz or "UTC"
        return wording.to_timezone(moment, timezone).date().isoformat()

    def _get_status_facts(self):
        """Return ``{id: Facts}``, in the language of each customer.

        Constant number of queries per language. The reader's rights are not asked: the
        caller has checked them, or is the publisher.
        """
        facts = {}
        partners = self._get_status_partners()
        ids_by_lang = {}
        for document in self:
            lang = partners[document.id].lang or self.env.lang
            ids_by_lang.setdefault(lang, []).append(document.id)
        for lang, ids in ids_by_lang.items():
            documents_sudo = self.browse(ids).sudo().with_context(lang=lang)
            # What is the same in all languages is read for all documents at once.
            documents_sudo = documents_sudo.with_prefetch(self._prefetch_ids)
            facts.update(documents_sudo._prepare_status_facts())
            documents_sudo._add_related_facts(facts)
        return facts

    def _prepare_status_facts(self):
        """Return ``{id: Facts}``; see ``tools/facts.py`` for the shape.

        To be written by each model that joins. Called with sudo, one language, many
        records.
        """
        raise NotImplementedError

    def action_contact(self):
        """Open the communication panel on the document's customer.

        :raise UserError: when there is none.
        """
        self.ensure_one()
        partner = self._get_status_partners()[self.id]
        if not partner:
            raise UserError(self.env._("There is no customer to write to."))
        return partner.action_contact(document=self)

    def action_view_status_page(self):
        """Open the page as the customer would see it now."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/status/{self._status_kind}/{self.id}",
            "target": "new",
        }

    def action_open_status_page(self):
        """Open what staff do with the page: its preview, links, and what was told.

        :raise UserError: when there is no such document; over RPC it may be any.
        """
        self.ensure_one()
        self.check_access("read")
        if not (self.id and self.exists()):
            raise UserError(self.env._("The document has been deleted."))
        page = self.env["customer.status.page"]._ensure(self)[self.id]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer status"),
            "res_model": page._name,
            "res_id": page.id,
            "view_mode": "form",
        }

    def _render_status(self, facts, news=None, updated_at=None):
        """Return ``facts`` as the customer's HTML document.

        :param news: ``status_news.News`` for the customer, or ``None``.
        :param updated_at: since when they stand there, naive UTC; ``None`` for now.
        """
        self.ensure_one()
        company = self._get_status_companies()[self.id]
        lang = self._get_status_partners()[self.id].lang or self.env.lang
        pages = self.env["customer.status.page"]
        return pages._render(facts, news, company, lang, updated_at)

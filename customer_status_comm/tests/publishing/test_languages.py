"""Customers of the languages we speak, and of others: their page, e-mail and SMS."""

import re

import pytz
from babel.dates import format_date
from lxml import html as lxml_html

from odoo.tests import HttpCase, tagged

from ...labels import status_labels
from ...tools.sms_text import count_segments
from ..common import StatusCase

#: Language: what its pages say of themselves, an amount, and some words.
LANGUAGES = {
    "de_DE": ("de", "1.500,00", "Ihre Bestellung wurde bestätigt."),
    "fr_FR": (
        "fr",
        "1\N{NARROW NO-BREAK SPACE}500,00",
        "Votre commande a été confirmée.",
    ),
    "nb_NO": ("nb", "1\N{NO-BREAK SPACE}500,00", "Bestillingen din er bekreftet."),
    "nl_NL": ("nl", "1.500,00", "Je bestelling is bevestigd."),
    "sv_SE": ("sv", "1\N{NO-BREAK SPACE}500,00", "Din beställning har bekräftats."),
}


def visible(html):
    """Return the texts of a page, one a node, as somebody sees them."""
    root = lxml_html.document_fromstring(html)
    for node in root.xpath("//style | //head"):
        node.drop_tree()
    return [text.strip() for text in root.itertext() if text.strip()]


@tagged("standard", "post_install", "-at_install")
class TestLanguages(StatusCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param(
            "web.base.url", "https://www.testby-cykler.example"
        )

    def activate(self, *langs):
        """Have Odoo speak these languages, as an administrator does."""
        modules = self.env["ir.module.module"].search(
            [("name", "like", "customer_status_comm"), ("state", "=", "installed")]
        )
        for lang in langs:
            self.env["res.lang"]._activate_lang(lang)
        modules._update_translations(list(langs))

    def confirm_order(self, lang):
        """Return an order that its customer was told of, and the e-mails."""
        customer = self._create_customer(f"Kim {lang}", lang=lang)
        order = self.create_order(customer, quantity=15)
        order.action_confirm()
        self.publish()
        return order, self.deliver()

    def get_date(self, order, locale):
        """Return the shop's day of an order as people of a locale write it."""
        shop = self.company.partner_id.tz or "UTC"
        day = pytz.utc.localize(order.date_order).astimezone(pytz.timezone(shop))
        return format_date(day, "long", locale=locale)

    def get_page_of(self, message):
        return self.url_open(f"/status/{self.get_token(message)}").text

    def find_english(self, texts):
        """Return our English labels among ``texts``."""
        english = " | ".join(status_labels(str).values())
        english = re.sub(r"%\(\w+\)s", "", english).split("|")
        english = {text.strip(" .:") for text in english} - {"Total"}
        return english & {text.strip(" .:") for text in texts}

    def test_page_and_email_speak_the_customers_language(self):
        self.activate(*LANGUAGES)
        for lang, (code, amount, words) in LANGUAGES.items():
            with self.subTest(lang):
                order, [message] = self.confirm_order(lang)
                page = self.get_page_of(message)

                self.assertIn(f'<html lang="{code}', page)
                texts = visible(page)
                self.assertIn(words, " ".join(texts))
                self.assertIn(self.get_date(order, code), texts)
                self.assertIn(amount, " ".join(texts))
                self.assertFalse(self.find_english(texts))

                mail = self.get_html(message)
                self.assertIn(f'lang="{code}', mail)
                self.assertIn(words, mail)
                self.assertIn(order.name, message["Subject"])
                self.assertNotRegex(
                    f"{mail} {message['Subject']}", r"\b([Yy]our|Thank|Hi|regards)\b"
                )

    def test_pages_of_every_kind_have_no_word_of_english(self):
        """Of orders, of customers and of the documents that other addons tell of."""
        self.activate(*LANGUAGES)
        documents = self.env["customer.status.mixin"]
        kinds = documents._get_status_models().keys() - {"rental"}  # an example
        self.assertGreaterEqual(kinds, {"order", "customer"})
        for kind in kinds:
            english = documents._get_labels_of(kind)
            for lang in LANGUAGES:
                with self.subTest(kind, lang=lang):
                    labels = documents.with_context(lang=lang)._get_labels_of(kind)
                    same = english.items() & labels.items()
                    self.assertFalse(same - {("total", "Total")})  # so in French

    def test_what_nobody_translated_is_english_throughout(self):
        """A page with English words and Finnish dates would be in no language."""
        self.activate("es_ES", "fi_FI", "en_GB")
        for lang, code in (("es_ES", "en-US"), ("fi_FI", "en-US"), ("en_GB", "en-GB")):
            with self.subTest(lang):
                order, [message] = self.confirm_order(lang)
                page = self.get_page_of(message)
                self.assertIn(f'<html lang="{code}"', page)
                self.assertIn("Your order is confirmed", visible(page))
                date = self.get_date(order, code.replace("-", "_"))
                self.assertIn(date, visible(page))

    def test_ready_made_sms_fit_into_one_part(self):
        """With a long address, the shop's name below, and the link at full length."""
        self.activate(*LANGUAGES)
        templates = self.env["mail.template"].search(
            [("model", "=", "sale.order"), ("sms_body", "!=", False)]
        )
        for lang in LANGUAGES:
            customer = self._create_customer(f"Kim {lang}", lang=lang)
            order = self.create_order(customer, name="S00042", quantity=5)
            order.action_confirm()
            order.order_line.qty_delivered = 2
            for template in templates:
                with self.subTest(template.name, lang=lang):
                    text = template.with_context(lang=lang)._render_field(
                        "sms_body", order.ids, compute_lang=True
                    )[order.id]
                    self.assertNotRegex(text, r"\b([Yy]our|There|Thank)\b")
                    text = f"{text}\n{self.company._get_sms_signature()}"
                    full = self.env["customer.status.link"]._fill_in_length(text)
                    segments = count_segments(full)
                    self.assertEqual(
                        (segments.encoding, segments.parts), ("gsm7", 1), full
                    )

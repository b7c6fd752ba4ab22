"""The communication panel: how a customer is greeted, and who closes the message."""

from odoo.tests import Form

from ..common import StatusCase

#: language: informal, formal to a man, to a woman, to a doctor, without a title.
LANGUAGES = {
    "en_US": ("Hi John,", "Dear Mr. Doe,", "Dear Mrs. Doe,", "Dear Dr. Doe,"),
    "da_DK": ("Hej John,", "Kære hr. Doe,", "Kære fru Doe,", "Kære dr. Doe,"),
    "de_DE": (
        "Hallo John,",
        "Guten Tag Herr Doe,",
        "Guten Tag Frau Doe,",
        "Guten Tag Dr. Doe,",
    ),
    "sv_SE": ("Hej John,", "Bästa herr Doe,", "Bästa fru Doe,", "Bästa dr Doe,"),
    "nb_NO": ("Hei John,", "Kjære herr Doe,", "Kjære fru Doe,", "Kjære dr. Doe,"),
    "fr_FR": (
        "Bonjour John,",
        "Bonjour Monsieur Doe,",
        "Bonjour Madame Doe,",
        "Bonjour Docteur Doe,",
    ),
    "nl_NL": (
        "Hoi John,",
        "Geachte heer Doe,",
        "Geachte mevrouw Doe,",
        "Geachte dr. Doe,",
    ),
}
WITHOUT_TITLE = {
    "en_US": "Dear John,",
    "da_DK": "Kære John,",
    "de_DE": "Guten Tag John,",
    "sv_SE": "Bästa John,",
    "nb_NO": "Kjære John,",
    "fr_FR": "Bonjour John,",
    "nl_NL": "Beste John,",
}


class TestGreeting(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("customer_status_comm.mail_template_blank")

    def open_panel(self, partner=None, user=None, **values):
        action = (partner or self.anna).action_contact()
        context = action["context"] | {f"default_{k}": v for k, v in values.items()}
        panel = self.env[action["res_model"]].with_context(**context)
        form = Form(panel.with_user(user or self.env.user))
        form.template_id = self.template
        return form

    def get_title(self, name):
        return self.env.ref(f"partner_title.res_partner_title_{name}")

    def activate(self, lang):
        modules = self.env["ir.module.module"].search(
            [("name", "in", ("customer_status_comm", "partner_title"))]
        )
        self.env["res.lang"]._activate_lang(lang)
        modules._update_translations([lang])

    def test_c9_greetings_by_language(self):
        for lang, (informal, *formal) in LANGUAGES.items():
            self.activate(lang)
            self.anna.write({"name": "John Doe", "lang": lang, "title_id": False})
            form = self.open_panel()
            self.assertIn(informal, form.body)
            form.is_formal = True
            self.assertIn(WITHOUT_TITLE[lang], form.body)
            titles = ("mister", "madam", "doctor")
            for title, expected in zip(titles, formal, strict=True):
                with self.subTest(lang=lang, title=title):
                    self.anna.title_id = self.get_title(title)
                    form = self.open_panel(is_formal=True)
                    self.assertIn(f">{expected}<", form.body)

    def test_c9_a_professor_is_greeted_in_every_language(self):
        for lang, expected in (
            ("en_US", "Dear Prof. Doe,"),
            ("da_DK", "Kære prof. Doe,"),
            ("de_DE", "Guten Tag Prof. Doe,"),
            ("sv_SE", "Bästa prof Doe,"),
            ("nb_NO", "Kjære prof. Doe,"),
            ("fr_FR", "Bonjour Professeur Doe,"),
            ("nl_NL", "Geachte prof. Doe,"),
        ):
            with self.subTest(lang):
                self.activate(lang)
                self.anna.write(
                    {
                        "name": "Kim Doe",
                        "lang": lang,
                        "title_id": self.get_title("prof"),
                    }
                )
                self.assertIn(expected, self.open_panel(is_formal=True).body)

    def test_c9_who_is_greeted_by_what_name(self):
        shop = self._create_customer("Hansen Test", is_company=True)
        create = self._create_customer
        cases = (
            (shop, "Hello,", "Dear customer,"),
            (create("Hansen & Co"), "Hello,", "Dear customer,"),
            (create("Carl Hansen", parent_id=shop.id), "Hi Carl,", "Dear Carl,"),
            (create("Silja"), "Hi Silja,", "Dear Silja,"),
            (create("Ludwig van Beethoven"), "Hi Ludwig,", "Dear Ludwig,"),
        )
        for partner, informal, formal in cases:
            with self.subTest(partner.name):
                self.assertIn(f">{informal}<", self.open_panel(partner).body)
                form = self.open_panel(partner, is_formal=True)
                self.assertIn(f">{formal}<", form.body)

    def test_c9_an_address_is_greeted_by_its_own_name_or_its_owners(self):
        shop = self._create_customer("Hansen Test", is_company=True)
        for parent, kind, name, expected in (
            (shop, "delivery", "Warehouse 2", "Hello,"),
            (shop, "delivery", "Carl Hansen", "Hi Carl,"),
            (shop, "invoice", "Anna von der Heide", "Hi Anna,"),
            (shop, "other", False, "Hello,"),
            (self.bo, "delivery", "Sommerhus", "Hi Bo,"),
            (self.bo, "delivery", "Bo Test", "Hi Bo,"),
            (self.bo, "invoice", "Mette Test", "Hi Mette,"),
            (self.bo, "other", False, "Hi Bo,"),
        ):
            with self.subTest(parent=parent.name, name=name):
                address = self.env["res.partner"].create(
                    {
                        "name": name,
                        "type": kind,
                        "parent_id": parent.id,
                        "email": "there@customer.example",
                        "lang": "en_US",
                    }
                )
                self.assertIn(f">{expected}<", self.open_panel(address).body)

    def test_c13_own_signature_to_who_speaks_the_users_language(self):
        user = self.create_user(
            "mette",
            "sales_team.group_sale_salesman",
            name="Mette",
            lang="en_US",
            signature="<p>Best wishes, M.</p>",
        )
        self.env["res.lang"]._activate_lang("en_GB")
        for lang in ("en_US", "en_GB", False):
            with self.subTest(lang):
                self.anna.lang = lang
                self.assertIn("Best wishes, M.", self.open_panel(user=user).body)

        self.anna.lang = "da_DK"
        body = self.open_panel(user=user).body
        self.assertNotIn("Best wishes", body)
        self.assertRegex(body, r"Venlig hilsen<br/?>Mette, Testby Cykler")

        self.anna.lang = "en_US"
        user.signature = False
        body = self.open_panel(user=user).body
        self.assertRegex(body, r"Kind regards<br/?>Testby Cykler")

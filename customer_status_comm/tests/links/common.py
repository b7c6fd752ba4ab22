"""What the tests of links share: colleagues who may read, and what they are handed."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ... import const
from ..common import LINK, StatusCase

OWN = "sales_team.group_sale_salesman"
ALL = "sales_team.group_sale_salesman_all_leads"
STOCK = "stock.group_stock_user"
PARTNERS = "base.group_partner_manager"


@tagged("standard", "post_install", "-at_install")
class WriterCase(StatusCase):
    """An order that "own" may not read, and a contact of theirs at its customer's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls._create_customer("Firm Test", is_company=True)
        cls.anna.parent_id = cls.firm
        cls.anna.phone = "+45 20 12 34 56"
        cls.own = cls.create_user("writer_own", OWN, PARTNERS)
        cls.all = cls.create_user("writer_all", ALL, STOCK, PARTNERS)
        cls.foreign = cls.create_order(cls.anna, user_id=cls.all.id)
        cls.mine = cls.create_order(cls.anna, user_id=cls.own.id)
        (cls.foreign | cls.mine).action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        self.deliver()
        self.sink.received.clear()
        self.spy = self.make_spy(self.own)

    def make_spy(self, user):
        """Return a contact of the firm whose address is the user's own."""
        partners = self.env["res.partner"].with_user(user)
        return partners.create(
            {"name": "Spy", "email": "spy@evil.example", "parent_id": self.firm.id}
        )

    def url_of(self, document):
        return document.sudo().customer_status_url

    def write(self, user, partner, document, **values):
        """Send an e-mail by the panel; return its HTML."""
        panel = self.env["customer.communication.panel"].with_user(user)
        panel = panel.create(
            {
                "partner_id": partner.id,
                "subject": "Look",
                "body": f"<p>{self.url_of(document)}</p>",
                "sms_text": self.url_of(document),
                **values,
            }
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        return panel

    def last_mail(self):
        return self.get_html(self.sink.received[-1][2])

    def assert_live(self, text, document):
        """Check that the address of ``document`` has become a link that works."""
        tokens = {token for _path, token in LINK.findall(text)}
        self.assertEqual(len(tokens), 1, text)
        page = self.env["customer.status.link"]._find_page(tokens.pop()).page
        self.assertEqual((page.res_model, page.res_id), (document._name, document.id))
        return page.link_ids.sorted("id")[-1]

    def arrive(self):
        """Send what waits; return ``[(recipients, e-mail)]`` since the last time."""
        self.env["mail.mail"].search([("state", "=", "outgoing")]).send()
        arrived = [(to, message) for _from, to, message in self.sink.received]
        self.sink.received.clear()
        return arrived

    def find_mail(self, partner):
        """Return the newest e-mail that ``partner`` has got, sending what waits."""
        # Odoo writes into "To" whom else a message goes to; the envelope says who.
        mine = [message for to, message in self.arrive() if to == [partner.email]]
        self.assertTrue(mine, "no e-mail")
        return self.get_html(mine[-1])

    def assert_closed(self, text, document):
        """Check that the address stays one for readers with a login."""
        self.assertFalse(LINK.findall(text), text)
        self.assertIn(f"/my/status/{document._status_kind}/{document.id}", text)


class HandCase(StatusCase):
    """Two orders of one customer, of which "own" may read one and "all" both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.create_user("hand_own", OWN)
        cls.all = cls.create_user("hand_all", ALL, STOCK)
        cls.mine = cls.create_order(cls.anna, user_id=cls.own.id)
        cls.theirs = cls.create_order(cls.anna, user_id=cls.all.id)
        (cls.mine | cls.theirs).action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        self.sink.received.clear()

    def get_customers_page(self, partner=None):
        partner = partner or self.anna
        return self.env["customer.status.page"]._ensure(partner)[partner.id].sudo(False)

    def press(self, page, user, button="action_copy_link"):
        return getattr(page.with_user(user), button)()

    def assert_refused(self, page, user, words="shows more than you may read"):
        """Check that none of the buttons hands out a link, nor takes one away."""
        before = page.link_ids
        live = before.filtered(lambda link: link.state == const.LINK_LIVE)
        for button in ("action_copy_link", "action_renew_link"):
            with (
                self.subTest(button=button, user=user.login),
                self.assertRaisesRegex(UserError, words),
                self.env.cr.savepoint(),
            ):
                self.press(page, user, button)
        page.invalidate_recordset()
        self.assertEqual(page.link_ids, before)
        self.assertTrue(all(link.state == const.LINK_LIVE for link in live))

    def opens(self, action):
        token = action["params"]["url"].rpartition("/")[2]
        self.env.flush_all()
        return bool(self.env["customer.status.link"]._find_page(token))

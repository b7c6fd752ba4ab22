"""What the tests with a database share: records, and a real mail server."""

import email
import email.policy
import json
import re
import socket
import threading
import urllib.request
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

from aiosmtpd.controller import Controller

from odoo import fields
from odoo.tests import TransactionCase, freeze_time, new_test_user, tagged
from odoo.tools import config

from odoo.addons.base.models.ir_mail_server import IrMail_Server

#: The company of the tests, see ``make_shop``.
SHOP = "Testby Cykler"
#: The others that wait to be taken, see ``take_company``: so many, with this name.
SPARES, SPARE = 2, "Spare By"
#: A customer's link, as it stands in an e-mail.
LINK = re.compile(r"https?://[^\"\s]+?(/status/([\w-]{43}))")


class MailSink:
    """An SMTP server on loopback that keeps what it is given.

    ``received``: ``(envelope sender, [recipients], email.message.EmailMessage)`` each.
    ``refuse``: when set, every message is answered with this line instead.
    """

    def __init__(self):
        self.received = []
        self.refuse = None

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return self.refuse
        message = email.message_from_bytes(
            envelope.content, policy=email.policy.default
        )
        self.received.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 OK"


class SmsGateway:
    """An SMS service on loopback that Odoo's own client talks to over HTTP.

    ``received``: ``(number, text)`` each. ``state``: what it answers for every message.
    """

    def __init__(self):
        self.received = []
        self.state = "success"
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                request = json.loads(self.rfile.read(length))
                answer = gateway.answer(request["params"]["messages"])
                body = json.dumps({"jsonrpc": "2.0", "id": None, "result": answer})
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_args):
                """Keep the test's output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, messages):
        results = []
        for message in messages:
            for number in message["numbers"]:
                if self.state == "success":
                    self.received.append((number["number"], message["content"]))
                results.append({"uuid": number["uuid"], "state": self.state})
        return results

    def use(self, case):
        """Have Odoo send its SMS here. Its own client refuses to while tests run."""
        url = f"http://127.0.0.1:{self.server.server_port}"
        case.env["ir.config_parameter"].set_param("sms.endpoint", url)

        def call(address, params=None, timeout=15, **_options):
            data = json.dumps({"params": params}).encode()
            headers = {"Content-Type": "application/json"}
            request = urllib.request.Request(address, data, headers)
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return json.load(answer)["result"]

        case.startPatcher(patch("odoo.addons.iap.tools.iap_tools.iap_jsonrpc", call))

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def free_port():
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def create_company(env, name, **values):
    """Return a Danish company with accounts, which tells its customers."""
    # Without the chart of its country, which Odoo takes as soon as this is committed.
    alone = env["res.company"].with_context(chart_template_load=True)
    company = alone.create(
        {
            "name": name,
            "country_id": env.ref("base.dk").id,
            "currency_id": env.ref("base.DKK").id,
            "customer_service_email": "service@testby.example",
            "customer_status_active": True,
            **values,
        }
    ).with_env(env)
    company.partner_id.tz = "Europe/Copenhagen"
    env["account.chart.template"]._load("generic_coa", company, False)
    company.currency_id = env.ref("base.DKK")  # the chart sets its own
    add_warehouse(company)
    return company


def add_warehouse(company):
    """Give a company a warehouse, where there are any, as Odoo does in tests only."""
    if "stock.warehouse" in company.env:
        warehouses = company.env["stock.warehouse"].sudo()
        if not warehouses.search_count([("company_id", "=", company.id)]):
            code = company.name[-5:]
            values = {"name": company.name, "code": code, "company_id": company.id}
            warehouses.create(values)


def make_shop(env):
    """Make the company that every test works in, once for a ready-made database.

    And, archived, some that ``take_company`` hands out: their accounts take seconds,
    which not every class of tests should.
    """
    create_company(env, SHOP)
    for number in range(SPARES):
        company = create_company(env, f"{SPARE} {number}")
        env.user.company_ids -= company
        company.active = False


def take_company(env, name, **values):
    """Return one more company, as ``create_company`` makes it."""
    companies = env["res.company"].with_context(active_test=False)
    company = companies.search([("name", "=like", f"{SPARE} %")], limit=1)
    if not company:
        return create_company(env, name, **values)
    company.write({"name": name, "active": True, **values})
    return company.with_env(env)


@tagged("standard", "post_install", "-at_install")
class StatusCase(TransactionCase):
    """A shop that tells its customers, two customers, and goods to sell them.

    E-mails leave over real SMTP to ``self.sink``; call ``deliver()`` for what is
    queued.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ("en_US", "da_DK"):
            cls.env["res.lang"]._activate_lang(lang)
        cls.company = cls.env["res.company"].search([("name", "=", SHOP)], limit=1)
        if not cls.company:  # Odoo's own runner: no database was made ready before
            cls.company = create_company(cls.env, SHOP)
        cls._join(cls.company)
        cls.env = cls.env(
            context={
                **cls.env.context,
                "allowed_company_ids": cls.company.ids,
                "lang": "en_US",
            }
        )
        cls.company = cls.company.with_env(cls.env)
        cls.env["customer.status.change"].search([]).unlink()
        cls.anna = cls._create_customer("Anna Test")
        cls.bo = cls._create_customer("Bo Test", lang="da_DK")
        cls.product = cls.env["product.product"].create(
            {"name": "Bell", "type": "consu", "list_price": 100.0, "taxes_id": False}
        )

    def setUp(self):
        # What setUpClass touched is of no single test.
        self.env["customer.status.change"].flush_model()
        super().setUp()
        self.sink = MailSink()
        port = free_port()
        controller = Controller(self.sink, hostname="127.0.0.1", port=port)
        controller.start()
        self.addCleanup(controller.stop)
        self.startPatcher(
            patch.object(IrMail_Server, "_disable_send", lambda self: False)
        )
        self.smtp = {"smtp_server": "127.0.0.1", "smtp_port": port}
        self.startPatcher(patch.dict(config.options, self.smtp))
        self.env["ir.mail_server"].search([]).active = False

    # Records

    def url_open(self, url, data=None, files=None, timeout=60, **options):
        """Wait longer than Odoo: the first page of a busy machine makes its assets."""
        return super().url_open(url, data, files, timeout, **options)

    @classmethod
    def _create_company(cls, name, **values):
        company = take_company(cls.env, name, **values)
        cls._join(company)
        return company

    @classmethod
    def _join(cls, company):
        """Work in a company that has told its customers for a while."""
        # What a shop did before it was switched on is old news; tests are about news.
        company.customer_status_since = fields.Datetime.now() - timedelta(days=30)
        cls.env.user.company_ids |= company

    @classmethod
    def _create_customer(cls, name, **values):
        address = re.sub(r"\W+", ".", name).lower()
        return cls.env["res.partner"].create(
            {
                "name": name,
                "email": f"{address}@customer.example",
                "lang": "en_US",
                **values,
            }
        )

    @classmethod
    def _create_reader(cls, partner, login):
        """Return the portal user of a customer; the password is the login."""
        return new_test_user(
            cls.env,
            login,
            groups="base.group_portal",
            password=login,
            partner_id=partner.id,
            name=partner.name,
            lang="en_US",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    @classmethod
    def create_order(cls, partner=None, quantity=5, lines=1, **values):
        """Return a quotation over ``quantity`` bells, on each of ``lines`` lines."""
        line = {"product_id": cls.product.id, "product_uom_qty": quantity}
        # A quarter of the time goes into an e-mail to the salesperson, who made it.
        context = {"mail_auto_subscribe_no_notify": True}
        quietly = cls.env["sale.order"].with_context(**context)
        return quietly.create(
            {
                "partner_id": (partner or cls.anna).id,
                "order_line": [(0, 0, dict(line)) for _n in range(lines)],
                **values,
            }
        ).with_env(cls.env)

    @classmethod
    def create_user(cls, login, *groups, **values):
        """Return an internal user of the shop; see ``get_installed_groups``."""
        return (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": login.title(),
                    "login": login,
                    "email": f"{login}@testby.example",
                    "company_id": cls.company.id,
                    "company_ids": [(6, 0, cls.company.ids)],
                    "group_ids": [(6, 0, cls.get_installed_groups(groups).ids)],
                    **values,
                }
            )
        )

    @classmethod
    def get_installed_groups(cls, names):
        """Return the groups (xmlids) but for those of addons that are not there."""
        installed = cls.env.registry._init_modules
        return cls.env["res.groups"].concat(
            *(cls.env.ref(n) for n in names if n.partition(".")[0] in installed)
        )

    # Doing

    def publish(self, minutes=60):
        """Let ``minutes`` pass for all that waits, and run the publisher once."""
        self.env.flush_all()
        changes = self.env["customer.status.change"].search([])
        for change in changes:
            change.touched_at -= timedelta(minutes=minutes)
        changes.due_at = False
        self.run_cron("customer_status_comm.ir_cron_publish")

    def run_cron(self, xmlid):
        """Run a scheduled action as the scheduler would, commits and all."""
        self.env.flush_all()
        self.env["customer.status.change"].flush_model()  # what was touched
        with self.enter_registry_test_mode():
            self.env.ref(xmlid).method_direct_trigger()
        self.env.invalidate_all()

    def freeze(self, moment):
        """Return a context in which it is ``moment``, naive UTC."""
        return freeze_time(moment)

    def work_off(self, action, user=None):
        """Do what the progress dialog does with the action a button returned."""
        params = action["params"]
        self.assertEqual(action["tag"], "customer_status_progress")
        model = self.env[params["model"]].with_user(user or self.env.user)
        for start in range(0, len(params["ids"]), params["size"]):
            batch = params["ids"][start : start + params["size"]]
            getattr(model, params["method"])(batch)
        self.env.invalidate_all()

    def deliver(self):
        """Send what waits in Odoo's mail queue; return the new messages in the sink."""
        before = len(self.sink.received)
        mails = self.env["mail.mail"].search([("state", "=", "outgoing")])
        mails.filtered(lambda mail: mail.record_company_id == self.company).send()
        return [message for _from, _to, message in self.sink.received[before:]]

    def write_to(self, partner, subject="Hello", **values):
        """Send ``partner`` an e-mail, or what ``values`` make of it; return its row."""
        rows = self.env["customer.communication"].sudo()
        row = rows.create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "communication_type": "email",
                "subject": subject,
                "body": "<p>Text</p>",
                "user_id": self.env.user.id,
                **values,
            }
        )
        row._send(now=True)
        return row

    # Asking

    def get_page(self, document):
        return self.env["customer.status.page"].search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )

    def get_events(self, document):
        """Return ``[(event, state, why)]`` of a document's ledger, oldest first."""
        events = self.get_page(document).event_ids.sorted("id")
        return [(event.event, event.state, event.why) for event in events]

    def get_html(self, message):
        return message.get_body(("html",)).get_content()

    def get_token(self, message):
        """Return the token of the one link in an e-mail."""
        tokens = {token for _path, token in LINK.findall(self.get_html(message))}
        self.assertEqual(len(tokens), 1, f"links in the e-mail: {tokens}")
        return tokens.pop()

"""B10: the job slip and its QR code."""

import base64
import io
import re

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from odoo.tests import HttpCase, tagged

from odoo.addons.customer_status_comm.tools.token import hash_token

from .common import SECRET, RepairCase

REPORT = "repair.report_repairorder2"


def read_modules(data_uri):
    """Return the modules of a QR code's picture, dark ones true."""
    picture = Image.open(io.BytesIO(base64.b64decode(data_uri.partition(",")[2])))
    picture, size = picture.convert("L"), 8
    return [
        [
            picture.getpixel((x * size + size // 2, y * size + size // 2)) < 128
            for x in range(picture.width // size)
        ]
        for y in range(picture.height // size)
    ]


def make_modules(text):
    """Return the modules of the QR code of ``text``, dark ones true."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    return code.get_matrix()


@tagged("standard", "post_install", "-at_install")
class TestSlip(RepairCase, HttpCase):
    def print_slip(self, jobs):
        """Return the slip as a colleague in the workshop prints it, as HTML."""
        if not self.env["res.users"].search([("login", "=", "mechanic")]):
            self.create_user(
                "mechanic", "stock.group_stock_user", password="mechanic-mechanic"
            )
        self.authenticate("mechanic", "mechanic-mechanic")
        ids = ",".join(map(str, jobs.ids))
        answer = self.url_open(f"/report/html/{REPORT}/{ids}")
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def get_addresses(self, html):
        return re.findall(r"https?://\S+?/status/[\w-]{43}", html)

    def test_b10_the_code_is_the_address_that_is_printed(self):
        job = self.create_job()
        html = self.print_slip(job)
        [address] = self.get_addresses(html)
        slip = html.partition("o_customer_status_slip")[2]
        code = re.search(r'src="(data:image/png;base64,[^"]+)"', slip)[1]
        self.assertEqual(read_modules(code), make_modules(address))
        page = self.url_open(address.partition("8069")[2] or address)
        self.assertIn("We have your repair", page.text)

    def test_b10_the_link_is_readable_nowhere_afterwards(self):
        job = self.create_job()
        [address] = self.get_addresses(self.print_slip(job))
        token = address.rpartition("/")[2]
        [link] = self.get_page(job).link_ids
        self.assertEqual(link.token_hash, hash_token(token))
        self.assertEqual(link.partner_id, self.anna)
        self.assertFalse(self.env["ir.attachment"].search([("res_id", "=", job.id)]))

    def test_b10_what_the_customer_gets_has_no_notes_for_colleagues(self):
        job = self.create_job()
        html = self.print_slip(job)
        self.assertNotIn(SECRET, html)
        self.assertIn("New brake pads.", html)
        job.partner_id = False
        self.assertIn(SECRET, self.print_slip(job))

    def test_b10_in_the_customers_language_all_of_it(self):
        # Odoo's own words are there only where Danish was installed.
        terms = ("repair", "customer_status_comm_repair")
        self.env["ir.module.module"]._load_module_terms(terms, ["da_DK"])
        html = self.print_slip(self.create_job(self.bo))
        slip = html.partition('<div class="page">')[2]
        for word in ("Reparation nr.", "Kunde:", "Vare:", "Dele", "Antal"):
            self.assertIn(word, slip)
        for word in ("Repair", "Customer", "Product", "Parts", "Quantity", "Scan the"):
            self.assertNotIn(word, slip)

    def test_b10_no_table_of_parts_without_parts(self):
        html = self.print_slip(self.create_job(move_ids=[]))
        self.assertNotIn("o_main_table", html)
        self.assertNotIn("Parts", html)
        self.assertIn("o_main_table", self.print_slip(self.create_job()))

    def test_b10_many_slips_at_once_each_with_its_own(self):
        jobs = self.create_job() | self.create_job(self.bo)
        addresses = self.get_addresses(self.print_slip(jobs))
        self.assertEqual(len(set(addresses)), 2)

    def test_b10_an_older_slip_stays_valid(self):
        job = self.create_job()
        [old] = self.get_addresses(self.print_slip(job))
        [new] = self.get_addresses(self.print_slip(job))
        self.assertNotEqual(old, new)
        for address in (old, new):
            token = address.rpartition("/")[2]
            self.assertTrue(self.env["customer.status.link"]._find_page(token))

    def test_b10_a_slip_printed_for_another_customer_is_theirs(self):
        job = self.create_job(customer_agreement="Agreed with Anna.")
        [old] = self.get_addresses(self.print_slip(job))
        job.write({"partner_id": self.bo.id, "customer_agreement": "With Bo."})
        [new] = self.get_addresses(self.print_slip(job))
        find = self.env["customer.status.link"]._find_page
        self.assertIsNone(find(old.rpartition("/")[2]))
        found = find(new.rpartition("/")[2])
        self.assertEqual(found.facts["agreed"], "With Bo.")
        self.assertEqual(found.page.partner_id, self.bo)

    def test_b10_a_slip_for_nobody_or_for_a_file_has_no_link(self):
        job = self.create_job()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(REPORT, job.ids)
        self.assertFalse(self.get_addresses(html.decode()))
        report = self.env.ref("repair.action_report_repair_order")
        report.attachment = "'slip.pdf'"
        self.assertFalse(self.get_addresses(self.print_slip(job)))
        report.attachment = False
        job.partner_id = False
        self.assertFalse(self.get_addresses(self.print_slip(job)))
        self.assertFalse(
            self.env["customer.status.link"].search_count(
                [("page_id.res_id", "=", job.id), ("page_id.res_model", "=", job._name)]
            )
        )

"""A repair holds to what is asked of any document with a status page."""

from odoo.tests import HttpCase, tagged

from odoo.addons.customer_status_comm.tests.kit.document import DocumentContract

from .common import RepairCase


@tagged("standard", "post_install", "-at_install")
class TestRepair(DocumentContract, RepairCase, HttpCase):
    def create_document(self, partner):
        return self.create_job(partner)

    def change_document(self, document):
        document._action_repair_confirm()

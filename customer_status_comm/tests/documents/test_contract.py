"""An order holds to what is asked of any document with a status page."""

from odoo.tests import HttpCase, tagged

from ..common import StatusCase
from ..kit.document import DocumentContract


@tagged("standard", "post_install", "-at_install")
class TestOrder(DocumentContract, StatusCase, HttpCase):
    def create_document(self, partner):
        return self.create_order(partner)

    def change_document(self, document):
        document.action_confirm()

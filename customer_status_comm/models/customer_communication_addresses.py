from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.urls import urljoin

from ..tools.addresses import RefusedAddressError, make_absolute


class CustomerCommunicationAddresses(models.AbstractModel):
    """Addresses in a text that lack the host, wherever it leaves from.

    Odoo completes them, and fails with those that it takes for an attack. What leaves
    is the same, but whoever wrote it reads which address that was.
    """

    _name = "customer.communication.addresses"
    _description = "Addresses in Messages"

    @api.model
    def _complete_addresses(self, html, base_url=None):
        """Return ``html`` with whole addresses in place of those of this server.

        :param html: ``str`` or ``Markup``, whose kind is kept; may be empty.
        :param base_url: of the server; its own by default.
        :raise UserError: for one that Odoo refuses, ``/a/../b`` say; with the way out.
        """
        if not html:
            return html
        parameters = self.env["ir.config_parameter"].sudo()
        base_url = base_url or parameters.get_param("web.base.url")
        try:
            whole = make_absolute(str(html), lambda address: urljoin(base_url, address))
        except RefusedAddressError as error:
            raise UserError(
                self.env._(
                    "The text has an address that no message can carry: “%(address)s”. "
                    "Write it in full, beginning with https://, or take it out.",
                    address=error.address,
                )
            ) from error
        return type(html)(whole)

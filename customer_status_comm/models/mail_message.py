from odoo import api, fields, models


class MailMessage(models.Model):
    """Keeps what one company told a customer out of another company's chatter.

    A customer may be shared by companies, their histories never mix. A document's
    chatter needs no such care: the document has a company of its own.
    """

    _inherit = "mail.message"

    communication_company_id = fields.Many2one(
        "res.company",
        string="Only for the staff of",
        ondelete="cascade",
        help="The company that wrote this to the customer; only its staff sees it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep no link of a customer's that they quote in an answer."""
        links_sudo = self.env["customer.status.link"].sudo()
        links_sudo._take_links_out_of_answers(vals_list)
        return super().create(vals_list)

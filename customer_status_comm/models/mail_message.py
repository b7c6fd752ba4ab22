from odoo import fields, models


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

from odoo import SUPERUSER_ID, api, models
from odoo.tools.misc import clean_context


class CustomerValuesMixin(models.AbstractModel):
    """Rows of which programs say all, and a caller nothing.

    What a program leaves out Odoo fills in from the context of the call
    (``default_…``), and from the user's own defaults, also where the program writes
    with sudo. Both are whatever the caller pleases: a message in the history that
    came from the customer, a page with a link known beforehand.
    """

    _name = "customer.values.mixin"
    _description = "Model Filled In by Programs"

    @api.model
    def default_get(self, fields):
        """With sudo take defaults from the fields, and what administrators have set."""
        if not (self.env.su and self._has_callers_defaults()):
            return super().default_get(fields)
        clean = self.with_company(self.env.company).with_user(SUPERUSER_ID)
        context = clean_context(clean.env.context)
        clean = clean.with_context(context)  # pylint: disable=context-overridden
        return super(CustomerValuesMixin, clean).default_get(fields)

    @api.model
    def _has_callers_defaults(self):
        """Whether the caller, or a setting of theirs, may have something to say."""
        if any(key.startswith("default_") for key in self.env.context):
            return True
        return bool(self.env["ir.default"]._get_model_defaults(self._name))

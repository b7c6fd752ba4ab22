from lxml import etree

from odoo import models

#: In a context: what has been compiled, for as long as the context lives.
COMPILED = "customer_status_compiled"


class IrQweb(models.AbstractModel):
    """Compiles the text of a template once for all customers who get it."""

    _inherit = "ir.qweb"

    def _generate_code_uncached(self, template):
        """Take what was compiled before, where a caller keeps it in the context.

        Odoo keeps what it compiles of views only; the body of a mail template it would
        compile anew for every record, which takes longer than all that follows.
        """
        compiled = self.env.context.get(COMPILED)
        if compiled is None or not isinstance(template, etree._Element):
            return super()._generate_code_uncached(template)
        context = self.env.context
        names = (*self._get_template_cache_keys(), "raise_on_forbidden_code_for_model")
        key = (etree.tostring(template), *(context.get(name) for name in names))
        if key not in compiled:
            compiled[key] = super()._generate_code_uncached(template)
        return compiled[key]

"""Messages to others than the customer whom a document has now: internal from now on.

At the end, when every addon is there: whose a document is, the addon knows that has it.
"""

from odoo import SUPERUSER_ID, api

#: Documents that are in memory at a time.
BATCH = 500


def migrate(cr, version):
    """Have nobody outside read in a chatter what another customer was told."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        """
        SELECT res_model, array_agg(DISTINCT res_id)
          FROM customer_communication
         WHERE mail_message_id IS NOT NULL AND res_id > 0
           AND res_model != 'res.partner'
         GROUP BY res_model
        """
    )
    for model, ids in cr.fetchall():
        if not _may_pass(env, model):
            continue
        for start in range(0, len(ids), BATCH):
            env[model].browse(ids[start : start + BATCH])._hide_from_new_customers()
            env.flush_all()
            env.invalidate_all()


def _may_pass(env, model):
    """Whether documents of a model, by name, have a customer and a chatter."""
    if not env["customer.communication.panel"]._is_document_model(model):
        return False
    return isinstance(env[model], env.registry["customer.status.passed"])

from odoo import api, fields, models
from odoo.http import request
from odoo.tools import SQL

from .. import const

#: Where a transaction keeps what it has touched:
#: ``{(model, reason, whether a customer acted): {id: None}}``.
_TOUCHED = "customer_status_comm.touched"
#: And, until it ends, of which documents something was their customer's own doing.
_OWN = "customer_status_comm.own"
#: In the context of what customers do although somebody else is at work: a payment
#: that a cron works off. An object of ours, which nobody can send along with a call.
_BY_CUSTOMER = "customer_status_by_customer"
_OURS = object()


class CustomerStatusChange(models.Model):
    """How rows come into the outbox: business code touches, the flush writes."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.change"  # pylint: disable=R8180

    @api.model
    def _touch(self, records, reason):
        """Note that something happened to records that customers may care about.

        What an import or a data file does is marked as such, whatever it does.

        :param records: as of ``_append``. ``reason``: likewise.
        """
        context = self.env.context
        if context.get("import_file") or context.get("install_mode"):
            reason = const.REASON_IMPORTED
        self._append(records, reason)

    @api.model
    def _append(self, records, reason):
        """Note that records were touched, and wake the publisher after the commit.

        What one transaction touches is written down together, when it is flushed:
        business code touches an order many times over, and record by record.

        :param records: of one model, documents or what ``_get_touched`` finds them by;
            may be empty.
        :param str reason: ``const.REASON_*``.
        """
        if not records:
            return
        precommit = self.env.cr.precommit
        touched = precommit.data.setdefault(_TOUCHED, {})
        if not touched:
            # A savepoint flushes before it begins, and forgets these when rolled back.
            precommit.add(self._write_touches)
        key = (records._name, reason, self._is_customers_doing())
        touched.setdefault(key, {}).update(dict.fromkeys(records.ids))

    @api.model
    def _for_customer(self, records):
        """Return ``records`` such that what is done with them is the customer's doing.

        In this environment and those that are made of it.
        """
        return records.with_context(**{_BY_CUSTOMER: _OURS})

    @api.model
    def _is_customers_doing(self):
        """Whether it is a customer who acts in this transaction, logged in or not.

        Web shop and portal act as Odoo itself: who has sent the request counts, and
        without one the user.
        """
        if self.env.context.get(_BY_CUSTOMER) is _OURS:
            return True
        user = self.env.user
        if request and request.env and request.env.uid:
            user = request.env.user
        user_sudo = user.sudo()
        return user_sudo._is_public() or user_sudo._is_portal()

    @api.model
    def _write_touches(self):
        """Write down what this transaction has touched so far."""
        touched = self.env.cr.precommit.data.pop(_TOUCHED, None)
        if not touched:
            return
        documents = {}  # in the order in which they were touched
        own = self.env.cr.postcommit.data.setdefault(_OWN, set())
        for (model, reason, acted), ids in touched.items():
            records = self.env[model].sudo().browse(ids)
            for found, why in records._get_touched(reason):
                for document_id in found.ids:
                    documents[found._name, document_id, why, acted] = None
                    if acted and why in const.REASONS_OWN:
                        own.add((found._name, document_id))
        if documents:
            # What follows from it is the customer's doing, too: a parcel is planned.
            rows = dict.fromkeys(
                (name, id_, why, acted and (name, id_) in own)
                for name, id_, why, acted in documents
            )
            self._insert(*map(list, zip(*rows, strict=True)))

    @api.model
    def _insert(self, models_, ids, reasons, own):
        """Add rows and wake the publisher after the commit, in one statement.

        Does what ``ir.cron._trigger`` does, which would read the action first.

        :param models_: lists of equal length, as are ``ids``, ``reasons`` and ``own``.
        """
        cron_id = self._find_cron_id()
        self.env.cr.execute(
            SQL(
                """
                WITH woken AS (
                    INSERT INTO ir_cron_trigger (
                        cron_id, call_at,
                        create_uid, create_date, write_uid, write_date)
                    SELECT id, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM ir_cron WHERE id = %(cron_id)s AND active
                )
                INSERT INTO customer_status_change (
                    res_model, res_id, reason, by_customer, touched_at)
                SELECT res_model, res_id, reason, by_customer,
                       clock_timestamp() AT TIME ZONE 'UTC'
                  FROM unnest(
                        %(models)s::varchar[], %(ids)s, %(reasons)s::varchar[], %(own)s)
                    AS touched(res_model, res_id, reason, by_customer)
                """,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                cron_id=cron_id or None,
                models=models_,
                ids=ids,
                reasons=reasons,
                own=own,
            )
        )
        noted = self.env.cr.postcommit.data
        if cron_id and not noted.get(_TOUCHED):
            noted[_TOUCHED] = True  # one call is enough for a transaction
            self.env.cr.postcommit.add(self.env["ir.cron"].browse(cron_id)._notifydb)

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Have whoever reads the outbox see what this transaction has touched."""
        self._write_touches()
        return super()._search(domain, *args, **kwargs)

    def flush_model(self, fnames=None):
        """The same for SQL of our own."""
        self._write_touches()
        return super().flush_model(fnames)

    @api.model
    def _wake_publisher(self, at=None):
        """Have the cron run at datetimes (UTC), or after this commit."""
        if cron_id := self._find_cron_id():
            self.env["ir.cron"].sudo().browse(cron_id)._trigger(at)

    @api.model
    def _find_cron_id(self):
        """Return the id of the publisher's cron; ``False`` when it was deleted."""
        return self.env["ir.model.data"]._xmlid_to_res_id(
            "customer_status_comm.ir_cron_publish"
        )

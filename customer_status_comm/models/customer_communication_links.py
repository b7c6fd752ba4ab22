import re

from odoo import SUPERUSER_ID, models

from ..tools.link_origin import OUTSIDE, Origin

#: How a template's text reaches the page of another document than its own.
_OTHER_PAGE = re.compile(
    r"\bobject\.((?:\w{1,64}\.){1,8})customer_status_(?:url|button)\b"
)


class CustomerCommunicationLinks(models.AbstractModel):
    """The customers' own links in messages of the history, and whose words these are.

    The rows know: a colleague's have their name, what rules tell has its events.
    """

    _name = "customer.communication.links"
    _description = "Messages with Links"

    def _put_links(self, texts):
        """Return what these rows say with links in place of the pages' addresses.

        For the way out of each type, where the text leaves and is stored no more.

        :param texts: of these rows, one each, HTML or plain.
        """
        return (
            self.env["customer.status.link"]
            .sudo()
            ._personalise(
                texts,
                [row.partner_id for row in self],
                [row._get_link_origin() for row in self],
            )
        )

    def _get_link_origin(self):
        """Return the ``link_origin.Origin`` of this message.

        What rules tell links to the document it tells of, and to what its template
        names by itself: a customer's name may look like an address.
        """
        self.ensure_one()
        if not self.user_id and self.event_ids:
            return Origin(about=frozenset(self._get_documents_told()))
        writer_sudo = (self.user_id or self.create_uid).sudo()
        if not writer_sudo:
            return OUTSIDE
        if writer_sudo.id == SUPERUSER_ID:
            return Origin(is_ours=True)
        return Origin(writers=frozenset(writer_sudo.ids), is_ours=True)

    def _get_documents_told(self):
        """Return ``{(model, id)}`` of the pages that a status message may link to."""
        told = {(self.res_model, self.res_id)}
        template_sudo = self.template_id.sudo()
        source = f"{template_sudo.body_html} {template_sudo.sms_body}"
        for path in _OTHER_PAGE.findall(source):
            document_sudo = self.env[self.res_model].sudo().browse(self.res_id)
            for name in path.rstrip(".").split("."):
                field = document_sudo._fields.get(name)
                if not (field and field.relational):
                    break
                document_sudo = document_sudo[name]
            else:
                told |= {(document_sudo._name, id_) for id_ in document_sudo.ids}
        return told

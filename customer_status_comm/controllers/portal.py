from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .status_page import NOT_KEPT


class MessagePortal(CustomerPortal):
    """Customers read what was written to them. Reading changes nothing."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "message_count" in counters:
            # Portal only asks whether there are any.
            values["message_count"] = self._get_messages_sudo().search_count(
                self._get_message_domain(), limit=1
            )
        return values

    @http.route(
        ["/my/messages", "/my/messages/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        readonly=True,
        sitemap=False,
    )
    def portal_my_messages(self, page=1, search="", search_in="all", **_query):
        """List the reader's messages, newest first."""
        messages_sudo = self._get_messages_sudo()
        search = search.replace("\0", "")  # PostgreSQL's texts have none
        inputs = self._get_message_searchbar_inputs()
        search_in = search_in if search_in in inputs else "all"
        found = messages_sudo._get_portal_search_domain(search.strip(), search_in)
        domain = self._get_message_domain() & found
        url = "/my/messages"
        pager = portal_pager(
            url=url,
            total=messages_sudo.search_count(domain),
            page=page,
            step=self._items_per_page,
            url_args={"search": search, "search_in": search_in} if search else None,
        )
        values = self._prepare_portal_layout_values() | {
            "page_name": "message",
            "communications_sudo": messages_sudo.search(
                domain,
                order="sent_at desc nulls last, id desc",
                limit=self._items_per_page,
                offset=pager["offset"],
            ),
            "pager": pager,
            "default_url": url,
            "search": search,
            "search_in": search_in,
            "searchbar_inputs": inputs,
        }
        return self._render_own("customer_status_comm.portal_my_messages", values)

    @http.route(
        "/my/messages/<int:communication_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        readonly=True,
        sitemap=False,
    )
    def portal_my_message(self, communication_id, **_query):
        """Show one message; what is not the reader's does not exist."""
        communication_sudo = self._find_message_sudo(communication_id)
        values = self._prepare_portal_layout_values() | {
            "page_name": "message",
            "communication_sudo": communication_sudo,
            "body": communication_sudo._get_portal_body(),
            "status_path": communication_sudo._get_portal_status_path(request.env.user),
        }
        return self._render_own("customer_status_comm.portal_my_message", values)

    @http.route(
        "/my/messages/<int:communication_id>/files/<int:attachment_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        readonly=True,
        sitemap=False,
    )
    def portal_my_message_file(self, communication_id, attachment_id, **_query):
        """Download a file of a message; never opened within the shop's address."""
        files_sudo = self._find_message_sudo(communication_id).attachment_ids
        file_sudo = files_sudo.filtered(lambda file: file.id == attachment_id)
        if not file_sudo:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(file_sudo)
        response = stream.get_response(as_attachment=True)
        response.headers["Cache-Control"] = NOT_KEPT
        return response

    def _render_own(self, template, values):
        """Answer with a page that is its reader's alone, which no cache keeps."""
        return request.render(template, values, headers={"Cache-Control": NOT_KEPT})

    def _get_messages_sudo(self):
        """Return the model with sudo: of use with ``_get_message_domain`` only."""
        return request.env["customer.communication"].sudo()

    def _get_message_domain(self):
        """Return what the logged-in reader may see."""
        partner = request.env.user.partner_id
        return self._get_messages_sudo()._get_portal_domain(partner)

    def _find_message_sudo(self, communication_id):
        """Return one of the reader's messages.

        :raise NotFound: when there is none, or it is not for the reader.
        """
        domain = self._get_message_domain() & Domain("id", "=", communication_id)
        communication_sudo = self._get_messages_sudo().search(domain)
        if not communication_sudo:
            raise request.not_found()
        return communication_sudo

    def _get_message_searchbar_inputs(self):
        """Return where the search bar looks, as ``portal.portal_searchbar`` asks."""
        labels = {
            "all": request.env._("Everywhere"),
            "subject": request.env._("In the subject"),
            "text": request.env._("In the text"),
            "document": request.env._("By order or invoice"),
        }
        return {key: {"input": key, "label": label} for key, label in labels.items()}

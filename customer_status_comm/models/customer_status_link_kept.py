from odoo import api, models

from ..tools.link_text import find_tokens, has_link, put_paths
from ..tools.token import hash_token


class CustomerStatusLinkKept(models.AbstractModel):
    """No text that stays keeps a link that works.

    A customer's link stands in their e-mail or SMS while it waits. What Odoo keeps of
    it afterwards, and what the customer quotes in an answer, has the address that asks
    for a login in its place, as the history has. What failed keeps it: it may be sent
    once more. What is sent again gets a link of its own.
    """

    _name = "customer.status.link.kept"
    _description = "Links in Texts That Are Kept"

    @api.model
    def _take_links_out_of(self, records, field):
        """Take customers' own links out of a text field of ``records``; may be none."""
        linked = records.filtered(lambda record: has_link(record[field]))
        texts = self._take_links_out([record[field] for record in linked])
        for record, text in zip(linked, texts, strict=True):
            record[field] = text

    @api.model
    def _take_links_out_of_answers(self, vals_list):
        """The same for new ``mail.message`` from outside: changes ``body``."""
        linked = [
            vals
            for vals in vals_list
            if has_link(vals.get("body")) and self._comes_from_outside(vals)
        ]
        texts = self._take_links_out([vals["body"] for vals in linked])
        for vals, text in zip(linked, texts, strict=True):
            vals["body"] = type(vals["body"])(text)

    @api.model
    def _comes_from_outside(self, vals):
        """Whether a message is an e-mail Odoo got, or a customer's in the portal."""
        if vals.get("message_type") == "email":
            return True
        author = self.env["res.partner"].browse(vals.get("author_id") or [])
        return bool(author.partner_share)

    @api.model
    def _take_links_out(self, texts):
        """Return ``texts`` with an address that asks for a login for each link.

        One query for all links, and one for each kind of page; links that are there no
        more lead to the customer's portal.
        """
        tokens = {token for text in texts for token in find_tokens(text)}
        if not tokens:
            return list(texts)
        hashes = {hash_token(token): token for token in tokens}
        links = self.search([("token_hash", "in", list(hashes))])
        paths = dict.fromkeys(tokens, "/my")
        for link in links:
            page = link.page_id
            kind = self.env[page.res_model]._status_kind
            paths[hashes[link.token_hash]] = f"/my/status/{kind}/{page.res_id}"
        return [put_paths(text, paths) for text in texts]

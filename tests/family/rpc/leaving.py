"""What leaves the house: whoever gets it reads it."""

import re
from email.utils import getaddresses
from typing import NamedTuple

from .markers import find_links

#: Addresses and numbers that a user has made up, with the user's role.
OWN_ADDRESS = re.compile(r"mine\.([a-z_]+)@evil\.example")


class Sent(NamedTuple):
    """A message that somebody got.

    :param address: an e-mail address or a number.
    :param content: its texts and files. ``files``: the latter alone.
    """

    address: str
    content: list
    files: list


class Leaving:
    """Sees what left since the last time."""

    def __init__(self, world):
        self.world = world
        self.mails, self.texts = len(world.mails.received), 0

    def read(self):
        """Return what has left, as a list of ``Sent``."""
        world = self.world
        sent = [
            Sent(address, _contents(message), _files(message))
            for _from, addresses, message in world.mails.received[self.mails :]
            for _name, address in getaddresses(addresses)
        ]
        sent += [
            Sent(number, [text], [])
            for number, text in world.texts.received[self.texts :]
        ]
        self.mails = len(world.mails.received)
        self.texts = len(world.texts.received)
        return sent

    def deliver(self, effects):
        """Send what a call has left in the queues, and what it scheduled."""
        env = self.world.env
        ids = {}
        for effect in effects:
            if effect.kind == "created" and effect.id:
                ids.setdefault(effect.model, []).append(effect.id)
        rows = env["customer.communication"].browse(
            ids.get("customer.communication", [])
        )
        rows.exists().filtered(lambda row: row.state == "scheduled")._send(now=True)
        mails = env["mail.mail"].browse(ids.get("mail.mail", [])).exists()
        mails.filtered(lambda mail: mail.state == "outgoing").send()
        texts = env["sms.sms"].browse(ids.get("sms.sms", [])).exists()
        texts.filtered(lambda text: text.state == "outgoing").send()

    def find_readers(self, address):
        """Return ``(role or None, customer)`` whose address it is; either may be none.

        One's own addresses come first: those one has made up, and those one works with.
        """
        world = self.world
        partners = world.env["res.partner"]
        if own := OWN_ADDRESS.fullmatch(address.lower()):
            return own[1], partners
        for role, user in world.users.items():
            if user.email == address and not user.share:
                return role, partners
        named = (r for r in world.records.values() if r._name == "res.partner")
        for partner in named:
            number = (partner.phone or "").replace(" ", "")
            if address.lower() in ((partner.email or "").lower(), number):
                return None, partner
        return None, partners


def get_pages(env, value):
    """Return the page behind each link in ``value`` that opens one, as its reader."""
    links = env["customer.status.link"].sudo()
    pages = {}
    for token in find_links(value):
        if found := links._find_page(token):
            answer = env["customer.status.page"].sudo()._get_answer(found, "en_US")
            pages[token] = answer.body
    return pages


def find_misplaced(world, effects):
    """Return in words which messages stand with a document of another customer.

    Its customer would read them there.
    """
    found = []
    for effect in effects:
        if effect.model != "customer.communication" or not effect.new:
            continue
        row = world.env[effect.model].browse(effect.id).exists()
        if not row or row.res_model not in world.env:
            continue
        document = world.env[row.res_model].browse(row.res_id).exists()
        owner = document if row.res_model == "res.partner" else world.env["res.partner"]
        if "partner_id" in document._fields:
            owner = document.partner_id
        if document and owner.commercial_partner_id != row.commercial_partner_id:
            customer = world.describe("res.partner", row.partner_id.id)
            where = world.describe(document._name, document.id)
            found.append(f"a message to {customer} stands with {where}")
    return found


def _contents(message):
    parts = [message["Subject"]]
    for part in message.walk():
        if part.is_multipart():
            continue
        parts.append(part.get_payload(decode=True) or b"")
        parts.append(part.get_filename() or "")
    return parts


def _files(message):
    parts = message.iter_attachments()
    return [(part.get_filename(), part.get_payload(decode=True)) for part in parts]

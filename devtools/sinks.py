"""Local stand-ins for the outside world, with a page that shows what was sent.

One process, on the loopback interface only: an SMTP server, Odoo's IAP SMS service,
Twilio's Messages API, and a small web site on the same port as the two. What is
received is kept in ``--dir``. The first line of output is a JSON object with the two
ports, ``{"smtp": 1025, "http": 1080}``.

To try failures, ``bounce@`` any domain is refused as unknown, and the number
+15005550001 (Twilio's own test number for this) as not valid. More trouble can be had,
see ``sink_trouble.py``.
"""

import argparse
import asyncio
import base64
import hashlib
import hmac
import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
import weakref
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aiosmtpd.controller import Controller

from . import sink_pages
from .sink_store import Store, attachments, parsed, part_content
from .sink_trouble import (
    AT_DATA,
    AT_RECIPIENT,
    GONE,
    LATER,
    MAIL_ANSWERS,
    SLOW,
    Trouble,
)

HOST = "127.0.0.1"
INVALID_NUMBER = "+15005550001"
#: Seconds between taking a text message and reporting it delivered.
DELIVERY_DELAY = 1
LARGEST_REQUEST = 32 * 1024 * 1024


class MailSink:
    """aiosmtpd handler that keeps every mail."""

    def __init__(self, store: Store, trouble: Trouble | None = None):
        self.store = store
        self.trouble = trouble or Trouble()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        """Refuse the one kind of address that stands for an unknown mailbox."""
        if address.lower().startswith("bounce@"):
            return "550 5.1.1 no such mailbox here"
        if self.trouble.take("mail", AT_RECIPIENT):
            return LATER
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        """Keep the mail."""
        kind = self.trouble.take("mail", AT_DATA)
        if kind in MAIL_ANSWERS:
            return MAIL_ANSWERS[kind]
        self.store.add_mail(envelope.mail_from, envelope.rcpt_tos, envelope.content)
        if kind == "dropped":
            server.transport.abort()
        return "250 message accepted"


class SinkSite(BaseHTTPRequestHandler):
    """The SMS services and the pages that show what came."""

    protocol_version = "HTTP/1.1"
    server_version = "sinks"
    store: Store
    trouble = Trouble()

    # --- the pages -------------------------------------------------------------

    def do_GET(self):
        """Answer a page, a part of a message, or the list for tests."""
        if not self.is_local():
            return self.answer(403, "text/plain", b"only from this machine")
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query))
        path = address.path
        if path == "/":
            messages = self.store.messages(query.get("kind", ""))
            return self.page(sink_pages.overview(messages, query.get("kind", "")))
        if path == "/messages.json":
            return self.answer_json(200, self.listed(query.get("kind", "")))
        if path == "/count":
            return self.answer_json(200, len(self.store.files()))
        if path == "/sinks.js":
            return self.answer(200, "text/javascript", sink_pages.SCRIPT.encode())
        if path == "/sinks.css":
            return self.answer(200, "text/css", sink_pages.STYLE.encode())
        if path.endswith("/IncomingPhoneNumbers.json"):
            numbers = [{"phone_number": "+15005550006"}]
            return self.answer_json(200, {"incoming_phone_numbers": numbers})
        return self.message(path)

    def message(self, path: str):
        """Answer one message, or a part of it; 404 for what there is not."""
        route = r"/message/([\w-]+)(?:/(html|source|attachment/(\d{1,4})))?"
        found = re.fullmatch(route, path)
        message = self.store.message(found[1]) if found else None
        if not message:
            return self.answer(404, "text/plain", b"not found")
        if not found[2]:
            return self.page(sink_pages.single(message))
        if message["kind"] == "mail":
            if found[2] == "html":
                return self.mail_html(message)
            mail = self.store.path(message["id"])
            if found[2] == "source":
                return self.answer(200, "text/plain", mail.read_bytes())
            parts = attachments(parsed(mail))
            if int(found[3]) < len(parts):
                return self.attachment(parts[int(found[3])])
        return self.answer(404, "text/plain", b"not found")

    def mail_html(self, message: dict):
        """Answer a mail's HTML, barred from scripts and from the outside world."""
        document = sink_pages.mail_document(message).encode()
        self.answer(
            200,
            "text/html",
            document,
            {"Content-Security-Policy": sink_pages.MAIL_POLICY},
        )

    def attachment(self, part):
        """Answer an attachment, to be saved and never shown as a page of ours."""
        name = urllib.parse.quote(part.get_filename() or "part", safe="")
        disposition = f"attachment; filename*=UTF-8''{name}"
        if part.get_content_maintype() == "image" and part["Content-ID"]:
            disposition = "inline"
        headers = {
            "Content-Disposition": disposition,
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        kind = part.get_content_type()
        self.answer(200, kind, part_content(part), headers)

    def listed(self, kind: str) -> list[dict]:
        """Return all messages, addresses of attachments with this host."""
        host = f"http://{self.headers['Host']}"
        messages = self.store.messages(kind)
        for message in messages:
            if "attachments" in message:
                message["attachments"] = [
                    {**entry, "url": host + entry["url"]}
                    for entry in message["attachments"]
                ]
        return messages

    def is_local(self) -> bool:
        """Tell whether the browser means this host, so no web site can read us."""
        name = urllib.parse.urlsplit(f"//{self.headers.get('Host', '')}").hostname
        return name in ("localhost", HOST)

    # --- the SMS services --------------------------------------------------------

    def do_POST(self):
        """Take text messages, or forget all messages."""
        size = int(self.headers.get("Content-Length") or 0)
        if size > LARGEST_REQUEST:
            return self.answer(413, "text/plain", b"too large")
        raw = self.rfile.read(size)
        if not self.is_local():
            return self.answer(403, "text/plain", b"only from this machine")
        if self.path == "/clear":
            self.store.clear()
            return self.answer(303, "text/plain", b"", {"Location": "/"})
        if self.path == "/trouble":
            self.trouble.give(**json.loads(raw))
            return self.answer_json(200, {})
        if self.path == "/api/sms/3/send":
            return self.take_iap(json.loads(raw))
        if self.path.endswith("/Messages.json"):
            return self.take_twilio(dict(urllib.parse.parse_qsl(raw.decode())))
        return self.answer_json(404, {"code": 20404, "message": "not found"})

    def take_iap(self, request: dict):
        """Answer Odoo's SMS service, version 3 of its sending API."""
        kind = self.trouble.take("sms")
        if kind == "error":
            return self.answer_json(500, {"error": "out of order"})
        result, delivered = [], []
        for message in request["params"]["messages"]:
            for entry in message["numbers"]:
                if entry["number"] == INVALID_NUMBER:
                    state = "wrong_number_format"
                else:
                    state = "success"
                    name = self.store.add_sms(
                        to=entry["number"],
                        body=message["content"],
                        via="iap",
                        status="sent",
                    )
                    delivered.append((name, entry["uuid"]))
                result.append({"uuid": entry["uuid"], "state": state, "credit": 1})
        if kind:
            return self.answer_wrongly(kind, result)
        self.answer_json(
            200, {"jsonrpc": "2.0", "id": request.get("id"), "result": result}
        )
        url = request["params"].get("webhook_url")
        if url and delivered:
            uuids = [identifier for _name, identifier in delivered]
            report = [{"sms_status": "delivered", "uuids": uuids}]
            body = {"jsonrpc": "2.0", "params": {"message_statuses": report}}
            headers = {"Content-Type": "application/json"}
            names = [name for name, _uuid in delivered]
            self.report(names, url, json.dumps(body).encode(), headers)
        return None

    def answer_wrongly(self, kind: str, result: list):
        """Answer Odoo's SMS service as none should, the texts being taken."""
        if kind == "page":
            return self.answer(200, "text/html", b"<h1>Welcome to our hotel</h1>")
        if kind == "slow":
            time.sleep(SLOW)
        wrong = {"nonsense": ["soon"], "silent": []}
        return self.answer_json(200, {"result": wrong.get(kind, result)})

    def take_twilio(self, form: dict):
        """Answer Twilio's Messages API (2010-04-01)."""
        credentials = self.headers.get("Authorization", "Basic ")[6:]
        account, _, token = base64.b64decode(credentials).decode().partition(":")
        if not account or f"/Accounts/{account}/" not in self.path:
            error = {"code": 20003, "message": "Authenticate", "status": 401}
            return self.answer_json(401, error)
        if form.get("To") == INVALID_NUMBER:
            text = f"The 'To' number {INVALID_NUMBER} is not a valid phone number."
            error = {"code": 21211, "message": text, "status": 400}
            return self.answer_json(400, error)
        sid = "SM" + uuid.uuid4().hex
        sender, to, body = (form.get(name, "") for name in ("From", "To", "Body"))
        name = self.store.add_sms(
            **{"from": sender}, to=to, body=body, via="twilio", sid=sid, status="sent"
        )
        answer = {"sid": sid, "status": "queued", "to": to, "from": sender}
        answer |= {"body": body, "error_code": None, "error_message": None}
        self.answer_json(201, answer)
        url = form.get("StatusCallback")
        if url:
            report = {"MessageSid": sid, "SmsSid": sid, "To": to}
            report |= {"SmsStatus": "delivered", "MessageStatus": "delivered"}
            # Twilio's signature: the address and all fields in order of their names
            data = url + "".join(key + report[key] for key in sorted(report))
            signed = hmac.new(token.encode(), data.encode(), hashlib.sha1).digest()
            headers = {"X-Twilio-Signature": base64.b64encode(signed).decode()}
            self.report([name], url, urllib.parse.urlencode(report).encode(), headers)
        return None

    def report(self, names: list[str], url: str, body: bytes, headers: dict):
        """Tell Odoo a little later that messages were delivered."""

        def call_back():
            time.sleep(DELIVERY_DELAY)
            status = "delivered"
            try:
                request = urllib.request.Request(url, body, headers)
                with urllib.request.urlopen(request, timeout=10) as answer:
                    answer.read()
            except (OSError, ValueError) as error:
                status = f"sent; Odoo did not take the delivery report: {error}"
            for name in names:
                self.store.update_sms(name, status=status)

        if urllib.parse.urlsplit(url).scheme in ("http", "https"):
            threading.Thread(target=call_back, daemon=True).start()

    # --- answers -------------------------------------------------------------------

    def page(self, document: str):
        """Answer one of our own pages."""
        policy = {"Content-Security-Policy": sink_pages.PAGE_POLICY}
        self.answer(200, "text/html", document.encode(), policy)

    def answer_json(self, code: int, data):
        """Answer data."""
        self.answer(code, "application/json", json.dumps(data).encode())

    def answer(self, code: int, kind: str, body: bytes, headers: dict | None = None):
        """Answer anything, with what keeps a browser from guessing about it."""
        text = kind.startswith("text/") or kind == "application/json"
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing for each request."""


class SiteServer(ThreadingHTTPServer):
    """HTTP server whose threads never outlive it."""

    daemon_threads = True


def serve(folder: Path, smtp_port: int = 0, http_port: int = 0):
    """Run until the process is ended.

    :param folder: takes what is received.
    :param smtp_port: and ``http_port``: 0 for any free one.
    """
    store = Store(folder)
    shared = {"store": store, "trouble": Trouble()}
    site = SiteServer((HOST, http_port), type("Site", (SinkSite,), shared))
    mail = MailController(MailSink(**shared), hostname=HOST, port=smtp_port)
    mail.start()
    shared["trouble"].notify = lambda kinds: mail.listen(kinds.get("mail") != GONE)
    ports = {"smtp": mail.port, "http": site.server_address[1]}
    print(json.dumps(ports), flush=True)
    try:
        site.serve_forever()
    finally:
        mail.stop()


class MailController(Controller):
    """SMTP server that can be given port 0, and knows its port afterwards.

    And that can go away for a while, as a server does that is restarted.
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.sessions = weakref.WeakSet()

    def factory(self):
        """Make what talks to one client, and remember it."""
        session = super().factory()
        self.sessions.add(session)
        return session

    def listen(self, wanted: bool):
        """Listen, or hang up on everybody and listen no more."""
        future = asyncio.run_coroutine_threadsafe(self._listen(wanted), self.loop)
        future.result(timeout=30)

    async def _listen(self, wanted: bool):
        if wanted and not self.server.is_serving():
            self.server = await self._create_server()
        elif not wanted:
            self.server.close()
            for session in list(self.sessions):
                if session.transport:
                    session.transport.abort()

    def _trigger_server(self):
        """Learn the port before aiosmtpd makes its first connection to itself."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def main():
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--smtp-port", type=int, default=0)
    parser.add_argument("--http-port", type=int, default=0)
    arguments = parser.parse_args()
    serve(arguments.dir, arguments.smtp_port, arguments.http_port)


if __name__ == "__main__":
    main()

"""The stand-ins for mail and SMS services, and the page with what was sent."""

import json
import smtplib
import threading
import urllib.error
import urllib.parse
import urllib.request
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from devtools import sinks
from devtools.sink_store import Store
from devtools.sink_trouble import Trouble


@pytest.fixture
def store(tmp_path):
    """Make an empty store."""
    return Store(tmp_path / "sink")


@pytest.fixture
def trouble():
    """Let all be well for now."""
    return Trouble()


@pytest.fixture
def site(store, trouble):
    """Serve the store's pages and the SMS services.

    :return: the address.
    """
    shared = {"store": store, "trouble": trouble}
    handler = type("Site", (sinks.SinkSite,), shared)
    server = sinks.SiteServer((sinks.HOST, 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://{sinks.HOST}:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def smtp(store, trouble):
    """Serve SMTP into the store, and connect to it."""
    handler = sinks.MailSink(store, trouble)
    server = sinks.MailController(handler, hostname=sinks.HOST, port=0)
    server.start()
    with smtplib.SMTP(sinks.HOST, server.port) as client:
        yield client
    server.stop()


def fetch(address, data=None, headers=None):
    """Return status, headers and text of an answer, also of an error."""
    request = urllib.request.Request(address, data, headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def listed(site, kind=""):
    """Return what the page for tests lists."""
    return json.loads(fetch(f"{site}/messages.json?kind={kind}")[2])


def mail(**headers):
    """Return a mail with plain text, HTML and an attachment."""
    message = EmailMessage()
    message["From"] = "Shop <shop@example.com>"
    message["To"] = "Zoë <zoe@example.com>"
    message["Subject"] = "Ready: æøå <b>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Plain <i>text</i>\n")
    message.add_alternative("<p>Hello <script>1</script></p>", subtype="html")
    message.add_attachment(
        b"<html>status</html>", "text", "html", filename="../état <1>.html"
    )
    return message


def test_mail_is_kept_with_all_its_parts(smtp, site):
    """Every field that tests read is there."""
    smtp.send_message(mail(X_Odoo_Objects="res.partner-7"))
    [message] = listed(site)
    assert message["kind"] == "mail"
    assert message["from"] == "Shop <shop@example.com>"
    assert message["to"] == "Zoë <zoe@example.com>"
    assert message["subject"] == "Ready: æøå <b>"
    assert message["text"] == "Plain <i>text</i>\n"
    assert "<p>Hello" in message["html"]
    assert message["headers"]["X-Odoo-Objects"] == ["res.partner-7"]
    assert message["envelope"]["to"] == ["zoe@example.com"]
    assert not any(name.startswith("X-Sink") for name in message["headers"])
    [attachment] = message["attachments"]
    assert attachment["size"] == len("<html>status</html>")
    status, headers, text = fetch(attachment["url"])
    assert (status, text) == (200, "<html>status</html>")
    # saved, never shown as a page of this site, whatever it is called
    assert headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in headers["Content-Security-Policy"]


def test_what_is_just_being_written_is_no_message(store):
    (store.folder / "mail-000001.partial").write_bytes(b"Subject: H")
    assert store.messages() == []
    assert store.files() == []


def test_newest_message_comes_first(smtp, store, site):
    """Mails and text messages are one list in the order they came."""
    smtp.send_message(mail())
    store.add_sms(to="+4520202020", body="second", via="iap")
    assert [message["kind"] for message in listed(site)] == ["sms", "mail"]
    assert [message["kind"] for message in listed(site, "mail")] == ["mail"]


def test_unknown_mailbox_is_refused(smtp, site):
    """``bounce@`` of any domain stands for a mailbox that there is not."""
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        smtp.sendmail("shop@example.com", ["bounce@example.com"], "Subject: x\n\nx")
    assert refused.value.recipients["bounce@example.com"][0] == 550
    assert listed(site) == []


@pytest.mark.parametrize("page", ["/", "/message/{id}", "/message/{id}/html"])
def test_pages_run_nothing_of_a_message(smtp, site, page):
    """What others wrote is text on our pages, and locked up in a frame."""
    smtp.send_message(mail())
    [message] = listed(site)
    status, headers, text = fetch(site + page.format(**message))
    assert status == 200
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    if page.endswith("html"):
        assert policy.startswith("sandbox") and "allow-scripts" not in policy
    else:
        assert "<script>1" not in text and "<b>" not in text and "<i>" not in text
        assert "Ready: æøå &lt;b&gt;" in text


def test_embedded_picture_is_shown(smtp, site):
    """A picture that the HTML names by its content id gets an address."""
    message = mail()
    html = message.get_body(("html",))
    html.set_content('<img src="cid:logo@shop">', subtype="html")
    html.add_related(b"\x89PNG", "image", "png", cid="<logo@shop>")
    smtp.send_message(message)
    [kept] = listed(site)
    [picture] = [entry for entry in kept["attachments"] if entry["type"] == "image/png"]
    path = urllib.parse.urlsplit(picture["url"]).path
    assert f'<img src="{path}">' in fetch(f"{site}/message/{kept['id']}/html")[2]


@pytest.mark.parametrize(
    "path",
    [
        "/message/../../etc/passwd",
        "/message/mail-000001/attachment/7",
        "/message/mail-000001/attachment/-1",
        "/message/mail-000002",
        "/message/mail-000001%2f..%2fx",
        "/message/sms-000001/html",
        "/anything",
    ],
)
def test_nothing_else_is_served(smtp, site, path):
    """Paths out of the folder, and messages that there are not."""
    smtp.send_message(mail())
    assert fetch(site + path)[0] == 404


def test_other_web_sites_cannot_read_it(site):
    """A site whose name leads to this machine is told apart by the name."""
    assert fetch(f"{site}/messages.json", headers={"Host": "evil.example"})[0] == 403


def iap(*numbers, **params):
    """Return a request as Odoo's ``sms`` sends it."""
    entries = [{"number": n, "uuid": f"{i:032}"} for i, n in enumerate(numbers)]
    messages = [{"content": "Ready <3", "numbers": entries}]
    params = {"messages": messages, "account_token": "x", **params}
    return json.dumps({"jsonrpc": "2.0", "id": 5, "params": params}).encode()


def test_iap_sms(site):
    """Odoo's own SMS service takes messages and refuses the invalid number."""
    numbers = ("+4520202020", sinks.INVALID_NUMBER)
    status, _headers, text = fetch(f"{site}/api/sms/3/send", iap(*numbers))
    states = [entry["state"] for entry in json.loads(text)["result"]]
    assert (status, states) == (200, ["success", "wrong_number_format"])
    [message] = listed(site, "sms")
    assert (message["to"], message["body"]) == ("+4520202020", "Ready <3")
    page = fetch(f"{site}/message/{message['id']}")[2]
    assert "Ready &lt;3" in page


class Receiver(BaseHTTPRequestHandler):
    """Takes the delivery reports."""

    def do_POST(self):
        """Keep the report."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.reports.append((self.path, self.headers, body.decode()))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def receiver(monkeypatch):
    """Serve a place for delivery reports, which come at once."""
    monkeypatch.setattr(sinks, "DELIVERY_DELAY", 0)
    server = HTTPServer((sinks.HOST, 0), Receiver)
    server.reports = []
    server.url = f"http://{sinks.HOST}:{server.server_address[1]}"
    server.timeout = 10
    yield server
    server.server_close()


def test_iap_reports_delivery(site, receiver):
    """Odoo's service tells later that a message has arrived."""
    url = f"{receiver.url}/sms/status"
    fetch(f"{site}/api/sms/3/send", iap("+4520202020", webhook_url=url))
    receiver.handle_request()
    [(path, _headers, body)] = receiver.reports
    assert path == "/sms/status"
    [status] = json.loads(body)["params"]["message_statuses"]
    assert status == {"sms_status": "delivered", "uuids": [f"{0:032}"]}


ACCOUNT = "AC" + "1" * 32


def twilio(site, number, **fields):
    """Send a text message as Odoo's ``sms_twilio`` does."""
    form = {"From": "+4511111111", "To": number, "Body": "Ready", **fields}
    credentials = "QUMxMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTpzZWNyZXQ="
    return fetch(
        f"{site}/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
        urllib.parse.urlencode(form).encode(),
        {"Authorization": f"Basic {credentials}"},
    )


def test_twilio_sms_and_its_signed_report(site, receiver):
    """Twilio's API takes a message and reports it delivered, signed."""
    url = f"{receiver.url}/sms_twilio/status/abc"
    status, _headers, text = twilio(site, "+4520202020", StatusCallback=url)
    assert (status, json.loads(text)["status"]) == (201, "queued")
    [message] = listed(site, "sms")
    assert (message["from"], message["to"]) == ("+4511111111", "+4520202020")
    receiver.handle_request()
    [(_path, headers, body)] = receiver.reports
    assert urllib.parse.parse_qs(body)["SmsStatus"] == ["delivered"]
    assert headers["X-Twilio-Signature"]


def test_twilio_refuses_the_invalid_number(site):
    """The number fails with Twilio's own code for it."""
    status, _headers, text = twilio(site, sinks.INVALID_NUMBER)
    assert (status, json.loads(text)["code"]) == (400, 21211)
    assert listed(site) == []


def test_clear_and_count(store, site):
    """Clearing forgets all, and no id is used twice."""
    first = store.add_sms(to="+45", body="x", via="iap")
    assert fetch(f"{site}/count")[2] == "1"
    fetch(f"{site}/clear", b"")
    assert listed(site) == []
    assert store.add_sms(to="+45", body="x", via="iap") != first


def give_trouble(site, **kinds):
    """Have the stand-ins misbehave."""
    fetch(f"{site}/trouble", json.dumps(kinds).encode())


@pytest.mark.parametrize(("kind", "code"), [("busy", 451), ("refused", 554)])
def test_mail_server_refuses_as_often_as_told(smtp, site, kind, code):
    """A mail is refused, the next one is taken."""
    give_trouble(site, mail=kind, times=1)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        smtp.send_message(mail())
    assert refused.value.smtp_code == code
    assert listed(site) == []
    smtp.send_message(mail())
    assert len(listed(site)) == 1


def test_mail_server_hangs_up_with_the_mail_taken(smtp, site):
    """Nobody can know from the connection whether the mail has arrived."""
    give_trouble(site, mail="dropped")
    with pytest.raises(smtplib.SMTPServerDisconnected):
        smtp.send_message(mail())
    assert len(listed(site)) == 1


def test_mail_server_that_wants_to_be_asked_later(site, smtp, store):
    """It refuses the recipient, for now, and has been given no mail."""
    give_trouble(site, mail="later", times=1)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
        smtp.sendmail("a@x.example", ["b@x.example"], b"Subject: one\r\n\r\n.")
    [(code, _words)] = caught.value.recipients.values()
    assert code == 450
    assert not listed(site)
    smtp.sendmail("a@x.example", ["b@x.example"], b"Subject: two\r\n\r\n.")
    assert len(listed(site)) == 1


def test_mail_server_that_comes_and_goes(store):
    """Who is connected is hung up on; afterwards it is at the same place."""
    server = sinks.MailController(sinks.MailSink(store), hostname=sinks.HOST, port=0)
    server.start()
    client = smtplib.SMTP(sinks.HOST, server.port)
    for _time in range(2):
        server.listen(False)
        server.listen(False)
        with pytest.raises(ConnectionRefusedError):
            smtplib.SMTP(sinks.HOST, server.port)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.noop()
        server.listen(True)
        server.listen(True)
        client = smtplib.SMTP(sinks.HOST, server.port)
        client.noop()
    client.quit()
    server.stop()


@pytest.mark.parametrize(
    ("kind", "status", "answer", "taken"),
    [
        ("error", 500, '{"error": "out of order"}', 0),
        ("page", 200, "<h1>Welcome to our hotel</h1>", 1),
        ("nonsense", 200, '{"result": ["soon"]}', 1),
        ("silent", 200, '{"result": []}', 1),
    ],
)
def test_sms_service_in_trouble(site, kind, status, answer, taken):
    """It answers wrongly until all is well again."""
    give_trouble(site, sms=kind)
    assert fetch(f"{site}/api/sms/3/send", iap("+4520202020"))[::2] == (status, answer)
    assert len(listed(site, "sms")) == taken
    give_trouble(site)
    text = fetch(f"{site}/api/sms/3/send", iap("+4520202020"))[2]
    assert json.loads(text)["result"][0]["state"] == "success"


def test_slow_sms_service_takes_the_text(site, monkeypatch):
    """Its answer is right, and comes late."""
    monkeypatch.setattr(sinks, "SLOW", 0)
    give_trouble(site, sms="slow")
    text = fetch(f"{site}/api/sms/3/send", iap("+4520202020"))[2]
    assert json.loads(text)["result"][0]["state"] == "success"
    assert len(listed(site, "sms")) == 1

"""What a server that is away surely has not taken, and when it is tried again."""

import errno
import smtplib
import socket
import ssl
import threading
import urllib.error
import urllib.request
from datetime import datetime, timedelta

import pytest
import requests

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.outage import (
    is_closed,
    next_try,
    was_not_reached,
    was_surely_not_taken,
)

NOW = datetime(2026, 11, 30, 12)


class DeliveryError(Exception):
    """Stands for the one that Odoo wraps around what ``smtplib`` says."""


def wrapped(error):
    """Return ``error`` as Odoo hands it on: as the context of another."""
    try:
        try:
            raise error
        except Exception as inner:
            raise DeliveryError("Mail Delivery Failed") from inner
    except DeliveryError as outer:
        return outer


def refuse(*codes):
    return smtplib.SMTPRecipientsRefused(
        {f"{place}@x.example": (code, b"no") for place, code in enumerate(codes)}
    )


@pytest.mark.parametrize(
    ("error", "sure"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), True),
        (socket.gaierror(socket.EAI_NONAME, "no such host"), True),
        (TimeoutError("timed out"), True),
        (OSError(errno.ENETUNREACH, "no network"), True),
        (ssl.SSLError("handshake"), True),
        (smtplib.SMTPConnectError(421, b"too many connections"), True),
        (smtplib.SMTPAuthenticationError(454, b"not now"), True),
        # Before DATA, for now.
        (smtplib.SMTPSenderRefused(451, b"not now", "a@x.example"), True),
        (smtplib.SMTPSenderRefused(421, b"closing", "a@x.example"), True),
        (refuse(450), True),
        (refuse(450, 421), True),
        # Before DATA, for ever.
        (smtplib.SMTPSenderRefused(550, b"never", "a@x.example"), False),
        (refuse(550), False),
        (refuse(450, 550), False),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), False),
        # From DATA on nobody knows.
        (smtplib.SMTPDataError(451, b"not now"), False),
        (smtplib.SMTPDataError(554, b"never"), False),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), False),
        # Nothing to do with a mail server.
        (FileNotFoundError(errno.ENOENT, "the attachment is gone"), False),
        (ValueError("a template"), False),
        (None, False),
    ],
)
def test_18_6_what_a_mail_server_surely_has_not(error, sure):
    assert was_surely_not_taken(error, connecting=False) is sure
    if error:
        assert was_surely_not_taken(wrapped(error), connecting=False) is sure


def test_18_6_a_hang_up_whose_cause_was_a_time_out_may_have_been_taken():
    hung_up = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
    hung_up.__context__ = TimeoutError("timed out")
    assert not was_surely_not_taken(wrapped(hung_up), connecting=False)


@pytest.mark.parametrize(
    ("error", "sure"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), True),
        (smtplib.SMTPServerDisconnected("no greeting"), True),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), True),
        # Odoo's own words: there is no mail server at all.
        (ValueError("Missing SMTP Server"), False),
    ],
)
def test_18_6_while_connecting_nothing_was_handed_over(error, sure):
    assert was_surely_not_taken(error, connecting=True) is sure


@pytest.fixture
def silent_port():
    """Return a port on which somebody listens and answers nothing."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@pytest.fixture
def hanging_up_port():
    """Return a port on which everybody is hung up on, once the request was read."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def hang_up():
            connection, _address = listening.accept()
            connection.recv(65536)
            connection.close()

        threading.Thread(target=hang_up, daemon=True).start()
        yield listening.getsockname()[1]


@pytest.fixture
def closed_port():
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def post(address, **options):
    """Return the error of a request, as Odoo's client of its SMS service does it."""
    try:
        try:
            requests.post(address, json={}, **options)
        except requests.exceptions.RequestException:
            raise DeliveryError("An error occurred")  # noqa: B904 - as Odoo does
    except DeliveryError as error:
        return error
    raise AssertionError("there was an answer")


class TestService:
    def test_18_6_nobody_listens(self, closed_port):
        assert was_not_reached(post(f"http://127.0.0.1:{closed_port}/"))

    def test_18_6_there_is_no_such_host(self):
        assert was_not_reached(post("http://nowhere.invalid/"))

    def test_18_6_no_connection_comes_about_in_time(self):
        error = requests.exceptions.ConnectTimeout("timed out")
        assert was_not_reached(wrapped(error))

    def test_18_6_it_took_the_request_and_said_nothing(self, silent_port):
        error = post(f"http://127.0.0.1:{silent_port}/", timeout=0.3)
        assert not was_not_reached(error)

    def test_18_6_it_took_the_request_and_hung_up(self, hanging_up_port):
        assert not was_not_reached(post(f"http://127.0.0.1:{hanging_up_port}/"))

    def test_18_6_another_client_says_it_too(self, closed_port):
        with pytest.raises(urllib.error.URLError) as caught:
            urllib.request.urlopen(f"http://127.0.0.1:{closed_port}/", timeout=5)
        assert was_not_reached(caught.value)

    def test_18_6_an_answer_is_no_outage(self):
        answer = requests.exceptions.HTTPError("503 Service Unavailable")
        assert not was_not_reached(wrapped(answer))
        assert not was_not_reached(None)


class TestConnection:
    def test_18_6_closed_by_either_side(self):
        """One that is open has nothing to say unasked."""
        assert is_closed(None)
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            client = smtplib.SMTP()
            client.sock = socket.create_connection(listening.getsockname())
            server, _address = listening.accept()
            assert not is_closed(client)
            server.close()
            client.sock.settimeout(5)
            client.sock.recv(1, socket.MSG_PEEK)  # until it has come through
            assert is_closed(client)
            client.close()
            assert is_closed(client)


class TestWhen:
    def test_18_6_sooner_at_first_then_by_the_hour(self):
        pauses = [next_try(NOW, tries, NOW) - NOW for tries in range(8)]
        minutes = [pause / timedelta(minutes=1) for pause in pauses]
        assert minutes == [1, 2, 5, 10, 30, 60, 60, 60]

    def test_18_6_for_a_day(self):
        since, tries, moments = NOW, 0, []
        moment = next_try(since, tries, NOW)
        while moment:
            moments.append(moment)
            tries += 1
            moment = next_try(since, tries, moment)
        assert moments[-1] - since >= timedelta(hours=const.RETRY_HOURS)
        assert moments[-1] - since < timedelta(hours=const.RETRY_HOURS + 1)
        assert len(moments) == 29

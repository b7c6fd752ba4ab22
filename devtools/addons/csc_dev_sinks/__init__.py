"""Keeps a server of ``./dev`` to this machine.

Loaded server-wide (``--load=...,csc_dev_sinks``), never installed. Requests to Twilio,
whose address stands in the code of ``sms_twilio``, go to the stand-in that CSC_SMS_SINK
names; requests to any other place outside are refused. Nothing changes without the
variable.
"""

import os
from urllib.parse import urlsplit

import requests

TWILIO = "https://api.twilio.com/"
HERE = {"localhost", "127.0.0.1", "::1"}


class SinkAdapter(requests.adapters.HTTPAdapter):
    """Sends a request to the stand-in instead of its own host."""

    def send(self, request, **kwargs):
        """Change scheme and host, keep path, fields and credentials."""
        sink = urlsplit(os.environ["CSC_SMS_SINK"])
        url = urlsplit(request.url)._replace(scheme=sink.scheme, netloc=sink.netloc)
        request.url = url.geturl()
        return super().send(request, **kwargs)


class LocalAdapter(requests.adapters.HTTPAdapter):
    """Sends requests to this machine only."""

    def send(self, request, **kwargs):
        """Send a request, or fail as without a network.

        :raise requests.ConnectionError: for any other host.
        """
        if urlsplit(request.url).hostname not in HERE:
            place = urlsplit(request.url).hostname
            raise requests.ConnectionError(f"{place}: not from a demo or a test")
        return super().send(request, **kwargs)


if os.environ.get("CSC_SMS_SINK"):
    session_init = requests.Session.__init__

    def session_with_sink(self):
        """Make a session as ever, that does not reach the outside."""
        session_init(self)
        self.mount("https://", LocalAdapter())
        self.mount("http://", LocalAdapter())
        self.mount(TWILIO, SinkAdapter())

    requests.Session.__init__ = session_with_sink

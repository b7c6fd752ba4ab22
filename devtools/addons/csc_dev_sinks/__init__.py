"""Requests to Twilio go to the stand-in whose address CSC_SMS_SINK names.

Odoo's ``sms_twilio`` has Twilio's address in its code. Loaded server-wide by
``./dev`` (``--load=...,csc_dev_sinks``), never installed, and nothing without the
variable.
"""

import os
from urllib.parse import urlsplit

import requests

TWILIO = "https://api.twilio.com/"


class SinkAdapter(requests.adapters.HTTPAdapter):
    """Sends a request to the stand-in instead of its own host."""

    def send(self, request, **kwargs):
        """Change scheme and host, keep path, fields and credentials."""
        sink = urlsplit(os.environ["CSC_SMS_SINK"])
        url = urlsplit(request.url)._replace(scheme=sink.scheme, netloc=sink.netloc)
        request.url = url.geturl()
        return super().send(request, **kwargs)


if os.environ.get("CSC_SMS_SINK"):
    session_init = requests.Session.__init__

    def session_with_sink(self):
        """Make a session as ever, with the stand-in for Twilio."""
        session_init(self)
        self.mount(TWILIO, SinkAdapter())

    requests.Session.__init__ = session_with_sink

"""Trouble that the stand-ins can be given: what mail servers and SMS services do.

``POST /trouble`` with a JSON object, ``{"mail": "busy", "times": 1}``; an empty one
ends it. ``times`` says how many messages it befalls, without it all.

====== ============ ================================================================
mail   ``busy``     451: try later
mail   ``refused``  554: never
mail   ``dropped``  takes the mail, and drops the connection before it says so
sms    ``error``    500
sms    ``page``     takes the text, and answers with a web page
sms    ``nonsense`` takes the text, and answers with JSON that makes no sense
sms    ``silent``   takes the text, and answers about no message at all
sms    ``slow``     takes the text, and answers when nobody waits any more
====== ============ ================================================================
"""

import threading

#: Seconds that a slow service takes; Odoo waits 15.
SLOW = 17
MAIL_ANSWERS = {
    "busy": "451 4.3.2 not now, please",
    "refused": "554 5.7.1 we do not want this",
}


class Trouble:
    """What goes wrong at the moment, for the threads of both stand-ins."""

    def __init__(self):
        self.lock = threading.Lock()
        self.kinds: dict[str, str] = {}
        self.times: int | None = None

    def give(self, times: int | None = None, **kinds: str):
        """Have this go wrong from now on, and nothing else."""
        with self.lock:
            self.kinds, self.times = kinds, times

    def take(self, what: str) -> str:
        """Return what befalls the next message, empty when all is well.

        :param what: ``mail`` or ``sms``.
        """
        with self.lock:
            kind = self.kinds.get(what, "")
            if kind and self.times is not None:
                self.times -= 1
                if not self.times:
                    self.kinds = {}
            return kind

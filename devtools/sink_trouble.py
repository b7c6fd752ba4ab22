"""Trouble that the stand-ins can be given: what mail servers and SMS services do.

``POST /trouble`` with a JSON object, ``{"mail": "busy", "times": 1}``; an empty one
ends it. ``times`` says how many messages it befalls, without it all.

====== ============ ================================================================
mail   ``busy``     451: try later
mail   ``refused``  554: never
mail   ``dropped``  takes the mail, and drops the connection before it says so
mail   ``later``    450, before it is given the mail: try later
mail   ``gone``     nobody listens; who was connected is hung up on
sms    ``error``    500
sms    ``page``     takes the text, and answers with a web page
sms    ``nonsense`` takes the text, and answers with JSON that makes no sense
sms    ``silent``   takes the text, and answers about no message at all
sms    ``slow``     takes the text, and answers when nobody waits any more
====== ============ ================================================================
"""

import threading
from collections.abc import Callable, Container

#: Seconds that a slow service takes; Odoo waits 15.
SLOW = 17
MAIL_ANSWERS = {
    "busy": "451 4.3.2 not now, please",
    "refused": "554 5.7.1 we do not want this",
}
#: What befalls a mail that is handed over, and one that is announced.
AT_DATA = frozenset({*MAIL_ANSWERS, "dropped"})
AT_RECIPIENT = frozenset({"later"})
LATER = "450 4.2.0 we do not know you yet, try later"
GONE = "gone"


class Trouble:
    """What goes wrong at the moment, for the threads of both stand-ins."""

    def __init__(self):
        self.lock = threading.Lock()
        self.kinds: dict[str, str] = {}
        self.times: int | None = None
        #: Called whenever it becomes another.
        self.notify: Callable[[dict[str, str]], None] = lambda kinds: None

    def give(self, times: int | None = None, **kinds: str):
        """Have this go wrong from now on, and nothing else."""
        with self.lock:
            self.kinds, self.times = kinds, times
        self.notify(kinds)

    def take(self, what: str, among: Container[str] | None = None) -> str:
        """Return what befalls the next message, empty when all is well.

        :param what: ``mail`` or ``sms``.
        :param among: what can befall it just now; the default: anything.
        """
        with self.lock:
            kind = self.kinds.get(what, "")
            if among is not None and kind not in among:
                return ""
            if kind and self.times is not None:
                self.times -= 1
                if not self.times:
                    self.kinds = {}
            return kind

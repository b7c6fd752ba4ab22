"""Pages that were laid out already, kept in memory while nothing of them changes."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple

#: Days begin on a quarter of an hour, in every time zone there is.
_QUARTER = 900


def this_quarter() -> int:
    """Return a number that changes every quarter of an hour, at midnights too."""
    return int(time.time()) // _QUARTER


class KeptPage(NamedTuple):
    """A page as it leaves the server.

    :param etag: a name for exactly these bytes, without quotes.
    """

    body: bytes
    etag: str

    @classmethod
    def of(cls, html: str) -> "KeptPage":
        """Return ``html`` as a page to keep."""
        body = html.encode()
        return cls(body, hashlib.sha256(body).hexdigest()[:32])


class PageCache:
    """The pages asked for last, up to a number of bytes. Safe for many threads.

    A page is kept with the version it was made of, and given back for that one only; so
    a cache is never wrong, in however many processes, as long as the version is read
    anew for each answer.

    :param limit: bytes of all bodies together.
    """

    def __init__(self, limit: int):
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[Hashable, tuple[Hashable, KeptPage]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, version: Hashable) -> KeptPage | None:
        """Return what was kept as ``key``, if it is of this version."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept[0] != version:
                return None
            self._kept.move_to_end(key)
            return kept[1]

    def put(self, key: Hashable, version: Hashable, page: KeptPage) -> None:
        """Keep a page; an older one with the same key, and those unused longest, go."""
        with self._lock:
            self._drop(key)
            self._kept[key] = (version, page)
            self.size += len(page.body)
            while self.size > self.limit:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        _version, page = self._kept.pop(key, (None, None))
        if page:
            self.size -= len(page.body)

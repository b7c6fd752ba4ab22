"""A client that asks for one page again and again, as lightly as Python can.

It shares the machine's cores with the server, so whatever it spends the server lacks:
it reads each answer to its end and looks at nothing but the first line. Each request
has a connection of its own, for Odoo's server closes it after every answer, whatever
the client asks for; keeping them is the work of a proxy before it.
"""

import re
import socket
import threading
import time
import urllib.parse


class Page:
    """A page to ask for.

    :param cookie: sent along, as a browser does from its second visit on.
    :param etag: what the browser has already.
    """

    def __init__(self, url: str, cookie: str = "", etag: str = ""):
        self.url = url
        parts = urllib.parse.urlsplit(url)
        self.address = (parts.hostname, parts.port)
        lines = {
            "Host": parts.netloc,
            "Accept": "text/html,*/*;q=0.8",
            "Accept-Language": "en-US",
            "Connection": "keep-alive",
            **({"Cookie": cookie} if cookie else {}),
            **({"If-None-Match": etag} if etag else {}),
        }
        self.target = parts.path + (f"?{parts.query}" if parts.query else "")
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.request = f"GET {self.target} HTTP/1.1\r\n{head}\r\n".encode()

    def fetch(self, status: int = 200) -> bytes:
        """Return one whole answer, its head too.

        :raise RuntimeError: when it has another status.
        """
        parts = []
        with socket.create_connection(self.address, timeout=60) as connection:
            connection.sendall(self.request)
            while part := connection.recv(1 << 20):
                parts.append(part)
        answer = b"".join(parts)
        if answer[9:12] != str(status).encode():
            raise RuntimeError(f"{self.url} answers {answer[:200]!r}")
        return answer


def as_second_visit(page: Page) -> Page:
    """Return the page as a browser asks for it that has been there before.

    Without its cookie stock would note in the order's chatter that it was viewed, once
    for each request.
    """
    head = page.fetch().partition(b"\r\n\r\n")[0].decode()
    cookies = re.findall(r"(?i)^set-cookie: ([^;\r]+)", head, re.MULTILINE)
    return Page(page.url, "; ".join(cookies))


def ask(page: Page, seconds: float, connections: int) -> float:
    """Return how many answers a second come to so many clients at once.

    :raise RuntimeError: when one of the answers is not the page.
    """
    counts, failures = [0] * connections, []
    start = time.perf_counter()

    def client(place: int):
        try:
            while time.perf_counter() < start + seconds:
                page.fetch()
                counts[place] += 1
        except (OSError, RuntimeError) as error:
            failures.append(error)

    threads = [
        threading.Thread(target=client, args=[place]) for place in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(f"{page.url}: {failures[0]}") from failures[0]
    return sum(counts) / (time.perf_counter() - start)

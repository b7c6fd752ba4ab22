"""A client that asks for one page again and again, as lightly as Python can.

It shares the machine's cores with the server, so whatever it spends the server lacks:
it reads each answer to its end and looks at nothing but the first line. Each request
has a connection of its own, for Odoo's server closes it after every answer, whatever
the client asks for; keeping them is the work of a proxy before it.
"""

import socket
import threading
import time
import urllib.parse


class Page:
    """A page to ask for.

    :param cookie: sent along, as a browser does from its second visit on.
    """

    def __init__(self, url: str, cookie: str = ""):
        self.url = url
        parts = urllib.parse.urlsplit(url)
        self.address = (parts.hostname, parts.port)
        lines = {
            "Host": parts.netloc,
            "Accept": "text/html,*/*;q=0.8",
            "Accept-Language": "en-US",
            "Connection": "keep-alive",
            **({"Cookie": cookie} if cookie else {}),
        }
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.request = f"GET {target} HTTP/1.1\r\n{head}\r\n".encode()

    def fetch(self) -> bytes:
        """Return one whole answer, its head too.

        :raise RuntimeError: when it is not 200 OK.
        """
        parts = []
        with socket.create_connection(self.address, timeout=60) as connection:
            connection.sendall(self.request)
            while part := connection.recv(1 << 20):
                parts.append(part)
        answer = b"".join(parts)
        if b" 200 " not in answer[:16]:
            raise RuntimeError(f"{self.url} answers {answer[:200]!r}")
        return answer


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

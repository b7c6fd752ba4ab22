"""Our code asks for nothing on the network by itself.

So nobody can have a server fetch an address by writing it somewhere: a tracking
address, a picture of a layout, a website. Mails and SMS leave through Odoo's own code.
"""

import ast

import pytest

from devtools.paths import TOP

SOURCES = sorted(
    path
    for path in TOP.glob("customer_status_comm*/**/*.py")
    if "tests" not in path.parts
)
#: Modules that open connections, start programs or run what they are given.
FORBIDDEN = frozenset(
    {"requests", "urllib3", "http", "socket", "smtplib", "ftplib", "httpx", "aiohttp"}
    | {"subprocess", "pickle", "marshal", "shelve", "xmlrpc", "telnetlib", "ctypes"}
)
#: What opens nothing: the errors that mail servers and names of hosts end in.
HARMLESS = frozenset(
    {"smtplib.SMTPServerDisconnected", "smtplib.SMTPException", "socket.gaierror"}
    | {"smtplib.SMTPAuthenticationError", "smtplib.SMTPConnectError"}
    | {"smtplib.SMTPDataError", "smtplib.SMTPHeloError"}
    | {"smtplib.SMTPRecipientsRefused", "smtplib.SMTPSenderRefused"}
)
RUNNING = frozenset({"eval", "exec", "compile", "__import__", "open", "safe_eval"})


def find_imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TOP)))
def test_asks_for_nothing(path):
    tree = ast.parse(path.read_text("utf-8"))
    for name in set(find_imports(tree)) - HARMLESS:
        assert name.partition(".")[0] not in FORBIDDEN, name
        assert not name.startswith("urllib.request"), name
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in RUNNING, f"{path}:{node.lineno}"

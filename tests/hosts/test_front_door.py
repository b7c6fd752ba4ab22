"""18.3: from the first line of the log on, and where no database answers."""

import http.client
import json
import re
import socket
import subprocess
import time
from contextlib import contextmanager

import pytest

from devtools import databases, postgres
from devtools.odoo_command import odoo_environment, write_config
from devtools.paths import LOGS, PYTHON, TOP
from devtools.server import HOST, START_TIMEOUT, end, free_port, start_time
from devtools.steps import DevError, end_with_parent, run

TOKEN = "x3-_" * 10 + "abc"
ALONE = "base,rpc,web"
MASKED = f"{ALONE},customer_status_comm_server"
LINE = re.compile(r"werkzeug: .*HTTP/1\.1\" (\d+)")
#: One address, as it may be written; all are answered.
SPELLINGS = (
    f"/status/{TOKEN}",
    f"/%73tatus/{TOKEN}",
    f"/status%2F{TOKEN}",
    f"/status%252f{TOKEN}",
    f"//status//{TOKEN}",
    f"/./status/{TOKEN}",
    f"/status/./{TOKEN};x=y",
    f"/STATUS/{TOKEN}",
    f"/web/login?redirect=%2Fstatus%2F{TOKEN}",
    f"/my/orders/7?access_token={TOKEN}",
    "/status/" + "".join(f"%{ord(letter):02x}" for letter in TOKEN),
)


@contextmanager
def server(name, *arguments, load=MASKED):
    """Run Odoo that was asked nothing yet.

    :return: its port, and a function that reads its log.
    """
    port, path = free_port(), LOGS / f"front-door-{name}.log"
    command = [PYTHON, "-m", "odoo", "-p", port, f"--gevent-port={free_port()}"]
    command += [f"--load={load}", "--max-cron-threads=0", *arguments]
    with path.open("w") as log:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=TOP,
            env=odoo_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
    try:
        limit = time.monotonic() + START_TIMEOUT
        while True:  # no request: the first one is the test's
            try:
                socket.create_connection((HOST, port), timeout=5).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > limit:
                    raise DevError(f"Odoo does not start, see {path}") from None
                time.sleep(0.1)
        yield port, lambda: path.read_text(errors="replace")
    finally:
        end([(process.pid, start_time(process.pid))])
        process.wait()


def get(port, address, language="en", accept=None):
    """Return ``(status, headers, body)`` of a GET."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    headers = {"Accept-Language": language} | ({"Accept": accept} if accept else {})
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    result = answer.status, answer.headers, answer.read().decode()
    connection.close()
    return result


def wait_for_lines(read, count):
    """Return the log once it has so many lines of requests."""
    limit = time.monotonic() + 30
    while len(LINE.findall(read())) < count and time.monotonic() < limit:
        time.sleep(0.1)
    return read()


@pytest.fixture(scope="module", autouse=True)
def several():
    """Have two databases, so that no address says which one it is of."""
    postgres.ensure_postgres()
    write_config()
    names = [postgres.database_name(f"door-{letter}") for letter in "ab"]
    for name in names:
        databases.drop(name)
        run("createdb", name)
    yield
    for name in names:
        databases.drop(name)


def test_several_databases_and_no_filter():
    """The very first line names no token, nor does any after it."""
    with server("several") as (port, read):
        status, headers, body = get(port, SPELLINGS[0], "da-DK,da;q=0.9,en;q=0.8")
        log = wait_for_lines(read, 1)
        assert [LINE.search(log)[1], status] == ["503", 503]
        assert '"GET /status/*** HTTP/1.1" 503' in log
        assert '<html lang="da">' in body
        assert "Vi kan ikke vise siden lige nu" in body
        assert headers["Retry-After"] == "60"
        assert headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in headers
        assert "noindex" in headers["X-Robots-Tag"]

        for address in SPELLINGS[1:]:
            assert get(port, address)[0] in (404, 503, 308, 301, 303, 302, 200)
        with socket.create_connection((HOST, port), timeout=30) as raw:
            raw.sendall(f"GET /status/{TOKEN} and {TOKEN} HTTP/9\r\n\r\n".encode())
            raw.recv(1000)
        log = wait_for_lines(read, len(SPELLINGS))
    assert TOKEN not in log
    assert not re.search("(?:%[0-9a-f]{2}){20}", log)
    assert log.count("***") >= len(SPELLINGS)


def test_languages_of_the_page():
    with server("languages") as (port, _read):
        pages = {
            wanted: get(port, "/status/x", wanted)[2]
            for wanted in ("de-AT", "fr", "nb-NO", "no", "nl", "sv", "da", "en", "fi")
        }
    languages = {
        wanted: re.search('<html lang="(.*?)">', page)[1]
        for wanted, page in pages.items()
    }
    same = {"de-AT": "de", "nb-NO": "nb", "no": "nb", "fi": "en"}
    assert languages == {wanted: same.get(wanted, wanted) for wanted in pages}
    titles = {re.search("<h1>(.*?)</h1>", page)[1] for page in pages.values()}
    assert len(titles) == len(set(languages.values()))


def test_a_database_server_that_is_away(tmp_path):
    with server("away", f"--db_host={tmp_path}", "--db-filter=^shop$") as (port, read):
        status, _headers, body = get(port, f"/status/{TOKEN}")
        log = wait_for_lines(read, 1)
    assert status == 503
    assert "We cannot show this page right now" in body
    assert TOKEN not in log


def check_json(port):
    """Programs get the same answer as JSON, readers the page."""
    as_json, browser = "application/json", "text/html,application/json;q=0.9,*/*;q=0.8"
    for address, accept in (
        (f"/status/{TOKEN}", as_json),
        (f"/status/{TOKEN}", "application/*"),
        (f"/status/{TOKEN}.json", None),
        (f"/status/{TOKEN}.JSON", browser),
    ):
        status, headers, body = get(port, address, accept=accept)
        assert (status, json.loads(body)) == (503, {"error": "unavailable"})
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        assert headers["Retry-After"] == "60"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Vary"] == "Accept, Accept-Language"
        assert headers["Access-Control-Allow-Origin"] == "*"
    for accept in (browser, "*/*", "text/html", "json" * 3000, None):
        status, headers, body = get(port, f"/status/{TOKEN}", accept=accept)
        assert (status, body[:15]) == (503, "<!DOCTYPE html>")
        assert headers["Vary"] == "Accept, Accept-Language"


def test_programs_are_answered_as_json(tmp_path):
    """With several databases, and with none."""
    away = (f"--db_host={tmp_path}", "--db-filter=^shop$")
    for name, arguments in (("json-several", ()), ("json-away", away)):
        with server(name, *arguments) as (port, read):
            check_json(port)
            assert TOKEN not in read()


def test_a_request_that_fails():
    """In a database with no Odoo in it; the traceback is Odoo's own."""
    name = re.escape(postgres.database_name("door-a"))
    with server("failing", f"--db-filter=^{name}$") as (port, read):
        assert get(port, f"/status/{TOKEN}")[0] == 500
        log = wait_for_lines(read, 1)
    assert "Traceback" in log
    assert '"GET /status/*** HTTP/1.1" 500' in log
    assert TOKEN not in log


def test_other_addresses_are_odoos():
    with server("others") as (port, _read):
        assert get(port, "/my/status/order/7")[0] == 404
        assert get(port, "/status")[0] == 404
        assert get(port, "/web/health")[0] == 200


def test_without_it_the_first_line_would_tell():
    """What the page Health warns of, and why."""
    with server("plain", load=ALONE) as (port, read):
        assert get(port, f"/status/{TOKEN}")[0] == 404
        assert TOKEN in wait_for_lines(read, 1)

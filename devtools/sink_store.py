"""What the stand-ins have received, kept as files in one folder."""

import email
import email.policy
import json
import re
import threading
from datetime import datetime, timezone
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path

#: An id of a message; nothing else may come near a file name.
ID = re.compile(r"(mail|sms)-\d{6}")
#: Of files that are whole; another is just being written.
SUFFIXES = (".eml", ".json")
# Headers that the sink puts in front of a mail; they hold the SMTP envelope.
RECEIVED_AT, ENVELOPE_FROM, ENVELOPE_TO = "X-Sink-At", "X-Sink-From", "X-Sink-To"
SINK_HEADERS = {RECEIVED_AT, ENVELOPE_FROM, ENVELOPE_TO}


def now() -> str:
    """Return the time of day as ISO 8601 in UTC."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


class Store:
    """Mails as ``mail-000001.eml`` and text messages as ``sms-000002.json``."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        self.count = max((int(path.stem[-6:]) for path in self.files()), default=0)

    def files(self) -> list[Path]:
        """Return the files of all messages, the newest first."""
        found = [
            path
            for path in self.folder.iterdir()
            if ID.fullmatch(path.stem) and path.suffix in SUFFIXES
        ]
        return sorted(found, key=lambda path: path.stem[-6:], reverse=True)

    def add_mail(self, sender: str, recipients: list[str], content: bytes) -> str:
        """Keep a mail as it came, its envelope in headers of our own.

        :return: its id.
        """
        envelope = f"{RECEIVED_AT}: {now()}\r\n{ENVELOPE_FROM}: {sender}\r\n"
        envelope += f"{ENVELOPE_TO}: {', '.join(recipients)}\r\n"
        return self.add("mail", ".eml", envelope.encode(errors="replace") + content)

    def add_sms(self, **values) -> str:
        """Keep a text message: ``to``, ``body``, ``via`` and what else is known.

        :return: its id.
        """
        text = json.dumps({"at": now(), **values}, indent=1)
        return self.add("sms", ".json", text.encode())

    def add(self, kind: str, suffix: str, content: bytes) -> str:
        """Write one file, whole before anybody can see it."""
        with self.lock:
            self.count += 1
            name = f"{kind}-{self.count:06}"
            partial = self.folder / f"{name}.partial"
            partial.write_bytes(content)
            partial.rename(self.folder / f"{name}{suffix}")
        return name

    def update_sms(self, identifier: str, **values):
        """Add what became known of a text message later; no error when it is gone."""
        with self.lock:
            path = self.path(identifier)
            if path:
                known = json.loads(path.read_text())
                path.write_text(json.dumps({**known, **values}, indent=1))

    def clear(self):
        """Forget all messages; numbers go on, so that an id is never used twice."""
        with self.lock:
            for path in self.files():
                path.unlink()

    def path(self, identifier: str) -> Path | None:
        """Return the file of a message; None for an id that is none or is unknown."""
        if not ID.fullmatch(identifier):
            return None
        suffix = ".eml" if identifier.startswith("mail") else ".json"
        path = self.folder / f"{identifier}{suffix}"
        return path if path.is_file() else None

    def message(self, identifier: str) -> "dict | None":
        """Return a message as in :meth:`messages`; None when there is none."""
        with self.lock:
            path = self.path(identifier)
            return described(path) if path else None

    def messages(self, kind: str = "") -> list[dict]:
        """Return all messages, the newest first.

        :param kind: ``mail`` or ``sms`` for only these.
        :return: dicts with ``kind``, ``id``, ``at`` (ISO 8601), ``from``, ``to``;
            a mail also ``subject``, ``html``, ``text``, ``headers`` ({name: [value]})
            and ``attachments`` ([{name, size, type, url}], url without host), and its
            ``envelope`` ({from, to: [address]}); a text message also ``body``,
            ``via`` and ``status``.
        """
        with self.lock:
            found = [described(path) for path in self.files()]
        return [message for message in found if not kind or message["kind"] == kind]


def described(path: Path) -> dict:
    """Return the message in a file, see :meth:`Store.messages`."""
    if path.suffix == ".json":
        known = json.loads(path.read_text())
        return {"kind": "sms", "id": path.stem, "from": "", **known}
    return {**described_mail(path)}


@lru_cache(maxsize=2000)
def described_mail(path: Path) -> dict:
    """Return a mail's description; a stored mail never changes."""
    mail = parsed(path)
    headers: dict[str, list[str]] = {}
    for name, value in mail.items():
        if name not in SINK_HEADERS:
            headers.setdefault(name, []).append(str(value))
    return {
        "kind": "mail",
        "id": path.stem,
        "at": str(mail[RECEIVED_AT]),
        "from": str(mail["From"] or ""),
        "to": str(mail["To"] or ""),
        "subject": str(mail["Subject"] or ""),
        "html": body(mail, "html"),
        "text": body(mail, "plain"),
        "headers": headers,
        "envelope": {
            "from": str(mail[ENVELOPE_FROM] or ""),
            "to": str(mail[ENVELOPE_TO] or "").split(", "),
        },
        "attachments": [
            {
                "name": part.get_filename() or f"part-{number}",
                "size": len(part_content(part)),
                "type": part.get_content_type(),
                "cid": str(part["Content-ID"] or "").strip("<>"),
                "url": f"/message/{path.stem}/attachment/{number}",
            }
            for number, part in enumerate(attachments(mail))
        ],
    }


def parsed(path: Path) -> EmailMessage:
    """Return a stored mail."""
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def body(mail: EmailMessage, subtype: str) -> str:
    """Return the text of the ``html`` or ``plain`` part, empty without one.

    Lines end as they do in Python, not as they do on their way.
    """
    part = mail.get_body((subtype,))
    if part is None:
        return ""
    text = part_content(part).decode(part.get_content_charset("utf-8"), "replace")
    return text.replace("\r\n", "\n")


def attachments(mail: EmailMessage) -> list[EmailMessage]:
    """Return every part that is not the shown text, embedded pictures too."""
    shown = [mail.get_body(("html",)), mail.get_body(("plain",))]
    return [
        part
        for part in mail.walk()
        if not part.is_multipart() and all(part is not other for other in shown)
    ]


def part_content(part: EmailMessage) -> bytes:
    """Return a part's bytes, decoded from their transport."""
    return part.get_payload(decode=True) or b""

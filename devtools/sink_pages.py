"""The pages of the stand-ins: everything that was received, for people."""

import re
from html import escape

#: Our own pages load nothing but themselves.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'"
)
#: A mail shows pictures of this machine's servers only, and runs nothing.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "img-src data: http://localhost:* http://127.0.0.1:*; style-src 'unsafe-inline'"
)

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #777; --accent: #0b6bcb; }
@media (prefers-color-scheme: dark) { :root { --soft: #aaa; --accent: #6db3f2; } }
* { box-sizing: border-box; }
body { font: 16px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 60rem;
  padding: 1rem; }
h1 { font-size: 1.3rem; margin: .2rem 0 .8rem; overflow-wrap: anywhere; }
a { color: var(--accent); }
nav { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center;
  margin-bottom: 1rem; }
nav form { margin-left: auto; }
nav [aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
button { font: inherit; padding: .25rem .8rem; }
ol { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
li { border-bottom: 1px solid var(--line); }
li a { display: grid; grid-template-columns: 4rem 1fr auto; gap: 0 .8rem;
  padding: .6rem .2rem; color: inherit; text-decoration: none; }
li a:hover, li a:focus { background: #8881; }
.kind { color: var(--soft); }
.what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.who { grid-column: 2; color: var(--soft); overflow-wrap: anywhere; }
time { color: var(--soft); font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 70vh; border: 1px solid var(--line); background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line);
  padding: .8rem; }
.sms { font: inherit; border-radius: 1rem; max-width: 26rem; }
summary { cursor: pointer; padding: .4rem 0; }
@media (max-width: 32rem) {
  li a { grid-template-columns: 1fr auto; }
  .kind { grid-row: 2; grid-column: 2; }
  .who { grid-column: 1; }
}
"""

#: Shows new messages on the overview by themselves, and times in the reader's zone.
SCRIPT = """
for (const time of document.querySelectorAll("time")) {
    time.textContent = new Date(time.dateTime).toLocaleString();
}
const list = document.querySelector("[data-count]");
if (list) {
    setInterval(async () => {
        try {
            const count = await (await fetch("/count")).json();
            if (String(count) !== list.dataset.count) {
                location.reload();
            }
        } catch {
            // the server is gone; a later try may find it again
        }
    }, 2000);
}
"""


def page(title: str, content: str) -> str:
    """Return a whole page.

    :param title: plain text.
    :param content: HTML.
    """
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sinks.css">
<script src="/sinks.js" defer></script>
</head>
<body>
{content}
</body>
</html>
"""


def overview(messages: list[dict], kind: str = "") -> str:
    """Return the list of messages, see ``sink_store.Store.messages``."""
    links = "".join(
        f'<a href="{href}"{" aria-current=page" if name == kind else ""}>{label}</a>'
        for name, href, label in (
            ("", "/", "All"),
            ("mail", "/?kind=mail", "E-mails"),
            ("sms", "/?kind=sms", "SMS"),
        )
    )
    rows = "".join(map(row, messages))
    if not rows:
        rows = "<li><p>Nothing yet. What Odoo sends appears here by itself.</p></li>"
    return page(
        "Sent messages",
        f"""<h1>Sent messages</h1>
<nav>{links}
<form method="post" action="/clear"><button>Clear all</button></form></nav>
<ol data-count="{len(messages) if not kind else "all"}">{rows}</ol>""",
    )


def row(message: dict) -> str:
    """Return a message's entry in the list."""
    mail = message["kind"] == "mail"
    return f"""<li><a href="/message/{message["id"]}">
<span class="kind">{"E-mail" if mail else "SMS"}</span>
<span class="what">{escape(message["subject" if mail else "body"]) or "—"}</span>
{moment(message)}
<span class="who">{escape(message["to"])}</span>
</a></li>"""


def moment(message: dict) -> str:
    """Return when a message came."""
    at = escape(message["at"])
    return f'<time datetime="{at}">{at}</time>'


def single(message: dict) -> str:
    """Return the page of one message."""
    show = mail_content if message["kind"] == "mail" else sms_content
    title = message.get("subject") or f"SMS to {message['to']}"
    return page(
        title,
        f'<nav><a href="/">← All messages</a></nav><h1>{escape(title)}</h1>'
        + show(message),
    )


def facts(pairs) -> str:
    """Return names and values as a list; values are HTML."""
    rows = (f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in pairs)
    return f"<dl>{''.join(rows)}</dl>"


def sms_content(message: dict) -> str:
    """Return the content of a text message's page."""
    pairs = [("To", escape(message["to"])), ("At", moment(message))]
    if message["from"]:
        pairs.insert(0, ("From", escape(message["from"])))
    pairs += [
        ("By way of", escape(message.get("via", ""))),
        ("Status", escape(message.get("status", ""))),
    ]
    return facts(pairs) + f'<pre class="sms">{escape(message["body"])}</pre>'


def mail_content(message: dict) -> str:
    """Return the content of a mail's page."""
    base = f"/message/{message['id']}"
    pairs = [
        ("From", escape(message["from"])),
        ("To", escape(message["to"])),
        ("Delivered to", escape(", ".join(message["envelope"]["to"]))),
        ("At", moment(message)),
    ]
    for name in ("Cc", "Reply-To"):
        for value in message["headers"].get(name, []):
            pairs.insert(2, (name, escape(value)))
    files = [
        f'<a href="{entry["url"]}">{escape(entry["name"])}</a> ({size(entry["size"])})'
        for entry in message["attachments"]
    ]
    if files:
        pairs.append(("Attached", "<br>".join(files)))
    parts = [facts(pairs)]
    if message["html"]:
        parts.append(
            f'<iframe src="{base}/html" title="The e-mail as the customer sees it" '
            'sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
        )
    if message["text"]:
        opened = "" if message["html"] else " open"
        parts.append(
            f"<details{opened}><summary>Plain text</summary>"
            f"<pre>{escape(message['text'])}</pre></details>"
        )
    headers = "".join(
        f"{escape(name)}: {escape(value)}\n"
        for name, values in message["headers"].items()
        for value in values
    )
    parts.append(f"<details><summary>Headers</summary><pre>{headers}</pre></details>")
    parts.append(f'<p><a href="{base}/source">Source</a></p>')
    return "".join(parts)


def size(number: int) -> str:
    """Return a size in bytes in words."""
    return f"{number} bytes" if number < 1024 else f"{number / 1024:.1f} kB"


def mail_document(message: dict) -> str:
    """Return a mail's HTML for a frame: links leave it, embedded pictures are found."""
    html = message["html"]
    for entry in message["attachments"]:
        if entry["cid"]:
            found = rf"(['\"(])cid:{re.escape(entry['cid'])}(['\")])"
            html = re.sub(found, rf"\g<1>{entry['url']}\g<2>", html)
    return f'<base target="_blank">{html}'

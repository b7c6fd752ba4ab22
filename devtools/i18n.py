"""Exports the texts of addons and merges them into their catalogues.

Run inside the private environment: ``python -m devtools.i18n DATABASE ADDON...``.
Files are written so that a change of one text changes only its own lines: entries in
a fixed order, no dates, no versions of tools.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from .odoo_command import odoo_environment
from .paths import CONFIG, PYTHON, TOP

#: The first one is complete. Of the others what customers read is; what is not
#: translated is there with an empty text, as in Odoo's own catalogues. An addon has
#: their file once it says something to customers.
LANGUAGES = ("da", "de", "fr", "nb", "nl", "sv")
#: The header of every catalogue, beside its language.
HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
PLURALS = dict.fromkeys(LANGUAGES, "nplurals=2; plural=(n != 1);") | {
    "fr": "nplurals=2; plural=(n > 1);"
}
#: What the place of a demo record contains; demo data say themselves what they are
#: called in Danish.
DEMO = ".demo_"
WIDTH = 78


def export(database: str, addon: str) -> polib.POFile:
    """Return the texts of an addon as Odoo finds them, without the demo's."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"{addon}.pot"
        command = [PYTHON, "-m", "odoo", "i18n", "export", "-c", CONFIG]
        command += ["-d", database, "-l", "pot", "-o", target, addon]
        said = subprocess.run(
            [str(part) for part in command],
            cwd=TOP,
            env=odoo_environment(),
            capture_output=True,
            text=True,
        )
        if said.returncode or not target.is_file():
            sys.exit(f"{said.stderr[-3000:]}\n{addon} could not be exported")
        catalogue = polib.pofile(str(target), wrapwidth=WIDTH)
    for entry in list(catalogue):
        entry.occurrences = [at for at in entry.occurrences if DEMO not in at[0]]
        if not entry.occurrences:
            catalogue.remove(entry)
    return catalogue


def tidy(catalogue: polib.POFile, addon: str, language: str = "") -> polib.POFile:
    """Put a catalogue into its one possible form."""
    catalogue.header = f"Texts of the addon {addon}."
    catalogue.metadata = {"Project-Id-Version": addon, **HEADER}
    if language:
        catalogue.metadata["Language"] = language
        catalogue.metadata["Plural-Forms"] = PLURALS[language]
    catalogue.metadata_is_fuzzy = False
    for entry in catalogue:
        entry.occurrences = sorted(set(entry.occurrences))
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    return catalogue


def merged(template: polib.POFile, path: Path) -> polib.POFile:
    """Return a language's catalogue with exactly the template's entries.

    Translations are kept, also where only the places of a text have changed; a new
    text has none, and what is no longer a text is dropped.
    """
    known = {}
    if path.is_file():
        for entry in polib.pofile(str(path)):
            known[entry.msgctxt, entry.msgid] = entry
    catalogue = polib.POFile(wrapwidth=WIDTH)
    for entry in template:
        old = known.get((entry.msgctxt, entry.msgid))
        catalogue.append(
            polib.POEntry(
                msgctxt=entry.msgctxt,
                msgid=entry.msgid,
                msgstr=old.msgstr if old else "",
                flags=sorted({*entry.flags, *(old.flags if old else ())}),
                comment=entry.comment,
                tcomment=old.tcomment if old else "",
                occurrences=entry.occurrences,
            )
        )
    return catalogue


def write(catalogue: polib.POFile, path: Path):
    """Write a catalogue, unless it is the same already."""
    text = f"{catalogue}\n".replace("\n\n\n", "\n\n").rstrip("\n") + "\n"
    if not path.is_file() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def main():
    """Export and merge every addon that is named."""
    database, *addons = sys.argv[1:]
    for addon in addons:
        folder = TOP / addon / "i18n"
        template = tidy(export(database, addon), addon)
        if not len(template):
            continue
        write(template, folder / f"{addon}.pot")
        for language in LANGUAGES:
            path = folder / f"{language}.po"
            if language != LANGUAGES[0] and not path.is_file():
                continue
            catalogue = tidy(merged(template, path), addon, language)
            write(catalogue, path)
            done, count = len(catalogue.translated_entries()), len(catalogue)
            print(f"{addon} {language}: {done} of {count} texts are translated")


if __name__ == "__main__":
    main()

"""The changelog of a release, out of the files in changelog.d/."""

from .contents import manifest
from .paths import ADDON_PREFIX, PYTHON, TOP
from .steps import run


def build(arguments: list[str]):
    """Put what is new into CHANGELOG.md, under the version of the main addon.

    :param arguments: of ``towncrier build``; ``--draft`` only shows it.
    """
    version = manifest(TOP / ADDON_PREFIX)["version"]
    command = (PYTHON, "-m", "towncrier", "build", "--version", version)
    # Without a question; what git knows of the files it removes itself.
    run(*command, *([] if "--draft" in arguments else ["--yes"]), *arguments, cwd=TOP)

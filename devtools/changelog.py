"""The changelog of a release, out of the files in changelog.d/."""

from .contents import manifest
from .paths import ADDON_PREFIX, PYTHON, TOP
from .steps import run


def build(is_draft: bool):
    """Put what is new into CHANGELOG.md, under the version of the main addon.

    :param is_draft: only show what it would be.
    """
    version = manifest(TOP / ADDON_PREFIX)["version"]
    command = (PYTHON, "-m", "towncrier", "build", "--version", version)
    # Without a question it also takes the files out of git.
    run(*command, "--draft" if is_draft else "--yes", cwd=TOP)

"""Building the wheel and the source archive from exactly the files of a commit."""

import shutil
import tempfile
from pathlib import Path

from .linting import files
from .packages import pip_environment
from .paths import PYTHON, TOP
from .steps import run


def build(target: Path) -> Path:
    """Build the wheel into the folder ``target``.

    It is made from a copy of what is, or would be, committed: so nothing else can
    get in, and the build leaves no folders of its own in the checkout.

    :return: path of the wheel.
    """
    with tempfile.TemporaryDirectory(prefix="wheel-") as folder:
        source = Path(folder) / "source"
        for path in files():
            copied = source / path.relative_to(TOP)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copied)
        made = Path(folder) / "made"
        options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
        command = [PYTHON, "-m", "pip", "wheel", *options, "--wheel-dir", made, "."]
        run(*command, cwd=source, env=pip_environment())
        [wheel] = made.glob("*.whl")
        target.mkdir(parents=True, exist_ok=True)
        return Path(shutil.move(wheel, target / wheel.name))

"""What tests there are: their stages, and the parts that run beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .paths import ADDON_PREFIX, TOP

TESTS = TOP / "tests"
#: In the order in which they run.
STAGES = (
    "tools",
    "database",
    "subsets",
    "lifecycle",
    "browser",
    "crash",
    "hosts",
    "packaging",
)
LINT = "lint"
#: They run while the databases of the others are made.
NO_DATABASE = {LINT, "tools"}
#: Into so many parts the complete run divides a large stage.
PARTS = {"database": 4, "browser": 2}
#: About how many seconds a stage takes in the complete run. What takes longest begins
#: first and what is short last, so that no lane is empty while another has long to go.
SECONDS = {
    "database": 1600,
    "browser": 650,
    "hosts": 380,
    "lifecycle": 250,
    "crash": 280,
    "subsets": 150,
    "packaging": 60,
}
#: It restarts the database server that all others use.
ALONE = {"tests/crash/test_b1_restarted.py"}
#: Options of pytest that take their value as the next argument.
WITH_VALUE = {"-k", "-m", "-n", "-o", "-p", "-c", "--maxfail", "--durations"}


@dataclass
class Stage:
    """Tests of one kind, and how they went."""

    name: str
    paths: list[str]
    passed: int = 0
    failed: int = 0
    seconds: float = 0
    options: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """One line for the table at the end."""
        counts = f"{self.passed:5} passed {self.failed:4} failed"
        return f"  {self.name:<10} {counts} {self.seconds:7.1f} s"


@dataclass
class Part:
    """Files of a stage that run in one pytest, beside other parts if need be.

    :param number: 1 for the first or only one of its stage.
    :param alone: nothing else may run at the same time.
    :param share: of its stage, from 0 to 1.
    """

    stage: Stage
    paths: list[str]
    number: int = 1
    alone: bool = False
    share: float = 1

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.stage.name + (f", part {self.number}" if self.suffix else "")

    @property
    def suffix(self) -> str:
        """What the names of its databases and files end with."""
        return f"-{self.number}" if self.number > 1 else ""

    @property
    def seconds(self) -> float:
        """About how long it takes in the complete run."""
        return SECONDS[self.stage.name] * self.share


def stage_of(path: str) -> str:
    """Return the name of the stage that a test file or folder belongs to."""
    try:
        parts = (TOP / path).resolve().relative_to(TOP).parts
    except ValueError:
        return "database"
    if parts[:1] == ("tests",) and len(parts) > 1:
        if parts[1] == "devtools":
            return "tools"
        if parts[1] in ("tools", "browser", "crash", "hosts"):
            return parts[1]
        if parts[1].startswith("test_wheel") or parts[1] == "packaging":
            return "packaging"
        if parts[1].startswith("test_subsets"):
            return "subsets"
        if parts[1].startswith("test_lifecycle"):
            return "lifecycle"
    return "database"


def all_paths() -> list[str]:
    """Return every file and folder with tests."""
    found = [
        path
        for path in sorted(TESTS.iterdir())
        if any(path.rglob("test_*.py")) or path.match("test_*.py")
    ]
    found += sorted(
        path
        for path in TOP.glob(f"{ADDON_PREFIX}*/tests")
        if any(path.rglob("test_*.py"))
    )
    return [str(path.relative_to(TOP)) for path in found]


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Return the paths and the options among pytest's arguments."""
    paths, options = [], []
    value_next = False
    for argument in arguments:
        is_path = not value_next and (TOP / argument.partition("::")[0]).exists()
        value_next = argument in WITH_VALUE
        if is_path and not argument.startswith("-"):
            paths.append(argument)
        else:
            options.append(argument)
    return paths, options


def chosen_stages(arguments: list[str]) -> list[Stage]:
    """Return the stages that have something to do, in order."""
    paths, options = split(arguments)
    wanted = []
    for path in paths or ["tests"]:
        whole = path.rstrip("/") in ("tests", ".")
        wanted += all_paths() if whole else [path]
    stages = []
    for name in STAGES:
        own = [path for path in wanted if stage_of(path) == name]
        if own:
            stages.append(Stage(name, own, options=options))
    return stages


def parts_of(stage: Stage) -> list[Part]:
    """Divide a stage into parts that may run beside each other.

    Files go to the part that has least so far, by their size: the more text, the more
    there is to do, by and large.
    """
    files = [path for name in stage.paths for path in test_files(TOP / name)]
    alone = {path for path in files if str(path.relative_to(TOP)) in ALONE}
    shares = share_out(set(files) - alone, PARTS.get(stage.name, 1))
    whole = sum(path.stat().st_size for path in files)
    parts = [
        Part(
            stage,
            names_of(share),
            number,
            share=sum(path.stat().st_size for path in share) / whole,
        )
        for number, share in enumerate(shares, 1)
    ]
    if alone:
        parts.append(Part(stage, names_of(alone), len(parts) + 1, alone=True))
    return parts


def in_order(parts: Iterable[Part]) -> list[Part]:
    """Return parts as they begin in the complete run, what takes longest first."""
    return sorted(parts, key=lambda part: (-part.seconds, part.name))


def share_out(files: Iterable[Path], number: int) -> list[list[Path]]:
    """Divide files into so many shares of about one size."""
    sizes = {path: path.stat().st_size for path in files}
    shares = [[] for _number in range(number)]
    for path in sorted(sizes, key=lambda path: (-sizes[path], path)):
        least = min(shares, key=lambda share: sum(map(sizes.get, share)))
        least.append(path)
    return shares


def names_of(files: Iterable[Path]) -> list[str]:
    """Return paths as pytest is given them, sorted."""
    return sorted(str(path.relative_to(TOP)) for path in files)


def test_files(path: Path) -> list[Path]:
    """Return the files with tests in a folder, or the file itself."""
    return sorted(path.rglob("test_*.py")) if path.is_dir() else [path]

"""Where the project's own files are, for the house checks."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "huiyin"


@cache
def tracked(*patterns: str) -> tuple[Path, ...]:
    """Files of the repository that match, new ones included, ignored ones left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file())


def named(path: Path) -> str:
    """The path as a reader of a failure knows it."""
    return str(path.relative_to(ROOT))

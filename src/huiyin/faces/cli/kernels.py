"""``python -m huiyin.faces.cli.kernels``: compile the text engine where it is not compiled yet.

Two processes share the work; on two cores it takes some twenty seconds, once for each version.
"""

import subprocess
import sys
from pathlib import Path

TEXT = Path(__file__).resolve().parents[2] / "rules" / "text"


def are_compiled() -> bool:
    """Whether every file of kernels has something compiled beside it that is no older."""
    kept = TEXT / "__pycache__"
    return all(
        any(
            found.stat().st_mtime >= source.stat().st_mtime
            for found in kept.glob(f"{source.stem}.*.nbi")
        )
        for source in TEXT.glob("kernels_*.py")
    )


def main() -> int:
    """Compile in as many processes as there are parts; the exit code tells whether all went."""
    from huiyin.rules.text.warm import PARTS

    running = [
        subprocess.Popen([sys.executable, "-P", "-m", __spec__.name, part])  # noqa: S603
        for part in PARTS
    ]
    return max(process.wait() for process in running)


if __name__ == "__main__":
    if sys.argv[1:]:
        from huiyin.rules.text.warm import PARTS

        PARTS[sys.argv[1]]()
    elif not are_compiled():
        sys.exit(main())

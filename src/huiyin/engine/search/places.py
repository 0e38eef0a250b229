"""Where an index lies: a folder a desk database, in it one folder a generation, and the name of the
generation that answers.

A new generation is built beside the one that answers and takes its place when it has caught up.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

_CURRENT, _ASKED = "current", "rebuild"


@dataclass(frozen=True, slots=True)
class Place:
    """The index folder of one desk database."""

    folder: Path

    @property
    def current(self) -> Path | None:
        """The generation that answers."""
        try:
            name = (self.folder / _CURRENT).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        path = self.folder / name
        return path if name.isdigit() and path.is_dir() else None

    @property
    def building(self) -> Path | None:
        """A newer generation that has not caught up yet."""
        current = self.current
        newer = [path for path in self._generations() if current is None or path > current]
        return max(newer, default=None)

    def begin(self) -> Path:
        """A folder for a new generation; the first one answers at once, as far as it has come."""
        last = max(self._generations(), default=None)
        made = self.folder / f"{int(last.name) + 1 if last else 1:06}"
        made.mkdir(parents=True, mode=0o700)
        if self.current is None:
            self.settle(made)
        return made

    def settle(self, generation: Path) -> None:
        """Let this generation answer from now on, and remove the others."""
        draft = self.folder / f".{_CURRENT}.{os.getpid()}"
        draft.write_text(f"{generation.name}\n", encoding="ascii")
        draft.replace(self.folder / _CURRENT)
        for other in self._generations():
            if other != generation:
                shutil.rmtree(other, ignore_errors=True)

    def discard(self) -> None:
        """Remove every generation."""
        (self.folder / _CURRENT).unlink(missing_ok=True)
        for generation in self._generations():
            shutil.rmtree(generation, ignore_errors=True)

    def ask_to_rebuild(self) -> None:
        """Leave word for whoever writes the index."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.folder / _ASKED).touch()

    @property
    def is_rebuild_asked(self) -> bool:
        """Whether word was left to build the index anew."""
        return (self.folder / _ASKED).exists()

    def rebuild_begun(self) -> None:
        """The word was understood."""
        (self.folder / _ASKED).unlink(missing_ok=True)

    def _generations(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(
            path for path in self.folder.iterdir() if path.is_dir() and path.name.isdigit()
        )

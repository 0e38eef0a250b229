"""Secrets of one desk: random, made once, one file each, readable by the desk's account alone."""

import os
import secrets
from pathlib import Path

FOLDER = "secrets"
BYTES = 32


def read_or_make(data_dir: Path, name: str) -> str:
    """The secret called `name`: 64 hexadecimal digits, made at the first call."""
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        _write_once(path, secrets.token_hex(BYTES))
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, value: str) -> None:
    """Write beside the place and link: two processes that start together keep one secret."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()

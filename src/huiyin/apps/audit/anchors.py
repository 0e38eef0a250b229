"""Anchors: the head of the chain, signed, and kept where the database cannot reach it.

Whoever rules the database may write the whole chain anew, hashes and all. What they cannot do is
make it agree with a number and hash that stand elsewhere under a signature: an anchor. The file
of anchors grows by a line a day; each line is one JSON object that anybody can read and check.
"""

import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from huiyin.engine import secrets

KEY_NAME = "key-anchor"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Event `seq` had this `hash` at this instant; `key` signed it. Octets are hexadecimal."""

    seq: int
    hash: str
    at: str  # ISO 8601, UTC
    key: str
    signature: str = ""

    @property
    def told_at(self) -> datetime:
        """The instant as a moment."""
        return datetime.fromisoformat(self.at)

    def line(self) -> str:
        """The anchor as it stands in the file and in the mail."""
        return _plain(asdict(self))


class AnchorUnreadable(Exception):  # noqa: N818 - it is an answer, not a fault
    """Line `line` of `path` is no anchor, or its signature is not by the expected key."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path}:{line}")
        self.path, self.line = path, line


def signing_key(data_dir: Path) -> SigningKey:
    """The desk's own key for anchors; made at the first call."""
    return SigningKey(bytes.fromhex(secrets.read_or_make(data_dir, KEY_NAME)))


def public_key(key: SigningKey) -> str:
    """What others check its signatures with, hexadecimal."""
    return bytes(key.verify_key).hex()


def file_of(folder: Path, key: str) -> Path:
    """The file of anchors signed by this (public, hexadecimal) key."""
    return folder / f"anchors-{key[:8]}.jsonl"


def sign(seq: int, chain_hash: bytes, at: datetime, key: SigningKey) -> Anchor:
    """The anchor of a head; `at` aware, `chain_hash` 32 octets."""
    told = Anchor(seq, chain_hash.hex(), at.isoformat(timespec="seconds"), public_key(key))
    return Anchor(told.seq, told.hash, told.at, told.key, key.sign(_signed(told)).signature.hex())


def is_signed(anchor: Anchor, key: str) -> bool:
    """Whether it bears this key and the signature is the key's."""
    try:
        VerifyKey(bytes.fromhex(key)).verify(_signed(anchor), bytes.fromhex(anchor.signature))
    except (BadSignatureError, ValueError):
        return False
    return anchor.key == key


def read(path: Path, key: str) -> list[Anchor]:
    """All anchors of a file, oldest first; none where there is no file. Raises AnchorUnreadable.

    A last line that was cut short while it was written counts as not written.
    """
    if not path.exists():
        return []
    found = []
    complete = path.read_text("utf-8").rpartition("\n")[0]
    for number, line in enumerate(complete.splitlines(), start=1):
        try:
            anchor = Anchor(**json.loads(line))
        except (TypeError, ValueError) as error:
            raise AnchorUnreadable(path, number) from error
        if not is_signed(anchor, key):
            raise AnchorUnreadable(path, number)
        found.append(anchor)
    return found


def keep(path: Path, anchor: Anchor) -> None:
    """Add a line, in place of one that was cut short, and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
        file.write(anchor.line().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def expected(anchors: Iterable[Anchor]) -> dict[int, bytes]:
    """The hash that the chain must have at each anchored number."""
    return {anchor.seq: bytes.fromhex(anchor.hash) for anchor in anchors}


def _signed(anchor: Anchor) -> bytes:
    told = asdict(anchor)
    del told["signature"]
    return _plain(told).encode()


def _plain(told: dict[str, object]) -> str:
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

"""Letters of the office's own mailbox, by IMAP, as one mbox document.

The mailbox is opened for reading only and letters are peeked at, so nothing is marked, moved or
removed. The cursor – the folder's validity and the last number seen – travels as the document's
etag; without a cursor the newest letters are taken. What does not fit into one document waits for
the next round.
"""

import imaplib
import re
import socket
import ssl
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from huiyin.engine.clock import real_now
from huiyin.engine.fetch.values import Limits, Refused, Request
from huiyin.rules.documents import Fetched

FIRST: Final = 100  # letters taken when a mailbox is read for the first time
MOST: Final = 500  # letters of one round
LARGEST: Final = 5 * 1024 * 1024  # of a letter; of a larger one only the head is taken
SCHEMES: Final = ("imap://", "imaps://")
SIZE: Final = re.compile(rb"UID (\d+).*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?UID (\d+)")
CURSOR: Final = re.compile(r"(\d{1,12}):(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mailbox is. `address` is the checked one that is connected to."""

    host: str
    port: int
    folder: str
    secure: bool
    address: str


class _Connection(imaplib.IMAP4):
    """Connects to the address that was checked, and to no other."""

    def __init__(self, place: Place, timeout: float) -> None:
        self.place = place
        super().__init__(place.host, place.port, timeout)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self.place.address, self.place.port), timeout)
        if not self.place.secure:
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self.place.host)


def place_of(url: str, address: str) -> Place:
    """The mailbox that an address such as `imaps://server:993/INBOX` names."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise Refused("address_broken", "no host", permanent=True)
    secure = parts.scheme == "imaps"
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Place(parts.hostname, parts.port or (993 if secure else 143), folder, secure, address)


def read_mailbox(request: Request, address: str, limits: Limits) -> Fetched:
    """The new letters; raises Refused, OSError or imaplib's errors. Blocks."""
    place = place_of(request.url, address)
    connection = _Connection(place, limits.read)
    try:
        _sign_in(connection, request)
        validity = _open(connection, place.folder)
        found = CURSOR.fullmatch(request.etag)
        last = int(found[2]) if found and int(found[1]) == validity else 0
        numbers = _new(connection, last)
        body, seen = _letters(connection, numbers, limits.body)
    finally:
        connection.shutdown()
    unchanged = not body and found is not None
    return Fetched(
        url=request.url, final_url=request.url, status=304 if unchanged else 200,
        headers=MappingProxyType({}), body=body, content_type="application/mbox",
        etag=f"{validity}:{max(seen, last)}", last_modified="", retry_after=None, at=real_now(),
    )  # fmt: skip


def _sign_in(connection: imaplib.IMAP4, request: Request) -> None:
    name, password = request.credentials
    try:
        connection.login(name, password)
    except imaplib.IMAP4.error as error:
        raise Refused("sign_in_refused", _plain(error, password), permanent=True) from None


def _open(connection: imaplib.IMAP4, folder: str) -> int:
    quoted = '"' + folder.replace("\\", "").replace('"', "") + '"'
    status, _said = connection.select(quoted, readonly=True)
    if status != "OK":
        raise Refused("mailbox_missing", folder[:100])
    _name, values = connection.response("UIDVALIDITY")
    value = values[0] if values else None
    return int(value) if isinstance(value, bytes) and value.isdigit() else 1


def _new(connection: imaplib.IMAP4, last: int) -> list[int]:
    """Numbers after the last one seen, ascending; of a mailbox never read, the newest few."""
    status, found = connection.uid("SEARCH", f"UID {last + 1}:*")
    if status != "OK":
        raise Refused("answer_broken", "SEARCH")
    listed = found[0].split() if found and isinstance(found[0], bytes) else []
    numbers = sorted(number for one in listed if (number := int(one)) > last)
    return numbers[:MOST] if last else numbers[-FIRST:]


def _letters(connection: imaplib.IMAP4, numbers: list[int], room: int) -> tuple[bytes, int]:
    """The letters as an mbox within the room, and the last number taken."""
    sizes = _sizes(connection, numbers)
    made: list[bytes] = []
    used, seen = 0, 0
    for number in numbers:
        whole = sizes.get(number, 0) <= LARGEST
        if made and used + (sizes.get(number, 0) if whole else 0) > room:
            break
        raw = _peek(connection, number, "BODY.PEEK[]" if whole else "BODY.PEEK[HEADER]")
        seen = number
        if raw:
            made.append(b"From -\n" + raw.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From "))
            used += len(raw)
    return b"\n".join(made), seen


def _sizes(connection: imaplib.IMAP4, numbers: list[int]) -> dict[int, int]:
    if not numbers:
        return {}
    asked = ",".join(map(str, numbers))
    _status, lines = connection.uid("FETCH", asked, "(UID RFC822.SIZE)")
    sizes: dict[int, int] = {}
    for line in lines or []:
        found = SIZE.search(line) if isinstance(line, bytes) else None
        if found:
            sizes[int(found[1] or found[4])] = int(found[2] or found[3])
    return sizes


def _peek(connection: imaplib.IMAP4, number: int, part: str) -> bytes:
    _status, parts = connection.uid("FETCH", str(number), f"({part})")
    found: list[Any] = list(parts or [])
    return next((bytes(one[1]) for one in found if isinstance(one, tuple)), b"")


def _plain(error: Exception, password: str) -> str:
    """What the server said, without the password should it repeat it."""
    said = str(error)
    return (said.replace(password, "…") if password else said)[:200]

"""Letters to entries: what was said, when, and – of an outlet – by whom.

A sender is a private person: name and address are dropped here and nowhere kept, also where the
text repeats the address or quotes the head of an earlier letter. Only where the address lies in a
domain that the office listed as an outlet's is the outlet kept.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from email.errors import MessageError
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import blake2b
from typing import Final

from huiyin.ports.decoding import decode
from huiyin.ports.mail_heads import Letter, head_of, parsed
from huiyin.ports.plain import from_html, one_line, tidy
from huiyin.ports.refusals import Refusal
from huiyin.ports.sources import Entry

LARGEST_LETTER: Final = 25 * 1024 * 1024
MOST_LINES: Final = 500_000  # a letter of 25 MB has 350,000; the parser holds each on its own
LONGEST_TEXT: Final = 1024 * 1024
MOST_PARTS: Final = 200
START: Final = b"From "
HEAD_LINE: Final = re.compile(
    r"(?im)^(?:>|[^\S\n])*(?:from|to|cc|bcc|reply-to|sender|发件人|收件人|抄送|寄件人|發件人|收件者)\s*[:：].*$"
)
ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


def letters(body: bytes) -> Iterator[bytes]:
    """The letters of an mbox, or the one letter that the bytes are."""
    if not body.startswith(START):
        if body.strip():
            yield body
        return
    at = 0
    while at < len(body):
        head_end = body.find(b"\n", at) + 1 or len(body)
        end = body.find(b"\nFrom ", head_end - 1 if head_end else at)
        stop = end + 1 if end >= 0 else len(body)
        yield body[head_end:stop].replace(b"\n>From ", b"\nFrom ")
        at = stop


def entry_of(raw: bytes, where: str, zone: tzinfo, outlets: Mapping[str, str]) -> Entry | Refusal:
    """One letter as an entry. `outlets` gives an outlet's name by the domain of its addresses."""
    if len(raw) > LARGEST_LETTER:
        return Refusal(where, "too_large", f"{len(raw)} bytes, allowed are {LARGEST_LETTER}")
    if raw.count(b"\n") > MOST_LINES:
        return Refusal(where, "too_large", f"more lines than {MOST_LINES}")
    try:
        letter = parsed(raw)
        title = one_line(head_of(letter, "Subject"))[:500]
        text, attached = _text(letter)
        sender = parseaddr(head_of(letter, "From"))[1]
        own = one_line(head_of(letter, "Message-ID"))
    except (MessageError, ValueError, LookupError, RecursionError, TypeError, IndexError) as error:
        return Refusal(where, "letter_broken", f"{type(error).__name__}: {error}"[:300])
    except AttributeError as error:  # the standard parser's own faults on broken heads
        return Refusal(where, "letter_broken", str(error)[:300])
    if not (title or text):
        return Refusal(where, "empty_entry")
    outlet = outlet_of(sender, outlets)
    extra = {"id": _anonymous(own or f"{title}\n{text}")}
    if attached:
        extra["attachments"] = str(attached)
    return Entry(
        without_people(title), without_people(text), "", _sent(letter, zone), outlet,
        channel="feed" if outlet else "mailbox", extra=extra,
    )  # fmt: skip


def outlet_of(address: str, outlets: Mapping[str, str]) -> str:
    """The outlet whose domain the address lies in, also in a part of it; "" for anybody else."""
    domain = address.rpartition("@")[2].lower()
    while domain:
        if domain in outlets:
            return outlets[domain]
        domain = domain.partition(".")[2]
    return ""


def read_outlets(text: str) -> dict[str, str]:
    """Lines such as `news.example 云溪晚报` as domain → name; without a name, the domain is it."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        domain, _blank, name = line.strip().partition(" ")
        if domain:
            found[domain.lower().lstrip("@")] = name.strip() or domain.lower()
    return found


def without_people(text: str) -> str:
    """The text without mail addresses and without the heads of quoted letters."""
    if "@" not in text and "：" not in text and ":" not in text:
        return text
    return tidy(ADDRESS.sub("…", HEAD_LINE.sub("", text)))


def _anonymous(own: str) -> str:
    """A letter's identifier without the host and person it may spell out."""
    return "mail:" + blake2b(own.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _text(letter: Letter) -> tuple[str, int]:
    """The words of a letter, plain before markup, and how many files were attached."""
    plain_parts: list[str] = []
    marked_parts: list[str] = []
    attached = 0
    for number, part in enumerate(letter.walk()):
        if number >= MOST_PARTS:
            break
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            attached += 1
        elif kind == "text/html":
            marked_parts.append(from_html(_decoded(part)))
        elif kind == "text/plain":
            plain_parts.append(tidy(_decoded(part)))
    text = "\n".join(filter(None, plain_parts)) or "\n".join(filter(None, marked_parts))
    return text[:LONGEST_TEXT], attached


def _decoded(part: Letter) -> str:
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else str(part.get_payload()).encode()
    return decode(body[: 4 * LONGEST_TEXT], part.get_content_charset("") or "").text


def _sent(letter: Letter, zone: tzinfo) -> datetime | None:
    written = head_of(letter, "Date")
    try:
        at = parsedate_to_datetime(written)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None

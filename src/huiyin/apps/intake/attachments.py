"""Files a reporter adds: kept as they came, under a name that can do no harm.

The media type is read from the content, never believed from the browser. A name loses its
folders, control characters and the marks that turn writing round; its ending stays.
"""

import unicodedata
from dataclasses import dataclass

import puremagic

_NAME_LENGTH = 120
_LOOKED_AT = 65536
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it came; the name as the browser gave it is cleaned by `attachment`."""

    name: str
    media_type: str
    content: bytes


def attachment(name: str, content: bytes, number: int = 1) -> Attachment:
    """`number` names a file whose own name has nothing left."""
    kept = clean_name(name) or f"file-{number}"
    return Attachment(kept, media_type_of(content, kept), content)


def clean_name(name: str) -> str:
    """The last part of a path, in letters a person can see, at most 120 characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    stem, dot, ending = seen.strip(" .").rpartition(".")
    if not dot or len(ending) > 12:
        return seen.strip(" .")[:_NAME_LENGTH]
    return stem[: _NAME_LENGTH - len(ending) - 1] + dot + ending


def media_type_of(content: bytes, name: str = "") -> str:
    """What the first octets say (the name only settles a tie); plain UTF-8 text is text/plain."""
    head = content[:_LOOKED_AT]
    try:
        # `magic_string` alone compares signatures; its other ways parse the whole file
        found = puremagic.magic_string(head, name or None) if head else []
    except (puremagic.PureError, ValueError):
        found = []
    named = next((match.mime_type for match in found if match.mime_type), "")
    return named[:100] or ("text/plain" if _is_text(head) else _UNKNOWN)


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3 or len(head) < _LOOKED_AT:
            return False
        text = head[: error.start].decode()
    return bool(text) and "\x00" not in text

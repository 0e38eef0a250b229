"""A copy of a file without what it tells about who made it: place, device, author, dates.

Pictures (JPEG, PNG, WebP) and office documents (DOCX, XLSX, PPTX) are taken apart and put together
again without their metadata; the picture itself stays bit for bit, and so does the way up it is
shown. Plain text has none. Of any other kind nobody can say what hides in it: there is no copy.
"""

import io
import re
import struct
import zipfile
from collections.abc import Callable

# What a picture needs to look right: JFIF, colour profile, Adobe's way of colours.
_JPEG_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD pHYs cICP acTL fcTL fdAT".split()
)
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_OFFICE_DROPPED = re.compile(r"(?i)(docProps/|customXml/|.*/comments|.*/people\.xml|.*thumbnail)")
_OFFICE_LARGEST = 200 * 2**20
_EPOCH = (1980, 1, 1, 0, 0, 0)
_EMPTY = {
    "docProps/core.xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
        '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
        '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
}


class _Unknown(Exception):  # noqa: N818 - it is an answer, not a fault
    """The file is not put together as its kind should be."""


def stripped(content: bytes) -> bytes | None:
    """The copy; None where none can be made that is known to be clean."""
    for mark, strip in _WAYS:
        if content.startswith(mark):
            try:
                return strip(content)
            except (_Unknown, struct.error, IndexError, ValueError, zipfile.BadZipFile):
                return None
    return content if _is_plain_text(content) else None


def _jpeg(content: bytes) -> bytes:
    """Segment by segment up to the end of the picture; what hangs behind it is left out."""
    kept, at, turned = [], 2, 0
    while (kind := content[at + 1]) != 0xD9:
        if content[at] != 0xFF:
            raise _Unknown
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if kind == 0xE1 and content[at + 4 : at + 10] == b"Exif\0\0":
            turned = turned or _orientation(content[at + 10 : end])
        if kind == 0xDA:
            end = _end_of_scan(content, end)
        named = _JPEG_KEPT.get(kind, b"") if 0xE0 <= kind <= 0xEF or kind == 0xFE else None
        if named is None or (named and content.startswith(named, at + 4)):
            kept.append(content[at:end])
        at = end
    way_up = [_exif_with(turned)] if 1 < turned <= 8 else []
    return b"".join([content[:2], *way_up, *kept, b"\xff\xd9"])


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next segment begins: the first FF that neither a zero nor a restart follows."""
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] == 0xFF:
            at += 1
        elif content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
            at += 2
        else:
            return at


def _orientation(tiff: bytes) -> int:
    """The tag 0x0112 of the first directory; 0 where there is none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    (at,) = struct.unpack_from(f"{order}I", tiff, 4)
    (entries,) = struct.unpack_from(f"{order}H", tiff, at)
    for number in range(min(entries, 200)):
        tag, _type, _count, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * number)
        if tag == 0x0112:
            return int(value)
    return 0


def _exif_with(turned: int) -> bytes:
    """A segment that says nothing but which way up the picture is."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, turned, 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> bytes:
    kept, at = [content[:8]], 8
    while True:
        (size,) = struct.unpack(">I", content[at : at + 4])
        kind, chunk = content[at + 4 : at + 8], content[at : at + 12 + size]
        if len(chunk) != 12 + size:
            raise _Unknown
        if kind in _PNG_KEPT:
            kept.append(chunk)
        at += len(chunk)
        if kind == b"IEND":
            return b"".join(kept)


def _webp(content: bytes) -> bytes:
    if content[8:12] != b"WEBP":
        raise _Unknown
    kept, at = [], 12
    while at + 8 <= len(content):
        kind, size = content[at : at + 4], struct.unpack("<I", content[at + 4 : at + 8])[0]
        chunk = content[at : at + 8 + size + size % 2]
        if kind == b"VP8X":  # its flags no longer promise EXIF and XMP
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind in _WEBP_KEPT:
            kept.append(chunk)
        at += 8 + size + size % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _office(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w") as written:
        names = given.namelist()
        if "[Content_Types].xml" not in names or any("vbaProject" in name for name in names):
            raise _Unknown
        if sum(entry.file_size for entry in given.infolist()) > _OFFICE_LARGEST:
            raise _Unknown
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, _office_part(name, given.read(name)))
    return made.getvalue()


def _office_part(name: str, part: bytes) -> str | bytes:
    """One part without what names people; raises _Unknown where that cannot be taken out."""
    if name in _EMPTY:
        return _EMPTY[name]
    if _OFFICE_DROPPED.match(name) or re.search(rb"\b(w:author|lastModifiedBy|userName)=", part):
        raise _Unknown
    if "/media/" in name:
        picture = stripped(part)
        if picture is None:
            raise _Unknown
        return picture
    return part


def _is_plain_text(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and not text.lstrip().startswith(("<", "%PDF", "{\\rtf"))


_WAYS: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
    (b"\xff\xd8\xff", _jpeg),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"RIFF", _webp),
    (b"PK\x03\x04", _office),
)

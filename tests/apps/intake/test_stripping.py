"""A copy says nothing of its maker, and shows what the original shows."""

import io
import struct
import zipfile
import zlib

import pytest

from huiyin.apps.intake.stripping import stripped

SECRET = b"GPS 37.45N 116.36E Li Ming"
SCAN = b"\xff\xda\x00\x04\x01\x00picture\xff\x00\xff\xd0more\xff\xd9"
CONTENT = "word/document.xml"


def segment(kind: int, body: bytes) -> bytes:
    return bytes([0xFF, kind]) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int) -> bytes:
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, turned, 0)
    tiff = b"II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4) + SECRET
    return segment(0xE1, b"Exif\0\0" + tiff)


def jpeg(turned: int = 1) -> bytes:
    shown = segment(0xE0, b"JFIF\0\1\1") + segment(0xDB, bytes(65)) + segment(0xC0, bytes(9))
    return b"\xff\xd8" + exif(turned) + shown + segment(0xFE, SECRET) + SCAN + SECRET


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png() -> bytes:
    shown = chunk(b"IHDR", bytes(13)) + chunk(b"tEXt", b"Author\0" + SECRET)
    return b"\x89PNG\r\n\x1a\n" + shown + chunk(b"IDAT", b"x") + chunk(b"IEND", b"") + SECRET


def webp() -> bytes:
    def part(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)

    shown = part(b"VP8X", b"\x0c" + bytes(9)) + part(b"VP8 ", b"picture")
    body = b"WEBP" + shown + part(b"EXIF", SECRET)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def docx(**parts: str | bytes) -> bytes:
    made = io.BytesIO()
    core = f"<cp:coreProperties><dc:creator>{SECRET.decode()}</dc:creator></cp:coreProperties>"
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("docProps/core.xml", core)
        file.writestr(CONTENT, "<w:document>三号车间</w:document>")
        for name, part in parts.items():
            file.writestr(name, part)
    return made.getvalue()


def test_pictures_lose_what_tells_of_their_maker_and_nothing_else() -> None:
    copy = stripped(jpeg())
    assert copy is not None
    assert SECRET not in copy
    assert copy.endswith(SCAN)
    assert segment(0xDB, bytes(65)) in copy
    assert b"Exif" not in copy
    turned = stripped(jpeg(6))
    assert turned is not None
    assert SECRET not in turned
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in turned
    for picture in (png(), webp()):
        clean = stripped(picture)
        assert clean is not None
        assert SECRET not in clean
        assert stripped(clean) == clean
    assert b"VP8X\x0a\0\0\0\0" in (stripped(webp()) or b"")


def test_office_documents_keep_their_text_and_clean_pictures() -> None:
    copy = stripped(docx(**{"word/media/a.jpeg": jpeg()}))
    assert copy is not None
    with zipfile.ZipFile(io.BytesIO(copy)) as file:
        told = b"".join(file.read(name) for name in file.namelist())
        assert file.read(CONTENT).decode() == "<w:document>三号车间</w:document>"
    assert SECRET not in told


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 /Author",
        b"\x00\x00\x00\x18ftypmp42",
        b"<svg/>",
        b"",
        jpeg()[:30],
        png()[:-40],
        b"PK\x03\x04 no zip",
        docx(**{"word/comments.xml": "x"}),
        docx(**{CONTENT.replace("document", "footer"): '<w:ins w:author="Li"/>'}),
        docx(**{"word/media/film.mp4": b"\0\0film"}),
    ],
)
def test_what_cannot_be_made_clean_has_no_copy(content: bytes) -> None:
    assert stripped(content) is None or content == b""


def test_plain_text_is_its_own_copy() -> None:
    assert stripped("门开着。".encode()) == "门开着。".encode()

"""Every text shown to a person can be translated, and is: English in the source, Chinese beside."""

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from tests.house.sources import PACKAGE, named, tracked

KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
CHINESE = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{3,}")
SPOKEN_ATTRIBUTES = re.compile(r"""\b(?:alt|title|placeholder|aria-label|label)="([^"{]*)""")
SAME_IN_BOTH = {
    "Huiyin",
    "CSV",
    "XLSX",
    "JSONL",
    "OPML",
    "RSS",
    "Atom",
    "JSON",
    "Feed",
    "HTTP",
    "SHA",
    "English",
}
SPEAKS_CHINESE = (
    "rules/levels.py",  # language data and texts of the demo, not words of the interface
    "rules/text/", "ports/", "plugins/channels/", "plugins/formats/",
    "plugins/sources/", "flows/demo",
    "faces/cli/demo", "conf/base.py", "flows/offices.py", "apps/intake/columns.py",
    "faces/cli/charter_doc.py", "locale/",
)  # fmt: skip
SHOWING_CALLS = {"success", "error", "warning", "info", "echo", "secho", "ValidationError"}

TEMPLATES = tracked("src/huiyin/faces/**/*.html", "src/huiyin/faces/**/*.txt")
SOURCES = tuple(path for path in tracked("src/huiyin/**/*.py") if "/migrations/" not in str(path))


@cache
def chinese() -> dict[tuple[str, str], Message]:
    """All messages of all rooms' catalogues by context and English id."""
    found: dict[tuple[str, str], Message] = {}
    for path in sorted((PACKAGE / "locale").glob("*/zh_Hans/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans"):
                key = message.id if isinstance(message.id, str) else message.id[0]
                if key:
                    found[message.context or "", key] = message
    return found


def extracted(path: Path) -> Iterator[tuple[int, tuple[str, str]]]:
    text = path.read_text()
    if path.suffix != ".py":
        text = templatize(text, origin=str(path))
    for line, call, messages, _comments in extract_python(
        io.BytesIO(text.encode()), dict.fromkeys(KEYWORDS), [], {}
    ):
        texts = [messages] if isinstance(messages, str) else messages or []
        said = [text for text in texts if text]
        context = said.pop(0) if call and "pgettext" in call and len(said) > 1 else ""
        if said:
            yield line, (context, said[0])


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}", text))


def test_every_text_has_its_chinese() -> None:
    missing = []
    for path in (*SOURCES, *TEMPLATES):
        for line, english in extracted(path):
            message = chinese().get(english)
            if message is None or message.fuzzy or not message.string:
                missing.append(f"{named(path)}:{line}: {english[1]}")
    assert missing == []


def test_translations_keep_their_placeholders() -> None:
    odd = []
    for (_context, english), message in chinese().items():
        forms = [message.string] if isinstance(message.string, str) else message.string or []
        ids = [message.id] if isinstance(message.id, str) else message.id
        wanted = placeholders(ids[-1])
        odd += [english for form in forms if not placeholders(str(form)) <= wanted]
    assert odd == []


def loose_text(template: str) -> Iterator[str]:
    """Words of a template that stand outside `{% translate %}` and `{% blocktranslate %}`."""
    inside, plain = False, []
    for token in Lexer(template).tokenize():
        if token.token_type is TokenType.BLOCK:
            name = token.contents.split()[0]
            inside = name in {"blocktranslate", "blocktrans", "comment"} or (
                inside and name not in {"endblocktranslate", "endblocktrans", "endcomment"}
            )
            plain.append(" ")
        elif token.token_type is TokenType.TEXT and not inside:
            plain.append(token.contents)
        else:
            plain.append(" ")
    text = re.sub(r"(?s)<!--.*?-->|<(script|style)\b.*?</\1>", " ", "".join(plain))
    for attribute in SPOKEN_ATTRIBUTES.findall(text):
        yield from speech(attribute)
    yield from speech(re.sub(r"(?s)<[^>]*>|&\w+;", " ", text))


def speech(text: str) -> list[str]:
    words = [word for word in WORD.findall(text) if word not in SAME_IN_BOTH]
    return words + [mark for mark in CHINESE.findall(text) if mark not in "回音简体中文"]


def test_a_template_says_nothing_that_cannot_be_translated() -> None:
    loose = [
        f"{named(path)}: {word}" for path in TEMPLATES for word in loose_text(path.read_text())
    ]
    assert loose == []


def test_the_template_check_finds_loose_words() -> None:
    assert list(loose_text('<p title="Open it">{% translate "Yes" %} 案件 <b>Close</b></p>')) == [
        "Open", "Close", "案", "件",
    ]  # fmt: skip


def docstrings(tree: ast.AST) -> set[int]:
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def untranslatable(tree: ast.AST) -> Iterator[str]:
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in skipped
            and CHINESE.search(node.value)
        ):
            yield f"{node.lineno}: {node.value[:40]}"
        if isinstance(node, ast.Call):
            yield from spoken_literals(node)


def spoken_literals(node: ast.Call) -> Iterator[str]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    owner = getattr(getattr(node.func, "value", None), "id", "")
    if name not in SHOWING_CALLS or owner in {"log", "events", "logger"}:
        return
    for argument in node.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            if " " in argument.value.strip():
                yield f"{node.lineno}: {argument.value[:40]}"
        elif isinstance(argument, ast.JoinedStr):
            parts = [part.value for part in argument.values if isinstance(part, ast.Constant)]
            if any(WORD.search(str(part)) for part in parts):
                yield f"{node.lineno}: f-string in {name}()"


def test_a_module_shows_nothing_that_cannot_be_translated() -> None:
    loose = [
        f"{named(path)}:{found}"
        for path in SOURCES
        if not any(part in named(path) for part in SPEAKS_CHINESE)
        for found in untranslatable(ast.parse(path.read_text()))
    ]
    assert loose == []

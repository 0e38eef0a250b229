"""Reads what another system pushes to the desk: JSON (one object or a list), a feed, or plain text.

Where things stand in the JSON can be said by JMESPath; without that the usual names are tried.
"""

from typing import Final

from huiyin.plugins.sources.feed import plugin as feed
from huiyin.ports import About, Comes, Document, Entry, Kind, Reading, Setting, Words
from huiyin.ports.decoding import charset_of, decode
from huiyin.ports.mapping import entries, load, schema
from huiyin.ports.plain import one_line, tidy
from huiyin.ports.refusals import Refusal

PROOF: Final = Setting(
    "proof",
    Words("How the sender proves itself", "发送方如何证明身份"),
    Kind.CHOICE,
    Words(
        "A signature also proves that nothing was changed on the way or sent twice.",
        "签名还能证明内容未被改动，也未被重放。",
    ),
    default="signature",
    choices=(
        ("signature", Words("Signature (HMAC-SHA256)", "签名（HMAC-SHA256）")),
        ("bearer", Words("Secret in the Authorization header", "请求头 Authorization 携带密钥")),
    ),
)


class Webhook:
    """The plug-in `webhook`."""

    name = "webhook"
    about = About(
        Words("Push from another system (webhook)", "其他系统推送（Webhook）"),
        Words(
            "The desk gives an address and a secret; the other system sends to it.",
            "本系统给出地址和密钥，由对方系统推送。",
        ),
        (PROOF, *schema()),
        comes=Comes.PUSHED,
    )

    def read(self, document: Document) -> Reading:
        """The entries of one push."""
        start = document.body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
        if not start:
            return Reading(refusals=(Refusal("document", "empty"),))
        if start.startswith((b"{", b"[")):
            return _json(document)
        if start.startswith(b"<") and "html" not in document.content_type:
            return feed.read(document)
        if document.content_type.startswith("text/plain"):
            return _plain(document)
        return Reading(refusals=(Refusal("document", "kind_unknown", document.content_type),))


def _json(document: Document) -> Reading:
    value = load(document)
    if isinstance(value, Refusal):
        return Reading(refusals=(value,))
    found, refusals = entries(value, document)
    if not found:
        return Reading(refusals=refusals or (Refusal("document", "no_list"),))
    return Reading(found, refusals, dialect="push")


def _plain(document: Document) -> Reading:
    """One text; its first line is the title."""
    text = tidy(decode(document.body, charset_of(document.content_type)).text)
    first, _newline, rest = text.partition("\n")
    if not first:
        return Reading(refusals=(Refusal("document", "empty"),))
    return Reading((Entry(one_line(first)[:500], rest),), dialect="push")


plugin = Webhook()

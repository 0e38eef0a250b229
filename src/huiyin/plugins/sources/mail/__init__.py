"""Reads an office's own mailbox by IMAP, and mbox documents.

The desk only looks: it opens the mailbox for reading, takes the letters that are new since the last
time, and marks, moves or removes nothing. Senders are private persons and are not kept, unless
their address lies in the domain of an outlet that the office listed.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from huiyin.ports import About, Document, Entry, Kind, Reading, Setting, Words
from huiyin.ports.mail import entry_of, letters, read_outlets
from huiyin.ports.refusals import Refusal
from huiyin.ports.settings import Value

LARGEST: Final = 60 * 1024 * 1024
MOST: Final = 2000
HOST: Final = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\]"
)


def host_fault(host: str) -> Words | None:
    """What is wrong with a server's name, or None."""
    if HOST.fullmatch(host):
        return None
    return Words("Please give the name of the server alone.", "请只填写服务器名称。")


def _outlets_fault(text: str) -> Words | None:
    bad = next((name for name in read_outlets(text) if "." not in name or "@" in name), "")
    if not bad:
        return None
    return Words(f"“{bad[:60]}” is not a domain.", f"“{bad[:60]}”不是域名。")


HOST_NAME: Final = Setting(
    "host", Words("Mail server (IMAP)", "邮件服务器（IMAP）"), required=True, check=host_fault
)
PORT: Final = Setting("port", Words("Port", "端口"), Kind.NUMBER, default=993, least=1, most=65535)
SECURITY: Final = Setting(
    "security",
    Words("Connection", "连接方式"),
    Kind.CHOICE,
    default="tls",
    choices=(
        ("tls", Words("Encrypted (TLS)", "加密（TLS）")),
        ("plain", Words("Not encrypted: own network only", "不加密（仅限内网）")),
    ),
)
MAILBOX: Final = Setting("mailbox", Words("Folder", "文件夹"), default="INBOX")
SIGN_IN: Final = Setting("sign_in", Words("Sign-in name", "登录名"), required=True)
PASSWORD: Final = Setting(
    "password",
    Words("Password or app password", "密码或授权码"),
    Kind.SECRET,
    Words("Kept sealed; never shown again.", "加密保存，不再显示。"),
    required=True,
)
OUTLETS: Final = Setting(
    "outlets",
    Words("Domains of outlets", "媒体邮箱域名"),
    Kind.LINES,
    Words(
        "One a line, e.g. news.example Evening News. All other senders are dropped.",
        "每行一个，如 news.example 云溪晚报；其他发件人信息一律不保存。",
    ),
    check=_outlets_fault,
)


class MailSource:
    """The plug-in `mail`."""

    name = "mail"

    def __init__(self) -> None:
        self.about = About(
            Words("Mailbox of the office (IMAP)", "单位邮箱（IMAP）"),
            Words("Letters to the office's own address.", "寄到本单位邮箱的来信。"),
            (HOST_NAME, PORT, SECURITY, MAILBOX, SIGN_IN, PASSWORD, OUTLETS),
            address=address,
        )

    def read(self, document: Document) -> Reading:
        """The letters of an mbox document."""
        if len(document.body) > LARGEST:
            detail = f"{len(document.body)} bytes, allowed are {LARGEST}"
            return Reading(refusals=(Refusal("document", "too_large", detail),))
        outlets = read_outlets(str(document.settings.get("outlets", "")))
        entries: list[Entry] = []
        refusals: list[Refusal] = []
        for number, raw in enumerate(letters(document.body), start=1):
            if number > MOST:
                refusals.append(Refusal(f"letter {number}", "too_many", f"allowed are {MOST}"))
                break
            found = entry_of(raw, f"letter {number}", document.zone, outlets)
            if isinstance(found, Entry):
                entries.append(found)
            else:
                refusals.append(found)
        if not entries and not refusals:
            refusals.append(Refusal("document", "empty"))
        return Reading(tuple(entries), tuple(refusals), dialect="mbox" if entries else "")


def address(settings: Mapping[str, Value]) -> str:
    """`imaps://server:993/INBOX`; the sign-in name stands in the settings, never in the address."""
    host = str(settings.get("host", ""))
    if not host or host_fault(host):
        return ""
    scheme = "imap" if settings.get("security") == "plain" else "imaps"
    folder = quote(str(settings.get("mailbox") or "INBOX"), safe="")
    return f"{scheme}://{host}:{settings.get('port') or 993}/{folder}"


plugin = MailSource()

"""Everything that the library Apprise reaches, by one URL: WeCom, DingTalk, Feishu, Slack, SMS
gateways and a hundred more.

The URL is a secret. `{to}` in it stands for the reader's own address (a phone number, a user id);
a URL that is only `{to}` lets each reader give a whole URL. Ways that only reach this machine's own
screen are refused. These services know no idempotency key: after a kill at the worst moment a
message may come twice.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote

from huiyin.ports.channels import AboutChannel, Message, Outcome, Unreachable
from huiyin.ports.settings import Kind, Setting
from huiyin.ports.words import Words
from huiyin.rules.documents import Value

TO = "{to}"
THIS_MACHINE = frozenset(
    {"dbus", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows", "file"}
)
NOT_READ = Words(
    "Apprise knows no such URL; see its list of services.",
    "Apprise 不认识此地址，请查阅其服务列表。",
)


def _fault(text: str) -> Words | None:
    """What is wrong with a URL, if the library cannot read it."""
    if text == TO:
        return None
    if "://" not in text or text.partition("://")[0].lower() in THIS_MACHINE:
        return NOT_READ
    return None if _service(text.replace(TO, "15550001111")) is not None else NOT_READ


class Services:
    """The plug-in."""

    name = "apprise"
    about = AboutChannel(
        Words("WeCom, DingTalk, Feishu, Slack, SMS … (Apprise)",
              "企业微信、钉钉、飞书、Slack、短信等（Apprise）"),
        Words(
            "One URL of Apprise, for example wecombot://key, dingtalk://token, feishu://token or "
            "an SMS gateway with {to} in place of the phone number.",
            "填写一个 Apprise 地址，例如 wecombot://密钥、dingtalk://令牌、feishu://令牌，"
            "或短信网关地址，手机号处写 {to}。",
        ),
        (
            Setting(
                "url", Words("URL", "地址"), Kind.SECRET,
                Words("It is stored sealed and not shown again.", "加密保存，不再显示。"),
                required=True, check=_fault,
            ),
        ),
        Words("What stands for {to}: a phone number, a user id", "代入 {to} 的内容，如手机号"),
    )  # fmt: skip

    @contextmanager
    def open(self, settings: Mapping[str, Value]) -> Iterator["Service"]:
        """A service; its URL must be one the library knows."""
        url = str(settings["url"])
        if _fault(url) is not None:
            raise Unreachable("the URL cannot be read")
        yield Service(url)


class Service:
    """A service behind a URL."""

    def __init__(self, url: str) -> None:
        self._url = url

    def send(self, message: Message) -> Outcome:
        """Send one message. The library tells of a failure only that it failed."""
        own = self._url == TO
        if TO in self._url and not message.to:
            return Outcome(False, "the reader has given no address")
        if own and _fault(message.to) is not None:
            return Outcome(False, "the reader's URL cannot be read")
        url = message.to if own else self._url.replace(TO, quote(message.to, safe=""))
        service = _service(url)
        if service is None:
            return Outcome(False, "the URL cannot be read")
        text = f"{message.text}\n{message.link}" if message.link else message.text
        taken = bool(service.notify(body=text, title=message.subject))
        return Outcome(taken, "" if taken else "the service did not take it")


def _service(url: str):  # type: ignore[no-untyped-def]  # the library has no types
    """The library's object for a URL; None where it knows no such service."""
    from apprise import Apprise  # slow to load, and rarely wanted

    return Apprise.instantiate(url, suppress_exceptions=True)


plugin = Services()

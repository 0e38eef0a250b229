"""Read a feed written in a test."""

from huiyin.plugins.sources.feed import plugin
from huiyin.ports import Document, Entry, Reading


def read(text: str | bytes, url: str = "http://example.org/feed", header: str = "") -> Reading:
    return plugin.read(Document(text.encode() if isinstance(text, str) else text, url, header))


def only(text: str | bytes, url: str = "http://example.org/feed", header: str = "") -> Entry:
    """The one entry of a feed that is read without a complaint."""
    reading = read(text, url, header)
    assert reading.refusals == ()
    (entry,) = reading.entries
    return entry


def codes(reading: Reading) -> list[str]:
    return [refusal.code for refusal in reading.refusals]


def rss(inside: str) -> str:
    """An RSS 2.0 feed of one item."""
    return f'<rss version="2.0"><channel><title>日报</title><item>{inside}</item></channel></rss>'


def atom(inside: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>通讯</title>'
        f"<entry>{inside}</entry></feed>"
    )

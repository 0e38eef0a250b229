"""Documents as values: what an answered request brought, and what a reader is given.

They stand here, below both the fetcher and the plug-ins, so that neither has to know the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType

Value = str | int | bool


def no_settings() -> Mapping[str, Value]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes to read. `url` resolves relative links, `content_type` is the HTTP header as sent,
    `zone` is the zone of times that name none, `at` when it was seen (aware, None if unknown).

    settings – of the source, by name. part – "" for what the source's own address gave; for a
    document that the plug-in asked for itself, the name it asked with.
    """

    body: bytes
    url: str = ""
    content_type: str = ""
    zone: tzinfo = UTC
    settings: Mapping[str, Value] = field(default_factory=no_settings)
    part: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answered HTTP request.

    status 304 has an empty body. `headers` has lower-case names. `retry_after` is in seconds,
    `at` is aware UTC. `moved_to` is set when every hop of a redirect was permanent: the source
    should be asked there from now on.
    """

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    content_type: str
    etag: str
    last_modified: str
    retry_after: float | None
    at: datetime
    moved_to: str = ""
    seconds: float = 0.0

    @property
    def unchanged(self) -> bool:
        return self.status == 304

    def document(
        self, zone: tzinfo = UTC, settings: Mapping[str, Value] | None = None, part: str = ""
    ) -> Document:
        return Document(
            self.body, self.final_url, self.content_type, zone, settings or no_settings(), part,
            self.at,
        )  # fmt: skip

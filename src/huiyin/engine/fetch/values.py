"""What is asked, what may be used up, and how a request can fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Final

from huiyin.rules.documents import Fetched

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """One document to ask for.

    etag, last_modified – of the version already held; a server may then answer 304.
    allow_private – an administrator allowed this source to be in a private network.
    key – the caller's own name for the request; results carry it back.
    credentials – name and password for a mailbox of the office's own; never used for the web.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    allow_private: bool = False
    key: str = ""
    credentials: tuple[str, str] = field(default=("", ""), repr=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes. `body` counts unpacked bytes, and packed ones too.

    connections – hosts spoken to at the same moment; waiting for a host's turn needs none.
    """

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    body: int = 10 * MEGABYTE
    redirects: int = 5
    connections: int = 100
    host_interval: float = 1.0
    longest_crawl_delay: float = 30.0


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """Why there is no document.

    code – a key of `FAILURES`. status – the HTTP status where there was one, else 0.
    retry_after – seconds the server asked to be left alone. permanent – asking again soon is
    pointless. `at` is aware UTC; `seconds` is the time spent.
    """

    url: str
    code: str
    detail: str
    at: datetime
    status: int = 0
    retry_after: float | None = None
    permanent: bool = False
    seconds: float = 0.0
    key: str = ""


Result = Fetched | FetchFailure


class Refused(Exception):  # noqa: N818 - control flow inside the client, never seen outside
    """Ends a request with a failure code."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        status: int = 0,
        retry_after: float | None = None,
        permanent: bool = False,
    ) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.status = status
        self.retry_after = retry_after
        self.permanent = permanent


def user_agent(contact: str = "") -> str:
    """`Huiyin/<version> (+contact)`: who asks, and where to complain."""
    try:
        number = version("huiyin")
    except PackageNotFoundError:
        number = "0"
    return f"Huiyin/{number} (+{contact})" if contact else f"Huiyin/{number}"


FAILURES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # the guard
        "address_unfit": "Only http and https addresses can be fetched.",
        "address_broken": "The address is not a valid web address.",
        "credentials_in_address": "The address contains a user name or password.",
        "port_refused": "The address uses a port that is not a web port.",
        "address_private": "The address lies in a private network; an administrator can allow it.",
        "address_forbidden": "The address can never be fetched.",
        # robots.txt
        "robots_denied": "The site's robots.txt asks not to fetch this address.",
        "robots_unreachable": "The site's robots.txt could not be read; the site is left alone.",
        # the network
        "name_unknown": "The host name could not be resolved.",
        "connection_failed": "The connection failed.",
        "certificate_bad": "The site's certificate is not valid.",
        "timeout_connect": "The connection took too long.",
        "timeout_read": "The server stopped sending.",
        "timeout_total": "The answer took too long as a whole.",
        "answer_broken": "The server's answer is not valid HTTP.",
        "ended_early": "The answer ended before it was complete.",
        # redirects
        "redirect_endless": "The address redirects in a circle.",
        "redirect_too_many": "There are more redirects than allowed.",
        "redirect_broken": "The address redirects to nowhere.",
        # bodies
        "too_large": "The document is larger than allowed.",
        "packing_unknown": "The document is packed in an unknown way.",
        "packing_broken": "The packed document is damaged.",
        # statuses
        "not_found": "The server does not know the address.",
        "gone": "The document is gone for good.",
        "forbidden": "The server does not give the document to the public.",
        "too_many_requests": "The server asks for fewer requests.",
        "unavailable": "The server is not available for now.",
        "server_error": "The server reports an error of its own.",
        "status_unexpected": "The server answered with an unexpected status.",
        # mailboxes
        "sign_in_refused": "The mail server refused the sign-in name or password.",
        "mailbox_missing": "The mail server has no such folder.",
        "cooling_down": "The server asked to be left alone; the time is not over.",
    }
)

"""How an attempt to read a source went, as a value."""

from dataclasses import dataclass, replace

from huiyin.engine.fetch import FetchFailure
from huiyin.ports import Fetched, Reading, Refusal


@dataclass(frozen=True, slots=True)
class Outcome:
    """An attempt. `code` names the failure, "" where an answer came; times are in seconds.

    `refusals` are what could not be read, `entries` how many could. `keeps_cursor` is false where
    the first document alone does not say whether anything is new. `unfinished` – part of the source
    has still to be read. `late` – begun more than an interval after it was due.
    """

    code: str = ""
    status: int = 0
    detail: str = ""
    seconds: float = 0.0
    octets: int = 0
    unchanged: bool = False
    readable: bool = True
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    retry_after: float | None = None
    permanent: bool = False
    entries: int = 0
    refusals: tuple[Refusal, ...] = ()
    keeps_cursor: bool = True
    unfinished: bool = False
    late: bool = False

    def with_reading(self, reading: Reading) -> "Outcome":
        """The outcome once the document was read."""
        first = reading.refusals[0] if reading.refusals else None
        return replace(
            self,
            readable=not reading.refused,
            entries=len(reading.entries),
            refusals=reading.refusals,
            detail=first.detail if first and reading.refused else "",
        )

    @property
    def name(self) -> str:
        """What the ledger calls it: a failure's code, `unchanged`, `refused` or `read`."""
        if self.code:
            return self.code
        if self.unchanged:
            return "unchanged"
        return "read" if self.readable else "refused"


def failed(result: FetchFailure, *, late: bool = False) -> Outcome:
    """The outcome of an attempt without an answer."""
    return Outcome(
        code=result.code, status=result.status, detail=result.detail, seconds=result.seconds,
        retry_after=result.retry_after, permanent=result.permanent, late=late,
    )  # fmt: skip


def fetched(result: Fetched, *, late: bool = False) -> Outcome:
    """The outcome of an attempt with an answer that nobody has read yet."""
    return Outcome(
        status=result.status, seconds=result.seconds, octets=len(result.body),
        unchanged=result.unchanged, etag=result.etag, last_modified=result.last_modified,
        moved_to=result.moved_to, retry_after=result.retry_after, late=late,
    )  # fmt: skip

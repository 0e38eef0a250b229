"""Stretches of time in which a clock stands still, and the time that is left between them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from huiyin.rules.calendars import Span


class Pauses:
    """Pauses of one clock, joined where they touch or overlap, so that none counts twice."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        joined: list[Span] = []
        exact = (Span(s.since.astimezone(UTC), s.until.astimezone(UTC)) for s in spans)
        for span in sorted(exact, key=lambda span: span.since):
            if span.since >= span.until:
                continue
            if joined and span.since <= joined[-1].until:
                joined[-1] = Span(joined[-1].since, max(joined[-1].until, span.until))
            else:
                joined.append(span)
        self.spans = tuple(joined)
        self._untils = [span.until for span in joined]

    def running(self, since: datetime, until: datetime) -> Iterator[Span]:
        """The parts of `since`…`until` outside every pause, in order."""
        for place in range(bisect_left(self._untils, since), len(self.spans)):
            pause = self.spans[place]
            if pause.since >= until:
                break
            if since < pause.since:
                yield Span(since, pause.since)
            since = max(since, pause.until)
        if since < until:
            yield Span(since, until)

    def runs_up_to(self, at: datetime) -> bool:
        """Whether the clock runs as `at` arrives: a pause begun at `at` comes too late."""
        place = bisect_left(self._untils, at)
        return place == len(self.spans) or self.spans[place].since >= at

"""Import a file written in a test."""

import io
from zoneinfo import ZoneInfo

from huiyin.ports import FormatPlugin, ListedSource, Refusal, Row
from huiyin.ports.formats import Imported

SHANGHAI = ZoneInfo("Asia/Shanghai")


def imported(plugin: FormatPlugin, body: bytes | str, name: str = "file") -> list[Imported]:
    written = body.encode() if isinstance(body, str) else body
    return list(plugin.read(io.BytesIO(written), name, SHANGHAI))


def messages(values: list[Imported]) -> list[Row]:
    return [value for value in values if isinstance(value, Row)]


def listed(values: list[Imported]) -> list[ListedSource]:
    return [value for value in values if isinstance(value, ListedSource)]


def refused(values: list[Imported]) -> list[tuple[str, str]]:
    return [(value.where, value.code) for value in values if isinstance(value, Refusal)]

"""Drafting by an endpoint outside: what is asked, what comes back, and the plug-in that asks.

A plug-in sends what it is given and nothing else, follows no redirect, stops at the limits, and
never raises: what went wrong is a `NotWritten` with a code of `TROUBLES`. The key is told to the
endpoint alone; it stands in no detail.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where drafts are written: base address, model, and the key where one is needed."""

    url: str
    model: str
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: how to write, and the material to write from."""

    instructions: str
    material: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect and in all, and the most octets of an answer."""

    connect: float = 10.0
    total: float = 120.0
    octets: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Written:
    """The text as it came, and the model that says it wrote it."""

    text: str
    model: str


@dataclass(frozen=True, slots=True)
class NotWritten:
    """Why there is no text: a code of `TROUBLES`, and the cause in a line for whoever mends it."""

    code: str
    detail: str = ""


@runtime_checkable
class DraftingPlugin(Protocol):
    """Asks an endpoint of one kind for a text."""

    name: str

    def draft(self, endpoint: Endpoint, asked: Asked, limits: Limits) -> Written | NotWritten: ...


TROUBLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not_reached": "The endpoint cannot be reached.",
        "certificate_bad": "The certificate of the endpoint is not trusted.",
        "took_too_long": "The endpoint took too long.",
        "key_refused": "The endpoint refuses the key.",
        "not_there": "There is no such interface or model at the endpoint's address.",
        "too_often": "The endpoint was asked too often or its allowance is used up.",
        "too_much": "The endpoint finds the material too long.",
        "refused": "The endpoint refuses the request.",
        "endpoint_failed": "The endpoint failed.",
        "redirected": "The endpoint leads elsewhere; set the address it leads to.",
        "too_large": "The answer is larger than allowed.",
        "not_understood": "The answer is not what such an endpoint gives.",
        "no_text": "The answer holds no text.",
        "cut_off": "The answer was cut off before its end.",
        "nothing_public": "The story has no published item any more.",
        "plugin_missing": "The part that asks such endpoints is not installed.",
        "switched_off": "No endpoint is set any more.",
    }
)

"""Finds plug-ins by entry point. One that fails to load is set aside and shown, never fatal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final, Generic, TypeVar

from huiyin.ports.channels import ChannelPlugin
from huiyin.ports.drafting import DraftingPlugin
from huiyin.ports.formats import FormatPlugin
from huiyin.ports.scanning import ScannerPlugin
from huiyin.ports.sources import SourcePlugin

SOURCES: Final = "huiyin.sources"
FORMATS: Final = "huiyin.formats"
DRAFTING: Final = "huiyin.drafting"
SCANNING: Final = "huiyin.scanning"
CHANNELS: Final = "huiyin.channels"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A plug-in that could not be used: its entry point and the error in words."""

    group: str
    name: str
    target: str
    error: str


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """The usable plug-ins of a group by name, and those set aside."""

    plugins: Mapping[str, T]
    set_aside: tuple[SetAside, ...] = ()


def load(group: str, contract: type[T], points: Iterable[EntryPoint] | None = None) -> Shelf[T]:
    """Load every entry point of `group` that satisfies `contract` (a runtime protocol)."""
    plugins: dict[str, T] = {}
    aside: list[SetAside] = []
    found = entry_points(group=group) if points is None else points
    for point in sorted(found, key=lambda one: one.name):
        error = _load_one(point, contract, plugins)
        if error:
            aside.append(SetAside(group, point.name, point.value, error))
    return Shelf(plugins, tuple(aside))


def _load_one(point: EntryPoint, contract: type[T], plugins: dict[str, T]) -> str:
    try:
        plugin = point.load()
    except Exception as error:  # a foreign module may raise anything while it is imported
        return f"{type(error).__name__}: {error}"
    if not isinstance(plugin, contract):
        return f"{point.value} does not satisfy {contract.__name__}"
    if point.name in plugins:
        return f"the name {point.name} is taken"
    plugins[point.name] = plugin
    return ""


@cache
def sources() -> Shelf[SourcePlugin]:
    return load(SOURCES, SourcePlugin)  # type: ignore[type-abstract]


@cache
def formats() -> Shelf[FormatPlugin]:
    return load(FORMATS, FormatPlugin)  # type: ignore[type-abstract]


@cache
def drafting() -> Shelf[DraftingPlugin]:
    return load(DRAFTING, DraftingPlugin)  # type: ignore[type-abstract]


@cache
def scanning() -> Shelf[ScannerPlugin]:
    return load(SCANNING, ScannerPlugin)  # type: ignore[type-abstract]


@cache
def channels() -> Shelf[ChannelPlugin]:
    return load(CHANNELS, ChannelPlugin)  # type: ignore[type-abstract]

"""The built-in plug-ins as pyproject.toml names them, whether or not the desk is installed."""

import tomllib
from functools import cache
from importlib.metadata import EntryPoint
from pathlib import Path

from huiyin.ports import FormatPlugin, Shelf, SourcePlugin
from huiyin.ports.channels import ChannelPlugin
from huiyin.ports.registry import CHANNELS, FORMATS, SOURCES, load

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def points(group: str) -> list[EntryPoint]:
    named = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["entry-points"]
    return [EntryPoint(name, target, group) for name, target in named[group].items()]


def source_shelf() -> Shelf[SourcePlugin]:
    return load(SOURCES, SourcePlugin, points(SOURCES))  # type: ignore[type-abstract]


def format_shelf() -> Shelf[FormatPlugin]:
    return load(FORMATS, FormatPlugin, points(FORMATS))  # type: ignore[type-abstract]


@cache
def channel_shelf() -> Shelf[ChannelPlugin]:
    return load(CHANNELS, ChannelPlugin, points(CHANNELS))  # type: ignore[type-abstract]


SOURCE_PLUGINS = sorted(source_shelf().plugins.items())
FORMAT_PLUGINS = sorted(format_shelf().plugins.items())

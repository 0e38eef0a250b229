"""The words that the extraction reads by, from `data/extraction/words.toml`."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


def words(room: str, name: str) -> list[str]:
    """A list of words, each once, in the file's order."""
    return list(dict.fromkeys(str(_read()[room][name]).split()))


def table(room: str, name: str) -> dict[str, Any]:
    """A table by ending."""
    return dict(_read()[room][name])


@lru_cache(maxsize=1)
def _read() -> dict[str, dict[str, Any]]:
    text = files("huiyin").joinpath("data/extraction/words.toml").read_text("utf-8")
    return tomllib.loads(text)

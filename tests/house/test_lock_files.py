"""What is installed is exactly what was locked: every package by its hash, none by an address."""

import json
import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, named

REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
PINNED = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[a-z,-]+\])?==[^\s;]+(?: ; .+)?"
    r"(?: --hash=sha256:[0-9a-f]{64})+"
)
INTEGRITY = re.compile(r"sha512-[A-Za-z0-9+/]{86}==")


def pins(text: str) -> list[str]:
    """One line a package: continued lines joined, comments and empty lines left out."""
    joined = re.sub(r" \\\n\s*", " ", text)
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def faults(text: str) -> list[str]:
    """Lines that are not one version with its hashes, or that name an address or an option."""
    return [line for line in pins(text) if "://" in line or not PINNED.fullmatch(line.strip())]


@pytest.mark.parametrize("path", REQUIREMENTS, ids=named)
def test_every_package_is_pinned_by_hash_and_named_by_no_address(path: Path) -> None:
    text = path.read_text()
    assert pins(text)
    assert faults(text) == []
    assert "://" not in text


@pytest.mark.parametrize(
    "text",
    [
        "django==5.2", "django>=5 --hash=sha256:" + "0" * 64, "--index-url https://x.example/",
        "x @ https://x.example/x.whl --hash=sha256:" + "0" * 64,
    ],
)  # fmt: skip
def test_the_check_finds_a_loose_line(text: str) -> None:
    assert faults(text)


def test_every_dependency_of_the_project_is_locked() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[><=~! ;]", line)[0].lower() for line in wanted}
    locked = {
        re.split(r"[\[= ]", line)[0].lower()
        for line in pins((ROOT / "requirements" / "dev.txt").read_text())
    }
    assert sorted(names - locked) == []


def test_the_front_end_lock_has_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    loose = [
        name
        for name, entry in packages.items()
        if not INTEGRITY.fullmatch(entry.get("integrity", ""))
    ]
    assert loose == []

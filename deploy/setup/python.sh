#!/usr/bin/env bash
# Prepare .venv: `python.sh runtime` with what the service needs, `python.sh dev` with what its tests need too.
source "$(dirname "$0")/common.sh"

kind=${1:?runtime or dev}
uv=$(uv_path)
if [ ! -x .venv/bin/python ]; then
    say "Making .venv"
    "$uv" venv --quiet --allow-existing --python "$(python_path)" .venv
fi

lock=requirements.lock
[ "$kind" = runtime ] || lock=requirements-dev.lock
say "Installing $(grep -c '^[a-z].*==' "$lock") Python packages ($lock)"
# A terminal sees the progress; a log has no use for the list of packages.
if [ -t 2 ]; then
    "$uv" pip install --python .venv/bin/python --require-hashes --requirement "$lock"
else
    "$uv" pip install --quiet --python .venv/bin/python --require-hashes --requirement "$lock"
fi
"$uv" pip install --quiet --python .venv/bin/python --no-deps \
    --build-constraints deploy/setup/build.lock --editable .
touch ".venv/.$kind"
# The tests' packages contain the service's, so that a later `make run` has nothing left to install.
[ "$kind" = runtime ] || touch .venv/.runtime

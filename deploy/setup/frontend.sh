#!/usr/bin/env bash
# The front end: `frontend.sh packages` installs its packages, `frontend.sh bundle` builds styles and scripts,
# any other word runs that script of its package.json.
source "$(dirname "$0")/common.sh"

use_node
cd service/web/frontend
case "${1:?packages, bundle or a script of package.json}" in
packages)
    say "Installing the front-end packages"
    npm ci --no-audit --no-fund --loglevel=error >&2
    touch node_modules/.installed
    ;;
bundle)
    say "Building the front-end bundle"
    npm run --silent build >&2
    touch ../static/build/manifest.json
    ;;
*)
    npm run --silent "$@"
    ;;
esac

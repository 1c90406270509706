#!/usr/bin/env bash
# Run a command with the Node.js that the set-up uses on PATH: `with_node.sh COMMAND ARGUMENT...`.
source "$(dirname "$0")/common.sh"

use_node
exec "$@"

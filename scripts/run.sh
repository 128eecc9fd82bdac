#!/usr/bin/env bash
# Serves dist/ on this machine and prints the address. PORT and BASE (a sub-path) may be given.
set -eu
. "$(dirname "$0")/env.sh"
exec node "$project/e2e/serve.mjs" --folder "$project/dist" --port "${PORT:-8080}" --base "${BASE:-/}"

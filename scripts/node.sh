#!/usr/bin/env bash
# Node, for wasm-opt, the test server and the browser journeys. Taken as it is; installed only where apt-get can.
set -eu
. "$(dirname "$0")/env.sh"
if ! have node || ! have npm; then apt_install nodejs npm || true; fi
have node && have npm || fail "Node $NODE_AT_LEAST or newer is missing (on Debian: apt-get install nodejs npm)"
major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
[ "$major" -ge "$NODE_AT_LEAST" ] || fail "Node $NODE_AT_LEAST or newer is needed; this is $(node --version)"
say "node $(node --version)"

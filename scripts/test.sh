#!/usr/bin/env bash
# All tests: native crates, wasm in the browser, journeys in the browser. Ends with `N passed, N failed`.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/env.sh"
. "$here/parts.sh"
cd "$project"
part step setup 3600 "$here/setup.sh" test || true
. "$here/env.sh" # what set-up has chosen

export WASM_BINDGEN_USE_BROWSER=1 WASM_BINDGEN_TEST_TIMEOUT=300
part tests native 2400 cargo test --workspace --no-fail-fast || true
part tests wasm 1500 cargo test --package taizhang --target wasm32-unknown-unknown --no-fail-fast || true
part step fleet 900 "$here/fleet.sh" || true
if part step build 1800 "$here/dist.sh"; then
  part tests journeys 3600 node e2e/run.mjs "$@" || true
  part checked size 300 node scripts/size.mjs || true
else
  part checked journeys 5 sh -c 'echo "no build, no journeys"; exit 1' || true
fi
closing_line "$summary"

#!/usr/bin/env bash
# The long tests: every fault script at its full size, property tests with ten times the cases.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/env.sh"
. "$here/parts.sh"
cd "$project"
part step setup 3600 "$here/setup.sh" test || true
. "$here/env.sh"
part checked fuzzing 1800 "$here/fuzz.sh" || true
part tests properties 7200 env PROPTEST_CASES=10000 cargo test --workspace --exclude taizhang --no-fail-fast || true
# Of the app only what takes histories through files: its other tests have no cases.
part tests histories 1800 env PROPTEST_CASES=10000 cargo test --package taizhang --lib tests::random || true
part step fleet 900 "$here/fleet.sh" || true
if part step build 1800 "$here/dist.sh"; then
  # Each script has a limit of its own; all together may take their sum, and a minute to say what ran.
  part tests faults $(($(node e2e/run.mjs --faults --full --limit "$@") + 60)) node e2e/run.mjs --faults --full "$@" || true
fi
closing_line "$summary"

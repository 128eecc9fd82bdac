#!/usr/bin/env bash
# Trunk, which puts the page, the wasm and the styles together. Our pin is the newest that our compiler builds.
set -eu
. "$(dirname "$0")/env.sh"
. "$(dirname "$0")/cargo-tool.sh"
# Without its defaults: what they add is downloading, which set-up does, and serving over TLS.
cargo_tool trunk "$TRUNK_VERSION" trunk 'which puts the page together' 3 0 --no-default-features

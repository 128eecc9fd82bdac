#!/usr/bin/env bash
# Trunk, which puts the page, the wasm and the styles together. Our pin is the newest that our compiler builds.
set -eu
. "$(dirname "$0")/env.sh"
. "$(dirname "$0")/cargo-tool.sh"
cargo_tool trunk "$TRUNK_VERSION" trunk 'which puts the page together' 5

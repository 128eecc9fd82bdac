#!/usr/bin/env bash
# What reads the sources without running the product: formatting, clippy for both targets, the house check.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/env.sh"
. "$here/parts.sh"
cd "$project"
part step setup-check 1800 "$here/setup.sh" check || true
. "$here/env.sh"
part checked format 120 cargo fmt --all -- --check || true
part checked clippy 1200 cargo clippy --workspace --exclude taizhang --all-targets -- -D warnings || true
part checked clippy-app 1200 cargo clippy --package taizhang --target wasm32-unknown-unknown --all-targets -- -D warnings || true
part checked tidy 300 cargo run --quiet --package xtask -- tidy || true
part checked support 300 cargo run --quiet --package xtask -- support --check || true
part checked documents 600 "$here/documents.sh" --check || true
closing_line "$summary"

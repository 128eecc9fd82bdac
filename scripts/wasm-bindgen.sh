#!/usr/bin/env bash
# wasm-bindgen, which writes the bridge between wasm and the page, and runs Rust tests in a browser.
# Its version is that of the `wasm-bindgen` package in Cargo.toml: they speak one private language.
set -eu
. "$(dirname "$0")/env.sh"
. "$(dirname "$0")/cargo-tool.sh"
asked=$(sed -n 's/^wasm-bindgen = .*"=\([0-9.]*\)".*/\1/p' "$project/Cargo.toml" | head -n 1)
[ -z "$asked" ] || [ "$asked" = "$WASM_BINDGEN_VERSION" ] ||
  fail "Cargo.toml asks for wasm-bindgen $asked and scripts/env.sh for $WASM_BINDGEN_VERSION: make them one"
cargo_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen 'the bridge between wasm and the page' 3 1

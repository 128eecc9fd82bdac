#!/usr/bin/env bash
# Builds the release into dist/, and a zip of it that any static host serves at any sub-path.
set -eu
. "$(dirname "$0")/env.sh"
cd "$project"
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
zip=dist-zip/taizhang-$version.zip
# What is built comes first, the library's own crates too: Trunk works offline, so that it takes the tools that set-up
# pinned and downloads none of its own.
cargo fetch --quiet --locked
RUSTC_BOOTSTRAP=1 cargo fetch --quiet --locked --manifest-path "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.toml"
for_wasm trunk build --release --offline
cargo run --quiet --package xtask -- notices dist/licences.txt
rm -rf dist-zip
cargo run --quiet --package xtask -- zip dist "$zip"
say "dist/ and $zip ($(du -k "$zip" | cut -f1) KB)"

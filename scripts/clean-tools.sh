#!/usr/bin/env bash
# Removes what these scripts installed for themselves. System packages and rustup toolchains stay: others may use them.
set -eu
. "$(dirname "$0")/env.sh"
for kept in bin build binaryen browsers seaweed duckdb "pyxform-$PYXFORM_VERSION" rust-toolchain chromium-path chromedriver-path .crates.toml .crates2.json; do
  rm -rf "${TAIZHANG_TOOLS:?}/$kept"
done
rm -f "$TAIZHANG_TOOLS"/*.log
rmdir "$TAIZHANG_TOOLS" 2>/dev/null || true
rm -rf "$project/e2e/node_modules" "$project/e2e/browsers/node_modules"
say "removed the tools in $TAIZHANG_TOOLS and the packages of e2e/"

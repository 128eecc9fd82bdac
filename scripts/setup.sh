#!/usr/bin/env bash
# Installs what is missing. `setup.sh build` is enough to make and serve the page, `setup.sh test` adds what tests need,
# `setup.sh check` what the checks of the sources need. Nothing is done twice; each step says what it does and why.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/env.sh"
say "tools are kept in $TAIZHANG_TOOLS"
case "${1:-}" in
  check) steps='rust' ;;
  build) steps='rust node wasm-opt wasm-bindgen trunk' ;;
  test) steps='rust node wasm-opt packages browser servers duckdb readers wasm-bindgen trunk' ;;
  *) fail 'setup.sh build | test | check' ;;
esac
# Tools, crates and a whole build; what runs out of room in the midst of it fails in words that lead nowhere.
mkdir -p "$target_dir"
for room in "$TAIZHANG_TOOLS:1" "$target_dir:$([ "${1:-}" = test ] && echo 8 || echo 3)"; do
  free=$(df -Pk "${room%:*}" | awk 'NR == 2 { print int($4 / 1048576) }')
  [ "$free" -ge "${room##*:}" ] || say "WARNING: only $free GB are free at ${room%:*}, and ${room##*:} may be needed there; make room, or set CARGO_TARGET_DIR to another disk"
done
for step in $steps; do
  "$here/$step.sh"
done

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
  test) steps='rust node wasm-opt packages browser wasm-bindgen trunk' ;;
  *) fail 'setup.sh build | test | check' ;;
esac
for step in $steps; do
  "$here/$step.sh"
done

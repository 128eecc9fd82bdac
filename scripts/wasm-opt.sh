#!/usr/bin/env bash
# wasm-opt, which makes the wasm a third smaller. From npm: Debian's is too old for what compilers write today.
set -eu
. "$(dirname "$0")/env.sh"
if ! "$TAIZHANG_TOOLS/bin/wasm-opt" --version 2>/dev/null | grep -q "version ${BINARYEN_VERSION%%.*}"; then
  say "installing wasm-opt (binaryen $BINARYEN_VERSION) from npm, which makes the wasm smaller"
  mkdir -p "$TAIZHANG_TOOLS/binaryen"
  npm install --prefix "$TAIZHANG_TOOLS/binaryen" --no-save --no-audit --no-fund --loglevel=error "binaryen@$BINARYEN_VERSION"
  ln -sf ../binaryen/node_modules/.bin/wasm-opt "$TAIZHANG_TOOLS/bin/wasm-opt"
fi
say "$("$TAIZHANG_TOOLS/bin/wasm-opt" --version)"

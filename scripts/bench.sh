#!/usr/bin/env bash
# Times the form engine natively and in the browser, beside pyxform and what else it is compared with, and writes the table
# to docs/speed.md. Wants a quiet machine. Without a browser or a Python the table is there and says what it lacks.
# `--wasm FOLDER` only makes the bench for the browser, built for size, in FOLDER/z (scripts/sheets.sh).
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/env.sh"
cd "$project"
only=''
[ "${1:-}" != --wasm ] || only=$2
"$here/rust.sh"
"$here/node.sh"
"$here/packages.sh"
"$here/wasm-opt.sh"
"$here/wasm-bindgen.sh"
browser='yes'
[ -n "$only" ] || "$here/browser.sh" || browser=''
python=''
[ -n "$only" ] || python=$("$here/pyxform.sh") || python=''
. "$here/env.sh" # what set-up has chosen

room=${only:-$target_dir/bench}
wasm=$target_dir/wasm32-unknown-unknown/release/bench.wasm
[ -n "$only" ] || rm -rf "$room"
mkdir -p "$room"
speed() { cargo run --quiet --profile bench --package bench --bin speed -- "$@"; }

# What the page's oldest browser knows, as in xtask/src/wasm.rs.
features='--enable-bulk-memory --enable-bulk-memory-opt --enable-call-indirect-overlong --enable-multivalue --enable-mutable-globals
  --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext'
# for_browser <name> <wasm-opt's level> <command that builds...>
for_browser() {
  local name=$1 level=$2; shift 2
  "$@" rustc --quiet --release --package bench --lib --crate-type cdylib --target wasm32-unknown-unknown
  wasm-bindgen --target web --no-typescript --out-name bench --out-dir "$room/$name" "$wasm"
  # shellcheck disable=SC2086
  wasm-opt "$level" $features "$room/$name/bench_bg.wasm" -o "$room/$name/bench_bg.wasm"
}

if [ -n "$only" ]; then
  for_browser z -Oz for_wasm cargo
  exit
fi
say 'building what is timed'
speed --workbooks "$room/workbooks"
if [ -n "$browser" ]; then
  for_browser z -Oz for_wasm cargo
  for_browser 3 -O3 env CARGO_PROFILE_RELEASE_OPT_LEVEL=3 cargo
  say 'timing in the browser'
  node e2e/bench.mjs "$room" || browser=''
fi
say 'timing natively'
speed ${python:+--python "$python"} ${browser:+--browser "$room/browser.json"} --write docs/speed.md

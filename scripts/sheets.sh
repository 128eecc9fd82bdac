#!/usr/bin/env bash
# Workbooks beside SheetJS in one browser, and read by openpyxl, into docs/speed-sheets.md. Wants a quiet machine. Without a
# Python the cells are not compared, and it says so.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/env.sh"
cd "$project"
"$here/rust.sh"
"$here/node.sh"
"$here/packages.sh"
"$here/wasm-opt.sh"
"$here/wasm-bindgen.sh"
"$here/browser.sh"
python=$("$here/pyxform.sh") || python=''
. "$here/env.sh" # what set-up has chosen
(cd e2e/bench && npm ci --no-audit --no-fund --loglevel=error)

room=$target_dir/sheets
rm -rf "$room"
mkdir -p "$room"
say 'building what is timed'
"$here/bench.sh" --wasm "$room"
node e2e/bench/sheets.mjs "$room" ${python:+--python "$python"} --write docs/speed-sheets.md

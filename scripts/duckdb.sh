#!/usr/bin/env bash
# DuckDB from PyPI, for docs/scale.md and its test (e2e/journeys/scale.mjs). Where there is no Python, and no way to install it, both are
# left out and it says so.
set -eu
. "$(dirname "$0")/env.sh"
room=$TAIZHANG_TOOLS/duckdb
if [ ! -x "$room/bin/python" ] || [ "$(cat "$room/version" 2>/dev/null)" != "$DUCKDB_VERSION" ]; then
  rm -rf "$room"
  if have python3 && say "installing DuckDB $DUCKDB_VERSION from PyPI" && python3 -m venv "$room" >"$TAIZHANG_TOOLS/duckdb.log" 2>&1 &&
    "$room/bin/pip" install -q --disable-pip-version-check "duckdb==$DUCKDB_VERSION" >>"$TAIZHANG_TOOLS/duckdb.log" 2>&1; then
    echo "$DUCKDB_VERSION" >"$room/version"
  else
    rm -rf "$room"
    say 'no DuckDB here, and no way to install it: what needs it is left out'
    exit 0
  fi
fi
say "DuckDB $DUCKDB_VERSION"

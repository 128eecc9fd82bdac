#!/usr/bin/env bash
# DuckDB from PyPI, for docs/scale.md and its test (e2e/journeys/scale.mjs). Where there is no Python, and no way to install it, both are
# left out and it says so.
set -eu
. "$(dirname "$0")/env.sh"
if from_pypi duckdb "$DUCKDB_VERSION" duckdb; then
  say "DuckDB $DUCKDB_VERSION"
else
  say 'no DuckDB here, and no way to install it: what needs it is left out'
fi

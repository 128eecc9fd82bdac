#!/usr/bin/env bash
# Prints the path of a Python that has the field's converter and openpyxl, which read what we write (scripts/readers.sh, bench.sh).
#
# PYXFORM_PYTHON names one that is there; else one is made beside the other tools, from PyPI.
set -eu
. "$(dirname "$0")/env.sh"
if [ -n "${PYXFORM_PYTHON:-}" ]; then
  printf '%s\n' "$PYXFORM_PYTHON"
  exit 0
fi
room=$TAIZHANG_TOOLS/pyxform-$PYXFORM_VERSION
if ! "$room/bin/python" -c 'import pyxform' 2>/dev/null; then
  have python3 || { say 'no Python here: pyxform is left out' >&2; exit 1; }
  say "installing pyxform $PYXFORM_VERSION from PyPI, to compare with" >&2
  rm -rf "$room"
  if ! { python3 -m venv "$room" && "$room/bin/pip" install --quiet --disable-pip-version-check \
    "pyxform==$PYXFORM_VERSION" "openpyxl==$OPENPYXL_VERSION"; } >"$TAIZHANG_TOOLS/pyxform.log" 2>&1; then
    tail -n 3 "$TAIZHANG_TOOLS/pyxform.log" >&2
    rm -rf "$room"
    exit 1
  fi
fi
printf '%s\n' "$room/bin/python"

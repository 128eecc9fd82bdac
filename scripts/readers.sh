#!/usr/bin/env bash
# Who else reads what we write: openpyxl our workbooks, the field's converter our forms. Where there is no Python, and no way to install
# it, our own lines alone read them and the journeys say so.
set -eu
. "$(dirname "$0")/env.sh"
if "$project/scripts/pyxform.sh" >/dev/null; then
  say "pyxform $PYXFORM_VERSION and openpyxl $OPENPYXL_VERSION"
else
  say 'no pyxform and no openpyxl here, and no way to install them: our own lines alone read what we write'
fi

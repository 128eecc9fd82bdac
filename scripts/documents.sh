#!/usr/bin/env bash
# Has the field's converter read every shipped workbook, and keeps what it makes as the documents that tests read our way
# and compare (crates/form/tests/it/xform). Fails where it refuses one, or the validator that comes with it does, which
# needs Java. To be run when a workbook has changed; with --check nothing is kept, and it fails where it would be something else.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/env.sh"
cd "$project"
documents=crates/form/tests/it/xform/documents
kept=$documents
if [ "${1:-}" = --check ]; then
  if ! python=$("$here/pyxform.sh"); then
    say 'no pyxform here: what it makes of the workbooks was not compared'
    exit 0
  fi
  documents=$(mktemp -d)
  trap 'rm -rf "$documents"' EXIT
else
  python=$("$here/pyxform.sh")
fi
have java || say 'no Java here: ODK Validate is left out' >&2
for workbook in pack/*.xlsx; do
  name=$(basename "$workbook" .xlsx)
  "$python" - "$workbook" "$documents/$name.xml" <<'PYTHON'
import shutil
import sys
from pyxform.xls2xform import convert
made = convert(xlsform=sys.argv[1], validate=shutil.which("java") is not None, pretty_print=True)
if made.warnings:
    sys.exit(f"{sys.argv[1]}: {made.warnings}")
with open(sys.argv[2], "w", encoding="utf-8") as document:
    document.write(made.xform)
PYTHON
done
[ "$documents" = "$kept" ] || for made in "$documents"/*.xml; do
  cmp "$made" "$kept/$(basename "$made")" || fail "a workbook in pack/ was changed after scripts/documents.sh was run"
done

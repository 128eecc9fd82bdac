#!/usr/bin/env bash
# Has the field's converter read every shipped workbook, and keeps what it makes as the documents that tests read our way
# and compare (crates/form/tests/it/xform). Fails where it refuses one, or the validator that comes with it does, which
# needs Java. To be run when a workbook has changed.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/env.sh"
cd "$project"
python=$("$here/pyxform.sh")
have java || say 'no Java here: ODK Validate is left out' >&2
for workbook in pack/*.xlsx; do
  name=$(basename "$workbook" .xlsx)
  "$python" - "$workbook" "crates/form/tests/it/xform/documents/$name.xml" <<'PYTHON'
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

#!/usr/bin/env bash
# The page of dist/ in other browsers: Firefox ESR, WebKitGTK, and Chromium as old as npm has it.
#
# Firefox and WebKitGTK come from Debian, geckodriver from crates.io, old Chromium from npm. Words are handed on to
# e2e/browsers.mjs: `scripts/browsers.sh --full firefox` runs that one alone, with fifty kills of each kind.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/env.sh"
. "$here/cargo-tool.sh"
for step in rust node packages browser; do
  "$here/$step.sh"
done
. "$here/env.sh" # what set-up has chosen

firefox='firefox-esr'
webkit='webkit2gtk-driver python3-gi gir1.2-webkit2-4.1 xvfb'
# shellcheck disable=SC2086
apt_install $firefox $webkit ||
  fail "missing: $(apt_missing $firefox $webkit)- install them as root (on Debian: apt-get install $firefox $webkit)"
cargo_tool geckodriver "$GECKODRIVER_VERSION" geckodriver 'which drives Firefox' 4 1

cd "$project/e2e/browsers"
if ! cmp -s package-lock.json node_modules/.as-installed; then
  say 'installing old Chromium, and what drives it, from npm'
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.as-installed
fi

cd "$project"
exec node e2e/browsers.mjs "$@"

#!/usr/bin/env bash
# The npm packages of the browser journeys, as e2e/package-lock.json names them.
set -eu
. "$(dirname "$0")/env.sh"
cd "$project/e2e"
if ! cmp -s package-lock.json node_modules/.as-installed; then
  say 'installing the packages of the browser journeys from npm'
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.as-installed
fi
say "playwright-core $(node -p "require('playwright-core/package.json').version")"

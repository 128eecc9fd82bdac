#!/usr/bin/env bash
# The native program that plays a fleet of tablets and its desk (fleet/), for e2e/faults/s2.mjs. No part of the page.
set -eu
. "$(dirname "$0")/env.sh"
cd "$project"
cargo build --package fleet

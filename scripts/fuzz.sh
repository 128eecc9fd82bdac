#!/usr/bin/env bash
# Fuzzing: each target of fuzz/ for so many seconds, guided by coverage. Ends with `N passed, N failed`.
#
#   scripts/fuzz.sh                     all targets, 30 s each
#   scripts/fuzz.sh 3600 form pattern   these two, an hour each
#   scripts/fuzz.sh merge form          brings what was found into the corpus, as few inputs as cover the same
#
# What it finds stays in fuzz/crashes/<target>/ and is replayed by `cargo test` ever after. See fuzz/README.md.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/env.sh"
cd "$project"
seconds=${1:-30}
[ $# -eq 0 ] || shift
known=$(sed -n 's/^    ("\([a-z]*\)", .*/\1/p' fuzz/src/lib.rs)
[ $# -gt 0 ] || set -- $known

if ! have "${CXX:-c++}"; then
  say "no C++ compiler (${CXX:-c++}), which libFuzzer is built with: the corpus is replayed by cargo test, nothing more"
  echo "0 passed, 0 failed"
  exit 0
fi
# Hooks that tell libFuzzer which edges of the program an input has reached: LLVM's own pass, as the pinned compiler has it.
# Only for the target (--target), not for build scripts.
hooks='-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares'
host=$(rustc -vV | sed -n 's/^host: //p')
fuzz_dir=$target_dir/fuzz
say "building the targets"
RUSTFLAGS="$hooks" CARGO_TARGET_DIR="$fuzz_dir" cargo build --release --quiet --target "$host" --manifest-path fuzz/driver/Cargo.toml
driver=$fuzz_dir/$host/release/driver

passed=0 failed=0
for target in "$@"; do
  # New inputs go to a folder of their own, so that a run changes nothing that is committed.
  found=$fuzz_dir/found/$target
  corpus=fuzz/corpus/$target crashes=fuzz/crashes/$target
  mkdir -p "$found" "$crashes"
  export FUZZ_TARGET=$target
  if [ "$seconds" = merge ]; then
    kept=$(mktemp -d)
    "$driver" -set_cover_merge=1 "$kept" "$corpus" "$found" 2>"$found.log" || { tail -n 5 "$found.log"; fail "$target: merge failed"; }
    rm -rf "$corpus" && mv "$kept" "$corpus" && chmod 755 "$corpus"
    say "$target: $(ls "$corpus" | wc -l) inputs"
    continue
  fi
  words=fuzz/words/$target.txt
  [ -f "$words" ] && words="-dict=$words" || words=
  say "$target, $seconds s"
  # The time is that of the wall, with hooks in every branch and perhaps others at work: what an input may really take is
  # measured by the tests of fuzz/.
  if "$driver" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -max_len=8192 -artifact_prefix="$crashes/" \
      -print_final_stats=1 $words "$found" "$corpus" 2>"$found.log"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    tail -n 30 "$found.log"
  fi
  grep -E '^stat::(number_of_executed_units|peak_rss_mb)' "$found.log" || true
  grep -E 'cov: ' "$found.log" | tail -n 1 || true
done
rmdir fuzz/crashes/* fuzz/crashes 2>/dev/null || true
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

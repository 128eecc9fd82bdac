# Runs the parts of a whole: each timed, bounded and counted; a part that fails does not keep the later ones from running.
# Sourced. Start at `part`; end with `closing_line`.
#
# TAIZHANG_SUMMARY  a file that also gets each part's line, for a whole of wholes
# TAIZHANG_DEADLINE seconds since 1970 after which nothing may run any more

logs=$target_dir/logs
mkdir -p "$logs"
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT

# part <tests|step> <name> <most seconds> <command...>
# `tests` must print its counts (libtest's lines, or `N passed, N failed`) and must have run something.
# `step` counts for nothing when it works and as one failure when it does not; `checked` is a step that counts as one when it works.
part() {
  local kind=$1 name=$2 seconds=$3 begun took outcome passed failed counts
  shift 3
  begun=$(date +%s)
  if [ -n "${TAIZHANG_DEADLINE:-}" ] && [ $((begun + seconds)) -gt "$TAIZHANG_DEADLINE" ]; then
    seconds=$((TAIZHANG_DEADLINE - begun))
    [ "$seconds" -gt 5 ] || seconds=5
  fi
  printf '\n-- %s (at most %s s)\n' "$name" "$seconds"
  set +e
  within "$seconds" "$@" 2>&1 | tee "$logs/$name.log"
  outcome=${PIPESTATUS[0]}
  set -e
  took=$(($(date +%s) - begun))
  counts=$(awk '
    /^test result: / { for (i = 1; i < NF; i++) { if ($(i + 1) ~ /^passed/) p += $i; if ($(i + 1) ~ /^failed/) f += $i } }
    /^[0-9]+ passed, [0-9]+ failed$/ { p += $1; f += $3 }
    END { print p + 0, f + 0 }' "$logs/$name.log")
  passed=${counts% *}
  failed=${counts#* }
  [ "$kind" = tests ] || { passed=0; failed=0; }
  [ "$kind" != checked ] || [ "$outcome" != 0 ] || passed=1
  if [ "$outcome" = 124 ] || [ "$outcome" = 137 ]; then echo "!! $name was ended after $seconds s"; fi
  if [ "$outcome" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  if [ "$kind" = tests ] && [ "$outcome" = 0 ] && [ $((passed + failed)) = 0 ]; then echo "!! $name ran no test"; failed=1; fi
  printf -- '-- %s: %s passed, %s failed, %s s\n' "$name" "$passed" "$failed" "$took"
  printf '%s\t%s\t%s\t%s\n' "$name" "$passed" "$failed" "$took" | tee -a "${TAIZHANG_SUMMARY:-/dev/null}" >>"$summary"
  [ "$failed" = 0 ]
}

# Prints where the time went and the sum of a summary file; fails when anything failed.
closing_line() {
  printf '\n'
  awk -F '\t' '
    { printf "%-24s %6d passed %4d failed %6d s\n", $1, $2, $3, $4; p += $2; f += $3; s += $4 }
    END { printf "%-24s %35d s\n%d passed, %d failed\n", "all", s, p, f; exit f > 0 }' "$1"
}

# Installs a command from crates.io into the tools folder, unless that version is there. Sourced by trunk.sh, wasm-bindgen.sh.

# cargo_tool <package> <version> <command> <why> <minutes>
cargo_tool() {
  if [ -x "$TAIZHANG_TOOLS/bin/$3" ] && "$TAIZHANG_TOOLS/bin/$3" --version 2>/dev/null | grep -qF "$2"; then
    say "$1 $2"
    return 0
  fi
  say "building $1 $2, $4 (about $5 minutes on two cores)"
  # Optimised just enough: these run for seconds, and full optimisation doubles the minutes that building them takes.
  CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
    CARGO_TARGET_DIR="$TAIZHANG_TOOLS/build" within 2400 cargo install --locked "$1@$2" --root "$TAIZHANG_TOOLS" --force \
    >"$TAIZHANG_TOOLS/$1.log" 2>&1 || { tail -n 20 "$TAIZHANG_TOOLS/$1.log" >&2; fail "$1 did not build"; }
  rm -rf "$TAIZHANG_TOOLS/build"
}

# Installs a command from crates.io into the tools folder, unless that version is there. Sourced by trunk.sh, wasm-bindgen.sh.

# cargo_tool <package> <version> <command> <why> <minutes> <optimisation> [more for cargo install...]
#
# Optimised just enough: these run for seconds, and full optimisation doubles the minutes that building them takes.
cargo_tool() {
  local package=$1 version=$2 command=$3 why=$4 minutes=$5 optimisation=$6
  shift 6
  if "$TAIZHANG_TOOLS/bin/$command" --version 2>/dev/null | grep -qF "$version"; then
    say "$package $version"
    return 0
  fi
  say "building $package $version, $why (about $minutes minutes on two free cores)"
  CARGO_PROFILE_RELEASE_OPT_LEVEL=$optimisation CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_TARGET_DIR="$TAIZHANG_TOOLS/build" \
    within 2400 cargo install --locked "$package@$version" --root "$TAIZHANG_TOOLS" --force "$@" \
    >"$TAIZHANG_TOOLS/$package.log" 2>&1 || { tail -n 20 "$TAIZHANG_TOOLS/$package.log" >&2; fail "$package did not build"; }
  rm -rf "$TAIZHANG_TOOLS/build"
}

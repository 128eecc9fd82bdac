#!/usr/bin/env bash
# A Rust compiler that builds for this machine and for wasm, with clippy, rustfmt and the sources of its library, which
# the release builds anew for size.
#
# In this order: one that already does (the toolchain named in RUSTUP_TOOLCHAIN, rustup's pinned one, a linked system
# one, the system's own without rustup); rustup's pinned one, downloaded; Debian's `rustc-web`, with the library for wasm
# built once from its sources. What was chosen is kept in the tools folder as `rust-toolchain`.
set -eu
. "$(dirname "$0")/env.sh"

# Runs a command with toolchain $1; empty means the system's own.
using() {
  local toolchain=$1; shift
  if [ -n "$toolchain" ]; then RUSTUP_TOOLCHAIN=$toolchain "$@"; else env -u RUSTUP_TOOLCHAIN "$@"; fi
}

# Whether toolchain $1 is new enough, has its companions and sources, and links wasm with full optimisation. Tried rather than asked:
# a library for wasm that an older compiler left behind looks complete and is not.
works() {
  local version room outcome
  version=$(using "$1" rustc --version 2>/dev/null | cut -d' ' -f2)
  [ -n "$version" ] || return 1
  [ "$(printf '%s\n%s\n' "$RUST_AT_LEAST" "$version" | sort -V | head -n 1)" = "$RUST_AT_LEAST" ] || return 1
  { using "$1" cargo clippy --version && using "$1" cargo fmt --version; } >/dev/null 2>&1 || return 1
  [ -f "$(using "$1" rustc --print sysroot)/lib/rustlib/src/rust/library/std/Cargo.toml" ] || return 1
  room=$(mktemp -d)
  printf '#[unsafe(no_mangle)] pub extern "C" fn f() -> usize { format!("{:?}", std::env::args()).len() }\n' >"$room/f.rs"
  outcome=0
  using "$1" rustc --edition 2024 --target wasm32-unknown-unknown --crate-type cdylib -O -Clto=fat -Cpanic=abort \
    -o "$room/f.wasm" "$room/f.rs" >/dev/null 2>&1 || outcome=1
  rm -rf "$room"
  return $outcome
}

keep() {
  printf '%s' "$1" >"$TAIZHANG_TOOLS/rust-toolchain"
  say "rust: $(using "$1" rustc --version)${1:+, rustup toolchain $1}"
  exit 0
}

installed() { have rustup && rustup toolchain list 2>/dev/null | cut -d' ' -f1 | grep -qE "^$1(-|\$)"; }

if have rustup; then
  for toolchain in $TAIZHANG_ASKED_RUST "$RUST_VERSION" web; do
    if installed "$toolchain" && works "$toolchain"; then keep "$toolchain"; fi
  done
  say "installing Rust $RUST_VERSION with its library for wasm and its sources, clippy and rustfmt, through rustup (about 15 s)"
  if within 900 rustup toolchain install "$RUST_VERSION" --no-self-update --profile minimal \
      --component clippy --component rustfmt --component rust-src --target wasm32-unknown-unknown >"$TAIZHANG_TOOLS/rustup.log" 2>&1 &&
      works "$RUST_VERSION"; then
    keep "$RUST_VERSION"
  fi
  tail -n 3 "$TAIZHANG_TOOLS/rustup.log" >&2
  say 'rustup could not; trying the system'
elif works ''; then
  keep ''
fi

apt_can || fail "no Rust that builds for wasm: install rustup and run this again"
apt_install rustc-web cargo-web rust-web-src lld-22 rust-web-clippy rustfmt-web gcc libc6-dev ||
  fail "neither rustup nor apt-get has a Rust that builds for wasm: install rustup and run this again"
system=/usr/bin
# Trunk and cargo find the compiler through PATH, or through rustup where that stands in front.
toolchain=''
if have rustup; then rustup toolchain link web /usr; toolchain=web; fi
works "$toolchain" && keep "$toolchain"

sysroot=$($system/rustc --print sysroot)
host=$($system/rustc -vV | sed -n 's/^host: //p')
libraries=$sysroot/lib/rustlib/wasm32-unknown-unknown/lib
say "building the library for wasm once from the system's Rust sources, into $libraries (1 to 2 minutes)"
as_root mkdir -p "$sysroot/lib/rustlib/$host/bin" "$libraries"
as_root ln -sf "$(command -v lld-22)" "$sysroot/lib/rustlib/$host/bin/rust-lld"
room=$(mktemp -d)
mkdir "$room/src"
printf '[package]\nname = "emptystd"\nversion = "0.0.0"\nedition = "2021"\n' >"$room/Cargo.toml"
: >"$room/src/lib.rs"
# Bitcode: without it a release with full link-time optimisation has nothing to read.
(cd "$room" && env -u RUSTUP_TOOLCHAIN RUSTFLAGS=-Cembed-bitcode=yes RUSTC=$system/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$room/target" \
  $system/cargo build --release --target wasm32-unknown-unknown -Zbuild-std=std,panic_abort,test >"$TAIZHANG_TOOLS/std.log" 2>&1) ||
  { tail -n 20 "$TAIZHANG_TOOLS/std.log" >&2; fail 'the library for wasm did not build'; }
rm -f "$room"/target/wasm32-unknown-unknown/release/deps/libemptystd*
as_root find "$libraries" -name '*.rlib' -delete # two copies of one library are an error
as_root cp "$room"/target/wasm32-unknown-unknown/release/deps/*.rlib "$libraries/"
rm -rf "$room"
works "$toolchain" || fail "the compiler still does not link wasm; see $TAIZHANG_TOOLS/std.log"
keep "$toolchain"

# What every script here knows: versions, where the tools are kept, how a thing is said. Sourced, never run.

# One pin a tool. RUST_VERSION is what rustup is asked for; a system compiler is taken from RUST_AT_LEAST on.
RUST_VERSION=1.96.0
RUST_AT_LEAST=1.95
TRUNK_VERSION=0.21.14
WASM_BINDGEN_VERSION=0.2.128
BINARYEN_VERSION=132.0.0
NODE_AT_LEAST=20
GECKODRIVER_VERSION=0.37.1
BROWSER_INSTALLER_VERSION=3.2.6
CHROME_MILESTONE=156
PYXFORM_VERSION=4.5.0
OPENPYXL_VERSION=3.1.5
SEAWEED_VERSION=4.48
WSGIDAV_VERSION=4.4.0
CHEROOT_VERSION=11.1.2
DUCKDB_VERSION=2.0.1

project=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
TAIZHANG_TOOLS=${TAIZHANG_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/taizhang}
mkdir -p "$TAIZHANG_TOOLS/bin"
TAIZHANG_TOOLS=$(CDPATH='' cd -- "$TAIZHANG_TOOLS" && pwd)
export TAIZHANG_TOOLS
case ":$PATH:" in
  *":$TAIZHANG_TOOLS/bin:"*) ;;
  *) PATH=$TAIZHANG_TOOLS/bin:$PATH; export PATH ;;
esac
# What the caller asked for is tried first.
export TAIZHANG_ASKED_RUST="${TAIZHANG_ASKED_RUST-${RUSTUP_TOOLCHAIN:-}}"
# Written by rust.sh: the rustup toolchain to use, or nothing where there is no rustup.
if [ -s "$TAIZHANG_TOOLS/rust-toolchain" ]; then
  RUSTUP_TOOLCHAIN=$(cat "$TAIZHANG_TOOLS/rust-toolchain")
  export RUSTUP_TOOLCHAIN
fi
# Written by browser.sh.
for found in chromium chromedriver; do
  if [ -s "$TAIZHANG_TOOLS/$found-path" ]; then
    export "$(echo "$found" | tr '[:lower:]' '[:upper:]')=$(cat "$TAIZHANG_TOOLS/$found-path")"
  fi
done
target_dir=${CARGO_TARGET_DIR:-$project/target}

say() { printf '== %s\n' "$*"; }
fail() { printf '!! %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Debian's packages, only those that are missing, and only if there is a way to install them.
apt_can() { have apt-get && { [ "$(id -u)" = 0 ] || have sudo; }; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
apt_missing() {
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" = 'install ok installed' ] || printf '%s ' "$package"
  done
}
apt_knows() { apt-cache show "$1" >/dev/null 2>&1; }
apt_install() {
  missing=$(apt_missing "$@")
  [ -n "$missing" ] || return 0
  apt_can || return 1
  say "installing $missing with apt-get"
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$TAIZHANG_TOOLS/apt.log" 2>&1 && return 0
  as_root apt-get update -qq >>"$TAIZHANG_TOOLS/apt.log" 2>&1
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >>"$TAIZHANG_TOOLS/apt.log" 2>&1 && return 0
  tail -n 5 "$TAIZHANG_TOOLS/apt.log" >&2
  return 1
}

# from_pypi <name> <version> <package> [with...]: the package, and what else it runs with, in a Python of its own beside the other tools, at
# $TAIZHANG_TOOLS/<name>. Fails where there is none, and no way to install it.
from_pypi() {
  pypi_room=$TAIZHANG_TOOLS/$1 pypi_log=$TAIZHANG_TOOLS/$1.log
  [ -x "$pypi_room/bin/python" ] && [ "$(cat "$pypi_room/version" 2>/dev/null)" = "$2" ] && return 0
  rm -rf "$pypi_room"
  have python3 || return 1
  say "installing $3 $2 from PyPI"
  if python3 -m venv "$pypi_room" >"$pypi_log" 2>&1 && "$pypi_room/bin/pip" install -q --disable-pip-version-check "$3==$2" "${@:4}" >>"$pypi_log" 2>&1; then
    echo "$2" >"$pypi_room/version"
  else
    rm -rf "$pypi_room"
    return 1
  fi
}

# Ends a command, and all that it started, after so many seconds, where the machine can.
within() {
  local seconds=$1; shift
  if ! have timeout; then "$@"
  elif [ -t 0 ]; then timeout --foreground --kill-after=15 "$seconds" "$@" # so that Ctrl-C reaches it
  else timeout --kill-after=15 "$seconds" "$@"
  fi
}

# For size: the standard library is built along, a panic is a trap that carries no text, and nothing is printed for
# debugging (docs/architecture.md, "Decisions"). The stable compiler keeps these switches behind the first one; they are for
# wasm alone.
for_wasm() {
  RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS='-Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none --cfg sha2_backend_soft="compact"' "$@"
}
